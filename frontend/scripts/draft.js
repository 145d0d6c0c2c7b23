// What was written and not yet sent, with its photos, kept sealed on this phone. Never a name, a phone number or an
// address of a mailbox; nothing of a confidential report or one that speaks of danger (filing/words.js). Where the
// browser has no sealed store, words alone.
//
// Each tab has its own: two that are open do not overwrite each other. A tab takes the place it had before it was loaded
// anew, else that of a draft whose tab is closed, else an empty one. What is written about a thing with a sticker has
// places apart: it is no other report's draft.
import { all, canKeep, get, openFile, put, remove, seal, sealFile, unseal } from "./app/store.js";

const PLAIN = "lapor.draft";
const PLACES = ["", "-2", "-3", "-4", "-5"]; // behind the names of what is kept; more tabs than that share the last

/** @typedef {{ [name: string]: string }} Words what stands in the form, by the names of its fields */

/** Places in which something is kept. */
async function placesInUse() {
  const ids = (await canKeep()) ? (await all("drafts")).map(({ id }) => id) : plainIds();
  return new Set(ids.map((id) => id.replace(/^(words|photos)/, "")));
}

/** @type {Map<string, Promise<string>>} */
const chosen = new Map();

/**
 * Where this tab keeps its draft about a thing. Held until the tab is closed; browsers without locks have one place.
 * @param {string} asset
 */
function placeOf(asset) {
  const found =
    chosen.get(asset) ?? ("locks" in navigator ? choosePlace(asset) : Promise.resolve(asset && `:${asset}`));
  chosen.set(asset, found);
  return found;
}

/** @param {string} asset */
async function choosePlace(asset) {
  const places = PLACES.map((place) => (asset ? `:${asset}${place}` : place));
  const remembered = rememberedPlace(asset);
  const kept = await placesInUse();
  /** @param {string} one */
  function rank(one) {
    return one === remembered ? 0 : kept.has(one) ? 1 : 2;
  }
  for (const one of [...places].sort((a, b) => rank(a) - rank(b))) {
    if (!(await hold(one))) continue;
    rememberPlace(asset, one);
    return one;
  }
  return places[places.length - 1];
}

/**
 * Whether nobody else holds it; then this tab does.
 * @param {string} one
 * @returns {Promise<boolean>}
 */
function hold(one) {
  return new Promise((done) => {
    navigator.locks
      .request(`${PLAIN}${one}`, { ifAvailable: true }, (lock) => {
        done(Boolean(lock));
        return lock && new Promise(() => {}); // until the tab is closed
      })
      .catch(() => done(false));
  });
}

/** @param {string} asset */
function rememberedPlace(asset) {
  try {
    return sessionStorage.getItem(`${PLAIN}${asset}`);
  } catch {
    return null;
  }
}

/**
 * @param {string} asset
 * @param {string} one
 */
function rememberPlace(asset, one) {
  try {
    sessionStorage.setItem(`${PLAIN}${asset}`, one);
  } catch {
    // Switched off: then it is found as a draft whose tab is closed.
  }
}

function plainIds() {
  try {
    return Object.keys(localStorage).flatMap((key) => (key.startsWith(PLAIN) ? [key.slice(PLAIN.length)] : []));
  } catch {
    return [];
  }
}

/**
 * @param {string} at
 * @returns {{ fields: Words, files: File[] } | null}
 */
function readPlain(at) {
  try {
    const fields = JSON.parse(localStorage.getItem(`${PLAIN}${at}`) ?? "null");
    return fields && { fields, files: [] };
  } catch {
    return null; // storage switched off, or something else wrote there
  }
}

/** @param {string} at */
function dropPlain(at) {
  try {
    localStorage.removeItem(`${PLAIN}${at}`);
  } catch {
    // Switched off: then nothing was kept.
  }
}

/**
 * The draft of this tab.
 * @param {string} asset the code of a thing's sticker, "" for a report that is about none
 */
export function draftOf(asset) {
  const place = placeOf(asset);
  return {
    /** What was kept, or null. */
    async read() {
      const at = await place;
      if (!(await canKeep())) return readPlain(at);
      const words = await get("drafts", `words${at}`);
      const photos = await get("drafts", `photos${at}`);
      if (!words && !photos) return null;
      const fields = words && "sealed" in words ? await unseal(words.sealed) : {};
      const files = photos && "files" in photos ? await Promise.all(photos.files.map(openFile)) : [];
      return { fields: /** @type {Words} */ (fields), files };
    },
    /** @param {Words} fields */
    async keepWords(fields) {
      const at = await place;
      if (await canKeep()) {
        await put("drafts", { id: `words${at}`, sealed: await seal(fields) });
        return;
      }
      try {
        localStorage.setItem(`${PLAIN}${at}`, JSON.stringify(fields));
      } catch {
        // Full or switched off: the form works without.
      }
    },
    /** @param {File[]} files */
    async keepPhotos(files) {
      const at = await place;
      if (await canKeep()) await put("drafts", { id: `photos${at}`, files: await Promise.all(files.map(sealFile)) });
    },
    async drop() {
      await dropAt(await place);
    },
  };
}

/**
 * That of the report with this key, whichever tab kept it: it has been sent.
 * @param {string} key
 */
export async function dropDraftOf(key) {
  for (const at of await placesInUse()) {
    const words = (await canKeep()) ? await get("drafts", `words${at}`) : null;
    const fields = words && "sealed" in words ? await unseal(words.sealed) : readPlain(at)?.fields;
    if (key && /** @type {Words | undefined} */ (fields)?.draft_id === key) await dropAt(at);
  }
}

/** Those of all tabs. */
export async function dropAllDrafts() {
  for (const at of [...(await placesInUse()), ...plainIds()]) await dropAt(at);
}

/** @param {string} at */
async function dropAt(at) {
  dropPlain(at);
  if (!(await canKeep())) return;
  await remove("drafts", `words${at}`);
  await remove("drafts", `photos${at}`);
}
