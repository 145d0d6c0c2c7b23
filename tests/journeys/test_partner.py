"""A partner of an office, without an account, on a phone: received, then done with a photo of the page's camera; the
second use after the link's time is refused, and nothing is told of who reported."""

import re

import psycopg
import pytest
from playwright.sync_api import expect

from tests.journeys import steps
from tests.journeys.audit import look_at
from tests.journeys.browser import DESK
from tests.journeys.test_evidence import PLACE, forwarded  # noqa: F401 - a fixture

pytestmark = [pytest.mark.journey, pytest.mark.deep]
TASK = "Mohon ganti lampu di tiang ini, lalu kirim foto hasilnya."


def send(page):
    with page.expect_navigation():
        page.click("article form button[type=submit]")
    expect(page.locator(".notice.tone-good").first).to_be_visible()


def test_partner_answers_by_link_and_its_use_after_its_time_is_refused(visitor, installation, forwarded):  # noqa: F811
    office = steps.sign_in(visitor(viewport=DESK), "penghubung")
    office.goto(f"/konsol/laporan/{forwarded}")
    steps.open_act(office, "invite_partner")
    office.fill("#id_invite_partner_partner_name", "CV Terang Abadi")
    office.fill("#id_invite_partner_text", TASK)
    steps.do_act(office, "invite_partner")
    office.goto(f"/konsol/laporan/{forwarded}")
    address = office.locator("#partners input[readonly]").input_value()

    partner = visitor(permissions=["camera", "geolocation"], geolocation=PLACE)
    page = partner.page
    page.goto(address)
    expect(page.locator("article")).to_contain_text(TASK)
    look_at(page)
    page.check("input[name=partner_step][value=received]")
    send(page)
    page.check("input[name=partner_step][value=done]")
    page.click("[data-open-camera]")
    expect(page.locator("[data-word]")).to_have_text(re.compile(r"[A-Z]+ \d\d"))
    page.click("[data-take]")
    page.click("[data-use]")
    expect(page.locator("[data-evidence-list] li")).to_have_count(1)
    send(page)

    public = visitor().page
    public.goto(f"/laporan/{forwarded}")
    expect(public.locator("main")).to_contain_text("Sudah selesai dikerjakan")
    expect(public.locator("main")).to_contain_text("CV Terang Abadi, mitra")
    files = "reports_attachment JOIN reports_report ON reports_report.id = report_id"
    assert installation.count(files, f"tracking_id = '{forwarded}' AND taken = 'in_app'") == 1
    office.goto("/konsol/?queue=mine")
    expect(office.locator(f"[data-number='{forwarded}']")).to_contain_text("Kabar dari mitra")

    with psycopg.connect(installation.superuser_url) as connection:
        connection.execute("UPDATE reports_partnerlink SET valid_until = now() WHERE name = 'CV Terang Abadi'")
    page.check("input[name=partner_step][value=received]")
    page.click("article form button[type=submit]")
    expect(page.locator("h1")).to_have_text("Tautan ini sudah berakhir")
    partner.complaints[:] = [words for words in partner.complaints if "410" not in words]
