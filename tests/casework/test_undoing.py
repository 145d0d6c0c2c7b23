"""Promised: for ten seconds an officer takes back an act that nobody was told of: everything stands as before, and
nobody is told of either. An act is never lost and never told twice."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.forms.models import model_to_dict

from lapor.agencies.actions import create_officer
from lapor.agencies.models import Agency, Category, Team
from lapor.casework.inbox import Inbox, InboxFilters
from lapor.core import clock
from lapor.gateway.models import OutboundMessage
from lapor.ledger.models import Cursor, Event, HeldEvent
from lapor.notify.models import OfficerNotice
from lapor.ops.retention import apply_retention
from lapor.publish.models import PublicReport
from lapor.reports import queries
from lapor.reports.actions import perform_action
from lapor.reports.models import Assignment, Attachment, Clock, Entry, Report
from lapor.reports.publication import is_public
from lapor.reports.vocabulary import ActName, Publication
from lapor.reports.workflow.acting import ActData, officer_actor, reporter_actor
from lapor.reports.workflow.refusals import ActRefused
from lapor.reports.workflow.table import TABLE
from lapor.reports.workflow.undoing import WITHIN
from tests.reports.conftest import do, forward, new_report, people  # noqa: F401 - a fixture
from tests.rows import row_faults

pytestmark = pytest.mark.django_db
CAN_BE_UNDONE = {(row.name, source) for row in TABLE if row.inverse for source in row.sources}


def received(root, people):  # noqa: F811
    return new_report(root, email="siti@contoh.id", name="Siti")


def forwarded(root, people):  # noqa: F811
    return forward(received(root, people), people).report


def started(root, people):  # noqa: F811
    return do(forwarded(root, people), "start", people["hana"], text="Petugas berangkat").report


def with_team(root, people):  # noqa: F811
    """With a team of Landung's, who has not taken it."""
    report, team = forwarded(root, people), made_team(people)
    return do(report, "give_team", people["hana"], team=team).report


def taken_for_team(root, people):  # noqa: F811
    return do(with_team(root, people), "take", people["landung"]).report


def made_team(people):  # noqa: F811
    team = Team.objects.create(agency=people["landung"].agency, name="Regu Lampu")
    team.members.add(people["landung"])
    return team


def forwarding(root, report):
    category, agency = Category.objects.get(code="lampu-jalan-baru"), Agency.objects.get(code="perkim")
    return {"category": category, "agency": agency, "publication": "published", "text": "Mohon dicek"}


def unit():
    perkim = Agency.objects.get(code="perkim")
    values = {"root": perkim.root, "parent": perkim, "name": "Bidang PJU", "kind": "unit", "path": []}
    found, is_new = Agency.objects.get_or_create(code="perkim-pju", defaults=values)
    if is_new:
        found.path = [*perkim.path, found.pk]
        found.save()
    return found


# state, who, act, with what
ACTS = {
    "forward": (received, "vera", "forward", forwarding),
    "publish": (received, "vera", "publish", lambda *_: {}),
    "ask of triage": (received, "vera", "ask", lambda *_: {"text": "Di tiang mana?"}),
    "archive": (received, "vera", "archive", lambda *_: {"archive_reason": "spam", "text": "Ini iklan"}),
    "merge": (received, "vera", "merge", lambda root, _report: {"parent": new_report(root, "Lampu padam")}),
    "refer": (received, "vera", "refer", lambda *_: {"destination": "PLN", "text": "Tiang listrik"}),
    "merge what was forwarded": (
        forwarded,
        "vera",
        "merge",
        lambda root, _report: {"parent": new_report(root, "Lampu padam")},
    ),
    "refer what was forwarded": (forwarded, "vera", "refer", lambda *_: {"destination": "PLN", "text": "Tiang"}),
    "reroute": (
        forwarded,
        "vera",
        "reroute",
        lambda *_: {"agency": Agency.objects.get(code="bappeda"), "text": "Salah alamat"},
    ),
    "to a unit": (
        forwarded,
        "hana",
        "forward",
        lambda *_: {"unit": unit()},
    ),
    "assign": (forwarded, "hana", "assign_officer", lambda *_: {}),
    "to a team": (forwarded, "hana", "give_team", lambda *_: {"team": Team.objects.get(), "text": "Bawa tangga"}),
    "take": (with_team, "landung", "take", lambda *_: {}),
    "hand back": (taken_for_team, "landung", "hand_back", lambda *_: {}),
    "refuse": (
        forwarded,
        "hana",
        "refuse",
        lambda *_: {"proposed_agency": Agency.objects.get(code="bappeda"), "text": "Bukan kami"},
    ),
    "start": (forwarded, "hana", "start", lambda *_: {"text": "Petugas berangkat"}),
    "ask of an agency": (started, "hana", "ask", lambda *_: {"text": "Di tiang mana?"}),
    "respond": (started, "hana", "respond", lambda *_: {"text": "Kabel sudah dibeli"}),
}


def all_of(report):
    """Everything that an act could have changed, but the version."""
    row = {name: value for name, value in vars(Report.objects.get(pk=report.pk)).items() if not name.startswith("_")}
    clocks = [model_to_dict(one) for one in Clock.objects.filter(report=report).order_by("kind")]
    held = list(Assignment.objects.filter(report=report).order_by("began_at").values())
    files = list(report.attachments.order_by("pk").values("pk", "publication"))
    del row["version"]
    return row, clocks, held, files


def waiting_lists(people):  # noqa: F811
    return {
        name: [one.tracking_id for one in Inbox(people[name], InboxFilters(queue="mine")).page().rows]
        for name in ("vera", "hana", "landung", "lia", "kepala")
    }


def act_undoably(report, name, who, data):
    return perform_action(report.pk, name, actor=officer_actor(who), data=ActData(**data), undo_within=WITHIN)


def undo(report, who):
    return perform_action(report.pk, ActName.UNDO, actor=officer_actor(who))


def told():
    return OutboundMessage.objects.count(), OfficerNotice.objects.count()


def later(seconds=15):
    return clock.at(clock.now() + timedelta(seconds=seconds))


@pytest.fixture(params=ACTS)
def done(request, root, people, caught_up):  # noqa: F811
    """An act that was just done, with how everything stood before it."""
    make, name, act, data_of = ACTS[request.param]
    report, who = make(root, people), people[name]
    if act == "give_team":
        made_team(people)
    data = data_of(root, report)
    if act == "assign_officer":
        data = {"officer": people["landung"], "text": "Tolong dicek"}
    caught_up()
    before = all_of(report), waiting_lists(people), told(), list(PublicReport.objects.filter(pk=report.pk).values())
    return report, who, before, act_undoably(report, act, who, data)


def test_every_act_with_an_inverse_is_tried_below():
    assert {act for _make, _who, act, _data in ACTS.values()} == {act for act, _source in CAN_BE_UNDONE}


def test_all_stands_as_before_and_nobody_is_told_of_either(done, people, caught_up):  # noqa: F811
    report, who, (rows, lists, messages, public), taken = done
    assert taken.held_until is not None
    caught_up()
    assert (told(), list(PublicReport.objects.filter(pk=report.pk).values())) == (messages, public)
    taken_back = undo(report, who)
    assert all_of(report) == rows
    assert waiting_lists(people) == lists
    assert taken_back.report.version > taken.report.version
    with later():
        caught_up()
    assert (told(), list(PublicReport.objects.filter(pk=report.pk).values())) == (messages, public)
    assert row_faults() == []
    names = list(Event.objects.filter(stream_id=report.pk).order_by("sequence").values_list("name", flat=True))
    assert names[-2:] == [f"report.{taken.entry.act}", "report.undo"]


def test_officers_see_both_in_the_history_others_neither(done, people):  # noqa: F811
    report, who, _before, taken = done
    undo(report, who)
    report.refresh_from_db()
    assert [line.entry.act for line in queries.story(report, queries.AUDIENCES_OFFICER)][-2:] == [
        taken.entry.act,
        "undo",
    ]
    for audience in (queries.AUDIENCES_PUBLIC, queries.AUDIENCES_REPORTER):
        seen = [line.entry.pk for line in queries.story(report, audience)]
        assert taken.entry.pk not in seen


def test_it_can_be_done_anew_after_it_was_undone(done, caught_up):
    report, who, (_rows, _lists, messages, _public), taken = done
    undo(report, who)
    again = act_undoably(report, taken.entry.act, who, _data_again(taken, report))
    assert again.report.state == taken.report.state
    with later():
        caught_up()
    assert told() >= messages
    assert row_faults() == []


def _data_again(taken, report):
    _make, _who, _act, data_of = next(one for one in ACTS.values() if one[2] == taken.entry.act)
    if taken.entry.act == "assign_officer":
        return {"officer": taken.report.officer, "text": "Tolong dicek"}
    if taken.entry.act == "forward" and report.agency_id:
        return {"unit": unit()}
    return data_of(report.root, report)


def test_after_ten_seconds_it_is_told_once_and_stays(done, caught_up):
    report, who, (_rows, _lists, messages, _public), taken = done
    caught_up()
    assert told() == messages
    with later():
        with pytest.raises(ActRefused):
            undo(report, who)
        caught_up()
        once = told()
        caught_up()
        assert told() == once
    assert Report.objects.get(pk=report.pk).state == taken.report.state


def test_the_reporter_is_told_of_a_forwarding_when_the_time_is_over(root, people, caught_up):  # noqa: F811
    report = received(root, people)
    caught_up()
    before = OutboundMessage.objects.count()
    act_undoably(report, "forward", people["vera"], forwarding(root, report))
    with later(9):
        caught_up()
        assert OutboundMessage.objects.count() == before
    with later():
        caught_up()
    assert OutboundMessage.objects.filter(report_id=report.pk, cause="report.forward").count() == 1


def test_neither_another_officer_nor_after_another_act_nor_twice(root, people):  # noqa: F811
    report = received(root, people)
    act_undoably(report, "forward", people["vera"], forwarding(root, report))
    for name in ("hana", "kepala", "wening", "lia"):
        with pytest.raises(ActRefused):
            undo(report, people[name])
    with pytest.raises(ActRefused):
        perform_action(report.pk, ActName.UNDO, actor=reporter_actor(None))
    undo(report, people["vera"])
    with pytest.raises(ActRefused):
        undo(report, people["vera"])
    act_undoably(report, "forward", people["vera"], forwarding(root, report))
    do(report, "start", people["hana"], text="Petugas berangkat")
    with pytest.raises(ActRefused):
        undo(report, people["vera"])
    assert Report.objects.get(pk=report.pk).state == "in_progress"


def test_a_word_of_the_reporter_meanwhile_ends_it(root, people):  # noqa: F811
    report = received(root, people)
    act_undoably(report, "forward", people["vera"], forwarding(root, report))
    perform_action(report.pk, "note", actor=reporter_actor(report.reporter_id), data=ActData(text="Masih gelap"))
    with pytest.raises(ActRefused):
        undo(report, people["vera"])


def test_what_cannot_be_undone_is_told_at_once(root, people, caught_up):  # noqa: F811
    report = started(root, people)
    taken = act_undoably(report, "answer", people["hana"], {"text": "Sudah diganti", "outcome": "solved"})
    assert taken.held_until is None
    caught_up()
    assert OutboundMessage.objects.filter(cause="report.answer").count() == 1
    urgent = received(root, people)
    Report.objects.filter(pk=urgent.pk).update(urgency="urgent")
    assert act_undoably(urgent, "forward", people["vera"], forwarding(root, urgent)).held_until is None
    with pytest.raises(ActRefused):
        undo(urgent, people["vera"])
    protected = received(root, people)
    data = forwarding(root, protected) | {"category": Category.objects.filter(is_protected=True).first()}
    assert act_undoably(protected, "forward", people["vera"], data).held_until is None


def test_what_it_publishes_is_not_public_before_the_time_is_over(root, people, client, caught_up):  # noqa: F811
    report = received(root, people)
    url = f"/laporan/{report.tracking_id}"
    act_undoably(report, "forward", people["vera"], forwarding(root, report))
    report.refresh_from_db()
    assert (report.publication, is_public(report)) == (Publication.PUBLISHED, False)
    page = client.get(url).content.decode()
    assert "Lampu mati" not in page
    assert "Mohon dicek" not in page
    with later():
        assert is_public(Report.objects.get(pk=report.pk))
        caught_up()
        page = client.get(url).content.decode()
        assert "Lampu mati" in page
        assert "Mohon dicek" in page


def test_another_act_ends_the_pause_of_what_was_published(root, people):  # noqa: F811
    report = received(root, people)
    act_undoably(report, "forward", people["vera"], forwarding(root, report))
    do(report, "start", people["hana"], text="Petugas berangkat")
    report.refresh_from_db()
    assert is_public(report)
    shown = [line.entry.act for line in queries.story(report, queries.AUDIENCES_PUBLIC)]
    assert shown == ["file", "forward", "start"]


def test_readers_go_on_behind_a_held_event_in_order_and_skip_a_recalled_one(root, people, caught_up):  # noqa: F811
    first = received(root, people)
    caught_up()
    act_undoably(first, "forward", people["vera"], forwarding(root, first))
    second = received(root, people)
    caught_up()
    assert not OutboundMessage.objects.filter(report_id=second.pk).exists()
    undo(first, people["vera"])
    caught_up()
    assert OutboundMessage.objects.filter(report_id=second.pk).count() == 1
    assert len(set(Cursor.objects.values_list("position", flat=True))) == 1


def test_what_was_remembered_goes_when_the_time_is_over(root, people):  # noqa: F811
    report = received(root, people)
    act_undoably(report, "forward", people["vera"], forwarding(root, report))
    undo(report, people["vera"])
    act_undoably(report, "forward", people["vera"], forwarding(root, report))
    assert HeldEvent.objects.exclude(before=None).count() == 1
    with later():
        apply_retention()
    assert HeldEvent.objects.count() == 2  # the recalled ones, for readers that are behind
    assert not HeldEvent.objects.exclude(before=None).exists()


def test_no_act_of_reporters_names_an_inverse():
    assert not any(row.inverse for row in TABLE if row.actors & {"reporter", "anyone"})


def test_an_earlier_event_that_is_read_late_publishes_nothing_that_can_be_undone(root, people, caught_up):  # noqa: F811
    report = new_report(root)
    category, agency = Category.objects.get(code="lampu-jalan-baru"), Agency.objects.get(code="perkim")
    data = {"category": category, "agency": agency, "publication": "published"}
    assert act_undoably(report, "forward", people["vera"], data).held_until
    caught_up()  # its filing
    row = PublicReport.objects.get(pk=report.pk)
    assert (row.text, row.title, row.latitude, row.publication) == ("", "", None, "pending")
    with later():
        caught_up()
    assert PublicReport.objects.get(pk=report.pk).text


def test_files_of_what_is_public_already_are_as_before(root, people):  # noqa: F811
    """Forwarded anew, a photo that was public was kept inside."""
    report = received(root, people)
    do(report, "publish", people["vera"])
    photo = Attachment.objects.create(
        id=uuid4(),
        report=report,
        entry=Entry.objects.get(report=report, act="file"),
        sha256="0" * 64,
        width=9,
        height=9,
        publication="published",
        created_at=clock.now(),
    )
    act_undoably(report, "forward", people["vera"], {**forwarding(root, report), "withheld_files": (photo,)})
    photo.refresh_from_db()
    assert photo.publication == "withheld"
    undo(report, people["vera"])
    photo.refresh_from_db()
    assert photo.publication == "published"


def test_archiving_after_an_appeal_is_undone_by_who_did_it(root, people):  # noqa: F811
    """Whom that archiving bars from the report from now on."""
    report = received(root, people)
    do(report, "archive", people["vera"], archive_reason="spam", text="Iklan")
    perform_action(report.pk, "appeal", actor=reporter_actor(None), data=ActData(text="Ini jalan umum"))
    vera = people["vera"]
    other = create_officer(username="vito", password="Rahasia-2026-x", name="Vito", agency=vera.agency, role=vera.role)
    act_undoably(report, "archive", other, {"archive_reason": "spam", "text": "Tetap iklan"})
    assert undo(report, other).report.state == "received"
