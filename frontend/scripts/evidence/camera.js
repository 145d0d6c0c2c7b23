// The camera over the page: the word to be in frame, the reporter's photo half transparent over the finder, the picture
// and its hash. <dialog data-camera> (ui/parts/camera.html).
import { maybe, part, the } from "../dom.js";

const LONGEST = 1600; // pixels
const QUALITY = 0.88;
const VIDEO = { facingMode: { ideal: "environment" }, width: { ideal: LONGEST }, height: { ideal: 1200 } };

/** @typedef {{ file: File, sha256: string, deviceAt: Date, place: GeolocationCoordinates | null }} Shot */

/** Whether this browser can do it, on this page. */
export const hasCamera = () =>
  Boolean(
    self.isSecureContext &&
      typeof navigator.mediaDevices?.getUserMedia === "function" &&
      crypto.subtle &&
      typeof HTMLDialogElement === "function",
  );

/** @param {ArrayBuffer} content */
export async function sha256(content) {
  const digest = await crypto.subtle.digest("SHA-256", content);
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * What stands in the finder, as a JPEG.
 * @param {HTMLVideoElement} video
 * @returns {Promise<Blob | null>}
 */
function still(video) {
  const factor = Math.min(1, LONGEST / Math.max(video.videoWidth, video.videoHeight));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(video.videoWidth * factor);
  canvas.height = Math.round(video.videoHeight * factor);
  canvas.getContext("2d")?.drawImage(video, 0, 0, canvas.width, canvas.height);
  return new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
}

/** One dialog: `open` gives the photo that was taken and kept. */
export class Camera {
  /** @type {MediaStream | null} */
  #stream = null;
  /** @type {Shot | null} */
  #shot = null;
  /** @type {GeolocationCoordinates | null} */
  #place = null;
  /** @type {(shot: Shot | null) => void} */
  #finish = () => {};

  /** @param {HTMLDialogElement} dialog */
  constructor(dialog) {
    this.dialog = dialog;
    this.video = the(dialog, "[data-video]", HTMLVideoElement);
    this.picture = the(dialog, "[data-shot]", HTMLImageElement);
    this.before = maybe(dialog, "[data-before]", HTMLImageElement);
    this.opacity = the(dialog, "[data-opacity]", HTMLInputElement);
    part(dialog, "[data-take]").addEventListener("click", () => this.#take());
    part(dialog, "[data-again]").addEventListener("click", () => this.#again());
    part(dialog, "[data-use]").addEventListener("click", () => this.#use());
    this.opacity.addEventListener("input", () => this.#fade());
    dialog.addEventListener("close", () => {
      this.#stop();
      this.#finish(null);
    });
  }

  /**
   * Gives the photo that was taken and kept, null where the camera was closed.
   * @param {Challenge | null} challenge null: there is none, which is said
   * @returns {Promise<Shot | null>}
   */
  open(challenge) {
    const { dialog } = this;
    this.#shot = this.#place = null;
    part(dialog, "[data-word]").textContent = challenge?.word ?? "";
    part(dialog, "[data-until]").textContent = challenge?.words ?? dialog.dataset.noWord ?? "";
    this.#fade();
    dialog.showModal();
    this.#askPlace();
    this.#start();
    return new Promise((done) => {
      this.#finish = done;
    });
  }

  /** @param {string} name of the sentence in the dialog's data */
  #say(name) {
    part(this.dialog, "[data-says]").textContent = this.dialog.dataset[name] ?? "";
  }

  /** Which of the two stands there, with its buttons. @param {"finder" | "shot" | "nothing"} what */
  #show(what) {
    this.video.hidden = what === "shot";
    this.picture.hidden = what !== "shot";
    part(this.dialog, "[data-opacity-row]").hidden = what !== "finder" || !this.before;
    if (this.before) this.before.hidden = what !== "finder";
    part(this.dialog, "[data-take]").hidden = what !== "finder";
    for (const name of ["[data-use]", "[data-again]"]) part(this.dialog, name).hidden = what !== "shot";
    part(this.dialog, { finder: "[data-take]", shot: "[data-use]", nothing: "[data-close]" }[what]).focus();
  }

  #fade() {
    this.before?.style.setProperty("opacity", String(Number(this.opacity.value) / 100));
  }

  /** Where the phone stands, if its owner lets it say so; it may come after the photo. */
  #askPlace() {
    const found = (/** @type {GeolocationPosition} */ { coords }) => {
      this.#place = coords;
    };
    const options = { enableHighAccuracy: true, timeout: 15000, maximumAge: 30000 };
    navigator.geolocation?.getCurrentPosition(found, () => {}, options);
  }

  async #start() {
    this.#show("nothing");
    try {
      this.#stream = await navigator.mediaDevices.getUserMedia({ audio: false, video: VIDEO });
    } catch {
      this.#say("noCamera");
      return;
    }
    if (!this.dialog.open) {
      this.#stop();
      return;
    }
    this.video.srcObject = this.#stream;
    await this.video.play();
    this.#say("");
    this.#show("finder");
  }

  #stop() {
    for (const track of this.#stream?.getTracks() ?? []) track.stop();
    this.#stream = null;
    this.video.srcObject = null;
  }

  async #take() {
    const deviceAt = new Date();
    const blob = await still(this.video);
    if (!blob) return;
    const name = `bukti-${deviceAt.toISOString().slice(0, 19).replace(/\D/g, "")}.jpg`;
    const file = new File([blob], name, { type: "image/jpeg" });
    this.#shot = { file, sha256: await sha256(await blob.arrayBuffer()), deviceAt, place: this.#place };
    URL.revokeObjectURL(this.picture.src);
    this.picture.src = URL.createObjectURL(blob);
    this.#say("taken");
    this.#show("shot");
  }

  #again() {
    this.#shot = null;
    this.#say("");
    this.#show("finder");
  }

  #use() {
    this.#finish(this.#shot && { ...this.#shot, place: this.#shot.place ?? this.#place });
    this.dialog.close();
  }
}
