// What the counter's machine keeps: entries on their way, and numbers that are held ready.
import { nameOf, openStore } from "../../offline/store.js";

const HOUR = 3600 * 1000;

/**
 * @typedef {{ id?: number, desk: string, until: number, sealed: Sealed }} NumberRow
 * @typedef {{ numbers: NumberRow, entries: Entry }} Rows
 */

const open = /** @type {typeof openStore<Rows>} */ (openStore);
const store = open("lapor-desk", { numbers: { keyPath: "id", autoIncrement: true }, entries: { keyPath: "id" } });
export const { all, canKeep, get, openBytes, put, remove, seal, sealBytes, unseal } = store;
export { nameOf };

/**
 * Takes one number of this desk out, so that no other window gets it; null where none is left. Those about to run out
 * go.
 * @param {string} desk
 */
export async function claimNumber(desk) {
  const found = /** @type {NumberRow[]} */ ([]);
  await store.run("numbers", "readwrite", (rows) => {
    const asked = rows.openCursor();
    asked.onsuccess = () => {
      const cursor = asked.result;
      if (!cursor || found.length) return;
      const isOld = cursor.value.until < Date.now() + HOUR;
      if (!isOld && cursor.value.desk === desk) found.push(cursor.value);
      if (isOld || found.length) cursor.delete();
      cursor.continue();
    };
  });
  return found.length ? /** @type {ReadyNumber} */ (await unseal(found[0].sealed)) : null;
}

/** @param {string} desk */
export async function countNumbers(desk) {
  return (await all("numbers")).filter((row) => row.desk === desk && row.until > Date.now() + HOUR).length;
}

/**
 * @param {string} desk
 * @param {ReadyNumber} ready
 */
export async function addNumber(desk, ready) {
  await put("numbers", { desk, until: Date.parse(ready.until), sealed: await seal(ready) });
}
