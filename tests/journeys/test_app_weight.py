"""What the form weighs on its first visit and how soon it can be used on a slow network (B12); what it weighs
afterwards."""

from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.journeys.app_tools import wait_for_the_app

pytestmark = pytest.mark.journey
FIRST_VISIT = 60 * 1024  # bytes over the wire, with JavaScript
USABLE_SECONDS = 5.0
ROUND_TRIP, SPEED = 400, 50_000  # milliseconds; bytes a second, both ways


def counting(person, page):
    """Bytes over the wire and the hosts asked, by Chromium's own count."""
    session = person.context.new_cdp_session(page)
    seen: dict[str, Any] = {"bytes": 0, "hosts": set()}
    session.on("Network.loadingFinished", lambda event: seen.update(bytes=seen["bytes"] + event["encodedDataLength"]))
    session.on("Network.requestWillBeSent", lambda event: seen["hosts"].add(urlsplit(event["request"]["url"]).netloc))
    session.send("Network.enable")
    return session, seen


def test_first_visit_is_light_and_soon_usable_on_a_slow_network_and_the_second_weighs_nothing(
    visitor, installation, capsys
):
    person = visitor()
    page = person.page
    session, seen = counting(person, page)
    slow = {"offline": False, "latency": ROUND_TRIP, "downloadThroughput": SPEED, "uploadThroughput": SPEED}
    session.send("Network.emulateNetworkConditions", slow)
    page.goto("/lapor", wait_until="commit")
    page.fill("#id_text", "Lampu mati", force=True, timeout=20_000)
    expect(page.locator("form.is-stepped")).to_be_attached()
    usable = page.evaluate("performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd / 1000")
    page.wait_for_load_state("load")
    first = seen["bytes"]
    assert seen["hosts"] - {""} == {installation.url.removeprefix("http://")}
    session.send(
        "Network.emulateNetworkConditions", {**slow, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
    )
    wait_for_the_app(page)
    seen["bytes"] = 0
    page.reload()
    expect(page.locator("form.is-stepped")).to_be_attached()
    page.wait_for_load_state("load")
    again = seen["bytes"]
    with capsys.disabled():
        print(
            f"\nB12: first visit {first} bytes, usable after {usable:.1f} s at {ROUND_TRIP} ms and {SPEED // 1000}"
            f" kB/s; again {again} bytes"
        )
    assert first < FIRST_VISIT
    assert usable < USABLE_SECONDS
    assert again == 0
