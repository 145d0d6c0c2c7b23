// A macro's step shows the fields of its act; without this script it shows all of them, and the server takes only those
// of the act.
import { every } from "./dom.js";

/** @param {HTMLSelectElement} act whose `data-fields` names the fields of each act */
export function showFields(act) {
  /** @type {Record<string, string[]>} */
  const fields = JSON.parse(act.dataset.fields ?? "{}");
  const step = act.closest("details") ?? document;
  const show = () => {
    const shown = ["act", ...(fields[act.value] ?? [])];
    for (const field of every(step, ".field", HTMLElement)) {
      const name = field.querySelector("[name]")?.getAttribute("name") ?? "";
      field.hidden = !field.classList.contains("has-error") && !shown.includes(name.replace(/^step\d+-/, ""));
    }
  };
  act.addEventListener("change", show);
  show();
}
