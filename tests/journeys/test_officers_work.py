"""Whole pieces of officers' work in the browser: a flood, a report that no office wants, a leave, two at one report, a
field officer's day on a phone."""

import uuid
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from tests.faults.sending import address
from tests.faults.test_killed_while_filing import rows, wait_until
from tests.journeys import steps
from tests.journeys.audit import look_at
from tests.journeys.browser import DESK, PHONE, Visitor
from tests.journeys.installation import Installation, start, stop
from tests.journeys.photos import jpeg_with_place
from tests.journeys.test_keyboard import file_reports

pytestmark = [pytest.mark.journey, pytest.mark.deep]
FLOOD = ("banjir-rob", "Banjir selutut di kampung kami, {mark}, rumah nomor {n}")
LAMP = ("lampu-jalan-mati", "Lampu jalan mati di depan balai, {mark} nomor {n}")
PERKIM = "Dinas Perumahan dan Kawasan Permukiman"


@pytest.fixture(scope="module")
def city(tmp_path_factory):
    """Behind a proxy that it trusts, so that its visitors come from many addresses."""
    folder = tmp_path_factory.mktemp("officers-work")
    known = start(folder / "data", folder / "log.txt", {"LAPOR_TRUSTED_PROXIES": "127.0.0.1"})
    installation = Installation(str(known["url"]), folder / "data", int(str(known["pid"])))
    yield installation
    stop(installation)


@pytest.fixture
def officer(browser, city):
    """Signs one in; the browser complains of nothing."""
    visitors = []

    def sign_in(username, viewport=DESK):
        visitors.append(Visitor(browser, city.url, viewport=viewport))
        return steps.sign_in(visitors[-1], username)

    yield sign_in
    complaints = [words for one in visitors for words in one.complaints]
    for one in visitors:
        one.close()
    assert complaints == []


@pytest.fixture
def mark():
    return f"kerja{uuid.uuid4().hex[:8]}"


def filed(city, mark, matters, contact=""):
    return list(file_reports(city.url, mark, matters, headers_of=address, contact=contact))


def told(city, mark, cause):
    """How many of the reports with this mark had their reporter told of it, and how often at most."""
    reports = f"SELECT id FROM reports_report WHERE text LIKE '%{mark}%'"  # noqa: S608 - words of the tests
    query = f"SELECT count(*) FROM gateway_outboundmessage WHERE cause = '{cause}' AND report_id IN ({reports})"  # noqa: S608
    counts = [count for (count,) in rows(city, f"{query} GROUP BY report_id")]
    return len(counts), max(counts, default=0)


def choose(page, field, words):
    """The option with these words."""
    page.select_option(field, page.locator(f"{field} option", has_text=words).first.get_attribute("value"))


def forward(page, number, agency=PERKIM):
    page.goto(f"/konsol/laporan/{number}")
    steps.open_act(page, "forward")
    page.select_option("#id_forward_category", label="Lampu jalan mati")
    page.select_option("#id_forward_agency", label=agency)
    page.check("input[name=publication][value=published]")
    steps.do_act(page, "forward")


def merge_what_was_looked_at(page):
    expect(page.locator("input[name=report]:checked")).to_have_count(80)
    look_at(page)
    page.click("form:has(input[name=confirm]) button[type=submit]")
    expect(page.locator(".notice.tone-good")).to_contain_text("80")


def test_flood_that_eighty_report_is_merged_in_one_act_answered_once_and_taken_apart(officer, city, mark, tmp_path):
    numbers = filed(city, mark, [FLOOD] * 80, contact=f"{mark}-{{n}}@contoh.example")
    head = officer("pimpinan")
    head.goto("/konsol/kejadian/")
    head.fill("#id_title", f"Banjir {mark}")
    head.fill("#id_text", "Air naik sejak dini hari.")
    head.select_option("#id_categories", label="Banjir atau rob")
    since = datetime.now(ZoneInfo("Asia/Jakarta")) - timedelta(minutes=10)
    head.fill("#id_begins_at", since.strftime("%Y-%m-%dT%H:%M"))
    head.click("#declare button[type=submit]")
    expect(head.locator(".notice.tone-good")).to_be_visible()

    triage = officer("verifikator")
    triage.goto("/konsol/kejadian/")
    incident = triage.locator("section", has_text=f"Banjir {mark}")
    parent = incident.locator("a[href*='/konsol/laporan/']").get_attribute("href").rpartition("/")[2]
    incident.get_by_role("button", name="80").click()
    merge_what_was_looked_at(triage)
    triage.goto(f"/konsol/laporan/{parent}")
    steps.open_act(triage, "forward")
    triage.select_option("#id_forward_agency", label=PERKIM)
    steps.do_act(triage, "forward")

    agency = officer("penghubung")
    agency.goto(f"/konsol/laporan/{parent}")
    steps.open_act(agency, "answer")
    agency.fill("#id_answer_text", "Pompa sudah jalan, air surut sejak siang.")
    agency.select_option("#id_answer_outcome", "solved")
    agency.set_input_files("#id_answer_photos", jpeg_with_place(tmp_path / "after.jpg"))
    steps.do_act(agency, "answer")
    wait_until(lambda: told(city, mark, "report.answer") == told(city, mark, "report.merge") == (80, 1), seconds=60)
    triage.goto(f"/laporan/{numbers[0]}")
    expect(triage.locator(f"a[href$='/laporan/{parent}']:visible").first).to_be_visible()

    triage.goto(f"/konsol/laporan/{parent}")
    look_at(triage)
    triage.get_by_role("button", name="80").click()
    expect(triage.locator("input[name=report]:checked")).to_have_count(80)
    triage.fill("[name=text]", "Tempatnya lain-lain")
    triage.click("form:has(input[name=confirm]) button[type=submit]")
    expect(triage.locator(".notice.tone-good")).to_contain_text("80")
    split = f"text LIKE '%{mark}%' AND parent_id IS NULL AND state = 'received'"
    assert city.count("reports_report", split) == 80
    wait_until(lambda: told(city, mark, "report.split") == (80, 1), seconds=60)


def test_report_that_three_offices_send_back_is_decided_by_the_head_of_the_city(officer, city, mark):
    [number] = filed(city, mark, [LAMP])
    triage, agency = officer("verifikator"), officer("penghubung")
    for _time in range(3):
        forward(triage, number)
        agency.goto(f"/konsol/laporan/{number}")
        steps.open_act(agency, "refuse")
        agency.fill("#id_refuse_text", "Tiangnya milik pemerintah provinsi")
        agency.select_option("#id_refuse_proposed_agency", label="Dinas Perhubungan")
        agency.click("form:has(input[name=act][value=refuse]) button[type=submit]")
        expect(agency.get_by_text("sekarang ditangani pihak lain")).to_be_visible()
    head = officer("pimpinan")
    head.goto(f"/konsol/?queue=mine&q={number}")
    head.click("[data-row] a")
    expect(head.locator(".way li")).to_have_count(6)
    steps.open_act(head, "decide")
    head.select_option("#id_decide_agency", label=PERKIM)
    head.fill("#id_decide_text", "Perkim menangani, provinsi kami beri tahu.")
    head.click("form:has(input[name=act][value=decide]) button[type=submit]")
    expect(head.locator(".notice.tone-good").first).to_be_visible()
    agency.goto(f"/konsol/laporan/{number}")
    expect(agency.locator("details[data-act=answer]")).to_be_visible()
    expect(agency.locator("details[data-act=refuse]")).to_have_count(0)


def test_field_officers_own_list_on_a_phone_then_all_of_it_goes_to_a_colleague(officer, city, mark):
    numbers = filed(city, mark, [LAMP] * 3)
    triage, agency = officer("verifikator"), officer("penghubung")
    for number in numbers:
        forward(triage, number)
        agency.goto(f"/konsol/laporan/{number}")
        steps.open_act(agency, "assign_officer")
        choose(agency, "#id_assign_officer_officer", "Landung")
        steps.do_act(agency, "assign_officer")
    field = officer("lapangan", viewport=PHONE)
    field.goto("/konsol/")
    expect(field.locator("h1")).to_contain_text("Menunggu saya")
    for number in numbers:
        expect(field.locator(f"[data-row][data-number='{number}']")).to_be_visible()
    look_at(field)
    field.click(f"[data-number='{numbers[0]}'] a")
    steps.open_act(field, "work_note")
    field.fill("#id_work_note_text", "Tiang nomor 12, perlu tangga.")
    steps.do_act(field, "work_note")

    agency.goto("/konsol/alih-tugas/")
    choose(agency, "#id_officer", "Landung")
    choose(agency, "#id_to", "Hana")
    agency.fill("#id_text", "Cuti dua pekan")
    agency.click("form.panel button[type=submit]")
    expect(agency.get_by_text("3 laporan terbuka")).to_be_visible()
    agency.click("form.panel button[type=submit]")
    expect(agency.locator(".notice.tone-good")).to_contain_text("3")
    field.goto("/konsol/")
    expect(field.locator("[data-row]")).to_have_count(0)
    agency.goto("/konsol/")
    for number in numbers:
        expect(agency.locator(f"[data-row][data-number='{number}']")).to_be_visible()


def test_words_for_a_report_that_a_colleague_changed_meanwhile_are_kept(officer, city, mark):
    [number] = filed(city, mark, [LAMP])
    forward(officer("verifikator"), number)
    first, second = officer("penghubung"), officer("penghubung")
    for page in (first, second):
        page.goto(f"/konsol/laporan/{number}")
        steps.open_act(page, "start")
    second.fill("#id_start_text", "Regu B berangkat besok pagi pukul tujuh.")
    first.fill("#id_start_text", "Regu A berangkat sore ini.")
    steps.do_act(first, "start")
    second.click("form:has(input[name=act][value=start]) button[type=submit]")
    expect(second.locator(".notice.tone-good")).to_have_count(0)
    expect(second.locator("body")).to_contain_text("Regu B berangkat besok pagi pukul tujuh.")
    expect(second.locator("body")).to_contain_text("Regu A berangkat sore ini.")
    look_at(second)
