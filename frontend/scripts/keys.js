// Keys of officers' pages. An element with data-key="t" is pressed, focused or unfolded by that key; keys inside an open
// dialog are the dialog's. While somebody types only those with Control or Escape count. `?` lists what works here.
import { eventToHotkeyString } from "@github/hotkey";
import { every, maybe, part, targetOf } from "./dom.js";
import { awaitForm, hasFormToFetch, hearLeaving, isEarly, isSlip, leaves, noteOtherKey } from "./key_slips.js";

/** @param {HTMLElement} node */
const isTyping = (node) =>
  node.matches("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");

/** @param {HTMLElement} node */
const isSeen = (node) => node.getClientRects().length > 0;

/** @param {KeyboardEvent} event */
const nameOf = (event) => eventToHotkeyString(event).replace(/^Shift\+(?=.$)/, "");

/** Opens a fold and goes to its first field. @param {HTMLElement} summary */
function unfold(summary) {
  const fold = summary.parentElement;
  if (!(fold instanceof HTMLDetailsElement)) return;
  for (const other of every(document, "details[data-act][open]", HTMLDetailsElement)) {
    other.open = other === fold || Boolean(other.querySelector(".error"));
  }
  if (fold.open) fold.dispatchEvent(new Event("toggle")); // its form may not have come: asked for once more
  fold.open = true;
  if (hasFormToFetch(fold)) awaitForm(fold);
  else focusFirst(fold);
  fold.scrollIntoView({ block: "nearest" });
}

/** @param {HTMLElement} box */
export function focusFirst(box) {
  const fields = every(box, "input:not([type=hidden]), textarea, select, button", HTMLElement);
  fields.find(isSeen)?.focus();
}

/** @param {HTMLElement} node */
export function act(node) {
  if (node.tagName === "SUMMARY") unfold(node);
  else if (isTyping(node)) node.focus();
  else node.click();
}

/** What a key means here. @param {ParentNode} root */
export const keyed = (root) => every(root, "[data-key]", HTMLElement).filter(isSeen);

/** The words for it. @param {HTMLElement} node */
export function labelOf(node) {
  const copy = /** @type {HTMLElement} */ (node.cloneNode(true));
  for (const key of every(copy, "kbd", HTMLElement)) key.remove();
  for (const number of every(copy, "strong", HTMLElement)) number.before(" ");
  return node.ariaLabel || node.title || (copy.textContent ?? "").replace(/\s+/g, " ").trim();
}

/** Fills and shows the legend. @param {HTMLDialogElement} legend */
export function showLegend(legend) {
  const list = part(legend, "[data-keys-here]");
  list.replaceChildren();
  const shown = new Set();
  for (const node of keyed(document)) {
    const key = node.dataset.key ?? "";
    if (shown.has(key) || node.closest("dialog")) continue;
    shown.add(key);
    const name = document.createElement("dt");
    name.append(Object.assign(document.createElement("kbd"), { textContent: key.replace("Escape", "Esc") }));
    list.append(name, Object.assign(document.createElement("dd"), { textContent: labelOf(node) }));
  }
  for (const line of every(legend, "[data-when]", HTMLElement)) {
    line.hidden = !document.querySelector(line.dataset.when ?? "");
  }
  legend.showModal();
}

/** @param {Element} node */
const asSender = (node) =>
  node instanceof HTMLButtonElement && node.type === "submit" && !node.disabled ? node : null;

/**
 * What a form is sent with: the button that has the focus, else its first one, which says what is to be done.
 * @param {HTMLElement} target
 */
function senderOf(target) {
  const own = asSender(target);
  if (own) return own;
  const isNowhere = target === document.body || target.id === "content";
  const form = isNowhere ? maybe(document, "form[data-main]", HTMLFormElement) : target.closest("form");
  const found = [...(form?.elements ?? [])].map(asSender);
  return found.find(Boolean) ?? null;
}

/** @param {KeyboardEvent} event */
function sendForm(event) {
  const button = senderOf(targetOf(event));
  if (!button) return false;
  event.preventDefault();
  if (!leaves() && !isSlip(event, button)) button.form?.requestSubmit(button);
  return true;
}

/**
 * Hears keys. `own`: what has no element to press, by key.
 * @param {Record<string, () => void>} own
 */
export function hearKeys(own) {
  hearLeaving();
  document.addEventListener("keydown", (event) => {
    const key = nameOf(event);
    const target = targetOf(event);
    const dialog = maybe(document, "dialog[open]", HTMLDialogElement);
    noteOtherKey(event);
    if (event.defaultPrevented || event.isComposing || (dialog && key !== "Control+Enter")) return;
    if (key === "Control+Enter" && sendForm(event)) return;
    if (isTyping(target) && !key.startsWith("Control+")) {
      if (key === "Escape") target.blur();
      return;
    }
    if (isEarly(event)) return event.preventDefault();
    const node = keyed(document).find((one) => one.dataset.key === key);
    if (!node && !own[key]) return;
    event.preventDefault();
    if (leaves() || (node && isSlip(event, node))) return;
    if (node) act(node);
    else own[key]?.();
  });
}
