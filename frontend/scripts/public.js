// Every public page: the before/after slider, copying and printing, one submission per form, the map of a report.
import { every, maybe, part, the } from "./dom.js";
import { loadMap, mapSettings } from "./lazy_map.js";
import { sendOnce } from "./send_once.js";
import { OFFICERS_PAGES, WORKER } from "./server_facts.js";
import { keepTyped, settleTyped } from "./typed.js";

/** @param {HTMLElement} box */
function slide(box) {
  const range = document.createElement("input");
  range.type = "range";
  range.value = "50";
  range.setAttribute("aria-label", box.dataset.label ?? "");
  range.addEventListener("input", () => box.style.setProperty("--cut", `${range.value}%`));
  box.classList.add("is-slider");
  box.append(range);
}

/** @param {HTMLElement} row */
function keepReceipt(row) {
  const { shareTitle: title, shareText: text, shareUrl = "", copied = "" } = row.dataset;
  const url = new URL(shareUrl, location.href).href;
  const share = part(row, "[data-share]");
  const copy = part(row, "[data-copy]");
  copy.hidden = !navigator.clipboard; // only where the page is served securely
  if ("share" in navigator) {
    share.hidden = false;
    // Refused or closed by the person: nothing to do.
    share.addEventListener("click", () => navigator.share({ title, text, url }).catch(() => {}));
  }
  copy.addEventListener("click", async () => {
    await navigator.clipboard.writeText(`${text}\n${url}`);
    part(copy, "span").textContent = copied;
  });
}

/** @param {HTMLElement} box */
function showOnMap(box) {
  const button = the(box, "button", HTMLButtonElement);
  async function show() {
    const canvas = document.createElement("div");
    canvas.className = "map-canvas";
    const { showPoint } = await loadMap(mapSettings(box));
    button.replaceWith(canvas);
    showPoint(canvas, mapSettings(box));
  }
  button.hidden = false;
  button.addEventListener("click", show);
  if ("mapOpen" in box.dataset && matchMedia("(min-width: 60em)").matches) show();
}

/** What is folded stands on paper too, and is folded again afterwards. */
function openForPrint() {
  /** @type {HTMLDetailsElement[]} */
  let opened = [];
  window.addEventListener("beforeprint", () => {
    opened = every(document, "main details:not([open])", HTMLDetailsElement).filter((one) => !one.closest(".no-print"));
    for (const one of opened) one.open = true;
  });
  window.addEventListener("afterprint", () => {
    for (const one of opened) one.open = false;
  });
}

every(document, "[data-before-after]", HTMLElement).forEach(slide);
every(document, "[data-keep]", HTMLElement).forEach(keepReceipt);
every(document, "[data-map-show]", HTMLElement).forEach(showOnMap);
every(document, "form[data-once]", HTMLFormElement).forEach(sendOnce);
settleTyped();
every(document, "form[data-once] textarea", HTMLTextAreaElement).forEach(keepTyped);
for (const button of every(document, "[data-print]", HTMLElement)) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
openForPrint();
maybe(document, "[data-error-summary]", HTMLElement)?.focus();

// The app: registered after everything else, so that the first page costs nothing more. Officers' pages have no part in
// it.
if ("serviceWorker" in navigator && !OFFICERS_PAGES.some((page) => location.pathname.startsWith(page))) {
  // Refused in some private windows.
  window.addEventListener("load", () => navigator.serviceWorker.register(WORKER).catch(() => {}));
}
