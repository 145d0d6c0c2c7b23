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
  const time = part(box, "[data-voice-time]");
  const problem = part(box, "[data-voice-problem]");
  const label = part(button, "span");
  box.hidden = false;
  /** @type {MediaRecorder | null} */
  let recorder = null;
  let ticking = 0;

  /** @param {boolean} isOn */
  function show(isOn) {
    label.textContent = (isOn ? label.dataset.stop : label.dataset.start) ?? "";
    button.setAttribute("aria-pressed", String(isOn));
    clearInterval(ticking);
    time.textContent = "";
    if (!isOn) return;
    const started = Date.now();
    ticking = window.setInterval(() => {
      const seconds = Math.floor((Date.now() - started) / 1000);
      time.textContent = clock(seconds);
      if (seconds >= MOST && recorder) recorder.stop();
    }, 500);
  }

  /**
   * @param {Blob[]} parts
   * @param {string} type
   */
  async function keep(parts, type) {
    const [, ending] = type.split("/");
    const moment = new Date().toTimeString().slice(0, 5).replace(":", ".");
    await chosen.add([new File(parts, `${button.dataset.name} ${moment}.${ending}`, { type })]);
  }

  /** @param {string} mimeType */
  async function start(mimeType) {
    problem.hidden = true;
    let stream;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    } catch {
      problem.hidden = false;
      return;
    }
    /** @type {Blob[]} */
    const parts = [];
    recorder = new MediaRecorder(stream, { mimeType, audioBitsPerSecond: 24000 });
    recorder.addEventListener("dataavailable", ({ data }) => parts.push(data));
    recorder.addEventListener("stop", async () => {
      for (const track of stream.getTracks()) track.stop();
      recorder = null;
      show(false);
      await keep(parts, mimeType.split(";")[0]);
    });
    recorder.start();
    show(true);
  }

  button.addEventListener("click", () => (recorder ? recorder.stop() : start(kind)));
}
