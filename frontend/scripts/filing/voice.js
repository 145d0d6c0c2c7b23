// A voice note: one button starts and stops, the recording stands beside the photos.
const KINDS = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"];
const MOST = 180; // seconds

export function voice(form, chosen) {
  const box = form.querySelector("[data-voice]");
  const button = box.querySelector("button");
  const time = box.querySelector("[data-voice-time]");
  const problem = box.querySelector("[data-voice-problem]");
  const kind = self.MediaRecorder && KINDS.find((one) => MediaRecorder.isTypeSupported(one));
  if (!kind || !navigator.mediaDevices) return;
  box.hidden = false;
  const label = button.querySelector("span");
  let recorder = null;
  let ticking;

  function show(isOn) {
    label.textContent = isOn ? label.dataset.stop : label.dataset.start;
    button.setAttribute("aria-pressed", String(isOn));
    clearInterval(ticking);
    time.textContent = "";
    if (!isOn) return;
    const started = Date.now();
    ticking = setInterval(() => {
      const seconds = Math.floor((Date.now() - started) / 1000);
      time.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
      if (seconds >= MOST && recorder) recorder.stop();
    }, 500);
  }

  async function start() {
    problem.hidden = true;
    let stream;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    } catch {
      problem.hidden = false;
      return;
    }
    const parts = [];
    recorder = new MediaRecorder(stream, { mimeType: kind, audioBitsPerSecond: 24000 });
    recorder.addEventListener("dataavailable", ({ data }) => parts.push(data));
    recorder.addEventListener("stop", async () => {
      for (const track of stream.getTracks()) track.stop();
      recorder = null;
      show(false);
      const [type] = kind.split(";");
      const [, ending] = type.split("/");
      const moment = new Date().toTimeString().slice(0, 5).replace(":", ".");
      await chosen.add([new File(parts, `${button.dataset.name} ${moment}.${ending}`, { type })]);
    });
    recorder.start();
    show(true);
  }

  button.addEventListener("click", () => (recorder ? recorder.stop() : start()));
}
