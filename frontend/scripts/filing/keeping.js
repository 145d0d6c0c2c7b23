// The draft on this phone: kept while somebody writes, given back when they return.
import { readShared } from "../app/share.js";
import { newKey } from "../app/store.js";
import { part } from "../dom.js";
import { draftOf } from "../draft.js";

/** @typedef {import("./photos.js").Chosen} Chosen */

/**
 * What stands in the field of this name.
 * @param {HTMLFormElement} form
 * @param {string} name
 */
function shownIn(form, name) {
  const field = form.elements.namedItem(name);
  return field && "value" in field ? String(field.value) : "";
}

/**
 * Of the thing whose sticker was scanned, else of the report that is about none. The page of a phone without a network
 * knows the code from its address alone.
 * @param {FilingForm} form
 */
function draftFor(form) {
  return draftOf(shownIn(form, "asset") || (new URLSearchParams(location.search).get("aset") ?? ""));
}

/**
 * @param {HTMLFormElement} form
 * @param {Record<string, string>} fields
 */
function fill(form, fields) {
  for (const [name, value] of Object.entries(fields)) {
    const field = form.elements.namedItem(name);
    if (!field || !value || (field instanceof HTMLInputElement && field.type === "file")) continue;
    /** @type {Field | RadioNodeList} */ (field).value = value; // a group of radio buttons takes it too
  }
}

/**
 * @param {FilingForm} form
 * @param {Chosen} chosen
 * @param {() => boolean | null} mayKeep null: not known yet, and what is kept already stays
 */
export function keeping(form, chosen, mayKeep) {
  const draft = draftFor(form);
  const names = ["draft_id", "asset", ...(form.dataset.kept ?? "").split(" ")];
  let isSent = false;
  /** @type {File[]} */
  let before = [];

  async function keepNow() {
    const may = mayKeep();
    if (isSent || may === null) return;
    const files = chosen.files();
    if (!may || (!form.elements.text.value.trim() && !files.length)) {
      await draft.drop();
      before = [];
      return;
    }
    const fields = Object.fromEntries(names.map((name) => [name, shownIn(form, name)]));
    if (fields.category === form.elements.guessed.value) fields.category = ""; // the words bring it back
    await draft.keepWords(fields);
    if (files.length === before.length && files.every((file, at) => file === before[at])) return;
    before = [...files];
    await draft.keepPhotos(before);
  }

  /** @type {Promise<void>} */
  let last = Promise.resolve();

  /**
   * One after the other, or words that are still being kept come after those that took them away.
   * @param {() => Promise<void>} work
   */
  function inTurn(work) {
    last = last.then(work, work);
    return last;
  }

  return {
    /** Keeps what stands in the form now; nothing of what may not be kept. */
    remember: () => inTurn(keepNow),
    forget() {
      isSent = true;
      part(document, "[data-draft-notice]").hidden = true; // it speaks of what is not sent
      return inTurn(draft.drop);
    },
    /**
     * Gives back what was kept or shared.
     * @param {() => void} look called when something has come back
     */
    restore: (look) => restore(form, draft, chosen, look),
  };
}

/**
 * Gives back what was kept or shared. A page that the phone kept may be shown twice, and two reports need two keys.
 * @param {FilingForm} form
 * @param {ReturnType<typeof draftOf>} draft
 * @param {Chosen} chosen
 * @param {() => void} look called when something has come back
 */
async function restore(form, draft, chosen, look) {
  form.elements.draft_id.value = newKey();
  const notice = part(document, "[data-draft-notice]");

  function changed() {
    look();
    form.dispatchEvent(new Event("change"));
  }

  async function discard() {
    chosen.clear();
    form.reset();
    await draft.drop();
    if (shownIn(form, "asset")) return location.reload(); // what the sticker says stands there again
    form.elements.latitude.value = "";
    form.elements.longitude.value = "";
    form.elements.draft_id.value = newKey();
    notice.hidden = true;
    changed();
  }

  const shared = new URLSearchParams(location.search).has("dari") ? await readShared() : null;
  const kept = shared ? { fields: { text: shared.text }, files: shared.files } : await draft.read();
  if (!kept || form.elements.text.value || chosen.count()) return;
  fill(form, kept.fields);
  await chosen.add(kept.files, !shared);
  if (!shared) {
    notice.hidden = false;
    part(notice, "[data-draft-discard]").addEventListener("click", discard);
  }
  changed();
}
