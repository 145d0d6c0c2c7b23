// What stands beside the words: similar open reports while they are typed, and whether the person is known. Both are
// asked by POST.
import { maybe, part, targetOf } from "../dom.js";

const PAUSE = 450; // milliseconds without a key before we ask

/**
 * @param {string} url
 * @param {FormData} data
 * @param {HTMLElement} place
 */
async function ask(url, data, place) {
  try {
    const answer = await fetch(url, { method: "POST", body: data });
    const isOurs = !answer.redirected && (answer.ok || answer.status === 429);
    if (isOurs) place.innerHTML = await answer.text(); // a fragment of our own server
  } catch {
    // The network is gone: the report can be filed without.
  }
}

/**
 * These fields of the form, to be sent.
 * @template {string} Name
 * @param {Record<Name, Field>} elements
 * @param {Name[]} names
 */
function chosen(elements, names) {
  const data = new FormData();
  for (const name of names) data.set(name, elements[name].value);
  return data;
}

/** @param {DeskForm} form */
export function similar(form) {
  const place = maybe(form, "[data-similar]", HTMLElement);
  if (!place) return;
  let timer = 0;
  let shown = "";

  function look() {
    const { text, category, area } = form.elements;
    const asked = [text.value.trim(), category.value, area.value].join("\n");
    if (asked === shown || text.value.trim().length < 8 || !(category.value || area.value)) return;
    if (place?.querySelector("input:checked")) return; // the officer has chosen one: it stays
    shown = asked;
    const data = chosen(form.elements, ["csrfmiddlewaretoken", "text", "category", "area"]);
    if (place) ask(place.dataset.similar ?? "", data, place);
  }

  for (const kind of ["input", "change"]) {
    form.addEventListener(kind, (event) => {
      if (!["text", "category", "area"].includes(/** @type {Field} */ (event.target).name)) return;
      clearTimeout(timer);
      timer = window.setTimeout(look, PAUSE);
    });
  }
}

/** @param {DeskForm} form */
export function known(form) {
  form.addEventListener("click", (event) => {
    const button = targetOf(event).closest("[data-look]");
    if (!(button instanceof HTMLButtonElement)) return;
    event.preventDefault();
    const data = chosen(form.elements, ["csrfmiddlewaretoken", "phone", "email"]);
    data.set("part", "known");
    if (button.name) data.set(button.name, button.value);
    ask(button.formAction, data, part(form, "[data-known]"));
  });
}
