// What was written and not yet sent, with its photos, kept sealed on this phone. Never a name, a phone number or an
// address of a mailbox; nothing of a confidential report or one that speaks of danger (filing/words.js). Where the
// browser has no sealed store, words alone.
import { canKeep, get, openFile, put, remove, seal, sealFile, unseal } from "./app/store.js";

const PLAIN = "lapor.draft";

function readPlain() {
  try {
    const fields = JSON.parse(localStorage.getItem(PLAIN));
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

/** { fields, files } or null. */
export async function readDraft() {
  if (!(await canKeep())) return readPlain();
  const words = await get("drafts", "words");
  const photos = await get("drafts", "photos");
  if (!words && !photos) return null;
  return {
    fields: words ? await unseal(words.sealed) : {},
    files: photos ? await Promise.all(photos.files.map(openFile)) : [],
  };
}

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

export async function keepPhotos(files) {
  if (await canKeep()) await put("drafts", { id: "photos", files: await Promise.all(files.map(sealFile)) });
}

export async function dropDraft() {
  dropPlain();
  if (!(await canKeep())) return;
  await remove("drafts", "words");
  await remove("drafts", "photos");
}
