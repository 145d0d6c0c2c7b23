// Notices of the installation, in the service worker: shown as they come; a tap opens the page that they are about.

self.addEventListener("push", (event) => {
  let said = {};
  try {
    said = event.data?.json() ?? {};
  } catch {
    // A service that sends nothing, or something else: the notice says only that there is news.
  }
  const { title = self.location.hostname, body = "", url = "/", tag = "lapor" } = said;
  event.waitUntil(
    self.registration.showNotification(title, {
      body,
      tag,
      data: { url },
      icon: "/ikon/192.png",
      badge: "/ikon/192.png",
    }),
  );
});

async function open(url) {
  const target = new URL(url, self.location.origin);
  if (target.origin !== self.location.origin) return; // a notice leads to this site only
  const pages = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const there = pages.find((page) => page.url === target.href);
  await (there ? there.focus() : self.clients.openWindow(target.href));
}

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(open(event.notification.data?.url ?? "/"));
});
