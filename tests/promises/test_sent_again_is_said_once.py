"""Promised: the same words sent again by a slow network, F5 or Back make one report and one entry, answered as the
first time; a key that comes with other words is answered with 409 and the words, never with the first report. The one
places: `filed_before` in lapor/intake/filing/actions.py and lapor/casework/dedupe.py. Walked: every address that files
by a form's key; every act of a person, with and without the report's version, offered still or no longer;
every way that an officer's act comes in (ways.py).
"""

import json
import uuid
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client

from lapor.agencies.actions import create_token
from lapor.agencies.models import Agency, Category, Team
from lapor.casework.dedupe import ABOUT
from lapor.casework.macros import run_macro
from lapor.casework.models import Macro
from lapor.casework.performing import Done, SentBefore, perform
from lapor.core import clock
from lapor.intake.filing.actions import file_new_report
from lapor.intake.filing.new_report import NewReport
from lapor.reporters.models import Reporter
from lapor.reports import queries
from lapor.reports.actions import perform_action
from lapor.reports.models import PartnerLink, Report
from lapor.reports.workflow import rows_beside
from lapor.reports.workflow.acting import ActData, officer_actor, partner_actor, reporter_actor
from lapor.reports.workflow.table import TABLE
from lapor.web import proofs
from tests.desk.conftest import desk, desk_officer  # noqa: F401
from tests.makers import noise, photo
from tests.promises.waiting import said
from tests.promises.ways import WAYS, by_rest
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


# --- every act, every way


def raw_values(report, people):
    """Something sensible for every field, as a page sends it."""
    perkim, bappeda = (Agency.objects.get(code=code) for code in ("perkim", "bappeda"))
    unit = Agency.objects.create(root=perkim.root, parent=perkim, name="Bidang PJU", kind="unit", path=[])
    Agency.objects.filter(pk=unit.pk).update(path=[*perkim.path, unit.pk])
    team = Team.objects.create(agency=perkim, name="Regu Lampu")
    team.members.add(people["landung"])
    new = NewReport(text=OTHER, submission_key=str(uuid.uuid4()), channel="web")
    parent = file_new_report(new, root=report.root, actor=reporter_actor(None)).report
    return {
        "text": "Alasan yang sama",
        "category": Category.objects.get(code="lampu-jalan-baru").pk,
        "agency": bappeda.pk,
        "proposed_agency": bappeda.pk,
        "unit": unit.pk,
        "officer": people["landung"].pk,
        "team": team.pk,
        "parent": parent.tracking_id,
        "entry": said(report, "note", "Selokan mampet.").entry.pk,
        "publication": "published",
        "archive_reason": "spam",
        "destination": "PLN",
        "source": "PLN",
        "outcome": "solved",
        "promised_on": (clock.now() + timedelta(days=30)).date().isoformat(),
        "rating": 4,
        "partner_name": "CV Terang",
        "partner_days": 7,
        "partner_step": "received",
    }


# What a report must be besides its state.
STANDING: dict[str, dict[str, Any]] = {
    "extend": {"kind": "information_request"},
    "object": {"kind": "information_request"},
    "decide": {"awaits_decision": True},
    "answer_call": {"officer_call": "open"},
    "end_call": {"officer_call": "open"},
    "late_reply": {"archive_reason": "incomplete"},
    "exclude": {"is_protected": True},
    "statement": {"channel": "news"},
}
NOT_HERE = {
    "import": "brings whole histories, found by their numbers",
    "file": "by the key of its form, above",
    "call_back": "its own page asks under the lock of its case (lapor/casework/callback/calls.py)",
}
PERSONS = {role for row in TABLE for role in row.actors} - {"system", "anyone"}
SENDABLE = sorted(
    {row.name for row in TABLE if {"text", *ABOUT} & {*row.needs, *row.may} and row.actors & PERSONS} - NOT_HERE.keys()
)


def made_ready(name, report, people, values):
    """What went before it."""
    perkim = Agency.objects.get(code="perkim")
    if name in {"end_partner", "partner_news", "decline", "hand_back"}:
        forward(report, people)
    if name in {"end_partner", "partner_news"}:
        do(report, "invite_partner", people["hana"], partner_name="CV Terang", text="Mohon ganti lampu")
        values["partner_link"] = PartnerLink.objects.get().pk
    if name == "decline":
        Agency.objects.filter(pk=perkim.pk).update(approves_answers=True)
        do(report, "answer", people["hana"], text="Sudah menyala", outcome="solved")
    if name == "hand_back":
        do(report, "give_team", people["hana"], team=Team.objects.get())
        do(report, "take", people["landung"])
    if name == "divide":
        values["text"] = FIRST


def actors_of(row, report, people):
    roles = row.actors | ({"protected_case_officer"} if "is_protected" in STANDING.get(row.name, {}) else set())
    found = [officer_actor(one) for one in people.values() if one.role in roles]
    found += [reporter_actor(report.reporter_id)] if "reporter" in row.actors else []
    return found + [partner_actor(link) for link in PartnerLink.objects.all() if "partner" in row.actors]


def situations(report, name, people):
    """(row, actor): the report stands so, for each that the table knows."""
    perkim = Agency.objects.get(code="perkim")
    for row in (row for row in TABLE if row.name == name):
        for state in sorted(row.sources):
            holder = None if state in {"received", "archived", "merged", "referred"} else perkim
            more = STANDING.get(name, {})
            Report.objects.filter(pk=report.pk).update(state=state, agency=holder, publication="published", **more)
            yield from ((row, actor) for actor in actors_of(row, report, people))


@pytest.mark.parametrize("name", SENDABLE)
def test_every_act_is_done_once_with_and_without_a_version(name, report, people, monkeypatch):
    values, reached = raw_values(report, people), 0
    made_ready(name, report, people, values)
    monkeypatch.setattr(rows_beside, "newsrooms_of", lambda ids: [SimpleNamespace(report_id=pk) for pk in ids])
    for row, actor in situations(report, name, people):
        data = {field: values[field] for field in (*row.needs, *row.may) if field in values}
        for more in ({}, {"version": Report.objects.get(pk=report.pk).version}):
            with transaction.atomic():
                first, again = (perform(loaded(report), name, actor=actor, data={**data, **more}) for _time in "12")
                if isinstance(first, Done):
                    reached += 1
                    assert isinstance(again, Done | SentBefore), (row.sources, actor.role, more)
                    assert again.taken.entry.pk == first.taken.entry.pk, (row.sources, actor.role, more)
                transaction.set_rollback(True)
        if reached > 1:
            break
    assert reached, name


def loaded(report):
    return queries.report_by_number(report.tracking_id)


@pytest.fixture
def worked_on(report, people):
    """In progress, given to Landung."""
    forward(report, people)
    do(report, "start", people["hana"], text="Kami kerjakan")
    do(report, "assign_officer", people["hana"], officer=people["landung"])
    return loaded(report)


@pytest.mark.parametrize("has_version", [False, True], ids=["without version", "with version"])
@pytest.mark.parametrize("way", WAYS)
def test_every_way_says_it_once(way, has_version, worked_on, people):
    version = {"version": worked_on.version} if has_version else {}
    for _time in range(2):
        WAYS[way](worked_on, people["landung"], {"act": "respond", "text": "Kabel sudah dibeli", **version})
    assert entries(worked_on, "respond") == 1


def test_every_way_says_other_words_too(worked_on, people):
    for number, send in enumerate(WAYS.values()):
        send(worked_on, people["landung"], {"act": "respond", "text": f"Kabel ke-{number} sudah dibeli"})
    assert entries(worked_on, "respond") == len(WAYS)


def test_the_same_answer_is_given_again(worked_on, people):
    body = {"act": "respond", "text": "Kabel sudah dibeli"}
    assert by_rest(worked_on, people["landung"], body) == by_rest(worked_on, people["landung"], body)


def test_whoever_sends_the_version_of_now_means_it_once_more(worked_on, people):
    for _time in range(2):
        version = Report.objects.get(pk=worked_on.pk).version
        by_rest(worked_on, people["landung"], {"act": "respond", "text": "Masih menunggu", "version": version})
    assert entries(worked_on, "respond") == 2


def test_what_was_undone_is_not_what_was_sent_before(worked_on, people):
    client = Client()
    client.force_login(people["hana"])
    sent = {"act": "respond", "text": "Kabel sudah dibeli", "version": worked_on.version}
    address = f"/konsol/laporan/{worked_on.tracking_id}"
    assert client.post(address, sent).status_code == 302
    perform_action(worked_on.pk, "undo", actor=officer_actor(people["hana"]))
    assert client.post(address, sent).status_code == 422  # changed meanwhile: the words stand in the form
    del sent["version"]
    assert client.post(address, sent).status_code == 302
    told = worked_on.entries.filter(act="respond").exclude(audience="internal")
    assert told.count() == 1


def test_what_was_brought_back_is_done_anew(report, people):
    forward(report, people)
    report = loaded(report)
    refusal = {"act": "refuse", "text": "Bukan kami", "proposed_agency": "bappeda"}
    by_rest(report, people["hana"], refusal)
    forward(report, people)
    assert by_rest(report, people["hana"], refusal)["state"] == "received"
    assert entries(report, "refuse") == 2


def test_naming_the_same_office_without_words_is_once_until_another_is_named(report, people):
    forward(report, people)
    for agency in ("dpu", "dpu", "bappeda", "dpu"):
        by_rest(report, people["hana"], {"act": "call_support", "agency": agency})
    assert entries(report, "call_support") == 3


def test_what_was_set_otherwise_since_is_set_anew(worked_on, people):
    team = Team.objects.create(agency=people["hana"].agency, name="Regu Lampu")
    team.members.add(people["landung"])
    giving = {"act": "give_team", "team": str(team.pk), "text": "Bawa tangga"}
    by_rest(worked_on, people["hana"], giving)
    by_rest(worked_on, people["landung"], {"act": "take"})
    by_rest(worked_on, people["hana"], giving)
    assert Report.objects.get(pk=worked_on.pk).officer is None


def test_what_was_declined_is_proposed_anew(worked_on, people):
    proposal = {
        "act": "schedule",
        "text": "Menunggu bahan",
        "promised_on": str(clock.now().date() + timedelta(days=30)),
    }
    for _time in "12":
        by_rest(worked_on, people["hana"], proposal)
    assert entries(worked_on, "propose") == 1
    by_rest(worked_on, people["kepala"], {"act": "decline", "text": "Lebih cepat"})
    by_rest(worked_on, people["hana"], proposal)
    assert entries(worked_on, "propose") == 2
    assert Report.objects.get(pk=worked_on.pk).has_proposal


def test_a_macro_that_is_sent_again_says_none_of_its_steps_twice(report, people):
    Report.objects.filter(pk=report.pk).update(state="forwarded", agency=Agency.objects.get(code="perkim"))
    steps = [{"act": "start", "text": "Kami mulai"}, {"act": "respond", "text": "Petugas di jalan"}]
    macro = Macro.objects.create(officer=people["hana"], name="Mulai", key="1", steps=steps)
    seen = loaded(report).version
    for _time in "12":
        run_macro(macro, loaded(report), people["hana"], version=seen)
    said = list(Report.objects.get(pk=report.pk).entries.values_list("act", flat=True))
    assert (said.count("start"), said.count("respond")) == (1, 1)
