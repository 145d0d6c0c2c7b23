"""A person signs in by a code once, makes a passkey of the phone, and comes in with it alone from then on."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.audit import look_at
from tests.journeys.chats import until
from tests.journeys.steps import TEXT

pytestmark = pytest.mark.journey
MAIL = "kunci.siti@contoh.example"
CODE = re.compile(r"(?<!\d )\b\d{4} \d{4}\b(?! \d)")  # not a piece of a number or of a receipt code


def code_in_mail(installation):
    return until(
        lambda: [found.group() for mail in installation.mails_to(MAIL) if (found := CODE.search(mail))],
        30,
        "a mail with a code",
    )[-1]


def test_passkey_instead_of_a_code(here, installation):
    page = here.page
    filed = page.request.post("/api/v1/reports", data={"text": TEXT, "contact": {"email": MAIL}})
    number = filed.json()["tracking_id"]
    page.goto("/laporan-saya/masuk")
    page.fill("#id_contact", MAIL)
    page.click("form:not([data-passkey]) [data-sending]")
    page.fill("#id_code", code_in_mail(installation))
    page.click("main button[type=submit]")
    page.wait_for_url("**/laporan-saya/akun")
    page.click("text=Masuk tanpa kode")
    look_at(page)
    page.click("[data-passkey=create] button")
    expect(page.locator(".notice.tone-good")).to_be_visible()
    page.click("text=Keluar, hapus data saya")
    page.click("[value=out]")
    page.wait_for_url("**/laporan-saya/masuk")
    look_at(page)
    page.click("[data-passkey=get] button")
    page.wait_for_url("**/laporan-saya/akun")
    expect(page.locator(f"main a[href='/laporan/{number}']")).to_be_visible()
    page.click("text=Masuk tanpa kode")
    look_at(page)
    page.click(".passkey button")
    expect(page.locator(".notice.tone-good")).to_be_visible()
    expect(page.locator(".passkey")).to_have_count(0)
