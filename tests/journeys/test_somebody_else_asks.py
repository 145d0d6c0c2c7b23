"""Closing is not enough: the second "not solved" reaches the head of the city, who decides; a sample of what was closed
is drawn, asked about by another office, and published."""

import pytest
from playwright.sync_api import expect

from lapor.runtime.cluster import Cluster
from tests import makers
from tests.journeys import steps
from tests.journeys.audit import look_at
from tests.journeys.browser import DESK, Visitor
from tests.journeys.installation import Installation, start, stop
from tests.journeys.test_second_factor import prove_it_is_you

pytestmark = [pytest.mark.journey, pytest.mark.deep]
PERKIM = "Dinas Perumahan dan Kawasan Permukiman"
# Four reports of people with a telephone, answered and confirmed in October 2026, and the head of the day after it.
OCTOBER = """
import uuid
from datetime import UTC, datetime
from lapor.agencies.models import Agency, Category, Officer
from lapor.agencies.queries import jurisdiction
from lapor.core import clock
from lapor.intake.filing.actions import file_new_report
from lapor.intake.filing.new_report import NewReport
from lapor.ledger.heads import make_heads
from lapor.reports.actions import perform_action
from lapor.reports.workflow.acting import ActData, officer_actor, reporter_actor

perkim = Agency.objects.get(code="perkim")
lamp = Category.objects.filter(needs_evidence=False, is_protected=False).first()
triage, liaison = (Officer.objects.get(username=name) for name in ("verifikator", "penghubung"))
with clock.at(datetime(2026, 10, 12, 3, tzinfo=UTC)):
    for number in range(4):
        new = NewReport(text=f"Uji petik nomor {number}", submission_key=str(uuid.uuid4()), channel="web",
                        name="Siti Rahayu", phone=f"0812345678{number}0")
        report = file_new_report(new, root=jurisdiction(), actor=reporter_actor(None)).report
        forward = ActData(category=lamp, agency=perkim, publication="published")
        perform_action(report.pk, "forward", actor=officer_actor(triage), data=forward)
        answer = ActData(text="Sudah kami kerjakan", outcome="solved")
        perform_action(report.pk, "answer", actor=officer_actor(liaison), data=answer)
        perform_action(report.pk, "confirm", actor=reporter_actor(report.reporter_id))
with clock.at(datetime(2026, 11, 2, 1, tzinfo=UTC)):
    print([head["day"] for head in make_heads()])
"""
WHO_ASKS = """
from lapor.casework.models import CallbackCase
case = CallbackCase.objects.select_related("officer", "report").order_by("place").first()
case.officer.set_password("lapor-demo-2026")  # other offices' accounts of the demo have none that anybody knows
case.officer.save(update_fields=["password"])
print(f"found:{case.pk}:{case.officer.username}:{case.report.tracking_id}:{case.draw.seed}")
"""


@pytest.fixture(scope="module")
def city(tmp_path_factory):
    """Of its own: what the draw needs has to lie in the past of its history, before the worker makes a daily head."""
    folder = tmp_path_factory.mktemp("somebody-else")
    Cluster(folder / "data").prepare()
    not_running = Installation("", folder / "data", 0)
    for command in (("keys", "create"), ("migrate",), ("fill",)):
        done = not_running.lapor(*command)
        assert done.returncode == 0, done.stdout + done.stderr
    made = not_running.lapor("manage", "shell", "-c", OCTOBER)
    assert "2026-11-01" in made.stdout, made.stdout + made.stderr
    known = start(folder / "data", folder / "log.txt")
    installation = Installation(str(known["url"]), folder / "data", int(str(known["pid"])))
    yield installation
    stop(installation)


@pytest.fixture
def visit(browser, city):
    """Makes visitors, by name an officer; no browser complains."""
    visitors = []

    def make(username="", **options):
        visitors.append(Visitor(browser, city.url, **options))
        return steps.sign_in(visitors[-1], username) if username else visitors[-1].page

    yield make
    complaints = [words for one in visitors for words in one.complaints]
    for one in visitors:
        one.close()
    assert complaints == []


def new_photo(path):
    """Like no other, and without a place: nothing is asked about it."""
    path.write_bytes(makers.noise())
    return path


def answer(agency, number, photo, words):
    agency.goto(f"/konsol/laporan/{number}")
    steps.open_act(agency, "answer")
    agency.fill("#id_answer_text", words)
    agency.select_option("#id_answer_outcome", "solved")
    agency.set_input_files("#id_answer_photos", photo)
    steps.do_act(agency, "answer")


def rejects(person, number, words):
    person.goto(f"/laporan/{number}")
    steps.open_act(person, "reject")
    person.fill("#id_reject_text", words)
    steps.do_act(person, "reject")


def test_second_rejection_reaches_the_head_of_the_city_who_decides(visit, street_photo, tmp_path):
    person = visit()
    receipt = steps.file_report(person, street_photo)
    number = receipt.number
    person.goto(f"/laporan/{number}")
    triage, agency = visit("verifikator", viewport=DESK), visit("penghubung", viewport=DESK)
    triage.goto(f"/konsol/laporan/{number}")
    steps.open_act(triage, "forward")
    triage.select_option("#id_forward_category", label="Lampu jalan mati")
    triage.select_option("#id_forward_agency", label=PERKIM)
    triage.check("input[name=publication][value=published]")
    steps.do_act(triage, "forward")
    answer(agency, number, new_photo(tmp_path / "satu.jpg"), "Lampu sudah kami ganti.")
    rejects(person, number, "Masih gelap, tiangnya belum disentuh.")
    expect(person.locator(".report-head .state")).to_have_text("Diproses")
    answer(agency, number, new_photo(tmp_path / "dua.jpg"), "Kali ini benar-benar menyala.")
    person.goto(f"/laporan/{number}")
    expect(person.locator("[data-act=reject]")).to_contain_text("pimpinan kota memutuskan")
    rejects(person, number, "Semalam tetap gelap.")
    expect(person.locator("main")).to_contain_text("pimpinan kota memutuskan secara mengikat")
    look_at(person)

    head = visit("pimpinan", viewport=DESK)
    head.goto(f"/konsol/?queue=mine&q={number}")
    head.click("[data-row] a")
    path = head.locator("#path")
    for words in ("Lampu sudah kami ganti.", "Masih gelap", "Kali ini benar-benar menyala.", "Semalam tetap gelap."):
        expect(path).to_contain_text(words)
    look_at(head)
    head.set_viewport_size(DESK)
    steps.open_act(head, "decide")
    head.select_option("#id_decide_agency", label="Dinas Pekerjaan Umum")
    head.fill("#id_decide_text", "PU mengerjakan dalam tiga hari, Perkim membantu.")
    head.click("form:has(input[name=act][value=decide]) button[type=submit]")
    expect(head.locator(".notice.tone-good").first).to_be_visible()
    person.goto(f"/laporan/{number}")
    expect(person.locator("main")).to_contain_text("Dinas Pekerjaan Umum")
    expect(person.locator("main")).to_contain_text("PU mengerjakan dalam tiga hari")
    agency.goto(f"/konsol/laporan/{number}")
    expect(agency.locator("details[data-act=answer]")).to_have_count(0)


def test_sample_is_drawn_asked_by_another_office_and_published(visit, city):
    overseer = visit("pengawas", viewport=DESK)
    overseer.goto("/konsol/uji-petik/tarik")
    overseer.select_option("#draw-month", "2026-10-01")
    overseer.click("form:has(#draw-month) button[type=submit]")
    expect(overseer.locator(".notice.tone-good")).to_contain_text("Terundi")
    look_at(overseer)
    told = city.lapor("manage", "shell", "-c", WHO_ASKS).stdout
    _found, case, username, number, seed = told[told.index("found:") :].strip().split(":")

    caller = visit(username)
    caller.goto("/konsol/uji-petik/")
    expect(caller.locator(f"a[href='/konsol/uji-petik/{case}']")).to_be_visible()
    look_at(caller)
    caller.goto(f"/konsol/uji-petik/{case}")
    expect(caller.locator("#script")).to_contain_text("Selamat siang")
    expect(caller.locator("#number a[href^='tel:']")).to_have_count(0)
    look_at(caller)
    caller.click("#number button[type=submit]")
    prove_it_is_you(caller, steps.PASSWORD)
    expect(caller.locator("#number a[href^='tel:']")).to_have_count(1)
    look_at(caller)
    caller.check("input[name=result][value=not_solved]")
    caller.fill("#id_text", "Belum ada yang datang.")
    caller.click("#result button[type=submit]")
    expect(caller.locator(".notice.tone-good")).to_contain_text("Belum selesai")

    anybody = visit()
    anybody.goto(f"/laporan/{number}")
    expect(anybody.locator(".report-head .state")).to_have_text("Diproses")
    anybody.goto("/statistik/uji-petik/")
    expect(anybody.locator("main")).to_contain_text(seed)
    look_at(anybody)
    checked = city.lapor("callback", "check", "--month", "2026-10")
    assert (checked.returncode, "drawn as the seed says" in checked.stdout) == (0, True), checked.stdout
    assert city.lapor("verify").returncode == 0
