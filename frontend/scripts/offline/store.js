// What a browser keeps, in IndexedDB: every word sealed with a key that the browser uses and gives out to nobody, not
// even to us. For the counter's machine (desk/offline/) and the phone of a person (app/); the service worker uses it
// too.

/**
 * Stores of the database `name`, of the shape { store: options }; a store "keys" comes with it. `Rows`: what a row of
 * each store is.
 * @template Rows
 * @param {string} name
 * @param {Record<keyof Rows & string, IDBObjectStoreParameters>} shape
 */
export function openStore(name, shape) {
  /** @typedef {keyof Rows & string} Store */
  const base = openDatabase(name, shape);

  /**
   * @template T
   * @param {Store | "keys"} store
   * @param {IDBTransactionMode} mode
   * @param {(rows: IDBObjectStore) => IDBRequest<T> | void} work
   * @returns {Promise<T>}
   */
  async function run(store, mode, work) {
    const rows = (await base.opened()).transaction(store, mode);
    return new Promise((resolve, reject) => {
      const request = work(rows.objectStore(store));
      rows.oncomplete = () => resolve(/** @type {IDBRequest<T>} */ (request)?.result);
      rows.onerror = rows.onabort = () => reject(rows.error);
    });
  }

  const sealer = sealWith(() => keyIn(run));

  return {
    run,
    ...sealer,

    /**
     * @template {Store} S
     * @param {S} store
     * @param {IDBValidKey} id
     * @returns {Promise<Rows[S] | undefined>}
     */
    get: (store, id) => run(store, "readonly", (rows) => rows.get(id)),

    /**
     * @template {Store} S
     * @param {S} store
     * @returns {Promise<Rows[S][]>}
     */
    all: (store) => run(store, "readonly", (rows) => rows.getAll()),

    /**
     * @template {Store} S
     * @param {S} store
     * @param {Rows[S]} row
     */
    put: (store, row) => run(store, "readwrite", (rows) => rows.put(row)),

    /**
     * @param {Store} store
     * @param {IDBValidKey} id
     */
    remove: (store, id) => run(store, "readwrite", (rows) => rows.delete(id)),

    /**
     * Whether this browser can keep anything: over plain http from another machine, or in some private windows, it
     * cannot.
     */
    async canKeep() {
      try {
        if (!self.isSecureContext || !self.indexedDB || !crypto.subtle) return false;
        return Boolean(await keyIn(run));
      } catch {
        return false;
      }
    },

    /** Removes all of it, key included. */
    deleteAll: () => base.remove(),
  };
}

/**
 * @param {string} name
 * @param {Record<string, IDBObjectStoreParameters>} shape
 */
function openDatabase(name, shape) {
  /** @type {Promise<IDBDatabase> | null} */
  let opened = null;
  return {
    opened() {
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
    },
    async remove() {
      if (opened) (await opened).close();
      opened = null;
      await new Promise((resolve) => {
        const asked = indexedDB.deleteDatabase(name);
        asked.onsuccess = asked.onerror = asked.onblocked = resolve;
      });
    },
  };
}

/**
 * The key of this browser, made where there is none yet.
 * @typedef {(rows: IDBObjectStore) => IDBRequest} Work
 * @param {(store: "keys", mode: IDBTransactionMode, work: Work) => Promise<any>} run
 * @returns {Promise<CryptoKey>}
 */
async function keyIn(run) {
  const known = await run("keys", "readonly", (rows) => rows.get("main"));
  if (known) return known;
  const made = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  try {
    await run("keys", "readwrite", (rows) => rows.add(made, "main"));
  } catch {
    // Another window was first: its key is ours too.
  }
  return run("keys", "readonly", (rows) => rows.get("main"));
}

/** @param {() => Promise<CryptoKey>} key */
function sealWith(key) {
  /**
   * @param {BufferSource} content
   * @returns {Promise<Sealed>}
   */
  async function sealBytes(content) {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    return { iv, data: await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await key(), content) };
  }

  /** @param {Sealed} sealed */
  const openBytes = async ({ iv, data }) => crypto.subtle.decrypt({ name: "AES-GCM", iv }, await key(), data);

  return {
    sealBytes,
    openBytes,
    /** @param {unknown} value anything that JSON holds */
    seal: (value) => sealBytes(new TextEncoder().encode(JSON.stringify(value))),
    /**
     * @param {Sealed} sealed
     * @returns {Promise<unknown>} what was sealed
     */
    unseal: async (sealed) => JSON.parse(new TextDecoder().decode(await openBytes(sealed))),
  };
}

/**
 * A name for an entry that tells nothing of its secret key.
 * @param {string} key
 */
export async function nameOf(key) {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(key));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
