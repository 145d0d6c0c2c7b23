"""Words of danger that come after the report protect it, by every act with which people say more."""

import uuid

import pytest

from lapor.agencies.actions import create_officer
from lapor.agencies.models import Agency
from lapor.agencies.roles import Role
from lapor.core import clock
from lapor.core.ids import new_id
from lapor.gateway.models import OutboundMessage
from lapor.intake.filing.actions import file_new_report
from lapor.intake.filing.new_report import NewReport
from lapor.ledger.models import Event
from lapor.notify.officers import tell_officers
from lapor.reports.actions import ActRefused, perform_action
from lapor.reports.models import Report
from lapor.reports.vocabulary import State, Urgency
from lapor.reports.workflow import table as workflow
from lapor.reports.workflow.act import REPORTER
from lapor.reports.workflow.acting import SYSTEM, ActData, StoredFile, reporter_actor

DANGER = "suami memukuli istrinya tiap malam"
HARMLESS = "Lampu jalan mati sejak Senin"

LATER = sorted(
    {row.name for row in workflow.TABLE if REPORTER in row.actors and "text" in {*row.needs, *row.may}} - {"file"}
)


SAID_LATER = {
    "reply",
    "late_reply",
    "confirm",
    "reject",
    "reopen",
    "object",
    "release",
    "withdraw",
    "appeal",
    "note",
    "rate",
    "raise_privacy",
    "call_officer",
}


def filed(root, **changed):
    new = NewReport(
        **{
            "text": HARMLESS,
            "submission_key": str(uuid.uuid4()),
            "channel": "web",
            "email": "budi@contoh.example",
            **changed,
        }
    )
    return file_new_report(new, root=root, actor=reporter_actor(None)).report


def test_every_act_by_which_people_say_more_is_placed():
    assert set(LATER) == SAID_LATER


def _try(root, name, state):
    """The act in this state; None where it is refused there."""
    report = filed(root, kind="information_request" if name == "object" else "complaint")
    holder = Agency.objects.get(code="perkim") if state not in {"received", "archived", "merged", "referred"} else None
    parent = filed(root) if state == "merged" else None
    if parent:
        Report.objects.filter(pk=parent.pk).update(children_count=1, state="answered")
    more = {"archive_reason": "incomplete"} if state == "archived" else {}
    Report.objects.filter(pk=report.pk).update(
        state=state, agency=holder, parent=parent, answered_at=clock.now(), closed_at=clock.now(), **more
    )
    try:
        return perform_action(
            report.pk,
            name,
            actor=reporter_actor(report.reporter_id),
            data=ActData(text=DANGER, rating=3 if name == "rate" else 0),
        )
    except ActRefused:
        return None


@pytest.mark.parametrize("name", LATER)
def test_words_of_every_later_act_protect_the_report(root, name):
    done = [taken for state in State.values if (taken := _try(root, name, state))]
    assert done
    for taken in done:
        report = Report.objects.get(pk=taken.report.pk)
        assert (report.is_protected, report.visibility, report.urgency, report.state) == (
            True,
            "confidential",
            "urgent",
            "forwarded",
        )
        assert report.category is not None
        assert report.agency_id == report.category.agency_id
        assert taken.report.is_protected
        assert report.parent_id is None


def test_name_of_a_file_and_words_from_elsewhere_protect_too(root):
    named, elsewhere = filed(root), filed(root)
    file = StoredFile(new_id(), uuid.uuid4().hex * 2, "1" * 64, 10, 10, name=f"{DANGER}.jpg")
    perform_action(
        named.pk, "note", actor=reporter_actor(named.reporter_id), data=ActData(text="Ini fotonya", photos=(file,))
    )
    perform_action(elsewhere.pk, "take_in", actor=SYSTEM, data=ActData(text=DANGER, source="koran"))
    assert list(Report.objects.values_list("is_protected", flat=True)) == [True, True]


def test_later_words_wake_the_standing_group(root):
    report = filed(root)
    group = Agency.objects.get(code="inspektorat")
    create_officer(
        username="lintang",
        password="Rahasia-2026-x",
        name="Lintang",
        agency=group,
        role=Role.PROTECTED_CASE_OFFICER,
        email="lintang@kota.example",
    )
    perform_action(
        report.pk, "note", actor=reporter_actor(report.reporter_id), data=ActData(text="Petugasnya minta uang suap")
    )
    event = Event.objects.get(stream_id=report.pk, name="report.protect")
    before = set(OutboundMessage.objects.values_list("pk", flat=True))
    tell_officers([event])
    told = OutboundMessage.objects.exclude(pk__in=before).get()
    assert told.report_id == report.pk


def test_harmless_words_protect_nothing(root):
    report = filed(root)
    perform_action(
        report.pk,
        "note",
        actor=reporter_actor(report.reporter_id),
        data=ActData(text="Tembok dipukul palu, mati lampu"),
    )
    report.refresh_from_db()
    assert (report.is_protected, report.state) == (False, "received")


def test_urgent_words_that_are_said_later_bring_the_report_to_the_top(root):
    new = NewReport(text="Lampu redup", submission_key=str(uuid.uuid4()), channel="web")
    report = file_new_report(new, root=root, actor=reporter_actor(None)).report
    assert report.urgency == Urgency.NORMAL
    perform_action(
        report.pk,
        "note",
        actor=reporter_actor(None),
        data=ActData(text="sekarang kebakaran besar, ada anak terjebak api"),
    )
    report.refresh_from_db()
    assert report.urgency == Urgency.URGENT
