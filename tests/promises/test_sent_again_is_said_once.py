"""Promised: the same words sent again by a slow network, F5 or Back make one report and one entry, answered as the
first time; a key that comes with other words is answered with 409 and the words, never with the first report. The one
places: `filed_before` in lapor/intake/filing/actions.py and lapor/casework/dedupe.py. Walked: every address that files
by a form's key; the acts of a reporter and an officer, offered still or no longer.
"""

import json
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from lapor.agencies.actions import create_token
from lapor.intake.filing.actions import file_new_report
from lapor.intake.filing.new_report import NewReport
from lapor.reporters.models import Reporter
from lapor.reports.actions import perform_action
from lapor.reports.models import Report
from lapor.reports.workflow.acting import ActData, officer_actor, reporter_actor
from lapor.web import proofs
from tests.desk.conftest import desk, desk_officer  # noqa: F401
from tests.makers import noise, photo
from tests.promises.waiting import said
from tests.reports.conftest import do, forward

pytestmark = pytest.mark.django_db
FIRST, OTHER = "Lampu mati di depan musala", "Sampah menumpuk di belakang pasar"
# Each address that files by a key of the form: what else it wants, and what it answers to other words.
BY_KEY = {
    "/lapor": ({}, 409),
    "/lapor/simpanan": ({}, 409),
    "/loket/": ({"channel": "counter"}, 409),
    # two machines with one key: both are kept
    "/loket/simpanan": (
        {"channel": "counter", "taken_at": "2026-11-26 08:00"},
        201,
    ),
}


@pytest.mark.parametrize("address", BY_KEY)
def test_same_words_are_one_report_and_other_words_are_never_the_first(client, desk, address):  # noqa: F811
    client = client if address.startswith("/lapor") else desk
    more, expected = BY_KEY[address]
    form = {"draft_id": str(uuid.uuid4()), "text": FIRST, **more}
    first, again = client.post(address, form), client.post(address, form)
    assert (first.status_code, again.status_code) == (201, 200)
    assert Report.objects.count() == 1
    other = client.post(address, {**form, "text": OTHER})
    assert other.status_code == expected
    assert Report.objects.filter(text=OTHER).count() == (expected == 201)
    if address in {"/lapor", "/loket/"}:
        assert OTHER in other.content.decode()
        key = other.context["form"].data["draft_id"]
        assert client.post(address, {**form, "draft_id": key, "text": OTHER}).status_code == 201
        assert Report.objects.filter(text=OTHER).count() == 1


def test_a_post_by_its_link_under_a_used_key_is_a_report_of_its_own(desk):  # noqa: F811
    form = {
        "draft_id": str(uuid.uuid4()),
        "text": FIRST,
        "link": "https://x.com/warga/status/17",
        "said_at": "2026-01-02T08:00",
        "is_other": "on",
    }
    assert desk.post("/loket/kiriman", form).status_code == desk.post("/loket/kiriman", form).status_code == 302
    other = desk.post("/loket/kiriman", {**form, "text": OTHER, "link": "https://x.com/warga/status/18"})
    assert (other.status_code, OTHER in other.content.decode()) == (409, True)
    key = other.context["form"].data["draft_id"]
    desk.post("/loket/kiriman", {**form, "draft_id": key, "text": OTHER, "link": "https://x.com/warga/status/18"})
    assert sorted(Report.objects.values_list("text", flat=True)) == sorted([FIRST, OTHER])


def test_files_of_the_other_words_come_along(client, root):
    form = {"draft_id": str(uuid.uuid4()), "text": FIRST}
    client.post("/lapor", form)
    other = client.post("/lapor", {**form, "text": OTHER, "photos": SimpleUploadedFile("a.jpg", photo(), "image/jpeg")})
    assert (other.status_code, len(other.context["uploads"])) == (409, 1)


@pytest.fixture
def report(root):
    reporter = Reporter.objects.create(created_at="2026-01-01T00:00:00Z")
    new = NewReport(text=FIRST, submission_key=str(uuid.uuid4()), channel="web", reporter=reporter)
    return file_new_report(new, root=root, actor=reporter_actor(reporter.pk)).report


def entries(report, act):
    return report.entries.filter(act=act).count()


def test_an_officers_words_are_said_once(client, report, people):
    client.force_login(people["vera"])
    address = f"/konsol/laporan/{report.tracking_id}"
    for _time in range(2):
        assert client.post(address, {"act": "work_note", "text": "Sudah ditelepon."}).status_code == 302
    assert entries(report, "work_note") == 1
    client.post(address, {"act": "work_note", "text": "Ditelepon lagi."})
    assert entries(report, "work_note") == 2
    version = Report.objects.get().version
    for _time in range(2):  # the second finds that it is asked already
        done = client.post(address, {"act": "ask", "text": "Di tiang nomor berapa?", "version": version})
        assert done.status_code == 302
    assert entries(report, "ask") == 1


def test_a_reporters_words_are_said_once(client, report, people, monkeypatch):
    monkeypatch.setattr(proofs, "has_proof", lambda _request, _report: True)
    address = f"/laporan/{report.tracking_id}"
    for _time in range(2):
        assert client.post(address, {"act": "note", "text": "Tiangnya nomor 17."}).status_code == 302
    assert entries(report, "note") == 1
    perform_action(report.pk, "ask", actor=officer_actor(people["vera"]), data=ActData(text="Yang mana?"))
    for _time in range(2):
        assert client.post(address, {"act": "reply", "text": "Yang di pojok."}).status_code == 302
    assert entries(report, "reply") == 1
    assert entries(report, "note") == 1


def test_words_with_the_same_photo_are_said_once(client, report, people, monkeypatch):
    monkeypatch.setattr(proofs, "has_proof", lambda _request, _report: True)
    first, other = photo(), noise()

    def note(content):
        sent = SimpleUploadedFile("a.jpg", content, "image/jpeg")
        form = {"act": "note", "text": "Tiangnya ini.", "photos": sent}
        assert client.post(f"/laporan/{report.tracking_id}", form).status_code == 302

    note(first)
    note(first)
    assert entries(report, "note") == 1
    note(other)
    assert (entries(report, "note"), report.attachments.count()) == (2, 2)


def test_the_same_words_about_something_else_are_another_act(client, report, people):
    """A reason is often the same: each of two notes moves, each of two partners gets a link."""
    forward(report, people)
    do(report, "start", people["hana"], text="Kami kerjakan")
    notes = [said(report, "note", text).entry for text in ("Selokan mampet.", "Jalan berlubang.")]
    new = NewReport(text=OTHER, submission_key=str(uuid.uuid4()), channel="web")
    other = file_new_report(new, root=report.root, actor=reporter_actor(None)).report
    client.force_login(people["vera"])
    for entry in notes:
        form = {"text": "Tentang hal lain", "parent": other.tracking_id}
        assert client.post(f"/konsol/pindah/{entry.pk}", form).status_code == 302
    assert entries(report, "move_out") == 2
    client.force_login(people["hana"])
    for partner in ("CV Terang", "PLN UP3 Semarang", "PLN UP3 Semarang"):
        form = {"act": "invite_partner", "partner_name": partner, "text": "Mohon ganti lampu"}
        assert client.post(f"/konsol/laporan/{report.tracking_id}", form).status_code == 302
    assert entries(report, "invite_partner") == 2


def test_a_program_that_names_offices_by_code_sends_again(report, people):
    forward(report, people)
    report.refresh_from_db()
    headers = {"Authorization": f"Bearer {create_token(people['hana'])}"}

    def call(agency):
        body = {"act": "call_support", "agency": agency, "text": "Mohon bantu galian", "version": report.version}
        address = f"/api/v1/reports/{report.tracking_id}/acts"
        return Client().post(address, json.dumps(body), "application/json", headers=headers).status_code

    assert [call("dpu"), call("dpu")] == [200, 200]
    assert entries(report, "call_support") == 1
    assert call("bappeda") == 409
