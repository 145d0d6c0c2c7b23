// The words: a textarea that grows and counts, a draft on this phone with its photos, and the emergency numbers as soon
// as they are due.
import { maybe, part } from "../dom.js";
import { ANSWER_FIELDS } from "../server_facts.js";
import { showCalls } from "./calls.js";
import { listener, loadHearing } from "./hearing.js";
import { keeping } from "./keeping.js";
import { isSecret } from "./secret.js";

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

const NEARLY_FULL = 0.8;

/**
 * Returns the function that lets the textarea grow, and counts its letters in a line below.
 * @param {HTMLTextAreaElement} text
 */
function measuring(text) {
  const limit = Number(text.getAttribute("maxlength")) || 5000;
  const below = document.createElement("div");
  below.className = "below";
  const counter = document.createElement("span");
  counter.className = "number";
  below.append(document.createElement("span"), counter);
  text.after(below);
  return () => {
    text.style.height = "auto";
    text.style.height = `${text.scrollHeight + 2}px`;
    counter.textContent = `${text.value.length} / ${limit}`;
    below.hidden = text.value.length < NEARLY_FULL * limit; // a limit is said where it is met
  };
}

/**
 * The numbers to call and the note on protection: shown where the server, the page or this phone has heard danger, or
 * the person says so.
 * @param {FilingForm} form
 */
function warnings(form) {
  const urgent = part(form, "[data-urgent]");
  const protectedNote = part(form, "[data-protected]");
  const onPage = { protected: !protectedNote.hidden, urgent: !urgent.hidden };
  const said = () => form.elements.concern?.value ?? "";
  return {
    /** @param {Heard[]} heard */
    show(...heard) {
      const all = [onPage, ...heard];
      protectedNote.hidden = !all.some((one) => one.protected);
      urgent.hidden = protectedNote.hidden && !all.some((one) => one.urgent);
      const labels = heard.flatMap((one) => one.labels);
      form.autocomplete = isSecret(form) ? "off" : "on"; // else Back shows the words to whoever holds the phone next
      if (labels.length) showCalls(maybe(urgent, "[data-calls]", HTMLElement), labels);
      showCalls(maybe(form, "[data-door-calls]", HTMLElement), said() ? [said()] : []);
    },
  };
}

/**
 * Returns mayKeep(): whether this report may be kept on the phone, and forget().
 * @param {FilingForm} form
 * @param {import("./photos.js").Chosen} chosen
 */
export function words(form, chosen) {
  const { text } = form.elements;
  const measure = measuring(text);
  const warning = warnings(form);
  const ear = listener(
    () => loadHearing(form.dataset),
    () => saidIn(new FormData(form), (form.dataset.said ?? "").split(" ")),
    () => keep(0),
  );
  /** @type {Heard} */
  let byServer = { protected: false, urgent: false, labels: [] }; // what it heard while somebody wrote with a network
  let waiting = 0;

  const mayKeep = () => (isSecret(form) ? false : ear.isReady || null);
  function look() {
    measure();
    warning.show(ear.heard(), byServer);
  }

  /** @param {number} pause */
  function keep(pause) {
    look();
    clearTimeout(waiting);
    waiting = window.setTimeout(draft.remember, pause);
  }

  const draft = keeping(form, chosen, mayKeep);
  listen(form, ear.open, keep, (heard) => {
    byServer = heard;
    keep(0); // what must not stay on the phone goes at once
  });
  // What cannot be read any more is no reason not to write.
  if ("fresh" in form.dataset) draft.restore(() => keep(PAUSE)).catch(() => {});
  look();
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
 * @param {FilingForm} form
 * @param {() => void} open makes that danger can be heard
 * @param {(pause: number) => void} keep
 * @param {(heard: Heard) => void} heardByServer
 */
function listen(form, open, keep, heardByServer) {
  if (form.elements.text.value) open();
  whenIdle(open);
  form.addEventListener("input", () => {
    open();
    keep(PAUSE);
  });
  form.addEventListener("change", () => {
    if (form.elements.text.value) open();
    keep(0);
  });
  form.addEventListener("heard", (event) => heardByServer(/** @type {CustomEvent<Heard>} */ (event).detail));
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

/**
 * Whether something is said; where not, the form says so beside the field, until it is.
 * @param {FilingForm} form
 */
export function hasWords(form) {
  const { text } = form.elements;
  const problem = part(form, "[data-no-words]");
  const isSaid = () => /[\p{L}\p{N}\p{S}]/u.test(text.value);
  if (isSaid()) return true;
  problem.hidden = false;
  text.setAttribute("aria-invalid", "true");
  const look = () => {
    if (!isSaid()) return;
    problem.hidden = true;
    text.removeAttribute("aria-invalid");
    text.removeEventListener("input", look);
  };
  text.addEventListener("input", look);
  text.focus();
  return false;
}
