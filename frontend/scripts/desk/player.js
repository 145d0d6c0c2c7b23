// The player beside the words: the chosen file is heard from this machine at once, also before it is sent. Alt+J back,
// Alt+K play, Alt+M/N marks.

const BACK = 5; // seconds

function shown(seconds) {
  const minutes = Math.floor(seconds / 60);
  const rest = String(Math.floor(seconds % 60)).padStart(2, "0");
  if (minutes < 60) return `${minutes}:${rest}`;
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}:${rest}`;
}

export function player(box) {
  const audio = box.querySelector("[data-audio]");
  const file = box.querySelector("input[type=file]");
  const fields = { from: box.querySelector("[name=mark_from]"), to: box.querySelector("[name=mark_to]") };
  let address = "";

  file.addEventListener("change", () => {
    if (address) URL.revokeObjectURL(address);
    address = file.files[0] ? URL.createObjectURL(file.files[0]) : "";
    audio.src = address;
    box.querySelector("[data-player-box]").hidden = !address;
  });

  const back = () => {
    audio.currentTime = Math.max(0, audio.currentTime - BACK);
  };
  const toggle = () => (audio.paused ? audio.play() : audio.pause());
  const mark = (which) => {
    fields[which].value = shown(audio.currentTime);
  };
  const jump = (which) => {
    const parts = fields[which].value.split(/[.:]/).map(Number);
    if (address && parts.every((part) => part >= 0))
      audio.currentTime = parts.reduce((sum, part) => sum * 60 + part, 0);
  };
  box.querySelector("[data-back]").addEventListener("click", back);
  box.querySelector("[data-toggle]").addEventListener("click", toggle);
  for (const button of box.querySelectorAll("[data-mark]"))
    button.addEventListener("click", () => mark(button.dataset.mark));
  fields.from.addEventListener("change", () => jump("from"));

  const keys = { j: back, k: toggle, m: () => mark("from"), n: () => mark("to") };
  document.addEventListener("keydown", (event) => {
    const act = event.altKey && !event.ctrlKey && !event.metaKey && keys[event.key.toLowerCase()];
    if (!act || !address) return;
    event.preventDefault();
    act();
  });
}

/** A recording of this computer's microphone, put among the files of the report. */
export function recorder(box, files) {
  const button = box.querySelector("[data-record]");
  const told = box.querySelector("[data-recorded]");
  if (!button || !files || !window.MediaRecorder || !navigator.mediaDevices?.getUserMedia || !window.DataTransfer)
    return;
  box.querySelector("[data-recorder]").hidden = false;
  const label = button.textContent;
  let running = null;

  function keep(pieces, type) {
    const transfer = new DataTransfer();
    for (const file of files.files) transfer.items.add(file);
    const moment = new Date().toISOString().slice(0, 19).replace(/[:T]/g, "-");
    const ending = type.includes("mp4") ? "m4a" : "webm";
    transfer.items.add(new File(pieces, `rekaman-${moment}.${ending}`, { type }));
    files.files = transfer.files;
    told.textContent = told.dataset.words;
  }

  async function start() {
    let stream;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    } catch {
      told.textContent = told.dataset.refused;
      return;
    }
    const pieces = [];
    running = new MediaRecorder(stream);
    running.addEventListener("dataavailable", (event) => pieces.push(event.data));
    running.addEventListener("stop", () => {
      for (const track of stream.getTracks()) track.stop();
      keep(pieces, running.mimeType.split(";")[0]);
      running = null;
      button.textContent = label;
    });
    running.start(1000);
    told.textContent = "";
    button.textContent = button.dataset.stop;
  }

  button.addEventListener("click", () => (running ? running.stop() : start()));
}
