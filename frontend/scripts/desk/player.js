// The player beside the words: the chosen file is heard from this machine at once, also before it is sent. Alt+J back,
// Alt+K play, Alt+M/N marks.
import { every, maybe, part, the } from "../dom.js";

const BACK = 5; // seconds

/** @param {number} seconds */
function shown(seconds) {
  const minutes = Math.floor(seconds / 60);
  const rest = String(Math.floor(seconds % 60)).padStart(2, "0");
  if (minutes < 60) return `${minutes}:${rest}`;
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}:${rest}`;
}

/** @param {HTMLElement} box */
export function player(box) {
  const audio = the(box, "[data-audio]", HTMLAudioElement);
  const file = the(box, "input[type=file]", HTMLInputElement);
  const from = the(box, "[name=mark_from]", HTMLInputElement);
  const to = the(box, "[name=mark_to]", HTMLInputElement);
  let address = "";

  file.addEventListener("change", () => {
    if (address) URL.revokeObjectURL(address);
    address = file.files?.[0] ? URL.createObjectURL(file.files[0]) : "";
    audio.src = address;
    part(box, "[data-player-box]").hidden = !address;
  });

  const back = () => {
    audio.currentTime = Math.max(0, audio.currentTime - BACK);
  };
  const toggle = () => (audio.paused ? audio.play() : audio.pause());
  /** @param {HTMLInputElement} field */
  const mark = (field) => {
    field.value = shown(audio.currentTime);
  };
  from.addEventListener("change", () => {
    const parts = from.value.split(/[.:]/).map(Number);
    if (address && parts.every((one) => one >= 0)) audio.currentTime = parts.reduce((sum, one) => sum * 60 + one, 0);
  });
  part(box, "[data-back]").addEventListener("click", back);
  part(box, "[data-toggle]").addEventListener("click", toggle);
  for (const button of every(box, "[data-mark]", HTMLElement)) {
    button.addEventListener("click", () => mark(button.dataset.mark === "from" ? from : to));
  }

  /** @type {Record<string, () => unknown>} */
  const keys = { j: back, k: toggle, m: () => mark(from), n: () => mark(to) };
  document.addEventListener("keydown", (event) => {
    const act = event.altKey && !event.ctrlKey && !event.metaKey && keys[event.key.toLowerCase()];
    if (!act || !address) return;
    event.preventDefault();
    act();
  });
}

/**
 * A recording of this computer's microphone, put among the files of the report.
 * @param {HTMLElement} box
 * @param {HTMLInputElement | null} files
 */
export function recorder(box, files) {
  const button = maybe(box, "[data-record]", HTMLButtonElement);
  const told = maybe(box, "[data-recorded]", HTMLElement);
  if (!button || !told || !files || !window.MediaRecorder || !window.DataTransfer) return;
  if (!navigator.mediaDevices?.getUserMedia) return;
  part(box, "[data-recorder]").hidden = false;
  record(button, told, (pieces, type) => addTo(files, pieces, type));
}

/**
 * @param {HTMLButtonElement} button
 * @param {HTMLElement} told
 * @param {(pieces: Blob[], type: string) => void} keep
 */
function record(button, told, keep) {
  const label = button.textContent;
  /** @type {MediaRecorder | null} */
  let running = null;

  async function start() {
    let stream;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    } catch {
      told.textContent = told.dataset.refused ?? "";
      return;
    }
    /** @type {Blob[]} */
    const pieces = [];
    const recording = new MediaRecorder(stream);
    running = recording;
    recording.addEventListener("dataavailable", (event) => pieces.push(event.data));
    recording.addEventListener("stop", () => {
      for (const track of stream.getTracks()) track.stop();
      keep(pieces, recording.mimeType.split(";")[0]);
      told.textContent = told.dataset.words ?? "";
      running = null;
      button.textContent = label;
    });
    recording.start(1000);
    told.textContent = "";
    button.textContent = button.dataset.stop ?? "";
  }

  button.addEventListener("click", () => (running ? running.stop() : start()));
}

/**
 * @param {HTMLInputElement} input
 * @param {Blob[]} pieces
 * @param {string} type
 */
function addTo(input, pieces, type) {
  const transfer = new DataTransfer();
  for (const file of input.files ?? []) transfer.items.add(file);
  const moment = new Date().toISOString().slice(0, 19).replace(/[:T]/g, "-");
  const ending = type.includes("mp4") ? "m4a" : "webm";
  transfer.items.add(new File(pieces, `rekaman-${moment}.${ending}`, { type }));
  input.files = transfer.files;
}
