"""Promised: every photo of an officer that shows the result says in public how it was taken; what did not come through
the camera of the page, whatever way it came, says that it was not taken in the app.

The one place is lapor/reports/evidence.py (`how_taken`), its words lapor/presentation/evidence.py. Walked: every row of
the table that takes files from an officer; the console's form, the page to write on, REST as JSON and in parts, a
proposal that the head approves, first answer and progress; bulk, macros and an outside answer, which take no files; and
every place where such a photo is shown: the public page, the reporter's own, the console, REST, the home page.
"""

import base64
import hashlib
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from lapor.agencies.actions import create_token
from lapor.agencies.models import Agency
from lapor.casework.bulk import FIELDS_OF_ONE
from lapor.casework.macro_forms import STEP_FIELDS
from lapor.casework.persons import erase_person
from lapor.core import clock
from lapor.intake.files.attachments import file_path, store_file
from lapor.ledger import chain
from lapor.reporters import vault
from lapor.reporters.models import Reporter
from lapor.reports.actions import perform_action
from lapor.reports.models import Attachment, Capture, Challenge, Report
from lapor.reports.vocabulary import ActName
from lapor.reports.workflow.act import EVIDENCE_ACTS, NOT_OFFICERS
from lapor.reports.workflow.acting import SYSTEM, ActData, reporter_actor
from lapor.reports.workflow.table import TABLE
from lapor.web import proofs
from tests import makers
from tests.reports.conftest import do, forward, new_report

pytestmark = pytest.mark.django_db
GALLERY, IN_APP = "Tidak diambil lewat aplikasi", "Diambil dengan kamera aplikasi pada"
NO_RESULT = {
    ActName.WORK_NOTE: "officers alone read it",
    ActName.TAKE_IN: "what the reporter sent by mail, taken in by an officer",
}


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.ATTACHMENTS_DIR = tmp_path


@pytest.fixture
def report(root, people):
    made = new_report(root, photos=(store_file(makers.photo()),))
    forward(made, people)
    return Report.objects.get(pk=made.pk)


def browser_of(officer):
    client = Client()
    client.force_login(officer, backend="lapor.agencies.officers.backend.OfficerBackend")
    return client


def upload():
    return SimpleUploadedFile("bukti.jpg", makers.photo(colour="green"), "image/jpeg")


def by_form(report, people):
    fields = {"act": "answer", "text": "Sudah menyala", "outcome": "solved", "version": report.version}
    answer = browser_of(people["hana"]).post(f"/konsol/laporan/{report.tracking_id}", {**fields, "photos": [upload()]})
    assert answer.status_code == 302, answer.content


def by_program(report, people):
    sent = {"name": "a.jpg", "content": base64.b64encode(makers.photo(colour="green")).decode()}
    body = {"act": "answer", "text": "Sudah menyala", "outcome": "solved", "attachments": [sent]}
    answer = Client().post(
        f"/api/v1/reports/{report.tracking_id}/acts",
        json.dumps(body),
        "application/json",
        headers={"Authorization": f"Bearer {create_token(people['hana'])}"},
    )
    assert answer.status_code == 200, answer.content


def by_program_in_parts(report, people):
    act = json.dumps({"act": "answer", "text": "Sudah menyala", "outcome": "solved"})
    answer = Client().post(
        f"/api/v1/reports/{report.tracking_id}/acts",
        {"json": act, "attachments": [upload()]},
        headers={"Authorization": f"Bearer {create_token(people['hana'])}"},
    )
    assert answer.status_code == 200, answer.content


def by_proposal(report, people):
    Agency.objects.filter(code="perkim").update(approves_answers=True)
    by_form(report, people)
    waiting = browser_of(people["kepala"]).get("/konsol/usul/").content.decode()
    assert GALLERY in waiting
    do(report, "approve", people["kepala"])


def by_start_and_progress(report, people):
    for act in ("start", "respond"):
        do(
            report,
            act,
            people["landung"],
            text=f"Dikerjakan: {act}",
            photos=(store_file(makers.photo(colour=act_colour(act))),),
        )


def act_colour(act):
    return {"start": "green", "respond": "yellow"}[act]


WAYS = [by_form, by_program, by_program_in_parts, by_proposal, by_start_and_progress]


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_a_photo_that_came_another_way_says_that_it_was_not_taken_in_the_app(way, report, people, client):
    way(report, people)
    shown = Attachment.objects.filter(report=report, is_evidence=True)
    assert shown
    assert {one.taken for one in shown} == {"gallery"}
    page = client.get(f"/laporan/{report.tracking_id}").content.decode()
    assert page.count(f"<span>{GALLERY}</span>") == len(shown)
    assert IN_APP not in page


def test_every_row_that_takes_files_of_officers_is_placed():
    """`by` a desk it is the reporter who speaks."""
    taking = {row.name for row in TABLE if "photos" in (*row.needs, *row.may) and row.actors - NOT_OFFICERS}
    of_partners = {ActName.PARTNER_NEWS}  # tests/casework/test_partners.py
    assert taking == EVIDENCE_ACTS - of_partners | NO_RESULT.keys()
    assert ActName.OUTSIDE_ANSWER not in taking


def test_acts_on_many_and_macros_bring_no_photo():
    assert "photos" in FIELDS_OF_ONE
    assert not any("photos" in names for needed, possible in STEP_FIELDS.values() for names in (needed, possible))


def take(report, officer, content):
    """As the camera of the page does it: a word, then the note of the photo."""
    browser, number = browser_of(officer), report.tracking_id
    challenge = browser.post(f"/konsol/laporan/{number}/kata-uji").json()
    note = {
        "challenge": challenge["id"],
        "sha256": hashlib.sha256(content).hexdigest(),
        "device_at": clock.now().isoformat(),
        "latitude": "-6.9833",
        "longitude": "110.4093",
        "accuracy": "12.5",
    }
    noted = browser.post(f"/konsol/laporan/{number}/foto-bukti", note)
    assert noted.json() == {"fault": "", "words": "Dicatat sebagai diambil lewat aplikasi."}
    return note["sha256"]


def test_a_photo_of_the_camera_says_so_wherever_it_is_shown(report, people, client, caught_up, monkeypatch):
    content = makers.photo(colour="green")
    take(report, people["hana"], content)
    by_form(report, people)
    perform_action(report.pk, "confirm", actor=reporter_actor(report.reporter_id), data=ActData())
    caught_up()
    number = report.tracking_id
    word = Challenge.objects.get().word
    for page in (f"/laporan/{number}", "/"):
        said = client.get(page).content.decode()
        assert IN_APP in said
        assert f"Kata yang harus terlihat di dalamnya: {word}" in said
    assert IN_APP in browser_of(people["hana"]).get(f"/konsol/laporan/{number}").content.decode()
    told = client.get(f"/api/v1/reports/{number}").json()["timeline"]
    file = next(file for line in told for file in line["attachments"])
    assert (file["taken"], file["is_evidence"]) == ("in_app", True)
    assert file["taken_at"] is not None
    monkeypatch.setattr(proofs, "has_proof", lambda _request, _report: True)
    assert IN_APP in client.get(f"/laporan/{number}").content.decode()


def test_a_word_given_ahead_is_said(report, people, client):
    browser, number = browser_of(people["hana"]), report.tracking_id
    given = browser.post(f"/konsol/laporan/{number}/kata-uji", {"ahead": "1"}).json()["challenges"]
    note = {
        "challenge": given[0]["id"],
        "sha256": hashlib.sha256(makers.photo(colour="green")).hexdigest(),
        "device_at": clock.now().isoformat(),
        "offline": "1",
    }
    assert browser.post(f"/konsol/laporan/{number}/foto-bukti", note).json()["fault"] == ""
    by_form(report, people)
    page = client.get(f"/laporan/{number}").content.decode()
    assert f"{given[0]['word']}, diberikan lebih dulu untuk kerja tanpa jaringan" in page
    file = client.get(f"/api/v1/reports/{number}").json()["timeline"][-1]["attachments"][0]
    assert (file["challenge_word"], file["is_challenge_ahead"]) == (given[0]["word"], True)


def test_where_an_officer_stood_is_public_nowhere(report, people, client):
    sha256 = take(report, people["hana"], makers.photo(colour="green"))
    by_form(report, people)
    number = report.tracking_id
    for page in (f"/laporan/{number}", f"/api/v1/reports/{number}"):
        said = client.get(page).content.decode()
        assert "-6.98" not in said
        assert sha256 not in said


def test_reporter_and_other_offices_get_no_word(report, people, client):
    assert client.post(f"/konsol/laporan/{report.tracking_id}/kata-uji").status_code == 302
    assert browser_of(people["lia"]).post(f"/konsol/laporan/{report.tracking_id}/kata-uji").status_code == 404
    assert browser_of(people["vera"]).post(f"/konsol/laporan/{report.tracking_id}/kata-uji").status_code == 422


def test_words_ahead_are_for_who_was_given_the_report(report, people):
    def given(name):
        asked = browser_of(people[name]).post(f"/konsol/laporan/{report.tracking_id}/kata-uji", {"ahead": "1"})
        return len(asked.json()["challenges"])

    do(report, "assign_officer", people["hana"], officer=people["landung"])
    assert (given("landung"), given("hana")) == (3, 0)


@pytest.mark.parametrize(
    "note",
    [
        {},
        {"sha256": "x"},
        {"sha256": "a" * 64},
        {"sha256": "a" * 64, "device_at": "2026-11-27T10:00:00"},
        {"sha256": "a" * 64, "device_at": "0001-01-01T00:00:00+14:00"},  # which no database gives back
        {"sha256": "a" * 64, "device_at": "9999-12-31T23:59:59-14:00"},
    ],
)
def test_note_of_no_photo_is_refused(note, report, people):
    answer = browser_of(people["hana"]).post(f"/konsol/laporan/{report.tracking_id}/foto-bukti", note)
    assert answer.status_code == 422


def test_the_camera_is_told_which_files_have_come(report, people):
    sha256 = take(report, people["hana"], makers.photo(colour="green"))
    browser, address = browser_of(people["hana"]), f"/konsol/laporan/{report.tracking_id}/foto-bukti"
    assert browser.get(address, {"sha256": sha256}).json() == {"arrived": []}
    by_form(report, people)
    assert browser.get(address, {"sha256": f"{sha256},{'a' * 64}"}).json() == {"arrived": [sha256]}
    assert browser_of(people["landung"]).get(address, {"sha256": sha256}).json() == {"arrived": []}


def test_the_pair_shows_the_photo_of_the_camera_beside_others(report, people, client, caught_up):
    content = makers.photo(colour="green")
    take(report, people["hana"], content)
    others = [store_file(makers.photo(colour=colour)) for colour in ("red", "yellow", "white")]
    photos = (*others[:2], store_file(content), others[2])
    do(report, "answer", people["hana"], text="Sudah", outcome="solved", photos=photos)
    perform_action(report.pk, "confirm", actor=reporter_actor(report.reporter_id), data=ActData())
    caught_up()
    for page in (f"/laporan/{report.tracking_id}", "/"):
        assert f"Sesudah: {IN_APP}" in client.get(page).content.decode()


def test_the_place_is_sealed_and_fits_what_the_ledger_commits_to(report, people):
    take(report, people["hana"], makers.photo(colour="green"))
    capture = Capture.objects.get()
    words = vault.open_sealed(bytes(capture.place))
    assert words.startswith("-6.983300 110.409300 12 ")
    assert len(words.split()[-1]) == 32  # a random word: places cannot be tried out
    assert capture.place_commitment == chain.commitment(bytes(report.salt), words)


@pytest.mark.parametrize("place", [{"latitude": "91"}, {"longitude": "x"}, {"accuracy": "-1"}, {"latitude": "nan"}])
def test_no_place_is_kept_where_the_phone_gives_none_that_there_is(place, report, people):
    note = {"sha256": "a" * 64, "device_at": clock.now().isoformat(), "latitude": "-7", "longitude": "110", **place}
    answer = browser_of(people["hana"]).post(f"/konsol/laporan/{report.tracking_id}/foto-bukti", note)
    assert answer.json()["fault"] == "unknown"
    assert (bytes(Capture.objects.get().place), Capture.objects.get().place_commitment) == (b"", "")


def test_evidence_that_was_rejected_outlives_its_reporter(root, people, django_capture_on_commit_callbacks):
    made = new_report(root, name="Budi", email="budi@contoh.example", photos=(store_file(makers.photo()),))
    forward(made, people)
    before, after = Attachment.objects.get(report=made), store_file(makers.photo(colour="green"))
    do(made, "answer", people["hana"], text="Sudah", outcome="solved", photos=(after,))
    perform_action(made.pk, "reject", actor=reporter_actor(made.reporter_id), data=ActData(text="Belum"))
    with django_capture_on_commit_callbacks(execute=True):
        erase_person(Reporter.objects.get(pk=made.reporter_id), by=SYSTEM)
    assert not file_path(before.original_sha256, "sealed").exists()
    assert file_path(after.original_sha256, "sealed").exists()


def test_a_photo_that_comes_again_with_a_form_that_was_refused_is_one(report, people):
    """The form keeps its file, and the browser has it still."""
    take(report, people["hana"], makers.photo(colour="green"))
    browser, address = browser_of(people["hana"]), f"/konsol/laporan/{report.tracking_id}"
    fields = {"act": "answer", "text": "", "outcome": "solved", "version": report.version}
    refused = browser.post(address, {**fields, "photos": [upload()]})
    assert refused.status_code == 422
    form = next(act["form"] for act in refused.context["acts"] if act["act"] == "answer")
    kept = {"kept_key": form.data["kept_key"], "kept_files": form.data.getlist("kept_files")}
    again = browser.post(address, {**fields, **kept, "text": "Sudah menyala", "photos": [upload()]})
    assert again.status_code == 302, again.content
    assert Attachment.objects.get(report=report, is_evidence=True).taken == "in_app"
