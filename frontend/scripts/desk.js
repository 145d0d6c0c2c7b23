// The counter desk, beside public.js: look-ups by first letters, Ctrl+Enter files, the receipt is printed at once,
// Enter: next person.
import { known, similar } from "./desk/beside.js";
import { lookUp } from "./desk/look_up.js";
import { filed, offline } from "./desk/offline/counter.js";
import { page, printed } from "./desk/page.js";
import { paper } from "./desk/paper.js";
import { place } from "./desk/place.js";
import { player, recorder } from "./desk/player.js";
import { readBack } from "./desk/read_back.js";
import { every, maybe, targetOf } from "./dom.js";
import { questions } from "./questions.js";

const WRITES = "textarea, select, input:not([type=radio], [type=checkbox])";

/** @param {HTMLFormElement} element */
function counter(element) {
  const form = /** @type {DeskForm} */ (element);
  if (form.elements.category) questions(form);
  similar(form);
  known(form);
  const dialog = maybe(document, "[data-read-back]", HTMLDialogElement);
  if (dialog) readBack(form, dialog);
  const kept = maybe(document, "[data-kept]", HTMLElement);
  if (kept) offline(form, kept);
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.requestSubmit();
    }
  });
  if (!document.querySelector("[data-error-summary]")) form.elements.text?.focus();
}

/**
 * The screen of the waiting room shows who is called within a few seconds.
 * @param {HTMLElement} place
 */
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

/** @param {string} selector */
const found = (selector) => maybe(document, selector, HTMLElement);

every(document, "select[data-look-up]", HTMLSelectElement).forEach(lookUp);
every(document, "form[data-desk]", HTMLFormElement).forEach(counter);
every(document, "[data-desk-place]", HTMLElement).forEach(place);
const box = found("[data-player]");
if (box) {
  player(box);
  recorder(box, maybe(document, "#id_photos", HTMLInputElement));
}
const scan = found("[data-page]");
if (scan) page(scan);
every(document, "[data-printed]", HTMLElement).forEach(printed);
const done = found("[data-filed]");
if (done) filed(done.dataset.filed);
const slip = found("[data-slip]");
const papers = found("[data-paper]");
if (slip && papers) paper(papers, slip);
const screenOfRoom = found("[data-screen]");
if (screenOfRoom) keepFresh(screenOfRoom);
const next = found("[data-next-person]");
if (next) {
  document.addEventListener("keydown", (event) => {
    const isAlone = !event.ctrlKey && !event.metaKey && !event.altKey;
    if (event.key === "n" && isAlone && !targetOf(event).matches(WRITES)) next.click();
  });
}
if (document.querySelector("[data-print-now]")) window.print();
next?.focus(); // after the dialog of the printer
