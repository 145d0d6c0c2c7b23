// The counter desk, beside public.js: look-ups by first letters, Ctrl+Enter files, the receipt is printed at once,
// Enter: next person.
import { known, similar } from "./desk/beside.js";
import { lookUp } from "./desk/look_up.js";
import { filed, offline } from "./desk/offline/counter.js";
import { page, printed } from "./desk/page.js";
import { paper } from "./desk/paper.js";
import { player, recorder } from "./desk/player.js";
import { readBack } from "./desk/read_back.js";
import { questions } from "./questions.js";

const WRITES = "textarea, select, input:not([type=radio], [type=checkbox])";

function counter(form) {
  if (form.elements.category) questions(form);
  similar(form);
  known(form);
  const dialog = document.querySelector("[data-read-back]");
  if (dialog) readBack(form, dialog);
  const kept = document.querySelector("[data-kept]");
  if (kept) offline(form, kept);
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.requestSubmit();
    }
  });
  if (!document.querySelector("[data-error-summary]")) form.elements.text?.focus();
}

/** The screen of the waiting room shows who is called within a few seconds. */
function keepFresh(place) {
  setInterval(async () => {
    try {
      const answer = await fetch("?part=1", { redirect: "error" });
      if (answer.ok) place.innerHTML = await answer.text(); // a fragment of our own server
    } catch {
      // The network is gone: the last number stays.
    }
  }, 4000);
}

document.querySelectorAll("select[data-look-up]").forEach(lookUp);
document.querySelectorAll("form[data-desk]").forEach(counter);
const box = document.querySelector("[data-player]");
if (box) {
  player(box);
  recorder(box, document.getElementById("id_photos"));
}
const scan = document.querySelector("[data-page]");
if (scan) page(scan);
document.querySelectorAll("[data-printed]").forEach(printed);
const done = document.querySelector("[data-filed]");
if (done) filed(done.dataset.filed);
const slip = document.querySelector("[data-slip]");
const papers = document.querySelector("[data-paper]");
if (slip && papers) paper(papers, slip);
const screenOfRoom = document.querySelector("[data-screen]");
if (screenOfRoom) keepFresh(screenOfRoom);
const next = document.querySelector("[data-next-person]");
if (next) {
  document.addEventListener("keydown", (event) => {
    if (event.key === "n" && !event.ctrlKey && !event.metaKey && !event.altKey && !event.target.matches(WRITES))
      next.click();
  });
}
if (document.querySelector("[data-print-now]")) window.print();
next?.focus(); // after the dialog of the printer
