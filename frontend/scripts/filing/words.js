// The words: a textarea that grows and counts, a draft on this device, and the emergency numbers as soon as they are due.
import { dropDraft, keepDraft, readDraft } from "../draft.js";

const KEPT = ["kind", "text", "category", "area", "address", "latitude", "longitude"];

/** Whether `text` holds one of the words, at the start of a word ("tikam" is found in "ditikam" only if listed). */
function holds(text, words) {
  const plain = ` ${text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ")} `;
  return words.some((word) => plain.includes(` ${word.toLowerCase()}`));
}

export function words(form) {
  const text = form.elements.text;
  const urgent = form.querySelector("[data-urgent]");
  const protectedNote = form.querySelector("[data-protected]");
  const protectedWords = JSON.parse(form.dataset.protectedWords || "[]");
  const urgentWords = JSON.parse(form.dataset.urgentWords || "[]");
  const limit = Number(text.getAttribute("maxlength")) || 5000;
  const shownByServer = !urgent.hidden;
  const protectedByServer = !protectedNote.hidden;

  const below = document.createElement("div");
  below.className = "below";
  const counter = document.createElement("span");
  counter.className = "number";
  below.append(document.createElement("span"), counter);
  text.after(below);

  function look() {
    text.style.height = "auto";
    text.style.height = `${text.scrollHeight + 2}px`;
    counter.textContent = `${text.value.length} / ${limit}`;
    protectedNote.hidden = !protectedByServer && !holds(text.value, protectedWords);
    urgent.hidden = !shownByServer && protectedNote.hidden && !holds(text.value, urgentWords);
  }

  function remember() {
    const confidential = form.elements.visibility?.value === "confidential";
    if (confidential || !protectedNote.hidden || !text.value.trim()) {
      dropDraft();
      return;
    }
    keepDraft(Object.fromEntries(KEPT.map((name) => [name, form.elements[name]?.value ?? ""])));
  }

  function restore() {
    const draft = readDraft();
    if (!draft || text.value || document.querySelector("[data-error-summary]")) return;
    for (const name of KEPT) if (draft[name] && form.elements[name]) form.elements[name].value = draft[name];
    const notice = document.querySelector("[data-draft-notice]");
    notice.hidden = false;
    notice.querySelector("[data-draft-discard]").addEventListener("click", () => {
      dropDraft();
      form.reset();
      for (const name of ["latitude", "longitude"]) form.elements[name].value = "";
      notice.hidden = true;
      look();
      form.dispatchEvent(new Event("change"));
    });
  }

  restore();
  look();
  let waiting;
  form.addEventListener("input", () => {
    look();
    clearTimeout(waiting);
    waiting = setTimeout(remember, 400);
  });
  form.addEventListener("change", remember);
  // A hidden step has no height: measure anew when it shows.
  new IntersectionObserver(look).observe(text);
}
