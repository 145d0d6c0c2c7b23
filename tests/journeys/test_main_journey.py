"""The product in one test: a person files on a phone, three roles handle it, the person confirms, everyone can check
it."""

import re
import time
import uuid
from pathlib import Path

import psycopg
import pytest
from playwright.sync_api import Page, expect

from tests.journeys import steps
from tests.journeys.browser import DESK
from tests.journeys.installation import Installation
from tests.journeys.photos import hidden_data, jpeg_with_place

pytestmark = pytest.mark.journey
STORY = ("file", "forward", "start", "answer", "confirm")  # the rating stands in the figures, not in the story
MAIL_SECONDS = 40


def test_report_goes_from_a_phone_through_three_roles_to_the_confirmation(
    installation, visitor, street_photo, tmp_path
):
    address = f"budi.{uuid.uuid4().hex[:8]}@contoh.example"
    person = visitor().page
    receipt = steps.file_report(person, street_photo, email=address)
    sees_what_happens_next(person)

    triage = steps.sign_in(visitor(viewport=DESK), "verifikator")
    verify_and_forward(triage, receipt.number)
    liaison = steps.sign_in(visitor(), "penghubung")
    start_and_answer(liaison, receipt.number, jpeg_with_place(tmp_path / "menyala.jpg", light=(255, 226, 120)))

    other_phone = visitor().page
    steps.show_code(other_phone, receipt)
    confirm_and_rate(other_phone)

    everyone_sees_the_story(visitor().page, receipt.number)
    no_mail_is_missing(installation, triage, receipt.number, address)
    ledger_names_a_changed_byte(installation)


def sees_what_happens_next(page: Page) -> None:
    """The receipt names the next step and the day it is due at the latest."""
    due = page.locator(".timeline li").nth(1).locator("time")
    expect(due).to_contain_text(re.compile(r"\d{1,2} \w+ 20\d\d"))
    assert page.eval_on_selector(".qr svg", "svg => svg.getBoundingClientRect().width") >= 120


def verify_and_forward(page: Page, number: str) -> None:
    steps.open_from_inbox(page, number)
    expect(page.locator("article").first).to_contain_text(steps.TEXT)
    assert page.locator("article .photos img").count() == 1
    steps.open_act(page, "forward")
    page.select_option("#id_forward_category", label="Lampu jalan mati")
    page.select_option("#id_forward_agency", label="Dinas Perumahan dan Kawasan Permukiman")
    page.check("input[name=publication][value=published]")
    steps.do_act(page, "forward")


def start_and_answer(page: Page, number: str, evidence: Path) -> None:
    steps.open_from_inbox(page, number)
    steps.open_act(page, "start")
    page.fill("#id_start_text", "Tim penerangan berangkat sore ini.")
    steps.do_act(page, "start")
    steps.open_act(page, "answer")
    page.fill("#id_answer_text", "Lampu sudah kami ganti dan menyala.")
    page.select_option("#id_answer_outcome", "solved")
    page.set_input_files("#id_answer_photos", evidence)
    page.click("form:has(input[name=act][value=answer]) button[type=submit]")
    expect(page.locator("[data-act=answer]")).to_contain_text("dari lokasi laporan")  # the photo says where it is from
    page.fill("#id_answer_photo_reason", "Lokasi di ponsel meleset; lampunya yang dilaporkan.")
    steps.do_act(page, "answer")


def confirm_and_rate(page: Page) -> None:
    steps.open_act(page, "confirm")
    steps.do_act(page, "confirm")
    expect(page.locator(".report-head .state")).to_have_class(re.compile("tone-good"))
    steps.open_act(page, "rate")
    page.check("input[name=rating][value='5']")
    steps.do_act(page, "rate")


def everyone_sees_the_story(page: Page, number: str) -> None:
    """A stranger reads words, before and after; no photo says where or with what it was taken."""
    page.goto(f"/laporan/{number}")
    expect(page.locator("article")).to_contain_text(steps.TEXT)
    expect(page.locator(".before-after figure")).to_have_count(2)
    assert page.locator("article > section > .timeline > li").count() == len(STORY)
    assert "Budi" not in page.content()
    urls = page.eval_on_selector_all("main img", "images => images.map(image => image.src)")
    full = {url.replace("/thumb", "/full") for url in urls}
    assert len(full) == 2
    for url in {*urls, *full}:
        answer = page.request.get(url)
        assert answer.ok
        assert hidden_data(answer.body()) == {}


def no_mail_is_missing(installation: Installation, officer: Page, number: str, address: str) -> None:
    """A mail for each step that somebody else took, or that ends the matter, and all of them in the delivery log."""
    until = time.monotonic() + MAIL_SECONDS
    while len(installation.mails_to(address)) < 5 and time.monotonic() < until:
        time.sleep(0.2)
    mails = installation.mails_to(address)
    assert len(mails) == 5
    assert not any("Budi" in mail or steps.TEXT in mail for mail in mails)
    log = officer.locator(f"a[href='/konsol/laporan/{number}']")
    while True:  # a mail lies in the outbox a moment before the log says so
        officer.goto("/konsol/pesan/?status=sent")
        if log.count() == 5 or time.monotonic() > until:
            break
        time.sleep(0.2)
    expect(log).to_have_count(5)


def ledger_names_a_changed_byte(installation: Installation) -> None:
    """Clean; then one byte of one event is changed behind the database's guards, and `lapor verify` names that
    event."""
    clean = installation.lapor("verify")
    assert (clean.returncode, "no faults" in clean.stdout) == (0, True), clean.stdout + clean.stderr
    with psycopg.connect(installation.superuser_url, autocommit=True) as database:
        database.execute("SET session_replication_role = replica")
        change = "UPDATE ledger_event SET name = %s WHERE id = %s AND name = %s"
        found = database.execute(
            "SELECT id, name FROM ledger_event WHERE name = 'report.answer' ORDER BY id DESC LIMIT 1"
        ).fetchone()
        assert found is not None
        event, name = found
        try:
            database.execute(change, ("report.answes", event, name))
            wrong = installation.lapor("verify")
        finally:
            database.execute(change, (name, event, "report.answes"))
    assert wrong.returncode == 1
    assert f"event {event}," in wrong.stdout
    assert wrong.stdout.count("WRONG") == 1
