// What the service workers of the desk and of an officer's tasks share: a network that hangs, files that hardly change.

export const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));

/**
 * Fails where the network is gone, or hangs for so long.
 * @param {Request} request
 * @param {number} patience milliseconds
 * @returns {Promise<Response>}
 */
export function inTime(request, patience) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error("the network hangs")), patience);
    fetch(request)
      .then(resolve, reject)
      .finally(() => clearTimeout(timer));
  });
}

/**
 * Files whose names change with their content, and what hardly changes: once here, always here.
 * @param {string} name of the cache
 * @param {Request} request
 */
export async function asset(name, request) {
  const cache = await caches.open(name);
  const kept = await cache.match(request);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) await cache.put(request, answer.clone());
  return answer;
}

/** Works for the pages that are open already, too. */
export function beginAtOnce() {
  worker.addEventListener("install", () => worker.skipWaiting());
  worker.addEventListener("activate", (event) => event.waitUntil(worker.clients.claim()));
}
