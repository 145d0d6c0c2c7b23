// Who somebody is, is asked once there is something to know: a name, a number or an address. Who may read the report is
// no question where it is protected.
import { every, part } from "../dom.js";
import { isProtected } from "./secret.js";

/**
 * Returns the function that looks anew.
 * @param {FilingForm} form
 */
export function privacy(form) {
  const { name, phone, email } = form.elements;
  const box = part(form, "[data-identity]");
  const choices = every(box, "input[name=identity]", HTMLInputElement);
  let isOurs = !choices.some(({ checked }) => checked); // nobody chose it yet

  function look() {
    const fitting = name.value.trim() ? "named" : "anonymous";
    for (const choice of choices) {
      if (isOurs) choice.checked = choice.value === fitting;
      choice.closest(".choice")?.classList.toggle("is-chosen", choice.checked);
    }
    part(form, "[data-visibility]").hidden = isProtected(form);
    part(form, "[data-handlers-only]").hidden = !isProtected(form);
    box.hidden = ![name, phone, email].some((field) => field.value.trim());
  }

  box.addEventListener("input", () => {
    isOurs = false; // before the form hears of it
  });
  form.addEventListener("input", look);
  form.addEventListener("change", look);
  form.addEventListener("heard", look);
  look();
  return look;
}
