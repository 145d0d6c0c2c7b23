// What the fields of officers' forms do by themselves: at load, and in a form that is fetched later.
import { every } from "./dom.js";
import { fillAgency } from "./fill_agency.js";
import { showFields } from "./macro_steps.js";

/** @param {ParentNode} root */
export function wire(root) {
  every(root, "select[data-agencies]", HTMLSelectElement).forEach(fillAgency);
  every(root, "select[data-fields]", HTMLSelectElement).forEach(showFields);
}
