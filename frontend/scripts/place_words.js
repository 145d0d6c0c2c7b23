// Places offered while somebody types where it is: a list below the field, by finger, mouse or keyboard (the combobox of
// the ARIA practices). Loaded with the first letter.
import { ask } from "./ask.js";
import { PLACES } from "./server_facts.js";

const PAUSE = 300; // milliseconds without a key
const LEAST = 3; // letters
// Words that say more than the place's name: then what was typed stays, and only the pin moves.
const SAYS_MORE =
  /[,\d]|\b(depan|dpn|dekat|samping|sebelah|seberang|belakang|pojok|pertigaan|perempatan|sekitar|antara)\b/i;

/**
 * @typedef {{ name: string, about: string, at: [latitude: number, longitude: number], area: string }} Offered `area`:
 *   code of the kelurahan, "" where it lies in none
 */

/**
 * Offers places for what is typed in `field`, from now on.
 * @param {FormWithToken} form
 * @param {HTMLElement} box with the sentences to say
 * @param {HTMLInputElement} field
 * @param {(place: Offered) => void} choose
 * @param {() => void} forget the words are others now than those that the chosen place stood with
 */
export function offerPlaces(form, box, field, choose, forget) {
  const { listLabel = "", some = "", none = "" } = box.dataset;
  const list = listFor(field, listLabel);
  const said = statusBelow(list.box);
  let timer = 0;
  let asked = "";
  /** What stood in the field when a place was chosen. @type {string | null} */
  let chosenWith = null;

  /** @param {Offered} place */
  function take(place) {
    clearTimeout(timer);
    if (!SAYS_MORE.test(field.value)) field.value = place.name;
    asked = field.value.trim();
    chosenWith = asked;
    said.textContent = "";
    list.close();
    field.dispatchEvent(new Event("change", { bubbles: true }));
    choose(place);
  }

  async function look() {
    const words = field.value.trim();
    if (words === asked) return;
    asked = words;
    const answer = words.length < LEAST ? null : await ask(form, PLACES, { address: words });
    /** @type {Offered[]} */
    const offered = answer ? (await answer.json()).places : [];
    if (asked !== words) return; // typed on meanwhile
    list.show(offered, take);
    said.textContent = offered.length ? some.replace("{count}", String(offered.length)) : answer ? none : "";
  }

  const later = () => {
    clearTimeout(timer);
    if (chosenWith !== null && !field.value.trim().startsWith(chosenWith)) {
      chosenWith = null;
      forget();
    }
    timer = window.setTimeout(look, PAUSE);
  };
  field.addEventListener("input", later);
  field.addEventListener("blur", list.close);
  later();
}

/** @param {HTMLElement} box */
function statusBelow(box) {
  const said = document.createElement("p");
  said.className = "hint";
  said.setAttribute("role", "status");
  box.after(said);
  return said;
}

/**
 * The list below the field; the focus stays in the field.
 * @param {HTMLInputElement} field
 * @param {string} label
 */
function listFor(field, label) {
  const box = boxFor(field, label);
  let current = -1;

  /** @param {number} index */
  function mark(index) {
    current = index;
    for (const [at, option] of [...box.children].entries()) option.setAttribute("aria-selected", String(at === index));
    const option = box.children[index];
    if (option) {
      field.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else field.removeAttribute("aria-activedescendant");
  }

  /** @param {boolean} isOpen */
  function fold(isOpen) {
    box.hidden = !isOpen;
    field.setAttribute("aria-expanded", String(isOpen));
    mark(-1);
  }

  // Before the form's own keys (filing/steps.js), where Enter goes on to the next step.
  field.addEventListener("keydown", (event) => {
    if (box.hidden) return;
    const last = box.children.length - 1;
    if (event.key === "ArrowDown") mark(current === last ? 0 : current + 1);
    else if (event.key === "ArrowUp") mark(current <= 0 ? last : current - 1);
    else if (event.key === "Escape") fold(false);
    else if (event.key === "Enter" && current >= 0) /** @type {HTMLElement} */ (box.children[current]).click();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  return {
    box,
    close: () => fold(false),
    /** @param {Offered[]} offered @param {(place: Offered) => void} take */
    show(offered, take) {
      box.replaceChildren(...offered.map((place, index) => optionFor(place, index, () => take(place))));
      fold(offered.length > 0);
    },
  };
}

/**
 * @param {HTMLInputElement} field
 * @param {string} label
 */
function boxFor(field, label) {
  const list = document.createElement("ul");
  list.className = "place-list";
  list.id = `${field.id}_places`;
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", label);
  field.after(list);
  field.setAttribute("role", "combobox");
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-expanded", "false");
  field.setAttribute("aria-controls", list.id);
  return list;
}

/**
 * @param {Offered} place
 * @param {number} index
 * @param {() => void} take
 */
function optionFor({ name, about }, index, take) {
  const option = document.createElement("li");
  option.id = `place_option_${index}`;
  option.setAttribute("role", "option");
  option.setAttribute("aria-selected", "false");
  const more = document.createElement("span");
  more.className = "small muted";
  more.textContent = about;
  option.append(name, more);
  option.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps the focus
  option.addEventListener("mousedown", (event) => event.preventDefault());
  option.addEventListener("click", take);
  return option;
}
