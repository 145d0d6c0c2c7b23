// The words: a textarea that grows and counts, a draft on this phone with its photos, and the emergency numbers as soon
// as they are due.
import { part } from "../dom.js";
import { ANSWER_FIELDS } from "../server_facts.js";
import { listener, loadHearing } from "./hearing.js";
import { keeping, restore } from "./keeping.js";

/** @typedef {import("./hearing.js").Heard} Heard */

const PAUSE = 400; // milliseconds without a key before the draft is kept

/**
 * All that is said in the form: the fields `names`, answers to questions, names of files.
 * @param {FormData} data
 * @param {string[]} names
 */
export function saidIn(data, names) {
  return [...data]
    .filter(([name, value]) => typeof value !== "string" || names.includes(name) || name.startsWith(ANSWER_FIELDS))
    .map(([, value]) => (typeof value === "string" ? value : value.name));
}

/**
 * A line below the textarea, with the letters that were written.
 * @param {HTMLTextAreaElement} text
 */
function counterOf(text) {
  const below = document.createElement("div");
  below.className = "below";
  const counter = document.createElement("span");
  counter.className = "number";
  below.append(document.createElement("span"), counter);
  text.after(below);
  return counter;
}

/**
 * Returns mayKeep(): whether this report may be kept on the phone, and forget().
 * @param {FilingForm} form
 * @param {import("./photos.js").Chosen} chosen
 */
export function words(form, chosen) {
  const { text } = form.elements;
  const urgent = part(form, "[data-urgent]");
  const protectedNote = part(form, "[data-protected]");
  const limit = Number(text.getAttribute("maxlength")) || 5000;
  const byServer = { protected: !protectedNote.hidden, urgent: !urgent.hidden };
  const names = (form.dataset.said ?? "").split(" ");
  const counter = counterOf(text);
  let asked = { protected: false, urgent: false }; // what the server heard while somebody wrote with a network
  let waiting = 0;

  const ear = listener(
    () => loadHearing(form.dataset),
    () => saidIn(new FormData(form), names),
    () => {
      look();
      draft.remember();
    },
  );

  function look() {
    text.style.height = "auto";
    text.style.height = `${text.scrollHeight + 2}px`;
    counter.textContent = `${text.value.length} / ${limit}`;
    const heard = ear.heard();
    protectedNote.hidden = !byServer.protected && !asked.protected && !heard.protected;
    urgent.hidden = !byServer.urgent && protectedNote.hidden && !asked.urgent && !heard.urgent;
  }

  /** Whether this report may be kept on the phone; null while nobody has listened yet. */
  function mayKeep() {
    if (form.elements.visibility?.value === "confidential" || !protectedNote.hidden) return false;
    return ear.isReady || null;
  }
  const draft = keeping(form, chosen, mayKeep);

  function changed() {
    ear.open();
    look();
  }

  // What cannot be read any more is no reason not to write.
  if ("fresh" in form.dataset) restore(form, chosen, changed).catch(() => {});
  look();
  if (text.value) ear.open();
  whenIdle(ear.open);
  form.addEventListener("input", () => {
    changed();
    clearTimeout(waiting);
    waiting = window.setTimeout(draft.remember, PAUSE);
  });
  form.addEventListener("change", () => {
    look();
    draft.remember();
  });
  form.addEventListener("heard", (event) => {
    const mayStay = mayKeep() !== false;
    asked = /** @type {CustomEvent<Heard>} */ (event).detail;
    look();
    if (mayStay && mayKeep() === false) draft.remember(); // what must not stay on the phone goes at once
  });
  // A hidden step has no height: measure anew when it shows.
  new IntersectionObserver(look).observe(text);
  return {
    /** Whether it may be kept, once that can be known. */
    async mayKeep() {
      await ear.open();
      return mayKeep() === true;
    },
    async forget() {
      clearTimeout(waiting);
      await draft.forget();
    },
  };
}

/**
 * Once the page stands and the browser has nothing else to do.
 * @param {() => void} act
 */
function whenIdle(act) {
  const later = () => ("requestIdleCallback" in window ? requestIdleCallback(() => act()) : setTimeout(act, 1000));
  if (document.readyState === "complete") later();
  else window.addEventListener("load", later, { once: true });
}
