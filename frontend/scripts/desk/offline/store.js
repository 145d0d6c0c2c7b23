// What the machine keeps, in IndexedDB: every word sealed with a key that the browser uses and gives out to nobody, not even to us.
const NAME = "lapor-desk";
const HOUR = 3600 * 1000;
let opened = null;

function database() {
  opened ??= new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore("keys");
      asked.result.createObjectStore("numbers", { keyPath: "id", autoIncrement: true });
      asked.result.createObjectStore("entries", { keyPath: "id" });
    };
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
  return opened;
}

async function run(store, mode, work) {
  const rows = (await database()).transaction(store, mode);
  return new Promise((resolve, reject) => {
    const request = work(rows.objectStore(store));
    rows.oncomplete = () => resolve(request && request.result);
    rows.onerror = rows.onabort = () => reject(rows.error);
  });
}

export const all = (store) => run(store, "readonly", (rows) => rows.getAll());
export const get = (store, id) => run(store, "readonly", (rows) => rows.get(id));
export const put = (store, row) => run(store, "readwrite", (rows) => rows.put(row));
export const remove = (store, id) => run(store, "readwrite", (rows) => rows.delete(id));

async function sealingKey() {
  const known = await get("keys", "main");
  if (known) return known;
  const made = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  try {
    await run("keys", "readwrite", (rows) => rows.add(made, "main"));
  } catch {
    // Another window was first: its key is ours too.
  }
  return get("keys", "main");
}

export async function sealBytes(content) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  return { iv, data: await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await sealingKey(), content) };
}

export async function openBytes({ iv, data }) {
  return crypto.subtle.decrypt({ name: "AES-GCM", iv }, await sealingKey(), data);
}

export const seal = (value) => sealBytes(new TextEncoder().encode(JSON.stringify(value)));
export const unseal = async (sealed) => JSON.parse(new TextDecoder().decode(await openBytes(sealed)));

/** A name for an entry that tells nothing of its secret key. */
export async function nameOf(key) {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(key));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Takes one number of this desk out, so that no other window gets it; null where none is left. Those about to run out go. */
export async function claimNumber(desk) {
  const rows = (await database()).transaction("numbers", "readwrite");
  const row = await new Promise((resolve, reject) => {
    let found = null;
    rows.objectStore("numbers").openCursor().onsuccess = ({ target: { result: cursor } }) => {
      if (!cursor || found) return;
      const isOld = cursor.value.until < Date.now() + HOUR;
      if (!isOld && cursor.value.desk === desk) found = cursor.value;
      if (isOld || found) cursor.delete();
      cursor.continue();
    };
    rows.oncomplete = () => resolve(found);
    rows.onerror = rows.onabort = () => reject(rows.error);
  });
  return row && unseal(row.sealed);
}

export async function countNumbers(desk) {
  return (await all("numbers")).filter((row) => row.desk === desk && row.until > Date.now() + HOUR).length;
}

export async function addNumber(desk, ready) {
  await put("numbers", { desk, until: Date.parse(ready.until), sealed: await seal(ready) });
}

/** Whether this browser can keep anything: over plain http from another machine, or in some private windows, it cannot. */
export async function canKeep() {
  try {
    if (!window.isSecureContext || !window.indexedDB || !crypto.subtle) return false;
    return Boolean(await sealingKey());
  } catch {
    return false;
  }
}
