// What a person's phone keeps: the draft, reports on their way, receipts, and what another app has shared. Page and
// service worker use it.
import { PAGES } from "../caches.js";
import { openStore } from "../offline/store.js";

/**
 * @typedef {{ id: `words${string}`, sealed: Sealed } | { id: `photos${string}`, files: SealedFile[] }} DraftRow
 * @typedef {{ id: string, at: number, sealed: Sealed, files: SealedFile[] }} SharedRow
 * @typedef {{
 *   drafts: DraftRow, outbox: OutboxRow, receipts: { id: string, at: number, sealed: Sealed }, shared: SharedRow,
 * }} Rows
 */

const keyed = { keyPath: "id" };
const open = /** @type {typeof openStore<Rows>} */ (openStore);
const store = open("lapor-app", { drafts: keyed, outbox: keyed, receipts: keyed, shared: keyed });
export const { all, canKeep, deleteAll, get, openBytes, put, remove, seal, sealBytes, unseal } = store;

/** A random key as the server takes it (UUID 4); old browsers have no randomUUID. */
export function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

/**
 * @param {File} file
 * @returns {Promise<SealedFile>}
 */
export async function sealFile(file) {
  return { name: file.name, type: file.type, size: file.size, ...(await sealBytes(await file.arrayBuffer())) };
}

/** @param {SealedFile} kept */
export async function openFile(kept) {
  return new File([await openBytes(kept)], kept.name, { type: kept.type });
}

/** Keeps nothing away from others: the page shows only what the person let stand. Removes every trace of this app. */
export async function forgetAll() {
  await deleteAll();
  if ("caches" in self) for (const name of await caches.keys()) if (name.startsWith(PAGES)) await caches.delete(name);
}
