// In the form of forwarding a chosen category fills in whose it is by the city's rules, until an agency is chosen by hand.
import { maybe } from "./dom.js";

/** @param {HTMLSelectElement} category */
export function fillAgency(category) {
  const agency = maybe(category.form ?? document, "select[name=agency]", HTMLSelectElement);
  if (!agency) return;
  /** @type {Record<string, string>} */
  const agencies = JSON.parse(category.dataset.agencies ?? "{}");
  let isChosen = false;
  agency.addEventListener("change", () => {
    isChosen = true;
  });
  category.addEventListener("change", () => {
    if (!isChosen) agency.value = agencies[category.value] ?? "";
  });
}
