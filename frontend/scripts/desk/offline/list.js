// The list of what this machine keeps, with what can be done about each.
import { contentOf, dismiss, entries } from "./entries.js";
import { nameOf } from "./store.js";

export const inFours = (digits) => digits.replace(/(.{4})(?=.)/g, "$1\u00a0");

function line(box, row, act) {
  const item = box.querySelector("[data-kept-row]").content.firstElementChild.cloneNode(true);
  item.dataset.state = row.state;
  item.querySelector("[data-at]").textContent = new Intl.DateTimeFormat(document.documentElement.lang, {
    timeStyle: "short",
  }).format(row.at);
  item.querySelector("[data-number]").textContent = inFours(row.number);
  item.querySelector("[data-state-words]").textContent =
    box.dataset[`say${row.state[0].toUpperCase()}${row.state.slice(1)}`];
  item.querySelector("[data-why]").textContent = (row.errors || []).join(" ");
  for (const button of item.querySelectorAll("button")) {
    button.hidden = !button.dataset.when.split(" ").includes(row.state);
    button.addEventListener("click", () => act(button.dataset.do, row));
  }
  return item;
}

async function explain(item, row, box) {
  const content = await contentOf(row.id);
  if (!content) return;
  const words = box.dataset.sayTell.replace("{printed}", content.printed ? inFours(content.printed) : "–");
  item.querySelector("[data-why]").textContent = words
    .replace("{number}", inFours(row.number))
    .replace("{code}", inFours(content.code));
}

/** Shows the list; hidden where nothing is kept. */
export async function showList(box, trouble, act, openKey) {
  const open = await nameOf(openKey); // that one stands in the form
  const rows = (await entries()).filter((row) => row.id !== open);
  const list = box.querySelector("[data-kept-list]");
  const items = rows.map((row) => line(box, row, act));
  await Promise.all(rows.map((row, at) => row.state === "renumbered" && explain(items[at], row, box)));
  list.replaceChildren(...items);
  box.hidden = !rows.length && !trouble;
  box.classList.toggle(
    "tone-bad",
    rows.some((row) => row.state === "renumbered" || row.state === "refused"),
  );
  box.querySelector("[data-kept-gone]").hidden = trouble !== "gone";
  box.querySelector("[data-kept-sign-in]").hidden = trouble !== "signed-out";
  box.querySelector("[data-kept-send]").hidden = !rows.some((row) => row.state === "kept" || row.state === "sending");
}

export async function throwAway(row, box) {
  if (row.state !== "refused" || window.confirm(box.dataset.askRemove)) await dismiss(row.id);
}
