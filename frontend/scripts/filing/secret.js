// Whether a report is one that nobody but its handlers may see: one question, asked by whatever shows or keeps its words.
import { part } from "../dom.js";

/**
 * Danger was heard in its words, or the person said what it is about.
 * @param {FilingForm} form
 */
export function isProtected(form) {
  return Boolean(form.elements.concern?.value) || !part(form, "[data-protected]").hidden;
}

/**
 * It, or one that the person made confidential.
 * @param {FilingForm} form
 */
export function isSecret(form) {
  return form.elements.visibility?.value === "confidential" || isProtected(form);
}

/**
 * A page that the browser kept whole shows nothing secret when somebody comes back to it.
 * @param {FilingForm} form
 */
export function forgetOnReturn(form) {
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted || !isSecret(form)) return;
    form.reset();
    location.reload();
  });
}
