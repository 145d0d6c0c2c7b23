// Control+K: type a part of what you want to do or where you want to go, Enter does it. Everything that has a key here,
// the menu, the queues and their pages; a number or words that fit nothing are looked up.
import { every, maybe, part, the } from "./dom.js";
import { act, keyed, labelOf } from "./keys.js";
import { call } from "./offline/network.js";

const MOST = 9;

const LINKS = ".console-nav a, .queues a, .console-who a";
const queues = document.createElement("div"); // of a page that shows none, once they were asked for

/** @returns {HTMLElement[]} */
const offered = () =>
  [...keyed(document), ...every(document, LINKS, HTMLElement), ...every(queues, "a", HTMLElement)].filter(
    (node) => !node.closest("dialog") && labelOf(node),
  );

/** Whoever has no queues is not asked for them. @param {HTMLDialogElement} palette */
async function askForQueues(palette) {
  const { queues: address = "", inbox = "" } = palette.dataset;
  const has = maybe(document, `.console-nav a[href="${inbox}"]`, HTMLElement);
  if (!has || queues.hasChildNodes() || document.querySelector(".queues a")) return;
  const answer = await call(address);
  if (!answer?.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  queues.replaceChildren(...page.body.childNodes);
  list(palette);
}

/** @param {HTMLDialogElement} palette */
export function showPalette(palette) {
  const field = the(palette, "input", HTMLInputElement);
  field.value = "";
  list(palette);
  palette.showModal();
  field.focus();
  askForQueues(palette);
}

/** @param {HTMLDialogElement} palette */
function list(palette) {
  const wanted = the(palette, "input", HTMLInputElement).value.toLowerCase().split(/\s+/).filter(Boolean);
  const fits = offered().filter((node) => wanted.every((word) => labelOf(node).toLowerCase().includes(word)));
  const lines = fits.slice(0, MOST).map((node) => {
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: labelOf(node) });
    button.addEventListener("click", () => {
      palette.close();
      act(node);
    });
    return button;
  });
  if (wanted.length) lines.push(lookUp(palette, wanted.join(" ")));
  part(palette, "[data-found]").replaceChildren(...lines);
}

/** @param {HTMLDialogElement} palette @param {string} words */
function lookUp(palette, words) {
  const label = `${palette.dataset.lookUp ?? ""} “${words}”`;
  const button = Object.assign(document.createElement("button"), { type: "button", textContent: label });
  button.addEventListener("click", () => {
    const search = maybe(document, "[data-search]", HTMLInputElement);
    if (!search?.form) return;
    search.value = words;
    search.form.requestSubmit();
  });
  return button;
}

/** @param {HTMLDialogElement} palette */
export function hearPalette(palette) {
  const field = the(palette, "input", HTMLInputElement);
  field.addEventListener("input", () => list(palette));
  palette.addEventListener("keydown", (event) => {
    const lines = every(palette, "[data-found] button", HTMLElement);
    const place = lines.findIndex((line) => line.matches(":focus"));
    if (event.key === "Enter" && place < 0) {
      event.preventDefault();
      lines[0]?.click();
    }
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!by) return;
    event.preventDefault();
    const next = lines[place + by] ?? field;
    next.focus();
  });
}
