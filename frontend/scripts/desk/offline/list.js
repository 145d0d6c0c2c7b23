// The list of what this machine keeps, with what can be done about each.
import { copyOf, every, part, the } from "../../dom.js";
import { inFours } from "../../number.js";
import { dismiss, entries, renumberingOf } from "./entries.js";
import { nameOf } from "./store.js";

/** @typedef {(what: string | undefined, row: Entry) => void | Promise<void>} Act called for a button of a row */

/**
 * @param {HTMLElement} box
 * @param {Entry} row
 * @param {Act} act
 */
function line(box, row, act) {
  const item = copyOf(the(box, "[data-kept-row]", HTMLTemplateElement));
  const time = new Intl.DateTimeFormat(document.documentElement.lang, { timeStyle: "short" });
  item.dataset.state = row.state;
  part(item, "[data-at]").textContent = time.format(row.at);
  part(item, "[data-number]").textContent = inFours(row.number);
  part(item, "[data-state-words]").textContent =
    box.dataset[`say${row.state[0].toUpperCase()}${row.state.slice(1)}`] ?? "";
  part(item, "[data-why]").textContent = (row.errors || []).join(" ");
  for (const button of every(item, "button", HTMLButtonElement)) {
    button.hidden = !button.dataset.when?.split(" ").includes(row.state);
    button.addEventListener("click", () => act(button.dataset.do, row));
  }
  return item;
}

/**
 * @param {HTMLElement} item
 * @param {Entry} row
 * @param {HTMLElement} box
 */
async function explain(item, row, box) {
  const content = await renumberingOf(row);
  if (!content) return;
  const words = (box.dataset.sayTell ?? "")
    .replace("{printed}", content.printed ? inFours(content.printed) : "–")
    .replace("{number}", inFours(row.number))
    .replace("{code}", inFours(content.code));
  part(item, "[data-why]").textContent = words;
}

/**
 * Shows the list; hidden where nothing is kept.
 * @param {HTMLElement} box
 * @param {import("./entries.js").Trouble} trouble
 * @param {Act} act
 * @param {string} openKey
 */
export async function showList(box, trouble, act, openKey) {
  const open = await nameOf(openKey); // that one stands in the form
  const rows = (await entries()).filter((row) => row.id !== open);
  const items = rows.map((row) => line(box, row, act));
  await Promise.all(rows.map((row, at) => row.state === "renumbered" && explain(items[at], row, box)));
  part(box, "[data-kept-list]").replaceChildren(...items);
  box.hidden = !rows.length && !trouble;
  box.classList.toggle(
    "tone-bad",
    rows.some((row) => row.state === "renumbered" || row.state === "refused"),
  );
  part(box, "[data-kept-gone]").hidden = trouble !== "gone";
  part(box, "[data-kept-sign-in]").hidden = trouble !== "signed-out";
  part(box, "[data-kept-send]").hidden = !rows.some((row) => row.state === "kept" || row.state === "sending");
}

/**
 * @param {Entry} row
 * @param {HTMLElement} box
 */
export async function throwAway(row, box) {
  if (row.state !== "refused" || window.confirm(box.dataset.askRemove)) await dismiss(row.id);
}
