// What was written and not yet sent, with its photos, kept sealed on this phone. Never a name, a phone number or an
// address of a mailbox; nothing of a confidential report or one that speaks of danger (filing/words.js). Where the
// browser has no sealed store, words alone.
import { canKeep, get, openFile, put, remove, seal, sealFile, unseal } from "./app/store.js";

const PLAIN = "lapor.draft";

/** @typedef {{ [name: string]: string }} Words what stands in the form, by the names of its fields */

/** @returns {{ fields: Words, files: File[] } | null} */
function readPlain() {
  try {
    const fields = JSON.parse(localStorage.getItem(PLAIN) ?? "null");
    return fields && { fields, files: [] };
  } catch {
    return null; // storage switched off, or something else wrote there
  }
}

function dropPlain() {
  try {
    localStorage.removeItem(PLAIN);
  } catch {
    // Switched off: then nothing was kept.
  }
}

/** What was kept, or null. */
export async function readDraft() {
  if (!(await canKeep())) return readPlain();
  const words = await get("drafts", "words");
  const photos = await get("drafts", "photos");
  if (!words && !photos) return null;
  const fields = words && "sealed" in words ? await unseal(words.sealed) : {};
  const files = photos && "files" in photos ? await Promise.all(photos.files.map(openFile)) : [];
  return { fields: /** @type {Words} */ (fields), files };
}

/** @param {Words} fields */
export async function keepWords(fields) {
  if (await canKeep()) {
    await put("drafts", { id: "words", sealed: await seal(fields) });
    return;
  }
  try {
    localStorage.setItem(PLAIN, JSON.stringify(fields));
  } catch {
    // Full or switched off: the form works without.
  }
}

/** @param {File[]} files */
export async function keepPhotos(files) {
  if (await canKeep()) await put("drafts", { id: "photos", files: await Promise.all(files.map(sealFile)) });
}

export async function dropDraft() {
  dropPlain();
  if (!(await canKeep())) return;
  await remove("drafts", "words");
  await remove("drafts", "photos");
}
