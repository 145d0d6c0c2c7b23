"""What the journeys of the installed app need of Chromium: a worker that is ready, its sync event, what the phone
keeps."""

from typing import Any

from playwright.sync_api import Page, expect

READY = """async () => {
  await navigator.serviceWorker.ready;
  for (let look = 0; look < 100; look += 1) {
    const names = await caches.keys();
    const kept = await Promise.all(names.map(async name =>
      (await (await caches.open(name)).keys()).map(one => new URL(one.url).pathname)));
    const wanted = ["/lapor", "/luring", "/laporan-saya/", "/wilayah.json", "/bahaya.json"];
    if (navigator.serviceWorker.controller && wanted.every(path => kept.flat().includes(path))) return true;
    await new Promise(done => setTimeout(done, 100));
  }
  return false;
}"""


def wait_for_the_app(page: Page) -> None:
    """Until the shell is on the phone."""
    assert page.evaluate(READY)


def fire_sync(page: Page) -> None:
    """The network is back and the browser says so to the service worker, as it does when the page is closed."""
    session = page.context.new_cdp_session(page)
    found: list[dict[str, Any]] = []
    session.on("ServiceWorker.workerRegistrationUpdated", lambda event: found.extend(event["registrations"]))
    session.send("ServiceWorker.enable")
    page.wait_for_timeout(200)
    live = [one for one in found if not one["isDeleted"]]
    assert live, "no service worker"
    origin = live[-1]["scopeURL"].rstrip("/")
    session.send(
        "ServiceWorker.dispatchSyncEvent",
        {"origin": origin, "registrationId": live[-1]["registrationId"], "tag": "lapor-send", "lastChance": True},
    )
    session.detach()


def go_on(page: Page, text: str) -> None:
    """The words, then straight to the last step."""
    page.click(".steps a[href='#step-what']")
    page.fill("#id_text", text)
    page.click(".steps a[href='#step-check']")
    expect(page.locator("[data-send]")).to_be_visible()
