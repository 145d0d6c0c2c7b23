// The receipts kept on this phone, by number, code and words, for each person that one has filed for.
import { dropReceipt, keepReceipt, receipts } from "../app/receipts.js";
import { copyOf, every, maybe, part, the } from "../dom.js";
import { inFours } from "../number.js";

/**
 * What the server showed of a report that was opened here: its card.
 * @param {HTMLElement | null} opened
 * @param {string} number
 */
function cardOf(opened, number) {
  return opened?.querySelector(`a[href$="/${number}"]`)?.closest(".report-card") ?? null;
}

/**
 * A report whose receipt is kept here stands in one list only: with its receipt.
 * @param {HTMLElement | null} opened
 * @param {Receipt[]} all
 */
function showOpened(opened, all) {
  if (!opened) return;
  const shown = new Set(all.map(({ number }) => cardOf(opened, number)));
  const cards = every(opened, ".report-card", HTMLElement);
  for (const card of cards) card.hidden = shown.has(card);
  opened.hidden = cards.every((card) => card.hidden);
}

/**
 * @param {HTMLElement} kept
 * @param {HTMLElement | null} opened
 * @param {Receipt} one
 * @param {{ changed: (all: Receipt[]) => void, removed: () => void }} then
 */
function receiptRow(kept, opened, one, then) {
  const item = copyOf(the(kept, "[data-receipt-row]", HTMLTemplateElement));
  const day = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "medium" });
  part(item, "[data-words]").textContent = one.words || inFours(one.number);
  part(item, "[data-number]").textContent = inFours(one.number);
  part(item, "[data-at]").textContent = day.format(one.at);
  const state = cardOf(opened, one.number)?.querySelector(".row-wrap");
  const known = part(item, "[data-known]");
  if (state) known.append(state.cloneNode(true));
  known.hidden = !state;
  the(item, "[name=number]", HTMLInputElement).value = one.number;
  the(item, "[name=receipt_code]", HTMLInputElement).value = one.code;
  const person = the(item, "[data-person]", HTMLInputElement);
  person.addEventListener("change", async () => {
    await keepReceipt({ ...one, person: person.value.trim() });
    then.changed(await receipts());
  });
  part(item, "[data-remove]").addEventListener("click", async () => {
    await dropReceipt(one.number);
    then.removed();
  });
  return item;
}

/**
 * @param {HTMLSelectElement} filter
 * @param {Receipt[]} all
 */
function showPeople(filter, all) {
  const people = [...new Set(all.map((one) => one.person).filter(Boolean))].sort();
  const chosen = filter.value;
  while (filter.options.length > 1) filter.remove(1);
  for (const person of people) filter.add(new Option(person, person));
  filter.value = people.includes(chosen) ? chosen : "";
  const box = filter.closest("[data-person-filter]");
  if (box instanceof HTMLElement) box.hidden = people.length < 1;
}

/**
 * Puts the items into the list in this order, without moving one that stands where it belongs.
 * @param {HTMLElement} list
 * @param {HTMLElement[]} items
 */
function arrange(list, items) {
  for (const item of every(list, ":scope > *", HTMLElement)) if (!items.includes(item)) item.remove();
  for (const [place, item] of items.entries()) {
    if (item !== list.children[place]) list.insertBefore(item, list.children[place] || null);
  }
}

/**
 * Returns the function that shows the list anew. A row that stands stays the same one while its receipt does: what
 * somebody types into it just now is not lost when a report was sent meanwhile.
 * @param {HTMLElement} kept
 */
export function receiptList(kept) {
  const opened = maybe(document, "[data-opened]", HTMLElement);
  const filter = the(kept, "select", HTMLSelectElement);
  /** @type {Map<string, HTMLElement>} */
  const rows = new Map(); // as they stand in the page, by number, code and words
  const then = { changed: (/** @type {Receipt[]} */ all) => showPeople(filter, all), removed: () => show() };

  /** @param {Receipt} one */
  function rowOf(one) {
    const name = [one.number, one.code, one.words].join();
    const item = rows.get(name) ?? receiptRow(kept, opened, one, then);
    rows.set(name, item);
    const person = the(item, "[data-person]", HTMLInputElement);
    if (person !== document.activeElement) person.value = one.person;
    return item;
  }

  async function show() {
    const all = await receipts();
    showPeople(filter, all);
    showOpened(opened, all);
    arrange(
      part(kept, "[data-receipts-list]"),
      all.filter((one) => !filter.value || one.person === filter.value).map(rowOf),
    );
    kept.hidden = !all.length;
  }

  filter.addEventListener("change", show);
  return show;
}
