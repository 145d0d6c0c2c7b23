// What an officer's browser keeps of evidence: words for work without a network, photos until their file has come to the
// server, and forms that are sent once there is a network. Each row names whose it is: a phone may have several.
import { openStore } from "../offline/store.js";

/** @typedef {{ words: WordRow, photos: PhotoRow, forms: WaitingForm }} Rows */

const keyed = { keyPath: "id" };
const open = /** @type {typeof openStore<Rows>} */ (openStore);
const store = open("lapor-evidence", { words: keyed, photos: keyed, forms: keyed });
export const { canKeep, deleteAll, get, put, remove, seal, sealBytes, unseal } = store;

/** @typedef {{ report: string, officer: string }} Place whose page it is, about which report */

/** @param {Place} place @param {{ report: string, officer: string }} row */
const isHere = (place, row) => row.report === place.report && row.officer === place.officer;

// --- words

/**
 * Takes the place of what was kept for this report; those of other days go.
 * @param {Place} place
 * @param {Challenge[]} given
 */
export async function keepWords(place, given) {
  for (const row of await store.all("words")) {
    if (row.until < Date.now() || isHere(place, row)) await remove("words", row.id);
  }
  for (const one of given) {
    await put("words", { id: one.id, ...place, until: Date.parse(one.until), sealed: await seal(one) });
  }
}

/**
 * One that is valid still; null where none is left. `usedUp` takes it out.
 * @param {Place} place
 */
export async function keptWord(place) {
  const row = (await store.all("words")).find((one) => isHere(place, one) && one.until > Date.now());
  return row ? /** @type {Challenge} */ (await unseal(row.sealed)) : null;
}

/** @param {string} id */
export const usedUp = (id) => remove("words", id);

// --- photos

/**
 * @param {Place} place
 * @param {string} act
 * @param {string} sha256
 * @param {File} file
 * @param {PhotoNote} note
 */
export async function keepPhoto(place, act, sha256, file, note) {
  const { name, type, size } = file;
  const sealedFile = { name, type, size, ...(await sealBytes(await file.arrayBuffer())) };
  const row = { id: sha256, ...place, act, at: Date.now(), sealed: await seal(note), file: sealedFile, noted: "" };
  await put("photos", row);
  return row;
}

/**
 * Those of this officer, of all reports, oldest first.
 * @param {string} officer
 */
export async function photosOf(officer) {
  const rows = (await store.all("photos")).filter((row) => row.officer === officer);
  return rows.sort((one, other) => one.at - other.at);
}

/** @param {PhotoRow} row */
export const fileOf = async ({ file }) => new File([await store.openBytes(file)], file.name, { type: file.type });

/** @param {PhotoRow} row */
export const noteOf = async (row) => /** @type {PhotoNote} */ (await unseal(row.sealed));

// --- forms

/** @param {Place} place @param {string} act */
const formId = (place, act) => `${place.officer}:${place.report}:${act}`;

/** @param {Place} place @param {string} act @param {FormFields} fields */
export async function keepForm(place, act, fields) {
  await put("forms", { id: formId(place, act), ...place, act, sealed: await seal(fields) });
}

/** @param {Place} place @param {string} act @returns {Promise<FormFields | null>} */
export async function keptForm(place, act) {
  const row = await get("forms", formId(place, act));
  return row ? /** @type {FormFields} */ (await unseal(row.sealed)) : null;
}

/** @param {Place} place @param {string} act */
export const dropForm = (place, act) => remove("forms", formId(place, act));

/** @param {Place} place @returns {Promise<string[]>} the acts whose forms wait */
export async function waitingActs(place) {
  return (await store.all("forms")).filter((row) => isHere(place, row)).map((row) => row.act);
}
