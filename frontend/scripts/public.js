// Every public page: the before/after slider, copying and printing, one submission per form, the map of a report.
import { loadMap } from "./lazy_map.js";
import { sendOnce } from "./send_once.js";
import { keepTyped, settleTyped } from "./typed.js";

function slide(box) {
  const range = document.createElement("input");
  range.type = "range";
  range.value = "50";
  range.setAttribute("aria-label", box.dataset.label);
  range.addEventListener("input", () => box.style.setProperty("--cut", `${range.value}%`));
  box.classList.add("is-slider");
  box.append(range);
}

function keepReceipt(row) {
  const { shareTitle: title, shareText: text, shareUrl, copied } = row.dataset;
  const url = new URL(shareUrl, location.href).href;
  const share = row.querySelector("[data-share]");
  const copy = row.querySelector("[data-copy]");
  row.hidden = false;
  if (navigator.share) {
    share.hidden = false;
    // Refused or closed by the person: nothing to do.
    share.addEventListener("click", () => navigator.share({ title, text, url }).catch(() => {}));
  } else {
    copy.classList.replace("btn-quiet", "btn-main");
  }
  if (!navigator.clipboard) copy.hidden = true; // only where the page is served securely
  copy.addEventListener("click", async () => {
    await navigator.clipboard.writeText(`${text}\n${url}`);
    copy.querySelector("span").textContent = copied;
  });
}

function showOnMap(box) {
  const button = box.querySelector("button");
  async function show() {
    const canvas = document.createElement("div");
    canvas.className = "map-canvas";
    const { showPoint } = await loadMap(box.dataset);
    button.replaceWith(canvas);
    showPoint(canvas, box.dataset);
  }
  button.hidden = false;
  button.addEventListener("click", show);
  if ("mapOpen" in box.dataset && matchMedia("(min-width: 60em)").matches) show();
}

document.querySelectorAll("[data-before-after]").forEach(slide);
document.querySelectorAll("[data-keep]").forEach(keepReceipt);
document.querySelectorAll("[data-map-show]").forEach(showOnMap);
document.querySelectorAll("form[data-once]").forEach(sendOnce);
settleTyped();
document.querySelectorAll("form[data-once] textarea").forEach(keepTyped);
document.querySelectorAll("[data-print]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
});
document.querySelector("[data-error-summary]")?.focus();

// The app: registered after everything else, so that the first page costs nothing more. Officers' pages have no part in
// it.
if ("serviceWorker" in navigator && !/^\/(konsol|loket|masuk)/.test(location.pathname)) {
  // Refused in some private windows.
  window.addEventListener("load", () => navigator.serviceWorker.register("/sw.js").catch(() => {}));
}
