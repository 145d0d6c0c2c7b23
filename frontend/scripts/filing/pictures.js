// Categories by pictures: a group is tapped, then one of its categories; the list of the form takes it.
import { every, part } from "../dom.js";

/** @param {FilingForm} form */
export function pictures(form) {
  const { category } = form.elements;
  const fold = /** @type {HTMLDetailsElement} */ (part(form, "[data-pictures]"));
  const groups = every(fold, "[data-group]", HTMLButtonElement);
  const choices = part(fold, "[data-picture-categories]");

  /** @param {HTMLOptionElement} option */
  function buttonFor({ value, textContent }) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-quiet";
    button.textContent = textContent;
    button.addEventListener("click", () => {
      category.value = value;
      category.dispatchEvent(new Event("change", { bubbles: true }));
      fold.open = false;
      category.focus();
    });
    return button;
  }

  /** @param {HTMLButtonElement} chosen */
  function open(chosen) {
    for (const group of groups) group.setAttribute("aria-pressed", String(group === chosen));
    const own = every(category, "optgroup", HTMLOptGroupElement).find(({ label }) => label === chosen.dataset.group);
    choices.replaceChildren(...(own ? every(own, "option", HTMLOptionElement).map(buttonFor) : []));
    choices.querySelector("button")?.focus();
  }

  for (const group of groups) group.addEventListener("click", () => open(group));
  fold.hidden = false;
}
