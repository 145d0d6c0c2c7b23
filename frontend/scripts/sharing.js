// Who has what: reports are dragged to whoever gets them. Ticking and choosing do the same, with keys and by touch.
import { every, maybe, targetOf, the } from "./dom.js";

/** The nearest element around what an event happened to. @param {Event} event @param {string} selector */
const around = (event, selector) => /** @type {HTMLElement | null} */ (targetOf(event).closest?.(selector));

/** @param {HTMLElement} box */
function hearDragging(box) {
  const form = /** @type {HTMLFormElement} */ (box.closest("form"));
  for (const row of every(box, "[data-row]", HTMLElement)) row.draggable = true;
  box.addEventListener("dragstart", (event) => {
    const row = around(event, "[data-row]");
    if (!row || !event.dataTransfer) return;
    const tick = the(row, "[data-select]", HTMLInputElement);
    tick.checked = true; // what is ticked already goes along
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", tick.value);
  });
  box.addEventListener("dragover", (event) => {
    const taker = takerOf(event);
    mark(box, taker);
    if (taker) event.preventDefault();
  });
  box.addEventListener("dragend", () => mark(box, null));
  box.addEventListener("drop", (event) => {
    const taker = takerOf(event);
    if (!taker) return;
    event.preventDefault();
    mark(box, null);
    the(form, "select[name=to]", HTMLSelectElement).value = taker.dataset.taker ?? "";
    the(form, "button[type=submit]", HTMLButtonElement).click();
  });
}

/** Nobody cannot be given anything. @param {Event} event */
function takerOf(event) {
  const taker = around(event, "[data-taker]");
  return taker?.dataset.taker ? taker : null;
}

/** @param {HTMLElement} box @param {HTMLElement | null} taker */
function mark(box, taker) {
  for (const one of every(box, "[data-taker]", HTMLElement)) one.classList.toggle("is-drop-target", one === taker);
}

const sharing = maybe(document, "[data-sharing]", HTMLElement);
if (sharing) hearDragging(sharing);
