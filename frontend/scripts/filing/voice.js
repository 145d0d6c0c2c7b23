// A voice note: one button starts and stops, the recording stands beside the photos.
import { part, the } from "../dom.js";

const KINDS = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"];
const MOST = 180; // seconds

/** @param {number} seconds */
const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;

/**
 * @param {FilingForm} form
 * @param {import("./photos.js").Chosen} chosen
 */
export function voice(form, chosen) {
  const box = part(form, "[data-voice]");
  const kind = self.MediaRecorder && KINDS.find((one) => MediaRecorder.isTypeSupported(one));
  if (!kind || !navigator.mediaDevices) return;
  const button = the(box, "button", HTMLButtonElement);
  const problem = part(box, "[data-voice-problem]");
  const show = display(button, part(box, "[data-voice-time]"), () => recorder?.stop());
  box.hidden = false;
  /** @type {MediaRecorder | null} */
  let recorder = null;

  /** @param {Blob[]} parts */
  async function keep(parts) {
    recorder = null;
    show(false);
    const [type] = String(kind).split(";");
    const [, ending] = type.split("/");
    const moment = new Date().toTimeString().slice(0, 5).replace(":", ".");
    await chosen.add([new File(parts, `${button.dataset.name} ${moment}.${ending}`, { type })]);
  }

  async function start() {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true }).catch(() => null);
    problem.hidden = Boolean(stream);
    if (!stream) return;
    recorder = record(stream, String(kind), keep);
    show(true);
  }

  button.addEventListener("click", () => (recorder ? recorder.stop() : start()));
}

/**
 * @param {MediaStream} stream
 * @param {string} mimeType
 * @param {(parts: Blob[]) => void} keep called at the end
 */
function record(stream, mimeType, keep) {
  /** @type {Blob[]} */
  const parts = [];
  const recorder = new MediaRecorder(stream, { mimeType, audioBitsPerSecond: 24000 });
  recorder.addEventListener("dataavailable", ({ data }) => parts.push(data));
  recorder.addEventListener("stop", () => {
    for (const track of stream.getTracks()) track.stop();
    keep(parts);
  });
  recorder.start();
  return recorder;
}

/**
 * Returns the function that says whether it records, and for how long.
 * @param {HTMLButtonElement} button
 * @param {HTMLElement} time
 * @param {() => void} end called after the longest time
 */
function display(button, time, end) {
  const label = part(button, "span");
  let ticking = 0;

  /** @param {boolean} isOn */
  return (isOn) => {
    label.textContent = (isOn ? label.dataset.stop : label.dataset.start) ?? "";
    button.setAttribute("aria-pressed", String(isOn));
    clearInterval(ticking);
    time.textContent = "";
    if (!isOn) return;
    const started = Date.now();
    ticking = window.setInterval(() => {
      const seconds = Math.floor((Date.now() - started) / 1000);
      time.textContent = clock(seconds);
      if (seconds >= MOST) end();
    }, 500);
  };
}
