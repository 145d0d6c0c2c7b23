// The service worker of the public site: the app's shell comes from the phone, reports go out when the network is back
// (docs/operate/app.md). The server puts one line before this file: self.__SHELL = { version, parts, data, page,
// offline }.
import { cleanupOutdatedCaches, precacheAndRoute } from "workbox-precaching";
import { registerRoute, setCatchHandler } from "workbox-routing";
import { CacheFirst, NetworkFirst, NetworkOnly } from "workbox-strategies";
import { SYNC, sendAll } from "./app/outbox.js";
import "./app/push.js";
import { takeShared } from "./app/share.js";

const { version, parts, data, page, offline } = self.__SHELL;
const PAGES = `lapor-pages-${version}`;
const VISITED = "lapor-pages-visited";
const PATIENCE = 5; // seconds: a network that hangs is as good as gone
// Officers, programs, files: never kept.
const OURS = /^\/(konsol|loket|masuk|api|webhooks|open311|lampiran|lapor\/(?!$)|bahasa|keterbukaan)/;
const KEPT = new Set(["/", "/laporan-saya/", "/bantuan/"]);

cleanupOutdatedCaches();
precacheAndRoute(
  [...parts.map((url) => ({ url, revision: null })), ...data.map((url) => ({ url, revision: version }))],
  { cleanURLs: false, directoryIndex: null },
);

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(fillPages());
});

async function fillPages() {
  const cache = await caches.open(PAGES);
  await Promise.all([page, offline].map((url) => cache.add(new Request(url, { cache: "reload" }))));
  // What waits is looked for there, also on the first day without a network; without cookies, so that nothing of a
  // person is in it.
  await (await caches.open(VISITED)).add(new Request("/laporan-saya/", { cache: "reload", credentials: "omit" }));
}

self.addEventListener("activate", (event) => {
  event.waitUntil(
    (async () => {
      for (const name of await caches.keys())
        if (name.startsWith("lapor-pages-") && name !== PAGES && name !== VISITED) await caches.delete(name);
      await self.clients.claim();
    })(),
  );
});

const isPage =
  (path) =>
  ({ request, url }) =>
    request.mode === "navigate" && url.pathname === path && !url.search;
const isNavigation = ({ request, url, sameOrigin }) =>
  sameOrigin && request.mode === "navigate" && !OURS.test(url.pathname);
const plain = { cacheKeyWillBeUsed: async ({ request }) => new URL(request.url).pathname };
const isKept = (response) =>
  response.status === 200 && !response.redirected && !/no-store/.test(response.headers.get("Cache-Control") || "");
const whole = { cacheWillUpdate: async ({ response }) => (isKept(response) ? response : null) };

registerRoute(isPage(page), new CacheFirst({ cacheName: PAGES, plugins: [whole] }));
registerRoute(
  ({ request, url }) => request.mode === "navigate" && KEPT.has(url.pathname) && !url.search,
  new NetworkFirst({ cacheName: VISITED, networkTimeoutSeconds: PATIENCE, plugins: [plain, whole] }),
);
registerRoute(isNavigation, new NetworkOnly());
setCatchHandler(async ({ request }) => {
  if (request.mode !== "navigate") return Response.error();
  const { pathname } = new URL(request.url);
  const form = pathname === page && (await caches.match(page, { cacheName: PAGES }));
  return form || (await caches.match(offline, { cacheName: PAGES })) || Response.error();
});

// A form sent while the network breaks off is kept already (app/outbox.js): the list says so. Another language needs
// the pages anew.
registerRoute(({ url }) => url.pathname === page, sendForm, "POST");
registerRoute(({ url }) => url.pathname === "/bahasa", changeLanguage, "POST");
registerRoute(
  ({ url }) => url.pathname === "/lapor/bagikan",
  ({ request }) => takeShared(request),
  "POST",
);

async function sendForm({ request }) {
  try {
    return await fetch(request);
  } catch {
    return Response.redirect("/laporan-saya/", 303);
  }
}

async function changeLanguage({ request }) {
  const answer = await fetch(request);
  for (const name of [PAGES, VISITED]) await caches.delete(name);
  return answer;
}

self.addEventListener("sync", (event) => {
  if (event.tag === SYNC) event.waitUntil(sendAndTell(event.lastChance));
});

async function sendAndTell(isLast) {
  const isAllSent = await sendAll(tellPages);
  await tellPages();
  if (!isAllSent && !isLast) throw new Error("something still waits"); // the browser tries again later
}

async function tellPages() {
  for (const client of await self.clients.matchAll()) client.postMessage("outbox");
}
