// What a browser keeps, in IndexedDB: every word sealed with a key that the browser uses and gives out to nobody, not
// even to us. For the counter's machine (desk/offline/) and the phone of a person (app/); the service worker uses it
// too.

/** Stores of the database `name`, of the shape { store: options }; a store "keys" comes with it. */
export function openStore(name, shape) {
  let opened = null;

  function database() {
    opened ??= new Promise((resolve, reject) => {
      const asked = indexedDB.open(name, 1);
      asked.onupgradeneeded = () => {
        asked.result.createObjectStore("keys");
        for (const [store, options] of Object.entries(shape)) asked.result.createObjectStore(store, options);
      };
      asked.onsuccess = () => {
        asked.result.onversionchange = () => asked.result.close(); // another window deletes everything
        resolve(asked.result);
      };
      asked.onerror = () => reject(asked.error);
    });
    return opened;
  }

  async function run(store, mode, work) {
    const rows = (await database()).transaction(store, mode);
    return new Promise((resolve, reject) => {
      const request = work(rows.objectStore(store));
      rows.oncomplete = () => resolve(request?.result);
      rows.onerror = rows.onabort = () => reject(rows.error);
    });
  }

  const get = (store, id) => run(store, "readonly", (rows) => rows.get(id));

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

  async function sealBytes(content) {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    return { iv, data: await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await sealingKey(), content) };
  }

  const openBytes = async ({ iv, data }) => crypto.subtle.decrypt({ name: "AES-GCM", iv }, await sealingKey(), data);

  return {
    run,
    get,
    all: (store) => run(store, "readonly", (rows) => rows.getAll()),
    put: (store, row) => run(store, "readwrite", (rows) => rows.put(row)),
    remove: (store, id) => run(store, "readwrite", (rows) => rows.delete(id)),
    sealBytes,
    openBytes,
    seal: (value) => sealBytes(new TextEncoder().encode(JSON.stringify(value))),
    unseal: async (sealed) => JSON.parse(new TextDecoder().decode(await openBytes(sealed))),

    /**
     * Whether this browser can keep anything: over plain http from another machine, or in some private windows, it
     * cannot.
     */
    async canKeep() {
      try {
        if (!self.isSecureContext || !self.indexedDB || !crypto.subtle) return false;
        return Boolean(await sealingKey());
      } catch {
        return false;
      }
    },

    /** Removes all of it, key included. */
    async deleteAll() {
      if (opened) (await opened).close();
      opened = null;
      await new Promise((resolve) => {
        const asked = indexedDB.deleteDatabase(name);
        asked.onsuccess = asked.onerror = asked.onblocked = resolve;
      });
    },
  };
}

/** A name for an entry that tells nothing of its secret key. */
export async function nameOf(key) {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(key));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
