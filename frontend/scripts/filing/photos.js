// Files: chosen in several goes, photos shrunk on the phone before they travel, shown with a button to take each away.
import { every, part, the } from "../dom.js";
import { icon } from "../icon.js";
import { photoPlace } from "./photo_place.js";

/**
 * The files of a report, as the other parts of the form see them.
 * @typedef {ReturnType<typeof photos>} Chosen
 */

const QUALITY = 0.85;
const MEGABYTE = 2 ** 20;
const SHRINKABLE = /^image\/(jpeg|png|webp)$/;
// By type, else by name: some phones name none.
const TAKEN =
  /^(image\/(?!svg)|audio\/|video\/|application\/pdf)|\.(jpe?g|png|webp|gif|hei[cf]|avif|pdf|mp[34]|m4a|ogg|opus|wav|webm|mov|3gp|amr|aac)$/i;

/**
 * The photo as a JPEG of at most `pixels` on its longer side; itself where it would not be smaller, or is of a kind that
 * the server reads and this browser perhaps not. Null: it is none.
 * @param {File} file
 * @param {number} pixels
 */
async function shrunk(file, pixels) {
  if (!file.size || !(TAKEN.test(file.type) || TAKEN.test(file.name))) return null;
  if (!SHRINKABLE.test(file.type)) return file;
  try {
    const image = await decoded(file);
    const factor = Math.min(1, pixels / Math.max(image.width, image.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(image.width * factor);
    canvas.height = Math.round(image.height * factor);
    canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
    /** @type {Blob | null} */
    const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
    if (!blob || blob.size >= file.size) return file;
    return new File([blob], `${file.name.replace(/\.\w+$/, "")}.jpg`, { type: "image/jpeg" });
  } catch {
    return (await beginsAsPhoto(file)) ? file : null; // the server reads more than this browser
  }
}

/**
 * By its first bytes: JPEG, PNG (ISO/IEC 15948, 5.2), WebP.
 * @param {File} file
 */
async function beginsAsPhoto(file) {
  const bytes = new Uint8Array(await file.slice(0, 12).arrayBuffer());
  const signs = String.fromCharCode(...bytes);
  return /^(\xff\xd8\xff|\x89PNG|RIFF....WEBP)/s.test(signs);
}

/**
 * The picture upright: an <img> obeys the camera's orientation in every browser we serve.
 * @param {File} file
 * @returns {Promise<HTMLImageElement>}
 */
function decoded(file) {
  return new Promise((done, failed) => {
    const image = new Image();
    image.onload = () => done(image);
    image.onerror = failed;
    image.src = URL.createObjectURL(file);
  });
}

/**
 * The file's picture; its name where this browser cannot show it (HEIC and others).
 * @param {File} file
 */
function pictureOf(file) {
  const picture = document.createElement("img");
  picture.alt = file.name;
  picture.src = URL.createObjectURL(file);
  picture.onerror = () => {
    const name = document.createElement("span");
    name.className = "name";
    name.textContent = file.name;
    picture.replaceWith(name);
  };
  return picture;
}

/**
 * A row of the list: picture, size, and a button that takes it away.
 * @param {File} file
 * @param {string} label
 * @param {string} icons
 * @param {() => void} remove
 */
function rowOf(file, label, icons, remove) {
  const item = document.createElement("li");
  item.className = "preview";
  const size = document.createElement("small");
  size.textContent = file.size < 1e6 ? `${Math.round(file.size / 1e3)} KB` : `${(file.size / 1e6).toFixed(1)} MB`;
  const button = document.createElement("button");
  button.type = "button";
  button.setAttribute("aria-label", `${label}: ${file.name}`);
  button.append(icon(icons, "trash"));
  button.addEventListener("click", remove);
  item.append(pictureOf(file), size, button);
  return item;
}

/**
 * What the form says of files: how many, how large, and what is wrong with one.
 * @param {FilingForm} form
 */
function limits(form) {
  const { maxPhotos, maxPixels, maxMegabytes = "{}" } = form.dataset;
  /** @type {Record<string, number>} */
  const most = JSON.parse(maxMegabytes); // by the first part of the type; the server looks at the content
  return {
    count: Number(maxPhotos),
    pixels: Number(maxPixels),
    /** @param {File} file */
    bytesOf: (file) => (most[file.type.split("/")[0]] || most.image) * MEGABYTE,
  };
}

/**
 * @param {HTMLElement} list
 * @param {File} file
 * @param {number} most bytes
 */
function tooLarge(list, file, most) {
  const size = (file.size / MEGABYTE).toFixed(1).replace(".", ",");
  const said = (list.dataset.tooLarge ?? "").replace("{name}", file.name).replace("{size}", size);
  return said.replace("{most}", String(most / MEGABYTE));
}

/** @param {FilingForm} form */
export function photos(form) {
  const input = the(form, "#id_photos", HTMLInputElement);
  form.querySelector("[data-send-files]")?.remove(); // without a script the server has to look at the photo
  const list = part(form, "[data-previews]");
  const kept = () => every(form, "[name=remove_upload]", HTMLInputElement).filter((box) => !box.checked).length;
  /** @type {File[]} */
  let files = [];

  /** @param {File[]} left */
  function set(left) {
    files = left;
    for (const shown of every(list, "img", HTMLImageElement)) URL.revokeObjectURL(shown.src);
    const transfer = new DataTransfer();
    for (const file of files) transfer.items.add(file);
    input.files = transfer.files;
    const { removeLabel = "" } = list.dataset;
    list.replaceChildren(...files.map((file) => rowOf(file, removeLabel, form.dataset.icons ?? "", () => drop(file))));
  }

  /** @param {File} file */
  function drop(file) {
    set(files.filter((other) => other !== file));
    form.dispatchEvent(new Event("change"));
    input.focus();
  }

  /** @param {File[]} candidates */
  async function add(candidates, isReady = false) {
    await take(form, candidates, { files: () => files, kept, isReady });
    set(files);
    form.dispatchEvent(new Event("change"));
    if (!isReady) list.scrollIntoView({ block: "nearest" }); // what was just taken is seen at once
  }

  byCamera(form, add);
  input.addEventListener("change", () => add([...(input.files ?? [])]));

  return {
    count: () => files.length + kept(),
    files: () => files,
    /** Files that came another way: from a draft, another app, the microphone. */
    add,
    clear: () => set([]),
  };
}

/**
 * A photo of the camera goes with the others.
 * @param {FilingForm} form
 * @param {(taken: File[]) => Promise<void>} add
 */
function byCamera(form, add) {
  const camera = the(form, "#id_camera", HTMLInputElement);
  camera.addEventListener("change", () => {
    const taken = [...(camera.files ?? [])];
    camera.value = "";
    add(taken);
  });
}

/**
 * Puts those of the candidates that can be taken to the files; the form says what is wrong with another.
 * @param {FilingForm} form
 * @param {File[]} candidates
 * @param {{ files: () => File[], kept: () => number, isReady: boolean }} given the files now, which somebody may take
 *   away meanwhile; how many the server has already; whether the candidates are small enough
 */
async function take(form, candidates, { files, kept, isReady }) {
  const list = part(form, "[data-previews]");
  const problem = part(form, "[data-photo-error]");
  const most = limits(form);
  /** @param {File} file */
  const isNew = (file) => !files().some((old) => old.name === file.name && old.lastModified === file.lastModified);

  /** @type {string[]} */
  const said = [];
  /** @type {string[]} */
  const leftOut = [];
  const { tooMany = "", unreadable = "" } = list.dataset;
  for (const file of candidates.filter(isNew)) {
    const place = await photoPlace(file);
    const ready = isReady ? file : await shrunk(file, most.pixels);
    if (!ready) said.push(unreadable.replace("{name}", file.name));
    else if (ready.size > most.bytesOf(ready)) said.push(tooLarge(list, ready, most.bytesOf(ready)));
    else if (files().length + kept() >= most.count) leftOut.push(file.name);
    else {
      files().push(ready);
      if (place) form.dispatchEvent(new CustomEvent("photo-place", { detail: place }));
    }
  }
  if (leftOut.length) said.push(tooMany.replace("{name}", leftOut.join(", ")));
  problem.hidden = !said.length;
  problem.textContent = said.join(" ");
}
