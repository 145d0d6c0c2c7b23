// Officer pages, beside public.js: keys (j k x b / ? Enter), the bulk bar, what changes by itself.
import "./mask.js";
import "./poll.js";

const legend = document.querySelector("[data-keys]");
const rows = () => [...document.querySelectorAll("[data-row]")];
const isTyping = (node) => node.matches("input:not([type=checkbox]), textarea, select, [contenteditable]");

function step(by) {
  const list = rows();
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
  const row = document.activeElement.closest("[data-row]") || document.querySelector(".is-current-row");
  row?.querySelector("[data-accept]")?.click();
}

const KEYS = {
  j: () => step(1),
  k: () => step(-1),
  x: () => document.querySelector(".is-current-row [data-select]")?.click(),
  b: accept,
  "/": () => document.querySelector("[data-search]")?.focus(),
  "?": () => legend?.showModal(),
};

document.addEventListener("keydown", (event) => {
  const act = KEYS[event.key];
  if (!act || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || legend?.open) return;
  event.preventDefault();
  act();
});

function countSelected() {
  const bar = document.querySelector("[data-bulk]");
  if (!bar) return;
  const count = document.querySelectorAll("[data-select]:checked").length;
  bar.hidden = count === 0;
  bar.querySelector("[data-bulk-count]").textContent = count;
}
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-select-all]")) {
    document.querySelectorAll("[data-select]").forEach((box) => {
      box.checked = event.target.checked;
    });
  }
  if (event.target.matches("[data-select], [data-select-all]")) countSelected();
});

countSelected();
