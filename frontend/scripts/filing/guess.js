// The category, guessed from the words: taken over where they are clear, else a few to choose from, else nothing. What the
// person chose stays; what was guessed goes with the words it was guessed from.
import { ask } from "../ask.js";
import { part } from "../dom.js";
import { GUESS } from "../server_facts.js";
import { isProtected } from "./secret.js";

const PAUSE = 900; // milliseconds without a key
const LEAST = 3; // letters that say something: "KTP"

/**
 * @typedef {{ code: string, label: string }} Offer
 * @typedef {{ sure: string, offered: Offer[], heard: import("./words.js").Heard }} Found
 */

/** @param {FilingForm} form */
export function guess(form) {
  const { category, guessed } = form.elements;
  let isChosen = Boolean(category.value) && category.value !== guessed.value; // by the person, or by a draft
  let isOurs = false;

  /** @param {string} code */
  function choose(code) {
    category.value = code;
    guessed.value = code;
    isOurs = true;
    category.dispatchEvent(new Event("change", { bubbles: true }));
    isOurs = false;
  }

  function chosen() {
    isChosen = true;
    guessed.value = "";
    box.hide();
  }

  const box = boxOf(form, (code) => {
    choose(code);
    chosen();
    category.focus();
  });

  whileWriting(form, {
    show(found) {
      if (isChosen || document.activeElement === category) return;
      if (isProtected(form)) return box.hide(); // who handles it is decided by what it is about
      if (found.sure || category.value) choose(found.sure);
      box.show(found);
    },
    clear() {
      if (isChosen) return;
      box.hide();
      if (category.value) choose("");
    },
  });
  category.addEventListener("change", () => isOurs || chosen());
  form.addEventListener("change", () => {
    if (isProtected(form)) box.hide(); // said by the door after the words were guessed
    if (!isOurs && category.value && category.value !== guessed.value) isChosen = true; // a draft came back
  });
}

/**
 * The box below the words, which says what was guessed or asks which of a few it is.
 * @param {FilingForm} form
 * @param {(code: string) => void} accept
 */
function boxOf(form, accept) {
  const box = part(form, "[data-guess]");
  const said = part(box, "[data-guess-said]");
  const offers = part(box, "[data-guess-offers]");
  return {
    hide() {
      box.hidden = true;
    },
    /** @param {Found} found */
    show({ sure, offered }) {
      const { sure: saySure = "", which = "" } = said.dataset;
      const label = form.elements.category.selectedOptions[0].textContent.trim();
      said.textContent = sure ? saySure.replace("{category}", label) : which;
      offers.replaceChildren(...offered.map((offer) => buttonFor(offer, accept)));
      box.hidden = !sure && !offered.length;
    },
  };
}

/**
 * @param {Offer} offer
 * @param {(code: string) => void} accept
 */
function buttonFor({ code, label }, accept) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn-quiet";
  button.textContent = label;
  button.addEventListener("click", () => accept(code));
  return button;
}

/**
 * Asks the server about words and place, when there was a pause.
 * @param {FilingForm} form
 * @param {{ show: (found: Found) => void, clear: () => void }} told `clear` as soon as the words are others
 */
function whileWriting(form, { show, clear }) {
  const { text, address } = form.elements;
  let timer = 0;
  let asked = "";
  let before = text.value.trim();

  async function look() {
    const words = text.value.trim();
    const place = address?.value.trim() ?? "";
    const wanted = `${words}\n${place}`;
    if (wanted === asked) return;
    asked = wanted;
    if (words.length < LEAST) return;
    const answer = await ask(form, GUESS, { text: words, address: place });
    if (wanted !== asked) return; // meanwhile the words are others
    if (!answer) {
      asked = "";
      return;
    }
    /** @type {Found} */
    const found = await answer.json();
    form.dispatchEvent(new CustomEvent("heard", { detail: found.heard })); // words of danger: filing/words.js
    show(found);
  }

  text.addEventListener("input", () => {
    if (text.value.trim() !== before) clear();
    before = text.value.trim();
    clearTimeout(timer);
    timer = window.setTimeout(look, PAUSE);
  });
  text.addEventListener("change", () => {
    clearTimeout(timer);
    look();
  });
  address?.addEventListener("change", look);
}
