// What the counter's machine keeps: entries on their way, and numbers that are held ready.
import { nameOf, openStore } from "../../offline/store.js";

const HOUR = 3600 * 1000;
const store = openStore("lapor-desk", { numbers: { keyPath: "id", autoIncrement: true }, entries: { keyPath: "id" } });
export const { all, canKeep, get, openBytes, put, remove, seal, sealBytes, unseal } = store;
export { nameOf };

/**
 * Takes one number of this desk out, so that no other window gets it; null where none is left. Those about to run out
 * go.
 */
export async function claimNumber(desk) {
  let found = null;
  await store.run("numbers", "readwrite", (rows) => {
    rows.openCursor().onsuccess = ({ target: { result: cursor } }) => {
      if (!cursor || found) return;
      const isOld = cursor.value.until < Date.now() + HOUR;
      if (!isOld && cursor.value.desk === desk) found = cursor.value;
      if (isOld || found) cursor.delete();
      cursor.continue();
    };
  });
  return found && unseal(found.sealed);
}

export async function countNumbers(desk) {
  return (await all("numbers")).filter((row) => row.desk === desk && row.until > Date.now() + HOUR).length;
}

export async function addNumber(desk, ready) {
  await put("numbers", { desk, until: Date.parse(ready.until), sealed: await seal(ready) });
}
