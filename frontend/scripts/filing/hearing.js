// Listens for words of danger by the server's signs (danger.js), which come beside the page and not with it: the form
// weighs no more for them, and the app holds them ready for a day without a network.

/**
 * @typedef {import("../danger.js").Heard} Heard
 * @typedef {(said: string[]) => Heard} Hear
 */

/**
 * The function that listens; rejected where it could not be loaded.
 * @param {DOMStringMap} settings
 * @returns {Promise<Hear>}
 */
export async function loadHearing({ dangerScript = "", dangerSigns = "" }) {
  /** @type {[typeof import("../danger.js"), Response]} */
  const [{ hearing }, answer] = await Promise.all([import(dangerScript), fetch(dangerSigns)]);
  if (!answer.ok) throw new Error(`signs of danger: ${answer.status}`);
  return hearing(await answer.json());
}

/**
 * What is heard, from the moment on that somebody writes. `isReady` is false until the signs are there: nothing was
 * judged yet, and what was not judged is not kept.
 * @param {() => Promise<Hear>} load
 * @param {() => string[]} said
 * @param {() => void} changed called when it can hear
 */
export function listener(load, said, changed) {
  /** @type {Hear | null} */
  let hear = null;
  /** @type {Promise<void> | null} */
  let loading = null;

  async function fetchIt() {
    try {
      hear = await load();
      changed();
    } catch {
      // The network is gone, and this phone does not hold the app yet.
    }
    loading = null;
  }

  return {
    get isReady() {
      return Boolean(hear);
    },
    /** Loads what it takes; tried again at the next call where that failed. */
    async open() {
      if (hear) return;
      loading ??= fetchIt();
      await loading;
    },
    /** @returns {Heard} */
    heard: () => (hear ? hear(said()) : { protected: false, urgent: false, labels: [] }),
  };
}
