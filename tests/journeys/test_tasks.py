"""A field officer's day on a phone: tasks in order, taken along, two done without a network with photos; one of them
arrives, the other was changed by a colleague meanwhile and is shown beside what stands now."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.journeys import steps
from tests.journeys.audit import look_at
from tests.journeys.browser import DESK
from tests.journeys.chats import until
from tests.journeys.installation import Installation
from tests.journeys.test_main_journey import verify_and_forward

pytestmark = [pytest.mark.journey, pytest.mark.deep]
PLACE = {"latitude": -6.9833, "longitude": 110.4093}
TASKS = "/konsol/tugas/"
KEPT = """([name, store]) => new Promise((done) => {
  const opened = indexedDB.open(name);
  opened.onsuccess = () => {
    const found = opened.result.transaction(store).objectStore(store).getAll();
    found.onsuccess = () => { done(found.result); opened.result.close(); };
  };
})"""


def kept(page: Page, store: str, name: str = "lapor-tasks") -> list[dict[str, Any]]:
    return list(page.evaluate(KEPT, [name, store]))


@pytest.fixture
def given(visitor, street_photo):
    """Numbers of two reports that the field officer was given, and the page of the liaison officer who gave them."""
    numbers = [steps.file_report(visitor().page, street_photo, text=f"{steps.TEXT} {n}").number for n in "AB"]
    triage = steps.sign_in(visitor(viewport=DESK), "verifikator")
    liaison = steps.sign_in(visitor(viewport=DESK), "penghubung")
    for number in numbers:
        verify_and_forward(triage, number)
        liaison.goto(f"/konsol/laporan/{number}")
        steps.open_act(liaison, "assign_officer")
        field = liaison.locator("#id_assign_officer_officer")
        field.select_option(field.locator("option", has_text="Lapangan").get_attribute("value"))
        steps.do_act(liaison, "assign_officer")
    return numbers, liaison


@pytest.fixture
def phone(visitor):
    """Of the field officer; complains of nothing but the network that is taken away."""
    one = visitor(permissions=["camera", "geolocation"], geolocation=PLACE)
    steps.sign_in(one, "lapangan")
    yield one
    one.complaints[:] = [words for words in one.complaints if "net::ERR_" not in words and "409" not in words]


def take_along(page: Page, numbers: list[str]) -> None:
    """Until words for photos have come for each: none are given while the giving can be undone."""
    page.goto(TASKS)
    page.wait_for_function("() => navigator.serviceWorker.controller")
    for _try in range(8):
        page.click("[data-take-along]")
        expect(page.locator("[data-tasks-say]")).to_contain_text("tersimpan di HP", timeout=30_000)
        if {row["report"] for row in kept(page, "words", "lapor-evidence")} >= set(numbers):
            return
        page.wait_for_timeout(5000)
    raise AssertionError("no words came")


def start_offline(page: Page, number: str, text: str, *, moments: int) -> None:
    """`moments`: how long the camera runs; the one that is played shows the same picture after the same time."""
    page.goto(f"{TASKS}{number}")
    steps.open_act(page, "start")
    page.click("[data-act=start] [data-open-camera]")
    expect(page.locator("[data-take]")).to_be_visible()
    page.wait_for_timeout(moments)
    page.click("[data-take]")
    assert re.fullmatch(r"[A-Z]+ \d\d", page.inner_text("[data-word]"))
    page.click("[data-use]")
    expect(page.locator("[data-act=start] [data-evidence-list] img")).to_be_visible()
    page.fill("#id_start_text", text)
    page.click("[data-act=start] button[type=submit]")
    expect(page.locator("[data-tasks-waiting] [data-state]")).to_contain_text("Menunggu di HP ini")
    expect(page.locator("[data-task-acts]")).not_to_be_visible()


def test_a_day_without_a_network(installation, phone, given):
    numbers, liaison = given
    page = phone.page
    take_along(page, numbers)
    phone.context.set_offline(True)
    page.goto(TASKS)
    expect(page.locator(f"[data-task='{numbers[0]}']")).to_be_visible()
    start_offline(page, numbers[0], "Kabel A kami sambung.", moments=100)
    start_offline(page, numbers[1], "Kabel B kami sambung.", moments=1700)
    page.goto(TASKS)
    expect(page.locator(".waiting-act")).to_have_count(2)
    stored = page.evaluate("rows => JSON.stringify(rows)", kept(page, "acts"))
    assert "Kabel" not in stored  # sealed

    liaison.goto(f"/konsol/laporan/{numbers[1]}")
    steps.open_act(liaison, "start")
    liaison.fill("#id_start_text", "Regu lain sudah mulai.")
    steps.do_act(liaison, "start")

    phone.context.set_offline(False)
    page.goto(TASKS)
    waiting = page.locator(".waiting-act")
    expect(waiting).to_have_count(1)
    expect(waiting.locator("[data-mine]")).to_have_text("Kabel B kami sambung.")
    expect(waiting.locator("[data-now-lines]")).to_contain_text("Regu lain sudah mulai.")
    assert entries(installation, numbers[0], "Kabel A kami sambung.") == 1
    assert entries(installation, numbers[1], "Kabel B kami sambung.") == 0
    table = "reports_capture c JOIN reports_report r ON r.id = c.report_id"
    assert installation.count(table, f"tracking_id = '{numbers[0]}' AND fault = '' AND was_offline") == 1
    look_at(page)

    # the words go into the form that fits now, by hand
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{TASKS}{numbers[1]}")
    page.click("[data-use-mine]")
    expect(page.locator("#id_respond_text")).to_have_value("Kabel B kami sambung.")
    page.click("[data-act=respond] button[type=submit]")
    page.wait_for_url(f"**{TASKS}")
    expect(page.locator(".waiting-act")).to_have_count(0)
    assert entries(installation, numbers[1], "Kabel B kami sambung.") == 1

    assert kept(page, "pages")
    page.locator("form[data-sign-out] button").click()
    page.wait_for_url(lambda url: TASKS not in url)
    assert kept(page, "pages") == []


def entries(installation: Installation, number: str, text: str) -> int:
    table = "reports_entry e JOIN reports_report r ON r.id = e.report_id"
    return installation.count(table, f"r.tracking_id = '{number}' AND e.text = '{text}'")


def test_list_and_task_are_usable_by_everybody(phone, given):
    numbers, _liaison = given
    page = phone.page
    page.goto(TASKS)
    expect(page.locator("[data-task]").first).to_be_visible()
    page.select_option("[data-order]", "route")
    page.click("[data-locate]")
    expect(page.locator(f"[data-task='{numbers[0]}'] [data-distance]")).to_contain_text("m")
    expect(page.locator("[data-tasks-say]")).to_contain_text("Seluruh rute")
    page.click("[data-open-map]")
    expect(page.locator(".map-number").first).to_be_visible()
    look_at(page)
    page.set_viewport_size(DESK)
    page.goto(TASKS)
    expect(page.locator("[data-take-along]")).to_be_visible()
    expect(page.locator("[data-tasks-bar]")).to_have_count(1)  # no list of the inbox beside it
    page.goto(f"{TASKS}{numbers[0]}")
    expect(page.locator("[data-act=start] [data-open-camera]")).to_be_visible()
    steps.open_act(page, "not_found")
    look_at(page)
    page.evaluate("scrollTo(0, 0)")
    steps.open_act(page, "work_note")
    page.fill("#id_work_note_text", "Perlu tangga 8 meter")
    page.click("[data-act=work_note] button[type=submit]")
    page.wait_for_url(f"**{TASKS}")
    expect(page.locator(".notice.tone-good").first).to_be_visible()


def test_a_page_fetched_to_be_kept_does_not_take_the_word_on_what_was_done(phone, given):
    """The first task's page is asked for once more, to be kept; that comes in while the act is being sent."""
    numbers, _liaison = given
    page, held = phone.page, []

    def in_between(route: Route) -> None:
        if route.request.method == "POST":
            answer = route.fetch()
            for waiting in held:
                waiting.fulfill(response=waiting.fetch())
            route.fulfill(response=answer)
        elif route.request.resource_type == "fetch":
            held.append(route)
        else:
            route.continue_()

    page.route(f"**{TASKS}{numbers[0]}", in_between)
    page.goto(f"{TASKS}{numbers[0]}")
    until(lambda: page.wait_for_timeout(100) or held, what_for="the page is asked for again")
    steps.open_act(page, "work_note")
    page.fill("#id_work_note_text", "Perlu tangga 8 meter")
    steps.do_act(page, "work_note")
    until(
        lambda: page.wait_for_timeout(100) or [row for row in kept(page, "pages") if row["id"] == TASKS],
        what_for="the list is kept",
    )
    page.unroute_all()
    phone.context.set_offline(True)
    page.goto(TASKS)
    expect(page.locator(".tasks")).to_be_visible()
    expect(page.locator(".notice.tone-good, .undo")).to_have_count(0)  # said once, not of every look without a network


def test_what_was_sent_is_said_and_does_not_come_back_into_its_form(phone, given):
    numbers, _liaison = given
    page, text = phone.page, "Perlu tangga 8 meter"
    page.goto(f"{TASKS}{numbers[0]}")
    steps.open_act(page, "work_note")
    page.fill("#id_work_note_text", text)
    steps.do_act(page, "work_note")
    page.goto(f"{TASKS}{numbers[0]}")
    expect(page.locator("#id_work_note_text")).to_have_value("")
    page.wait_for_function("() => navigator.serviceWorker.controller")

    # the page stays open until the network is back
    phone.context.set_offline(True)
    steps.open_act(page, "work_note")
    page.fill("#id_work_note_text", f"{text}, besok")
    page.click("[data-act=work_note] button[type=submit]")
    expect(page.locator("[data-tasks-waiting] [data-state]")).to_contain_text("Menunggu di HP ini")
    phone.context.set_offline(False)
    expect(page.locator(".notice.tone-good").first).to_be_visible()
    expect(page.locator(".timeline")).to_contain_text("besok")
    expect(page.locator("#id_work_note_text")).to_have_value("")


def test_heads_give_work_on_by_ticking_it(given):
    numbers, liaison = given
    liaison.goto("/konsol/tugas/pembagian")
    look_at(liaison)
    liaison.set_viewport_size(DESK)
    liaison.check(f"[data-whose=lapangan] input[value='{numbers[0]}']")
    liaison.select_option("#id_to", label=liaison.locator("#id_to option", has_text="Hana").first.inner_text())
    liaison.click("form:has(#id_to) button[type=submit]")
    expect(liaison.locator(".notice.tone-good").first).to_be_visible()
    expect(liaison.locator(f"[data-whose=penghubung] input[value='{numbers[0]}']")).to_have_count(1)
