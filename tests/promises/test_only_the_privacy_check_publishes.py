"""Promised: nothing that a person or an office writes is read by strangers before somebody looked at it for personal
data.

The one place is lapor/reports/publication.py: `check_words` for what officers say and publish, `state_of_words` for
what reporters add, `shown_text` and `is_file_public` for whoever shows a story. Walked: every row of the table of acts,
every address that strangers may ask, REST, feeds, open data, and what followers are sent.
"""

import re
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lapor.agencies.actions import create_token
from lapor.agencies.models import Agency, Category
from lapor.core import clock
from lapor.core.personal_data import MARK
from lapor.gateway.models import OutboundMessage
from lapor.intake.files.attachments import store_file
from lapor.ledger.cursors import catch_up
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
from lapor.runtime.consumers import CONSUMERS
from lapor.triage.incidents import Declaration, declare_incident
from tests import makers
from tests.architecture.test_addresses import EVERYONE, address
from tests.architecture.test_addresses import TABLE as ADDRESSES
from tests.reports.conftest import answered_parent, do, forward, merged, new_report, photo

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
    "work_note",
    "withhold",
    "raise_privacy",
    "decline",
    "assign_officer",
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
    "protect",
    "import",
    "approve",
    "lower_privacy",
    "support",
    "expire",
    "lapse",
    "remind",
    "mask_photo",
    "release",
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
    if row.name == "file":
        return
    for role, taken in ways(row, filed, people, with_data(row, text=WITH_NIK)):
        if isinstance(taken, ActRefused):
            assert not isinstance(taken, PersonalDataFound) or role not in {REPORTER, DESK}
        elif role in {REPORTER, DESK}:
            assert taken.entry.publication == Publication.PENDING
            assert taken.report.has_unchecked


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
    client.force_login(people["vera"], backend="allauth.account.auth_backends.AuthenticationBackend")
    client.post("/konsol/terbitkan", {"report": [report.tracking_id, clean.tracking_id]})
    found = dict(Report.objects.values_list("pk", "publication"))
    assert (found[report.pk], found[clean.pk]) == ("pending", "published")


# --- what strangers are shown -----------------------------------------------------------------------------------------


@pytest.fixture
def told(root, people):
    """A published report with words and files of every kind that came later. Gives the report and the planted words."""
    report = new_report(
        root,
        "Lampu mati",
        email="budi@contoh.example",
        answers=({"code": "tiang", "question": "Nomor tiang", "answer": "PJU-7"},),
    )
    forward(report, people)
    do(report, "start", people["hana"], text="officerstart")
    picture = photo_file("red")
    for act, words in (("note", "plantednote"), ("note", "plantedsecond")):
        perform_action(
            report.pk,
            act,
            actor=reporter_actor(report.reporter_id),
            data=ActData(text=words, photos=(picture,) if words == "plantednote" else ()),
        )
    do(report, "answer", people["hana"], text="officeranswer", outcome="solved", photos=(photo_file("green"),))
    perform_action(report.pk, "reject", actor=reporter_actor(report.reporter_id), data=ActData(text="plantedreject"))
    report.refresh_from_db()
    return report


def photo_file(colour):
    return store_file(makers.photo(colour=colour), "foto.jpg")


def strangers_read(filed_report):
    """Everything that a stranger gets at every address that strangers may ask, and by REST."""

    class Filed:
        report = filed_report

    client, found = Client(), {}
    for name, (who, arguments) in ADDRESSES.items():
        if who == EVERYONE or "stranger" in who:
            response = client.get(address(name, arguments, Filed))
            found[name] = response.getvalue()
    for extra in (f"/laporan/{filed_report.tracking_id}/kartu.png", "/laporan/?q=planted", "/api/v1/reports?q=planted"):
        found[extra] = client.get(extra).content
    return {name: content.decode(errors="replace") for name, content in found.items()}


def test_later_words_and_files_stand_nowhere_until_they_are_cleared(told):
    pages = strangers_read(told)
    assert len(pages) > 30
    assert [name for name, page in pages.items() if "planted" in page and "?q=planted" not in name] == []
    assert "officeranswer" in pages["web:report"]
    waiting = Attachment.objects.get(entry__text="plantednote")
    assert Client().get(f"/lampiran/{waiting.pk}/full").status_code == 404
    assert str(waiting.pk) not in pages["api-v1:get_report"] + pages["web:report"]
    assert pages["web:report"].count("Pelapor menambahkan") >= 2  # that something was added is said


def test_one_click_clears_words_and_files(told, people):
    note = Entry.objects.get(text="plantednote")
    console = Client()
    console.force_login(people["hana"], backend="allauth.account.auth_backends.AuthenticationBackend")
    assert "plantednote" in console.get(f"/konsol/laporan/{told.tracking_id}").content.decode()
    assert told.tracking_id in console.get("/konsol/?unchecked=1").content.decode()
    response = console.post(f"/konsol/laporan/{told.tracking_id}", {"act": "publish_entry", "entry": note.pk})
    assert response.status_code == 302
    pages = strangers_read(told)
    assert "plantednote" in pages["web:report"]
    assert "plantednote" in pages["api-v1:get_report"]
    assert not any("plantedsecond" in page or "plantedreject" in page for page in pages.values())
    assert Client().get(f"/lampiran/{note.attachments.get().pk}/full").status_code == 200
    for text in ("plantedsecond", "plantedreject"):
        console.post(
            f"/konsol/laporan/{told.tracking_id}", {"act": "withhold_entry", "entry": Entry.objects.get(text=text).pk}
        )
    told.refresh_from_db()
    assert not told.has_unchecked
    assert not any("plantedsecond" in page or "plantedreject" in page for page in strangers_read(told).values())


def test_a_finding_in_later_words_stops_the_click_and_masks_it(told, people):
    taken = perform_action(
        told.pk, "note", actor=reporter_actor(told.reporter_id), data=ActData(text=f"plantedphone {NIK}")
    )
    console = Client()
    console.force_login(people["vera"], backend="allauth.account.auth_backends.AuthenticationBackend")
    path, sent = f"/konsol/laporan/{told.tracking_id}", {"act": "publish_entry", "entry": taken.entry.pk}
    refused = console.post(path, {**sent, "published_text": taken.entry.text})
    assert refused.status_code == 422
    assert "cleared" in refused.content.decode()
    page = console.get(path).content.decode()
    assert f"plantedphone {MARK}" in page  # what is proposed
    done = console.post(path, {**sent, "published_text": "plantedphone …"})
    assert done.status_code == 302
    assert "plantedphone" in strangers_read(told)["web:report"]
    assert NIK not in str(strangers_read(told))


def test_many_waiting_entries_ask_no_more_and_share_no_id(told, people, django_assert_max_num_queries):
    console, path = Client(), f"/konsol/laporan/{told.tracking_id}"
    console.force_login(people["vera"], backend="allauth.account.auth_backends.AuthenticationBackend")
    console.get(path)
    with CaptureQueriesContext(connection) as few:
        console.get(path)
    for number in range(5):
        perform_action(
            told.pk, "note", actor=reporter_actor(told.reporter_id), data=ActData(text=f"plantedphone {number} {NIK}")
        )
    with django_assert_max_num_queries(len(few)):
        page = console.get(path).content.decode()
    assert page.count("plantedphone 4") >= 2  # as written, and as proposed
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert sorted(set(ids)) == sorted(ids)


def test_an_office_cannot_hide_its_own_public_words(told, people):
    answer = Entry.objects.get(text="officeranswer")
    with pytest.raises(ActRefused):
        do(told, "withhold_entry", people["hana"], entry=answer)


def test_what_was_said_in_confidence_waits_when_the_report_becomes_public(told, people):
    perform_action(told.pk, "raise_privacy", actor=officer_actor(people["vera"]), data=ActData())
    do(told, "respond", people["hana"], text=f"plantedsecret {NIK}")
    perform_action(told.pk, "lower_privacy", actor=reporter_actor(told.reporter_id))
    do(told, "publish", people["vera"])
    pages = strangers_read(told)
    assert not any("plantedsecret" in page or "officeranswer" in page for page in pages.values())
    told.refresh_from_db()
    assert told.has_unchecked
    do(told, "publish_entry", people["vera"], entry=Entry.objects.get(text="officeranswer"))
    assert "officeranswer" in strangers_read(told)["web:report"]


def test_names_that_officers_wrote_are_not_read_while_the_report_is_unpublished(root, people):
    report = new_report(root, "Lampu mati")
    do(report, "refer", people["vera"], destination="plantedplace", text="plantedreason")
    assert not any("planted" in page for name, page in strangers_read(report).items() if "?q=" not in name)


# --- what opens something is masked before it is stored ---------------------------------------------------------------


def test_followers_and_newsrooms_are_sent_published_words_only(told, caught_up_now):
    caught_up_now()
    assert not [message for message in OutboundMessage.objects.all() if "planted" in str(vars(message))]


@pytest.fixture
def caught_up_now():
    return lambda: catch_up(CONSUMERS)


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


NAMED_BELOW = "Terima kasih kepada Ningrum Prabasari"
SAID_OF_A_PARENT = {
    "answer": {"text": NAMED_BELOW, "outcome": "solved"},
    "respond": {"text": NAMED_BELOW},
    "ask": {"text": NAMED_BELOW},
    "start": {"text": NAMED_BELOW},
}


@pytest.mark.parametrize("act", SAID_OF_A_PARENT)
def test_who_reported_the_same_is_looked_for_in_the_words_of_the_report_they_were_merged_into(act, root, people):
    parent, child = merged(root, people)
    Report.objects.filter(pk=child.pk).update(
        reporter=new_report(root, "Lampu", name="Ningrum Prabasari", email="n@contoh.example").reporter
    )
    forward(parent, people)
    if act in {"respond"}:
        do(parent, "start", people["hana"], text="Mulai")
    data = {**SAID_OF_A_PARENT[act], "photos": (photo(),)} if act == "answer" else SAID_OF_A_PARENT[act]
    with pytest.raises(PersonalDataFound):
        do(parent, act, people["hana"], **data)
    with pytest.raises(PersonalDataFound):
        do(parent, act, people["hana"], **{**data, "text": "hubungi n@contoh.example"})
    do(parent, act, people["hana"], **{**data, "text": "Terima kasih semuanya"})


def test_who_reported_first_is_looked_for_in_the_words_of_a_merged_report(root, people):
    parent, child = merged(root, people)
    Report.objects.filter(pk=parent.pk).update(
        reporter=new_report(root, "Lampu", name="Ningrum Prabasari", email="n@contoh.example").reporter
    )
    with pytest.raises(PersonalDataFound):
        do(child, "split", people["vera"], text=NAMED_BELOW)


def test_many_merged_reports_cost_no_more_queries_and_the_newest_are_looked_for(
    root, people, django_assert_max_num_queries
):
    parent = new_report(root, "Lampu mati di gang 3")
    forward(parent, people)
    for number in range(publication.MOST_MERGED + 2):
        child = new_report(
            root,
            f"Lampu padam {number}",
            name=f"Zulaeha{chr(97 + number)} Prabasari",
            email=f"z{number}@contoh.example",
        )
        Report.objects.filter(pk=child.pk).update(parent=parent, state="merged")
    Report.objects.filter(pk=parent.pk).update(children_count=publication.MOST_MERGED + 2)
    report = Report.objects.get(pk=parent.pk)
    with django_assert_max_num_queries(2):
        known = publication.known_of(report)
    assert "Zulaehav Prabasari" in known
    assert "Zulaehaa Prabasari" not in known


def test_words_of_a_merged_report_stay_with_it(root, people):
    parent, child = answered_parent(root, people)
    perform_action(
        child.pk,
        "reject",
        actor=reporter_actor(child.reporter_id),
        data=ActData(text="Saya Ningrum Prabasari, plantedwords"),
    )
    assert not Entry.objects.filter(report=parent, text__contains="plantedwords").exists()
    assert Report.objects.get(pk=parent.pk).state == "in_progress"


def test_a_full_stop_is_no_reason(root, people):
    report = new_report(root, f"Contoh {NIK}")
    with pytest.raises(PersonalDataFound):
        do(report, "publish", people["vera"], cleared=(NIK,), cleared_reason=".")
