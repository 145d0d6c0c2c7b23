// What was typed and not sent, shown on the pages of the tasks: what waits, and beside what changed meanwhile how the
// report stands now.
import { copyOf, part, the } from "../dom.js";
import { TASKS } from "../server_facts.js";
import { actsOf, contentOf, dropAct } from "./store.js";

/**
 * @param {HTMLElement} item
 * @param {ReportNow} now
 */
function showNow(item, now) {
  part(item, "[data-theirs]").hidden = false;
  part(item, "[data-now-state]").textContent = now.state;
  for (const { at, who, act, text } of now.lines) {
    const line = document.createElement("li");
    line.textContent = [`${at}, ${who}: ${act}`, text].filter(Boolean).join(" – ");
    part(item, "[data-now-lines]").append(line);
  }
}

/** @param {TaskActContent} content */
export const wordsOf = ({ fields }) => fields.find(([name]) => name === "text")?.[1] ?? "";

/**
 * The list anew; gives the rows.
 * @param {HTMLElement} box
 * @param {{ report: string, isSignedOut?: boolean, onUse?: (row: TaskActRow) => void }} how `report`: only what is
 *   about it; "" = all
 */
export async function showWaiting(box, { report, isSignedOut = false, onUse }) {
  const rows = (await actsOf(box.dataset.officer ?? "")).filter((row) => !report || row.report === report);
  const items = await Promise.all(rows.map((row) => itemOf(box, row, { report, isSignedOut, onUse })));
  part(box, "[data-waiting-list]").replaceChildren(...items);
  box.hidden = !rows.length;
  return rows;
}

/**
 * @param {HTMLElement} box
 * @param {TaskActRow} row
 * @param {{ report: string, isSignedOut: boolean, onUse?: (row: TaskActRow) => void }} how
 */
async function itemOf(box, row, { report, isSignedOut, onUse }) {
  const content = await contentOf(row);
  const item = copyOf(the(box, "template", HTMLTemplateElement));
  const link = the(item, "[data-number]", HTMLAnchorElement);
  link.href = `${TASKS}${row.report}`;
  link.textContent = row.report;
  part(item, "[data-label]").textContent = content.label;
  const { waits = "", signedOut = "", changed = "", refused = "" } = box.dataset;
  const errors = (content.errors ?? []).join(" ");
  const said = { waits: isSignedOut ? signedOut : waits, changed, refused: `${refused} ${errors}` };
  part(item, "[data-state]").textContent = said[row.state];
  part(item, "[data-mine]").textContent = wordsOf(content);
  const photos = part(item, "[data-photos]");
  photos.hidden = !row.files.length;
  photos.textContent = `${photos.dataset.words} ${row.files.length}`;
  if (content.now) showNow(item, content.now);
  part(item, "[data-again]").hidden = row.state === "waits" || !onUse;
  part(item, "[data-throwing]").hidden = row.state === "waits";
  part(item, "[data-use-mine]").addEventListener("click", () => onUse?.(row));
  part(item, "[data-throw-away]").addEventListener("click", async () => {
    await dropAct(row);
    await showWaiting(box, { report, isSignedOut, onUse });
  });
  return item;
}
