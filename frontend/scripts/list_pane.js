// On a wide screen the list that a report was opened from stands beside it: asked for once the report is there, so that
// a phone never loads it.
import { every, maybe } from "./dom.js";
import { call } from "./offline/network.js";

const WIDE = "(min-width: 68.75em)";

/** @param {HTMLElement} pane */
export async function showList(pane) {
  if (!matchMedia(WIDE).matches) return;
  const answer = await call(pane.dataset.list ?? "");
  if (!answer?.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  pane.replaceChildren(...page.body.childNodes);
  const here = maybe(pane, `[data-number="${pane.dataset.number}"]`, HTMLElement);
  here?.classList.add("is-current-row");
  here?.scrollIntoView({ block: "center" });
}

/** The row before the one shown, else the page before. @param {HTMLElement} pane */
export function goBack(pane) {
  const rows = every(pane, "[data-row]", HTMLElement);
  const before = rows[rows.findIndex((row) => row.classList.contains("is-current-row")) - 1];
  if (before) maybe(before, "a", HTMLAnchorElement)?.click();
  else history.back();
}
