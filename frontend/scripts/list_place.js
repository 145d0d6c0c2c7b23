// Where an officer is in a list, in this tab: on which page of it, and which report was opened last. The address of a
// report holds the filters of its list alone. Goes with the sign-out, as do the words that were searched for.
import { every, maybe } from "./dom.js";

const PLACE = "list:";
const ROW = `${PLACE}row`;
const ROWS = "[data-row][data-number]";

/** The query of the page of a list that reports were opened from. @param {string} filters the query of a report's address */
export const pageOf = (filters) => sessionStorage.getItem(PLACE + filters) ?? filters;

/** @param {string} filters @param {string} search the query of the list's own address */
export function rememberPage(filters, search) {
  if (new URLSearchParams(search).has("after")) sessionStorage.setItem(PLACE + filters, search);
  else sessionStorage.removeItem(PLACE + filters);
}

/** On the page of a report: it is the row to come back to, on the page of the list where it was. @param {string} number */
export function rememberReport(number) {
  sessionStorage.setItem(ROW, number);
  const back = maybe(document, "a[data-back-to-list]", HTMLAnchorElement);
  if (back) back.search = pageOf(back.search);
}

/** On the page of a list: the row that was open is the current one again. */
export function findPlace() {
  const rows = every(document, ROWS, HTMLElement);
  const filters = rows[0] && maybe(rows[0], "a", HTMLAnchorElement)?.search;
  if (filters === undefined) return;
  rememberPage(filters, location.search);
  const number = sessionStorage.getItem(ROW);
  sessionStorage.removeItem(ROW);
  const row = rows.find((one) => one.dataset.number === number);
  if (!row) return;
  row.classList.add("is-current-row");
  maybe(row, "a", HTMLAnchorElement)?.focus({ preventScroll: true });
  row.scrollIntoView({ block: "center" });
}

/** With the sign-out. */
export function forgetPlaces() {
  for (const name of Object.keys(sessionStorage)) if (name.startsWith(PLACE)) sessionStorage.removeItem(name);
}
