// The words: a textarea that grows and counts, a draft on this phone with its photos, and the emergency numbers as soon
// as they are due.

import { readShared } from "../app/share.js";
import { newKey } from "../app/store.js";
import { dropDraft, keepPhotos, keepWords, readDraft } from "../draft.js";

/** Whether `text` holds one of the words, at the start of a word ("tikam" is found in "ditikam" only if listed). */
function holds(text, words) {
  const plain = ` ${text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ")} `;
  return words.some((word) => plain.includes(` ${word.toLowerCase()}`));
}

function fill(form, fields) {
  for (const [name, value] of Object.entries(fields)) {
    const field = form.elements[name];
    if (field && value && field.type !== "file") field.value = value; // a group of radio buttons takes it too
  }
}

/** Returns { mayKeep() }: whether this report may be kept on the phone at all. */
export function words(form, chosen) {
  const text = form.elements.text;
  const urgent = form.querySelector("[data-urgent]");
  const protectedNote = form.querySelector("[data-protected]");
  const notice = document.querySelector("[data-draft-notice]");
  const protectedWords = JSON.parse(form.dataset.protectedWords || "[]");
  const urgentWords = JSON.parse(form.dataset.urgentWords || "[]");
  const kept = ["draft_id", ...form.dataset.kept.split(" ")];
  const limit = Number(text.getAttribute("maxlength")) || 5000;
  const shownByServer = !urgent.hidden;
  const protectedByServer = !protectedNote.hidden;

  let heard = { protected: false, urgent: false }; // by the server, while somebody writes with a network

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
    protectedNote.hidden = !protectedByServer && !heard.protected && !holds(text.value, protectedWords);
    urgent.hidden = !shownByServer && protectedNote.hidden && !heard.urgent && !holds(text.value, urgentWords);
  }

  const mayKeep = () => form.elements.visibility?.value !== "confidential" && protectedNote.hidden;
  let isSent = false;
  let before = [];

  async function remember() {
    if (isSent) return;
    const files = chosen.files();
    if (!mayKeep() || (!text.value.trim() && !files.length)) {
      await dropDraft();
      before = [];
      return;
    }
    await keepWords(Object.fromEntries(kept.map((name) => [name, form.elements[name]?.value ?? ""])));
    if (files.length === before.length && files.every((file, at) => file === before[at])) return;
    before = [...files];
    await keepPhotos(before);
  }

  function discard() {
    dropDraft();
    chosen.clear();
    form.reset();
    for (const name of ["latitude", "longitude"]) form.elements[name].value = "";
    form.elements.draft_id.value = newKey();
    notice.hidden = true;
    look();
    form.dispatchEvent(new Event("change"));
  }

  async function restore() {
    const shared = new URLSearchParams(location.search).has("dari") ? await readShared() : null;
    const draft = shared ? { fields: { text: shared.text }, files: shared.files } : await readDraft();
    if (!draft || text.value || chosen.count()) return;
    fill(form, draft.fields);
    await chosen.add(draft.files, !shared);
    if (!shared) {
      notice.hidden = false;
      notice.querySelector("[data-draft-discard]").addEventListener("click", discard);
    }
    look();
    form.dispatchEvent(new Event("change"));
  }

  if ("fresh" in form.dataset) {
    // A page that the phone kept may be shown twice, and two reports need two keys.
    form.elements.draft_id.value = newKey();
    restore().catch(() => {}); // what cannot be read any more is no reason not to write
  }
  look();
  let waiting;
  form.addEventListener("input", () => {
    look();
    clearTimeout(waiting);
    waiting = setTimeout(remember, 400);
  });
  form.addEventListener("change", () => remember());
  form.addEventListener("heard", ({ detail }) => {
    const mayStay = mayKeep();
    heard = detail;
    look();
    if (mayStay && !mayKeep()) remember(); // what must not stay on the phone goes at once
  });
  // A hidden step has no height: measure anew when it shows.
  new IntersectionObserver(look).observe(text);
  return {
    mayKeep,
    async forget() {
      isSent = true;
      clearTimeout(waiting);
      await dropDraft();
    },
  };
}
