// The service worker of the public site: the app's shell comes from the phone, reports go out when the network is back
// (docs/operate/app.md). The server puts one line before this file: self.__SHELL = { version, parts, data, page, offline }.
import { cleanupOutdatedCaches, precacheAndRoute } from "workbox-precaching";
import { registerRoute, setCatchHandler } from "workbox-routing";
import { CacheFirst, NetworkFirst, NetworkOnly } from "workbox-strategies";
import { SYNC, sendAll } from "./app/outbox.js";
import "./app/push.js";
import { takeShared } from "./app/share.js";
import { PAGES } from "./caches.js";
import { AHEAD, toKeep } from "./offline/network.js";
import { FORM, HELP, HOME, LANGUAGE, MY_REPORTS, NEVER_KEPT, SHARED } from "./server_facts.js";

const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));
const { version, parts, data, page, offline } = worker.__SHELL;
const SHELL = `${PAGES}${version}`;
const VISITED = `${PAGES}visited`;
const PATIENCE = 5; // seconds: a network that hangs is as good as gone
const KEPT = new Set([HOME, MY_REPORTS, HELP]);

cleanupOutdatedCaches();
precacheAndRoute(
  [...parts.map((url) => ({ url, revision: null })), ...data.map((url) => ({ url, revision: version }))],
  { cleanURLs: false, directoryIndex: "" },
);

worker.addEventListener("install", (event) => {
  worker.skipWaiting();
  event.waitUntil(fillPages());
});

async function fillPages() {
  const cache = await caches.open(SHELL);
  await Promise.all([page, offline].map((url) => cache.add(new Request(url, { ...AHEAD, cache: "reload" }))));
  // What waits is looked for there, also on the first day without a network; without cookies, so that nothing of a
  // person is in it.
  await (await caches.open(VISITED)).add(new Request(MY_REPORTS, { ...AHEAD, cache: "reload", credentials: "omit" }));
}

worker.addEventListener("activate", (event) => event.waitUntil(takeOver()));

async function takeOver() {
  const old = (await caches.keys()).filter((name) => name.startsWith(PAGES) && name !== SHELL && name !== VISITED);
  for (const name of old) await caches.delete(name);
  await worker.clients.claim();
}

/** @typedef {import("workbox-core").RouteMatchCallbackOptions} Asked */

/** Pages of officers, programs, files: never kept. @param {string} path */
const isNeverKept = (path) => NEVER_KEPT.some((one) => path.startsWith(one)) || path.startsWith(`${FORM}/`);

/** @param {Asked} asked */
const isForm = ({ request, url }) => request.mode === "navigate" && url.pathname === page && !url.search;

/** @param {Asked} asked */
const isKeptPage = ({ request, url }) => request.mode === "navigate" && KEPT.has(url.pathname) && !url.search;

/** @param {Asked} asked */
const isNavigation = ({ request, url, sameOrigin }) =>
  sameOrigin && request.mode === "navigate" && !isNeverKept(url.pathname);

/** @param {Response} response */
const isWhole = (response) =>
  response.status === 200 && !response.redirected && !/no-store/.test(response.headers.get("Cache-Control") || "");

/** @type {import("workbox-core").WorkboxPlugin} */
const plain = { cacheKeyWillBeUsed: async ({ request }) => new URL(request.url).pathname };
/** @type {import("workbox-core").WorkboxPlugin} */
const whole = { cacheWillUpdate: async ({ response }) => (isWhole(response) ? toKeep(response) : null) };

registerRoute(isForm, new CacheFirst({ cacheName: SHELL, plugins: [whole] }));
registerRoute(
  isKeptPage,
  new NetworkFirst({ cacheName: VISITED, networkTimeoutSeconds: PATIENCE, plugins: [plain, whole] }),
);
registerRoute(isNavigation, new NetworkOnly());
setCatchHandler(async ({ request }) => {
  if (request.mode !== "navigate") return Response.error();
  const { pathname } = new URL(request.url);
  const form = pathname === page ? await caches.match(page, { cacheName: SHELL }) : undefined;
  return form || (await caches.match(offline, { cacheName: SHELL })) || Response.error();
});

// A form sent while the network breaks off is kept already (app/outbox.js): the list says so. Another language needs the
// pages anew.
registerRoute(
  ({ url }) => url.pathname === page,
  ({ request }) => sendForm(request),
  "POST",
);
registerRoute(
  ({ url }) => url.pathname === LANGUAGE,
  ({ request }) => changeLanguage(request),
  "POST",
);
registerRoute(
  ({ url }) => url.pathname === SHARED,
  ({ request }) => takeShared(request),
  "POST",
);

/** @param {Request} request */
async function sendForm(request) {
  try {
    return await fetch(request);
  } catch {
    return Response.redirect(MY_REPORTS, 303);
  }
}

/** @param {Request} request */
async function changeLanguage(request) {
  const answer = await fetch(request);
  for (const name of [SHELL, VISITED]) await caches.delete(name);
  return answer;
}

worker.addEventListener("sync", (event) => {
  if (event.tag === SYNC) event.waitUntil(sendAndTell(event.lastChance));
});

/** @param {boolean} isLast */
async function sendAndTell(isLast) {
  const isAllSent = await sendAll(tellPages);
  await tellPages();
  if (!isAllSent && !isLast) throw new Error("something still waits"); // the browser tries again later
}

async function tellPages() {
  for (const client of await worker.clients.matchAll()) client.postMessage("outbox");
}
