// Notices of the installation, in the service worker: shown as they come; a tap opens the page that they are about.
import { APP_ICONS } from "../server_facts.js";

const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));
const ICON = `${APP_ICONS}192.png`;

worker.addEventListener("push", (event) => {
  /** @type {{ title?: string, body?: string, url?: string, tag?: string }} */
  let said = {};
  try {
    said = event.data?.json() ?? {};
  } catch {
    // A service that sends nothing, or something else: the notice says only that there is news.
  }
  const { title = worker.location.hostname, body = "", url = "/", tag = "lapor" } = said;
  event.waitUntil(worker.registration.showNotification(title, { body, tag, data: { url }, icon: ICON, badge: ICON }));
});

/** @param {string} url */
async function open(url) {
  const target = new URL(url, worker.location.origin);
  if (target.origin !== worker.location.origin) return; // a notice leads to this site only
  const pages = await worker.clients.matchAll({ type: "window", includeUncontrolled: true });
  const there = pages.find((page) => page.url === target.href);
  await (there ? there.focus() : worker.clients.openWindow(target.href));
}

worker.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(open(event.notification.data?.url ?? "/"));
});
