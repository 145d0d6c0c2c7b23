// An officer's tasks: their order, how far each is, the map; the page of one; both without a network too.
import { maybe } from "./dom.js";
import { again, goOn, prepareForms } from "./tasks/doing.js";
import { prepareKeeping } from "./tasks/keeping.js";
import { prepareList } from "./tasks/list.js";
import { canKeep } from "./tasks/store.js";

const list = maybe(document, "[data-tasks]", HTMLElement);
const page = maybe(document, "[data-task-page]", HTMLElement);
const waiting = maybe(document, "[data-tasks-waiting]", HTMLElement);
if (list) prepareList(list);
if (page && waiting) prepareForms(waiting, page.dataset.taskPage ?? "");
else if (waiting) showAll(waiting);
prepareKeeping();

/** @param {HTMLElement} box */
async function showAll(box) {
  if (!(await canKeep())) return;
  again(box, () => goOn(box, ""));
  await goOn(box, "");
}
