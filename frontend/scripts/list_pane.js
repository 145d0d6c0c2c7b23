// On a wide screen the list that a report was opened from stands beside it: asked for once the report is there, so that
// a phone never loads it.
import { every, maybe } from "./dom.js";
import { pageOf, rememberPage } from "./list_place.js";
import { call } from "./offline/network.js";

const WIDE = "(min-width: 68.75em)";
const PATIENCE = 10000; // milliseconds, as for all that a page asks for once it is shown

/** @param {HTMLElement} pane */
const rowOf = (pane) => maybe(pane, `[data-number="${pane.dataset.number}"]`, HTMLElement);

/** @param {HTMLElement} pane */
export async function showList(pane) {
  if (!matchMedia(WIDE).matches) return;
  const list = new URL(pane.dataset.list ?? "", location.href);
  const filters = list.search;
  if (!(await fetchInto(pane, list, pageOf(filters)))) return;
  const next = maybe(pane, ".pager [rel=next]", HTMLAnchorElement)?.search;
  if (!rowOf(pane) && next && (await fetchInto(pane, list, next)) && rowOf(pane)) rememberPage(filters, next);
  const here = rowOf(pane);
  if (!here) return;
  here.classList.add("is-current-row");
  // Not scrollIntoView(), which moves the page too: what was done is said at its top.
  const [box, row] = [pane.getBoundingClientRect(), here.getBoundingClientRect()];
  pane.scrollTop += row.top + row.height / 2 - (box.top + box.height / 2);
}

/** Whether it came. @param {HTMLElement} pane @param {URL} list @param {string} search */
async function fetchInto(pane, list, search) {
  list.search = search;
  const answer = await call(list.href, {}, PATIENCE);
  if (!answer?.ok) return false;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  pane.replaceChildren(...page.body.childNodes);
  return true;
}

/** The row before the one shown, else the page before. @param {HTMLElement} pane */
export function goBack(pane) {
  const rows = every(pane, "[data-row]", HTMLElement);
  const before = rows[rows.findIndex((row) => row.classList.contains("is-current-row")) - 1];
  if (before) maybe(before, "a", HTMLAnchorElement)?.click();
  else history.back();
}
