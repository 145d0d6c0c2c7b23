// An officer's tasks: their order, how far each is, the map; the page of one; both without a network too.
import { maybe } from "./dom.js";
import { again, goOn, prepareForms, showAnew } from "./tasks/doing.js";
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
  const catchUp = async () => {
    const { sent } = await goOn(box, "");
    const isTaking = maybe(document, "[data-take-along]", HTMLButtonElement)?.disabled;
    if ([...sent.values()].includes("sent") && !isTaking) showAnew(); // it says what was done; the list is another
  };
  again(box, catchUp);
  await catchUp();
}
