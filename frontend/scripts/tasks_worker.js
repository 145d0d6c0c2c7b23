// The service worker of an officer's tasks: the pages of the day, with their pictures, come from the phone while the
// network is gone. They are kept sealed (tasks/store.js); scripts and sheets hold nothing of a person.
import { TASKS_CACHE } from "./caches.js";
import { toKeep } from "./offline/network.js";
import { asset, beginAtOnce, inTime, worker } from "./offline/worker.js";
import { AREAS, ATTACHMENTS, BRAND, STATIC } from "./server_facts.js";
import { dropPages, keepPage, keptPage } from "./tasks/store.js";

const PATIENCE = 5000; // milliseconds: a network that hangs is as good as gone

/**
 * The newest where the network is there, else what is kept. Who is sent to sign in leaves nothing behind.
 * @param {FetchEvent} event
 */
async function page(event) {
  const { request } = event;
  const { pathname, search } = new URL(request.url);
  const id = request.mode === "navigate" ? pathname : `${pathname}${search}`;
  try {
    const answer = await inTime(request, PATIENCE);
    if (answer.status >= 500) throw new Error("the server is gone");
    if (answer.type === "opaqueredirect") event.waitUntil(dropPages());
    else if (answer.status === 200 && !answer.redirected) event.waitUntil(keep(id, toKeep(answer)));
    return answer;
  } catch (error) {
    const kept = await keptPage(id).catch(() => null);
    if (kept) return kept;
    throw error;
  }
}

/** @param {string} id @param {Promise<Response>} page */
const keep = async (id, page) => keepPage(id, await page).catch(() => {});

beginAtOnce();
worker.addEventListener("fetch", (event) => {
  const { method, mode, url } = event.request;
  const { origin, pathname } = new URL(url);
  if (method !== "GET" || origin !== worker.location.origin) return;
  if (mode === "navigate" || pathname.startsWith(ATTACHMENTS)) event.respondWith(page(event));
  else if (pathname.startsWith(STATIC) || pathname === BRAND || pathname === AREAS) {
    event.respondWith(asset(TASKS_CACHE, event.request));
  }
});
