// Officer pages, beside public.js: keys (j k x b / ? Enter), the bulk bar, what changes by itself.
import { every, maybe, part, targetOf } from "./dom.js";
import { fillAgency } from "./fill_agency.js";
import "./mask.js";
import "./poll.js";

every(document, "select[data-agencies]", HTMLSelectElement).forEach(fillAgency);
const legend = maybe(document, "[data-keys]", HTMLDialogElement);

/** @param {HTMLElement} node */
const isTyping = (node) => node.matches("input:not([type=checkbox]), textarea, select, [contenteditable]");

/** @param {string} selector */
const press = (selector) => maybe(document, selector, HTMLElement)?.click();

/** @param {number} by */
function step(by) {
  const list = every(document, "[data-row]", HTMLElement);
  const now = list.findIndex((row) => row.classList.contains("is-current-row"));
  const next = list[Math.min(list.length - 1, Math.max(0, now + by))];
  if (!next) return;
  list[now]?.classList.remove("is-current-row");
  next.classList.add("is-current-row");
  (next.querySelector("a") || next).focus();
  next.scrollIntoView({ block: "nearest" });
}

/** On the page of candidates: what is chosen becomes a report, as if its button were pressed. */
function accept() {
  const row = document.activeElement?.closest("[data-row]") || document.querySelector(".is-current-row");
  if (row) maybe(row, "[data-accept]", HTMLElement)?.click();
}

/** @type {Record<string, () => void>} */
const KEYS = {
  j: () => step(1),
  k: () => step(-1),
  x: () => press(".is-current-row [data-select]"),
  b: accept,
  "/": () => maybe(document, "[data-search]", HTMLElement)?.focus(),
  "?": () => legend?.showModal(),
};

document.addEventListener("keydown", (event) => {
  const act = KEYS[event.key];
  if (!act || event.ctrlKey || event.metaKey || event.altKey || isTyping(targetOf(event)) || legend?.open) return;
  event.preventDefault();
  act();
});

function countSelected() {
  const bar = maybe(document, "[data-bulk]", HTMLElement);
  if (!bar) return;
  const count = document.querySelectorAll("[data-select]:checked").length;
  bar.hidden = count === 0;
  part(bar, "[data-bulk-count]").textContent = String(count);
}
document.addEventListener("change", ({ target }) => {
  if (!(target instanceof HTMLInputElement) || !target.matches("[data-select], [data-select-all]")) return;
  if (target.matches("[data-select-all]")) {
    for (const box of every(document, "[data-select]", HTMLInputElement)) box.checked = target.checked;
  }
  countSelected();
});

countSelected();
