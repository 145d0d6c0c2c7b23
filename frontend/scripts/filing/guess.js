// The category, guessed from the words: taken over where they are clear, else a few to choose from. What the person
// chose stays.
import { ask } from "../ask.js";
import { part } from "../dom.js";
import { GUESS } from "../server_facts.js";

const PAUSE = 900; // milliseconds without a key
const LEAST = 12; // letters that say something

/**
 * @typedef {{ code: string, label: string }} Offer
 * @typedef {{ sure: string, offered: Offer[], heard: import("./words.js").Heard }} Found
 */

/** @param {FilingForm} form */
export function guess(form) {
  const { category } = form.elements;
  const box = part(form, "[data-guess]");
  const said = part(box, "[data-guess-said]");
  const offers = part(box, "[data-guess-offers]");
  let isChosen = Boolean(category.value); // by the person, or by a draft
  let isOurs = false;

  /** @param {string} code */
  function choose(code) {
    category.value = code;
    isOurs = true;
    category.dispatchEvent(new Event("change", { bubbles: true }));
    isOurs = false;
  }

  /** @param {string} code */
  function accept(code) {
    isChosen = true;
    box.hidden = true;
    choose(code);
    category.focus();
  }

  /** @param {Found} found */
  function show({ sure, offered }) {
    if (isChosen || document.activeElement === category) return;
    if (sure) choose(sure);
    else if (category.value) choose("");
    const { sure: saySure = "", which = "" } = said.dataset;
    said.textContent = sure ? saySure.replace("{category}", category.selectedOptions[0].textContent.trim()) : which;
    offers.replaceChildren(...offered.map((offer) => buttonFor(offer, accept)));
    box.hidden = !sure && !offered.length;
  }

  whileWriting(form, show);
  category.addEventListener("change", () => {
    if (isOurs) return;
    isChosen = true;
    box.hidden = true;
  });
  form.addEventListener("change", () => {
    if (!isOurs && category.value && box.hidden) isChosen = true; // a draft came back
  });
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
 * @param {(found: Found) => void} show
 */
function whileWriting(form, show) {
  const { text, address } = form.elements;
  let timer = 0;
  let asked = "";

  async function look() {
    const words = text.value.trim();
    const place = address?.value.trim() ?? "";
    if (words.length < LEAST || `${words}\n${place}` === asked) return;
    asked = `${words}\n${place}`;
    const answer = await ask(form, GUESS, { text: words, address: place });
    if (!answer) return;
    /** @type {Found} */
    const found = await answer.json();
    form.dispatchEvent(new CustomEvent("heard", { detail: found.heard })); // words of danger: filing/words.js
    show(found);
  }

  text.addEventListener("input", () => {
    clearTimeout(timer);
    timer = window.setTimeout(look, PAUSE);
  });
  text.addEventListener("change", () => {
    clearTimeout(timer);
    look();
  });
  address?.addEventListener("change", look);
}
