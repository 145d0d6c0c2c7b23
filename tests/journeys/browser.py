"""The system's Chromium by Playwright, and pages that note every complaint the browser has.

Used by journeys and screenshots."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, sync_playwright

PHONE: ViewportSize = {"width": 360, "height": 740}
DESK: ViewportSize = {"width": 1280, "height": 800}
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--use-fake-device-for-media-stream",
)
STEP_MILLISECONDS = 15_000


@contextmanager
def chromium() -> Iterator[Browser]:
    """Raises RuntimeError with what to do where there is no Chromium."""
    program = shutil.which("chromium") or shutil.which("google-chrome")
    if program is None:
        raise RuntimeError(
            "The browser journeys need Chromium: run deploy/setup/need-programs (Debian: apt install chromium)."
        )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(ARGUMENTS))
        try:
            yield browser
        finally:
            browser.close()


def elsewhere(house: int) -> dict[str, Any]:
    """Options of a visitor from another house: an hour takes sixty reports of one address, and all journeys share one
    installation."""
    return {"extra_http_headers": {"X-Forwarded-For": f"198.51.100.{house}"}}


class Visitor:
    """One person's browser (own cookies) with one page.

    `complaints` holds console errors, script errors and broken policies."""

    def __init__(self, browser: Browser, base_url: str, **options: Any) -> None:
        settings = {
            "viewport": PHONE,
            "locale": "id-ID",
            "timezone_id": "Asia/Jakarta",
            "reduced_motion": "reduce",
            **options,
        }
        self.context: BrowserContext = browser.new_context(base_url=base_url, **settings)
        self.context.set_default_timeout(STEP_MILLISECONDS)
        self.page: Page = self.context.new_page()
        self.complaints: list[str] = []
        self.page.on("console", lambda message: self._note(message.type, f"{message.text} ({self.page.url})"))
        self.page.on("pageerror", lambda error: self._note("error", f"{error} ({self.page.url})"))

    def _note(self, kind: str, text: str) -> None:
        # A page that answers 404 or 422 on purpose is noted by the browser as a failed load; the tests look at its
        # status themselves.
        if kind == "error" and "the server responded with a status of" not in text:
            self.complaints.append(text)

    def sign_in(self, username: str, password: str) -> None:
        """Sign an officer in by the form."""
        self.page.goto("/masuk")
        self.page.fill("#id_login", username)
        self.page.fill("#id_password", password)
        self.page.click("main button[type=submit]")
        self.page.wait_for_url(lambda url: "/masuk" not in url)

    def close(self) -> None:
        self.context.close()
