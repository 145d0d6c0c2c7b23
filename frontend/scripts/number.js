// The number of a report and the code of its receipt, by the server's own tables (lapor/core/ids.py).
import { CHECK_DIGITS, RECEIPT_CODE_DIGITS, TRACKING_DIGITS } from "./server_facts.js";

/**
 * So many digits and nothing else.
 * @param {unknown} text
 * @param {number} count
 */
const isDigits = (text, count) => typeof text === "string" && text.length === count && /^[0-9]+$/.test(text);

/**
 * Whether it can be the number of a report: its length, and its last digit, which the others make.
 * @param {unknown} text
 * @returns {text is string}
 */
export function isTrackingNumber(text) {
  if (!isDigits(text, TRACKING_DIGITS)) return false;
  const digits = [.../** @type {string} */ (text)];
  return digits.reduce((state, digit) => CHECK_DIGITS[Number(state)][Number(digit)], "0") === "0";
}

/**
 * @param {unknown} text
 * @returns {text is string}
 */
export const isReceiptCode = (text) => isDigits(text, RECEIPT_CODE_DIGITS);

/**
 * As people read it: four digits, then four.
 * @param {string} digits
 */
export const inFours = (digits) => digits.replace(/(.{4})(?=.)/g, "$1\u00a0");
