// Files: chosen in several goes, photos shrunk on the phone before they travel, shown with a button to take each away.
import { every, part, the } from "../dom.js";
import { icon } from "../icon.js";
import { photoPlace } from "./photo_place.js";

/**
 * The files of a report, as the other parts of the form see them.
 * @typedef {ReturnType<typeof photos>} Chosen
 */

const QUALITY = 0.85;
const SHRINKABLE = /^image\/(jpeg|png|webp)$/;

/**
 * The photo as a JPEG of at most `pixels` on its longer side; itself where that fails or would not be smaller.
 * @param {File} file
 * @param {number} pixels
 */
async function shrunk(file, pixels) {
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
    return file; // the server reads more formats than this browser
  }
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
  picture.onload = () => URL.revokeObjectURL(picture.src);
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
    bytesOf: (file) => (most[file.type.split("/")[0]] || most.image) * 2 ** 20,
  };
}

/** @param {FilingForm} form */
export function photos(form) {
  const input = the(form, "input[type=file]", HTMLInputElement);
  form.querySelector("[data-send-files]")?.remove(); // without a script the server has to look at the photo
  const list = part(form, "[data-previews]");
  const kept = () => every(form, "[name=remove_upload]", HTMLInputElement).filter((box) => !box.checked).length;
  /** @type {File[]} */
  let files = [];

  /** @param {File[]} left */
  function set(left) {
    files = left;
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
  }

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

  /** @param {string} text */
  function complain(text) {
    problem.hidden = !text;
    problem.textContent = text;
  }

  complain("");
  for (const file of candidates.filter(isNew)) {
    const place = await photoPlace(file);
    const ready = isReady ? file : await shrunk(file, most.pixels);
    if (ready.size > most.bytesOf(ready)) complain(`${list.dataset.tooLarge} ${file.name}`);
    else if (files().length + kept() >= most.count) complain(list.dataset.tooMany ?? "");
    else {
      files().push(ready);
      if (place) form.dispatchEvent(new CustomEvent("photo-place", { detail: place }));
    }
  }
}
