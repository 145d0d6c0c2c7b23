"""Promised: nothing that a person or an office writes is read by strangers before somebody looked at it for personal
data.

The one place is lapor/reports/publication.py: `check_words` for what officers say and publish, `state_of_words` for
what reporters add, `shown_text` and `is_file_public` for whoever shows a story. Walked: every row of the table of acts,
every address that strangers may ask, REST, feeds, open data, and what followers are sent.
"""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from lapor.agencies.actions import create_token
from lapor.agencies.models import Agency, Category
from lapor.core import clock
from lapor.ledger.models import Event
from lapor.ledger.verifying import verify
from lapor.reports import publication
from lapor.reports.actions import perform_action
from lapor.reports.models import Attachment, Entry, Report
from lapor.reports.vocabulary import Publication
from lapor.reports.workflow.act import DESK, REPORTER
from lapor.reports.workflow.acting import ActData, officer_actor, reporter_actor
from lapor.reports.workflow.refusals import ActRefused, PersonalDataFound
from lapor.reports.workflow.table import TABLE
from lapor.triage.incidents import Declaration, declare_incident
from tests.reports.conftest import do, new_report

pytestmark = pytest.mark.django_db

NIK = "3374 0112 0345 0001"
WITH_NIK = f"Sudah kami hubungi, NIK {NIK}"
PUBLISHING = {"publish", "mask", "publish_entry", "forward", "file"}
ROWS = [pytest.param(row, id=f"{row.name}-{'-'.join(sorted(row.actors))}") for row in TABLE]
SAID_BY_OFFICERS = [
    param
    for param in ROWS
    if param.values[0].is_checked
    and param.values[0].name not in PUBLISHING - {"forward"}
    and {"text", "source", "destination"} & {*param.values[0].needs, *param.values[0].may}
]
SAID_BY_REPORTERS = [
    param
    for param in ROWS
    if param.values[0].audience == "public"
    and REPORTER in param.values[0].actors
    and "text" in {*param.values[0].needs, *param.values[0].may}
]
# Words that strangers never read, and acts without words: each named, so that a new act is placed by hand.
NEVER_PUBLIC = {
    "call_back",
    "work_note",
    "withhold",
    "raise_privacy",
    "decline",
    "assign_officer",
    "give_team",
    "hand_back",
    "move_out",
    "divide",
    "rate",
    "take_in",
    "withhold_entry",
    "merge",
    "exclude",
    "call_officer",
    "answer_call",
    "end_call",
}
WITHOUT_WORDS = {
    "end_partner",
    "protect",
    "import",
    "approve",
    "take",
    "lower_privacy",
    "support",
    "expire",
    "lapse",
    "remind",
    "mask_photo",
    "release",
    "undo",
} | {"take_back", "unassign"}


def data_of(fields: Any) -> ActData:
    return ActData(**fields)


def officer_of(row, people):
    """Somebody whose role the row names."""
    return next(officer_actor(officer) for officer in people.values() if officer.role in row.actors)


@pytest.fixture
def with_data(root, people, filed):
    """Something harmless for every field that an act may need."""
    photo = Attachment.objects.create(
        id=uuid.uuid4(), report=filed.report, sha256="0" * 64, width=9, height=9, created_at=clock.now()
    )
    note = perform_action(
        filed.report.pk, "note", actor=reporter_actor(filed.report.reporter_id), data=ActData(text="Masih mati")
    ).entry
    values = {
        "entry": note,
        "text": "Alasan",
        "category": Category.objects.get(code="lampu-jalan-baru"),
        "agency": Agency.objects.get(code="perkim"),
        "proposed_agency": Agency.objects.get(code="bappeda"),
        "officer": people["landung"],
        "parent": new_report(root, "Induk"),
        "publication": "published",
        "published_text": "Lampu mati",
        "published_title": "Lampu",
        "archive_reason": "spam",
        "destination": "PLN",
        "source": "PLN",
        "outcome": "solved",
        "promised_on": (clock.now() + timedelta(days=30)).date(),
        "rating": 4,
        "partner_name": "CV Terang",
        "supporter": b"x" * 32,
        "reminder": "passed",
        "withheld_files": (photo,),
        "taken_files": (photo,),
    }

    def data(row, **changed):
        fields = {field for field in (*row.needs, *row.may) if field in values}
        return data_of({**{field: values[field] for field in fields}, **changed})

    return data


def test_every_act_is_placed():
    placed = (
        {param.values[0].name for param in SAID_BY_OFFICERS + SAID_BY_REPORTERS}
        | NEVER_PUBLIC
        | WITHOUT_WORDS
        | {"partner_news"}  # waits like a reporter's: tests/casework/test_partners.py
        | PUBLISHING
    )
    assert {row.name for row in TABLE} == placed


@pytest.mark.parametrize("row", SAID_BY_OFFICERS)
@pytest.mark.parametrize("field", ["text", "source", "destination"])
def test_what_an_officer_says_in_public_is_looked_at(row, field, people, filed):
    if field not in {*row.needs, *row.may}:
        return
    actor = officer_of(row, people)
    with pytest.raises(PersonalDataFound):
        publication.check_words(row, filed.report, actor, data_of({field: WITH_NIK}))
    with pytest.raises(PersonalDataFound):  # a tick without a reason
        publication.check_words(row, filed.report, actor, data_of({field: WITH_NIK, "cleared": (NIK,)}))
    publication.check_words(
        row,
        filed.report,
        actor,
        data_of({field: WITH_NIK, "cleared": (NIK,), "cleared_reason": "Contoh dari formulir"}),
    )
    publication.check_words(row, filed.report, actor, data_of({field: "Sudah kami perbaiki kemarin"}))


def ways(row, filed, people, data):
    """Each way the act works in the database, one after the other, undone each time: gives what was taken, or the
    refusal."""
    perkim, category = Agency.objects.get(code="perkim"), Category.objects.get(code="lampu-jalan-baru")
    roles = {
        officer.role: officer_actor(officer, has_receipt=officer.role == DESK)
        for who, officer in people.items()
        if who != "lia"
    }
    roles[REPORTER] = reporter_actor(filed.report.reporter_id)
    for state in row.sources:
        holder = perkim if state not in {"received", "archived", "merged", "referred"} else None
        for role in sorted(row.actors & roles.keys()):
            Report.objects.filter(pk=filed.report.pk).update(
                state=state,
                archive_reason="incomplete" if state == "archived" else "",
                agency=holder,
                category=category,
                held_since=clock.now() if holder else None,
                state_since=clock.now(),
            )
            with transaction.atomic():
                try:
                    yield role, perform_action(filed.report.pk, row.name, actor=roles[role], data=data)
                except ActRefused as refused:
                    yield role, refused
                transaction.set_rollback(True)


@pytest.mark.parametrize("row", SAID_BY_OFFICERS)
def test_no_state_or_role_lets_an_officer_s_finding_through(row, filed, people, with_data):
    field = next(name for name in ("text", "destination", "source") if name in {*row.needs, *row.may})
    harmless = [way for way in ways(row, filed, people, with_data(row)) if not isinstance(way[1], ActRefused)]
    for role, taken in ways(row, filed, people, with_data(row, **{field: WITH_NIK})):
        if not isinstance(taken, ActRefused):  # the desk writes down what the person says: that waits
            assert role == DESK
            assert taken.entry.publication == Publication.PENDING
    assert harmless or row.name in {
        "answer",
        "decide",
        "extend",
        "reopen",
        "statement",
        "forward",
        "outside_answer",
        "file",
        "correct",
        "approve",
    }


@pytest.mark.parametrize("row", SAID_BY_REPORTERS)
def test_what_a_reporter_adds_waits_on_every_way(row, filed, people, with_data):
    held = 0
    for role, taken in ways(row, filed, people, with_data(row, text=WITH_NIK)):
        if isinstance(taken, ActRefused):
            assert not isinstance(taken, PersonalDataFound) or role not in {REPORTER, DESK}
        elif role in {REPORTER, DESK}:
            held += 1
            assert taken.entry.publication == Publication.PENDING
            assert taken.report.has_unchecked
    # filed with words of its own; of a merged report its parent has to be answered; an objection is to a refusal
    assert held or row.sources <= {"merged"} or row.name in {"file", "object"}, (row.name, row.sources)


@pytest.mark.parametrize("name", ["forward", "publish", "mask"])
def test_no_act_publishes_a_finding_of_the_report_s_own_words(name, root, people):
    report = new_report(root, f"Lampu mati, hubungi saya {NIK}", name="Zebedeus Qwarto")
    category = Category.objects.get(code="lampu-jalan-baru")
    data = {
        "forward": {"category": category, "agency": Agency.objects.get(code="perkim"), "publication": "published"}
    }.get(name, {})
    if name == "mask":
        do(report, "publish", people["vera"], published_text="Lampu mati", published_title="Lampu")
        data = {"published_text": f"Lampu mati {NIK}"}
    with pytest.raises(PersonalDataFound):
        do(report, name, people["vera"], **data)
    with pytest.raises(PersonalDataFound):
        do(report, name, people["vera"], **{**data, "published_text": "Lampu mati di depan rumah zebedeus qwarto"})
    do(report, name, people["vera"], **{**data, "published_text": "Lampu mati, hubungi saya …"})
    report.refresh_from_db()
    assert NIK not in report.public_title + report.public_text
    assert report.public_title


def test_the_tick_and_its_reason_are_in_the_history(root, people):
    report = new_report(root, f"Contoh NIK di papan: {NIK}")
    do(report, "publish", people["vera"], cleared=(NIK,), cleared_reason="Nomor contoh pada papan pengumuman")
    event = Event.objects.get(stream_id=report.pk, name="report.publish")
    assert len(event.data["cleared"]) == 1
    assert event.data["cleared_reason"]
    assert NIK not in str(event.data)
    assert "papan pengumuman" not in str(event.data)
    assert (
        Entry.objects.get(report=report, act="publish").details["cleared_reason"]
        == "Nomor contoh pada papan pengumuman"
    )
    assert verify().faults == []


def test_bulk_publish_names_what_it_left(root, people, client):
    report, clean = new_report(root, f"Hubungi {NIK}"), new_report(root, "Lampu mati")
    client.force_login(people["vera"], backend="lapor.agencies.officers.backend.OfficerBackend")
    sent = {"act": "publish", "report": [report.tracking_id, clean.tracking_id], "confirm": "1"}
    client.post("/konsol/banyak", {name: sent[name] for name in ("act", "report")})
    assert set(Report.objects.values_list("publication", flat=True)) == {"pending"}  # it was only looked at
    client.post("/konsol/banyak", sent)
    found = dict(Report.objects.values_list("pk", "publication"))
    assert (found[report.pk], found[clean.pk]) == ("pending", "published")
    client.post("/konsol/banyak", {**sent, "masks": "on"})
    report.refresh_from_db()
    assert report.publication == "published"
    assert NIK not in report.public_text


# --- what opens something is masked before it is stored ---------------------------------------------------------------


def test_rest_takes_the_same_way(root, people, client):
    """The acts of REST are the console's forms: a finding is refused with its words, a tick with a reason goes
    through."""
    report, token = new_report(root, f"Contoh {NIK}"), create_token(people["vera"])
    headers = {"Authorization": f"Bearer {token}"}
    path = f"/api/v1/reports/{report.tracking_id}/acts"
    refused = client.post(path, {"act": "publish"}, content_type="application/json", headers=headers)
    assert refused.status_code == 422
    assert NIK in refused.content.decode()
    done = client.post(
        path,
        {"act": "publish", "cleared": [NIK], "cleared_reason": "Contoh"},
        content_type="application/json",
        headers=headers,
    )
    assert done.status_code == 200, done.content


@pytest.mark.parametrize("field", ["title", "text", "clock_note"])
def test_an_incident_is_looked_at_too(field, root, people):
    said: dict[str, Any] = {
        "title": "Banjir Genuk",
        "text": "Air naik sejak pagi",
        "clock_note": "Banyak laporan",
        field: f"Hubungi {NIK}",
    }
    with pytest.raises(PersonalDataFound):
        declare_incident(
            Declaration(**said, categories=[Category.objects.get(code="lampu-jalan-baru")]), by=people["walikota"]
        )


# --- what fresh eyes found --------------------------------------------------------------------------------------------


def test_a_number_that_is_broken_over_lines_is_found(root, people):
    report = new_report(root, "Hubungi saya di 0812\n3456\n7890 ya", title="Lampu")
    with pytest.raises(PersonalDataFound):
        do(report, "publish", people["vera"])


def test_the_name_beside_an_entry_is_looked_at_too(root, people):
    report = new_report(root, "Lampu mati", visibility="confidential")
    do(report, "refer", people["vera"], destination=f"PLN, NIK {NIK}", text="Milik PLN")
    perform_action(report.pk, "lower_privacy", actor=reporter_actor(report.reporter_id))
    do(report, "publish", people["vera"])
    with pytest.raises(PersonalDataFound):
        do(report, "publish_entry", people["vera"], entry=Entry.objects.get(report=report, act="refer"))


def test_what_was_found_once_counts_after_the_person_was_erased(root, people):
    report = new_report(
        root, "Lampu mati, saya Ningrum Prabasari warga lama", name="Ningrum Prabasari", email="n@contoh.example"
    )
    note = perform_action(
        report.pk, "note", actor=reporter_actor(report.reporter_id), data=ActData(text="Ningrum Prabasari menunggu")
    ).entry
    report.reporter.delete()
    with pytest.raises(PersonalDataFound):
        do(report, "publish", people["vera"])
    do(report, "publish", people["vera"], published_text="Lampu mati, saya ••• warga lama")
    with pytest.raises(PersonalDataFound):
        do(report, "publish_entry", people["vera"], entry=note)


def test_a_full_stop_is_no_reason(root, people):
    report = new_report(root, f"Contoh {NIK}")
    with pytest.raises(PersonalDataFound):
        do(report, "publish", people["vera"], cleared=(NIK,), cleared_reason=".")


@pytest.mark.parametrize("act", ["publish", "forward", "publish_entry"])
def test_no_act_publishes_a_file_that_nobody_can_have_looked_at(filed, people, with_data, act):
    """Still being prepared, it was seen by nobody: whatever way the act came. Kept inside, the words go."""
    note = Entry.objects.filter(report=filed.report, act="note").last()
    entry = note if act == "publish_entry" else Entry.objects.get(report=filed.report, act="file")
    file = Attachment.objects.create(
        id=uuid.uuid4(),
        report=filed.report,
        entry=entry,
        kind="pdf",
        publication=Publication.PENDING,
        status=Attachment.Status.PREPARING,
        sha256="",
        width=0,
        height=0,
        created_at=clock.now(),
    )
    if act == "publish_entry":
        do(filed.report, "publish", people["vera"])
    row = next(row for row in TABLE if row.name == act and people["vera"].role in row.actors)
    data, actor = with_data(row, withheld_files=()), officer_actor(people["vera"])
    with pytest.raises(ActRefused, match="disiapkan") as refused:
        perform_action(filed.report.pk, act, actor=actor, data=data)
    assert refused.value.field == "withheld_files"
    perform_action(filed.report.pk, act, actor=actor, data=with_data(row, withheld_files=(file,)))
    assert Attachment.objects.get(pk=file.pk).publication == Publication.WITHHELD
