// Officer pages, beside public.js: keys, the bulk bar, what changes by itself.
import "./act_forms.js";
import { every, maybe, part } from "./dom.js";
import { hearKeys, showLegend } from "./keys.js";
import { goBack, showList } from "./list_pane.js";
import { findPlace, forgetPlaces, rememberReport } from "./list_place.js";
import "./load.js";
import "./mask.js";
import { hearPalette, showPalette } from "./palette.js";
import "./poll.js";
import { bePresent } from "./presence.js";
import { dropPages } from "./tasks/store.js";
import { forgetAllTyped, forgetOthersTyped } from "./typed.js";
import "./undo.js";
import { wire } from "./wire.js";

wire(document);
const legend = maybe(document, "[data-keys]", HTMLDialogElement);
const palette = maybe(document, "[data-palette]", HTMLDialogElement);
const pane = maybe(document, "[data-list]", HTMLElement);
if (pane) {
  rememberReport(pane.dataset.number ?? "");
  showList(pane);
} else findPlace();
if (palette) hearPalette(palette);
forgetOthersTyped();
const presence = maybe(document, "[data-presence]", HTMLElement);
if (presence) bePresent(presence);

// Pages that were taken along and what is typed in this tab go with the sign-out, also where it fails or the store cannot
// be opened.
const signOut = maybe(document, "form[data-sign-out]", HTMLFormElement);
signOut?.addEventListener("submit", async (event) => {
  event.preventDefault();
  forgetAllTyped();
  forgetPlaces();
  await Promise.race([dropPages().catch(() => {}), new Promise((done) => setTimeout(done, 500))]);
  signOut.submit();
});

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

hearKeys({
  j: () => step(1),
  k: () => (pane ? goBack(pane) : step(-1)),
  x: () => press(".is-current-row [data-select]"),
  b: accept,
  d: () => maybe(document, "#similar a, #similar button", HTMLElement)?.focus(),
  e: () => maybe(document, "textarea[name=published_text]", HTMLElement)?.focus(),
  "/": () => maybe(document, "[data-search]", HTMLElement)?.focus(),
  "?": () => legend && showLegend(legend),
  "Control+k": () => palette && showPalette(palette),
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
