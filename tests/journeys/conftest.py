"""Fixtures of the journeys: one installation for all test processes of a run, a browser for each file, a visitor for
each person."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.browser import Visitor, chromium
from tests.journeys.installation import Installation, shared_installation
from tests.journeys.photos import jpeg_with_place

DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
expect.set_options(timeout=20_000)  # milliseconds: what is waited for comes, but late on a machine that others use too


@pytest.fixture(scope="session")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    base = tmp_path_factory.getbasetemp()
    folder = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    with shared_installation(folder / "journeys") as running:
        yield running


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """For a file only: Playwright's event loop must be gone when the next file uses Django's database."""
    with chromium() as running:
        yield running


@pytest.fixture
def visitor(browser: Browser, installation: Installation) -> Iterator[Callable[..., Visitor]]:
    """Makes visitors; at the end no browser may have complained."""
    visitors: list[Visitor] = []

    def make(**options: Any) -> Visitor:
        visitors.append(Visitor(browser, installation.url, **options))
        return visitors[-1]

    yield make
    complaints = [text for one in visitors for text in one.complaints]
    for one in visitors:
        one.close()
    assert complaints == []


@pytest.fixture
def street_photo(tmp_path: Path) -> Path:
    return jpeg_with_place(tmp_path / "jalan.jpg")


@pytest.fixture
def here(browser: Browser, installation: Installation) -> Iterator[Visitor]:
    """A browser with a device that makes passkeys. A passkey belongs to a name, not to a number."""
    one = Visitor(browser, installation.url.replace("127.0.0.1", "localhost"))
    devtools = one.context.new_cdp_session(one.page)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    yield one
    one.close()
    assert one.complaints == []
