// What is typed about a report lives through a reload, in this tab only, until it was taken. It belongs to the officer who
// typed it: another who signs in on the tab does not see it, and it goes with the sign-out. Not at the counter, where the
// next person stands already, and never where secrets are typed.
import { every, maybe } from "./dom.js";
import { TYPED_PAGES } from "./server_facts.js";

const TYPED = "typed:";
const SENT = `${TYPED}sent`;

/** Of an officer's page; "" on pages of the public. */
const officerHere = () => maybe(document, "form[data-sign-out]", HTMLElement)?.dataset.officer ?? "";

/**
 * @param {HTMLTextAreaElement} field
 * @param {HTMLFormElement} form
 */
function nameOf(field, form) {
  const given = ["act", "id", "entry"].map((name) => {
    const found = form.querySelector(`[name=${name}]`); // a hidden field, or the buttons themselves
    return found && "value" in found ? found.value : "";
  });
  given[0] = form.dataset.evidenceAct ?? given[0]; // two forms of a task's page may do the same act
  return `${hereNames()}${given.join(":")}:${field.name}`;
}

/** How the names of what this officer types on this page begin. */
const hereNames = () => `${TYPED}${officerHere()}:${location.pathname}:`;

/** Whether words for an act were typed on this page and not sent. @param {string} act */
export const hasTyped = (act) => Object.keys(sessionStorage).some((name) => name.startsWith(`${hereNames()}${act}:`));

/** @returns {string[]} */
const sentBefore = () => JSON.parse(sessionStorage.getItem(SENT) ?? "[]");

/** What was sent before this page was shown, and taken, as it says, is kept no longer. */
export function settleTyped() {
  if (document.querySelector(".messages .tone-good")) {
    for (const name of sentBefore()) sessionStorage.removeItem(name);
  }
  sessionStorage.removeItem(SENT);
}

/** What was typed into it is kept elsewhere now. @param {HTMLFormElement} form */
export function forgetTyped(form) {
  for (const field of every(form, "textarea", HTMLTextAreaElement)) sessionStorage.removeItem(nameOf(field, form));
}

/** @param {(name: string) => boolean} isSpared */
function forget(isSpared) {
  const names = Object.keys(sessionStorage).filter((name) => name.startsWith(TYPED) && !isSpared(name));
  for (const name of names) sessionStorage.removeItem(name);
}

/** With the sign-out. */
export const forgetAllTyped = () => forget(() => false);

/** Of another officer, who signed out elsewhere or whose session ended; what is typed on public pages is nobody's. */
export function forgetOthersTyped() {
  const spared = [`${TYPED}${officerHere()}:`, `${TYPED}:`, SENT];
  forget((name) => spared.some((beginning) => name.startsWith(beginning)));
}

/** Whether words were chosen beside the editor, for this page. */
const isTaking = () => new URLSearchParams(location.search).has("take");

/**
 * Below what was typed stand the words that were chosen, once: they are typed words from then on.
 * @param {HTMLTextAreaElement} field
 * @param {string} name
 * @param {string} kept
 */
function takeWords(field, name, kept) {
  if (kept) field.value = kept.includes(field.defaultValue) ? kept : `${kept}\n\n${field.defaultValue}`;
  field.dataset.taken = "1";
  sessionStorage.setItem(name, field.value);
  const address = new URL(location.href);
  address.searchParams.delete("take");
  history.replaceState(history.state, "", address);
}

/** @param {HTMLTextAreaElement} field */
export function keepTyped(field) {
  const { form } = field;
  if (!form || field.readOnly || !TYPED_PAGES.some((page) => location.pathname.startsWith(page))) return;
  const name = nameOf(field, form);
  const kept = sessionStorage.getItem(name);
  if (field.name === "text" && field.defaultValue && isTaking()) takeWords(field, name, kept ?? "");
  else if (kept && field.value === field.defaultValue) {
    field.value = kept;
    const fold = field.closest("details");
    if (fold) fold.open = true;
  }
  field.addEventListener("input", () => {
    if (field.value) sessionStorage.setItem(name, field.value);
    else sessionStorage.removeItem(name);
  });
  form.addEventListener("submit", () => sessionStorage.setItem(SENT, JSON.stringify([...sentBefore(), name])));
}
