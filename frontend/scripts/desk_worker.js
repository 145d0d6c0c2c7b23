// The service worker of the desk: the counter's page and what it needs come from this machine while the network is gone.
import { DESK_CACHE } from "./caches.js";
import { toKeep } from "./offline/network.js";
import { asset, beginAtOnce, inTime, worker } from "./offline/worker.js";
import { BRAND, DESK, STATIC } from "./server_facts.js";

const PATIENCE = 4000; // milliseconds: a network that hangs is as good as gone

/**
 * The newest page where the network is there; a page that asks to sign in is never kept.
 * @param {FetchEvent} event
 */
async function page(event) {
  const { request } = event;
  const cache = await caches.open(DESK_CACHE);
  try {
    const answer = await inTime(request, PATIENCE);
    if (answer.status >= 500) throw new Error("the server is gone");
    const isPlain = !new URL(request.url).search; // not one with a category chosen beforehand
    if (isPlain && answer.ok && answer.type === "basic" && !answer.redirected)
      event.waitUntil(keep(cache, toKeep(answer)));
    return answer;
  } catch (error) {
    const kept = await cache.match(DESK);
    if (kept) return kept;
    throw error;
  }
}

/** @param {Cache} cache @param {Promise<Response>} page */
const keep = async (cache, page) => cache.put(DESK, await page);

beginAtOnce();
worker.addEventListener("fetch", (event) => {
  const { method, mode, url } = event.request;
  const { origin, pathname } = new URL(url);
  if (method !== "GET" || origin !== worker.location.origin) return;
  if (mode === "navigate" && pathname === DESK) event.respondWith(page(event));
  else if (pathname.startsWith(STATIC) || pathname === BRAND) event.respondWith(asset(DESK_CACHE, event.request));
});
