// What is typed about a report lives through a reload, in this tab only, until it was taken. Not at the counter, where
// the next person stands already, and never where secrets are typed.
import { TYPED_PAGES } from "./server_facts.js";

const SENT = "typed:sent";

/**
 * @param {HTMLTextAreaElement} field
 * @param {HTMLFormElement} form
 */
function nameOf(field, form) {
  const given = ["act", "id", "entry"].map((name) => {
    const found = form.querySelector(`[name=${name}]`); // a hidden field, or the buttons themselves
    return found && "value" in found ? found.value : "";
  });
  return `typed:${location.pathname}:${given.join(":")}:${field.name}`;
}

/** @returns {string[]} */
const sentBefore = () => JSON.parse(sessionStorage.getItem(SENT) ?? "[]");

/** What was sent before this page was shown, and taken, as it says, is kept no longer. */
export function settleTyped() {
  if (document.querySelector(".messages .tone-good")) {
    for (const name of sentBefore()) sessionStorage.removeItem(name);
  }
  sessionStorage.removeItem(SENT);
}

/** @param {HTMLTextAreaElement} field */
export function keepTyped(field) {
  const { form } = field;
  if (!form || field.readOnly || !TYPED_PAGES.some((page) => location.pathname.startsWith(page))) return;
  const name = nameOf(field, form);
  const kept = sessionStorage.getItem(name);
  if (kept && field.value === field.defaultValue) {
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
