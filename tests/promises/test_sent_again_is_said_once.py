"""Promised: the same words sent again by a slow network, F5 or Back make one report and one entry, answered as the
first time; a key that comes with other words is answered with 409 and the words, never with the first report. The one
places: `filed_before` in lapor/intake/filing/actions.py and lapor/casework/dedupe.py. Walked: every address that files
by a form's key; the acts of a reporter and an officer, offered still or no longer.
"""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from lapor.intake.filing.actions import file_new_report
from lapor.intake.filing.new_report import NewReport
from lapor.reporters.models import Reporter
from lapor.reports.actions import perform_action
from lapor.reports.models import Report
from lapor.reports.workflow.acting import ActData, officer_actor, reporter_actor
from lapor.web import proofs
from tests.desk.conftest import desk, desk_officer  # noqa: F401
from tests.makers import photo

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
