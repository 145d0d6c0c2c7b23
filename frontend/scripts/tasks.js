// An officer's tasks: their order, how far each is, the map.
import { maybe } from "./dom.js";
import { prepareList } from "./tasks/list.js";

const list = maybe(document, "[data-tasks]", HTMLElement);
if (list) prepareList(list);
