// The place at the counter: streets and landmarks are offered for the words of the address; the one that is chosen sets
// the point and the kelurahan.
import { maybe, part } from "../dom.js";
import { offerPlaces } from "../place_words.js";

/** @param {HTMLElement} box desk/parts/place.html */
export function place(box) {
  const field = maybe(box, "[name=address]", HTMLInputElement);
  if (!field?.form) return;
  const form = /** @type {PlaceForm} */ (field.form);
  const { latitude, longitude, area } = form.elements;
  const point = part(box, "[data-point]");
  const words = part(point, "[data-point-words]");
  let areaOfPlace = "";
  field.autocomplete = "off";

  /** @param {import("../place_words.js").Offered} offered */
  function choose({ name, at: [lat, lon], area: code }) {
    latitude.value = lat.toFixed(6);
    longitude.value = lon.toFixed(6);
    areaOfPlace = code;
    if (code) setArea(form, area, code);
    point.hidden = false;
    words.textContent = (box.dataset.named ?? "").replace("{name}", name);
  }

  function remove() {
    latitude.value = "";
    longitude.value = "";
    point.hidden = true;
  }

  /** A kelurahan that was chosen since is the officer's own. */
  function forget() {
    remove();
    if (areaOfPlace && area.value === areaOfPlace) setArea(form, area, "");
  }

  part(point, "[data-remove-point]").addEventListener("click", () => {
    remove();
    field.focus();
  });
  field.addEventListener("input", () => offerPlaces(form, box, field, choose, forget), { once: true });
}

/**
 * What was typed to look it up (look_up.js) chose less surely, and would keep the choice out of the list.
 * @param {HTMLElement} form
 * @param {HTMLSelectElement} area
 * @param {string} code
 */
function setArea(form, area, code) {
  const typed = maybe(form, `[data-look-up-of=${area.name}]`, HTMLInputElement);
  if (typed) {
    typed.value = "";
    typed.dispatchEvent(new Event("input"));
  }
  area.value = code;
  area.dispatchEvent(new Event("change", { bubbles: true }));
}
