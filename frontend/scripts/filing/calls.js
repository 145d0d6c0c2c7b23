// The numbers to call that fit a danger: a bribe has none, a fire is no case for the line that protects children.
import { every } from "../dom.js";

/**
 * Shows of the numbers in a box those that fit one of the labels: codes of protected categories, or "urgent". Nothing
 * known: all of them.
 * @param {HTMLElement | null} box
 * @param {string[]} labels
 */
export function showCalls(box, labels) {
  if (!box) return;
  let isAny = false;
  for (const line of every(box, "[data-fits]", HTMLElement)) {
    const fits = (line.dataset.fits ?? "").split(" ").filter(Boolean);
    line.hidden = Boolean(labels.length && fits.length) && !labels.some((label) => fits.includes(label));
    isAny ||= !line.hidden;
  }
  box.hidden = !isAny;
}
