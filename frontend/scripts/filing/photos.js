// Files: chosen in several goes, photos shrunk on the phone before they travel, shown with a button to take each away.
import { icon } from "../icon.js";
import { photoPlace } from "./photo_place.js";

const QUALITY = 0.85;
const SHRINKABLE = /^image\/(jpeg|png|webp)$/;

/** The photo as a JPEG of at most `pixels` on its longer side; itself where that fails or would not be smaller. */
async function shrunk(file, pixels) {
  if (!SHRINKABLE.test(file.type)) return file;
  try {
    const image = await decoded(file);
    const factor = Math.min(1, pixels / Math.max(image.width, image.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(image.width * factor);
    canvas.height = Math.round(image.height * factor);
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
    if (!blob || blob.size >= file.size) return file;
    return new File([blob], `${file.name.replace(/\.\w+$/, "")}.jpg`, { type: "image/jpeg" });
  } catch {
    return file; // the server reads more formats than this browser
  }
}

/** The picture upright: an <img> obeys the camera's orientation in every browser we serve. */
function decoded(file) {
  return new Promise((done, failed) => {
    const image = new Image();
    image.onload = () => done(image);
    image.onerror = failed;
    image.src = URL.createObjectURL(file);
  });
}

export function photos(form) {
  const input = form.querySelector("input[type=file]");
  form.querySelector("[data-send-files]")?.remove(); // without a script the server has to look at the photo
  const list = form.querySelector("[data-previews]");
  const problem = form.querySelector("[data-photo-error]");
  const { maxPhotos, maxPixels, icons } = form.dataset;
  const most = JSON.parse(form.dataset.maxMegabytes); // by the first part of the type; the server looks at the content
  let files = [];

  const kept = () => [...form.querySelectorAll("[name=remove_upload]")].filter((box) => !box.checked).length;

  function hand() {
    const transfer = new DataTransfer();
    for (const file of files) transfer.items.add(file);
    input.files = transfer.files;
  }

  function draw() {
    list.replaceChildren(
      ...files.map((file) => {
        const item = document.createElement("li");
        item.className = "preview";
        const picture = document.createElement("img");
        picture.alt = file.name;
        picture.src = URL.createObjectURL(file);
        picture.onload = () => URL.revokeObjectURL(picture.src);
        picture.onerror = () => {
          const name = document.createElement("span"); // HEIC and others that this browser cannot show
          name.className = "name";
          name.textContent = file.name;
          picture.replaceWith(name);
        };
        const size = document.createElement("small");
        size.textContent = file.size < 1e6 ? `${Math.round(file.size / 1e3)} KB` : `${(file.size / 1e6).toFixed(1)} MB`;
        const remove = document.createElement("button");
        remove.type = "button";
        remove.setAttribute("aria-label", `${list.dataset.removeLabel}: ${file.name}`);
        remove.append(icon(icons, "trash"));
        remove.addEventListener("click", () => {
          files = files.filter((other) => other !== file);
          hand();
          draw();
          form.dispatchEvent(new Event("change"));
          input.focus();
        });
        item.append(picture, size, remove);
        return item;
      }),
    );
  }

  function complain(text) {
    problem.hidden = !text;
    problem.textContent = text;
  }

  async function take(candidates, isReady = false) {
    const added = candidates.filter(
      (file) => !files.some((old) => old.name === file.name && old.lastModified === file.lastModified),
    );
    complain("");
    for (const file of added) {
      const taken = await photoPlace(file);
      const ready = isReady ? file : await shrunk(file, Number(maxPixels));
      if (ready.size > (most[ready.type.split("/")[0]] || most.image) * 2 ** 20)
        complain(`${list.dataset.tooLarge} ${file.name}`);
      else if (files.length + kept() >= Number(maxPhotos)) complain(list.dataset.tooMany);
      else {
        files.push(ready);
        if (taken) form.dispatchEvent(new CustomEvent("photo-place", { detail: taken }));
      }
    }
    hand();
    draw();
    form.dispatchEvent(new Event("change"));
  }

  input.addEventListener("change", () => take([...input.files]));

  return {
    count: () => files.length + kept(),
    files: () => files,
    /** Files that came another way: from a draft, another app, the microphone. */
    add: take,
    clear() {
      files = [];
      hand();
      draw();
    },
  };
}
