// What fingers do by mistake on a page of keys: letters that come before their field does, a key that is held, a second
// press before anybody can have seen what the first one did.
import { maybe } from "./dom.js";

const SEEN = 600; // milliseconds in which nobody has looked at the next report
const PRESSED = "key-pressed";
const LOADING = 5000;
const STILL_TYPING = 1000; // between two letters of one who has not noticed that the form does not come

/** Words that wait for the field of a form that is being fetched, and for which fold. */
let words = "";
/** @type {Element | null} */
let fold = null;
let since = 0;
let lost = 0; // when the last letter came for a form that did not

/** From now on letters are for the form that opens in this fold. @param {Element} opened */
export function awaitForm(opened) {
  [fold, words, since] = [opened, "", Date.now()];
}

/** The form of a fold is there: what was typed goes into the field that has the focus. @param {Element} opened */
export function formCame(opened) {
  if (opened !== fold) return;
  fold = null;
  const field = document.activeElement;
  const takes = field instanceof HTMLTextAreaElement || (field instanceof HTMLInputElement && field.type === "text");
  if (!words || !takes || Date.now() - since > LOADING) return;
  field.value += words;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

/** It does not come: letters that are still being typed for it are nobody's. @param {Element} opened */
export function formLost(opened) {
  if (opened !== fold) return;
  fold = null;
  if (words) lost = Date.now();
}

/** Whether this key is a letter of words whose field is not there: kept for it. @param {KeyboardEvent} event */
export function isEarly(event) {
  const isLetter = event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey;
  if (Date.now() - lost < STILL_TYPING) {
    if (isLetter) lost = Date.now();
    return isLetter || event.key === "Enter";
  }
  if (!fold || Date.now() - since > LOADING) return false;
  if (isLetter && !event.repeat) words += event.key;
  return isLetter || event.key === "Enter";
}

/**
 * Whether pressing it again is no wish: a key that is held, or one that sends, pressed twice at once.
 * @param {KeyboardEvent} event
 * @param {HTMLElement} node what it presses
 */
export function isSlip(event, node) {
  if (event.repeat) return true;
  if (!node.matches("button[type=submit]")) return false;
  const [key, at] = (sessionStorage.getItem(PRESSED) ?? "").split(" ");
  sessionStorage.setItem(PRESSED, `${event.code} ${Date.now()}`);
  return key === event.code && Date.now() - Number(at) < SEEN;
}

/** Whoever pressed something else meanwhile does not press twice by mistake. @param {KeyboardEvent} event */
export function noteOtherKey(event) {
  const isModifier = ["Shift", "Control", "Alt", "Meta"].includes(event.key);
  const [key] = (sessionStorage.getItem(PRESSED) ?? "").split(" ");
  if (!isModifier && key && key !== event.code) sessionStorage.removeItem(PRESSED);
}

let isLeaving = false;

/** Another page is coming: no key is meant for this one any more. */
export const leaves = () => isLeaving;

/** Hears when this page is left. */
export function hearLeaving() {
  window.addEventListener("beforeunload", () => {
    isLeaving = true;
    setTimeout(() => {
      isLeaving = false; // a file was fetched, or somebody stayed
    }, LOADING);
  });
  window.addEventListener("pageshow", () => {
    isLeaving = false;
  });
}

/** Whether the fold's form has to be fetched. @param {HTMLElement} opened */
export const hasFormToFetch = (opened) => Boolean(maybe(opened, "[data-form]", HTMLElement));
