"""What time alone brings about: reminders once, lapse and expire at their hour, nothing doubled after a long
downtime."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest

from lapor.agencies.models import Agency, Category, RuleSet
from lapor.core import clock
from lapor.intake.filing.actions import file_new_report
from lapor.intake.filing.new_report import NewReport
from lapor.ledger.models import Event
from lapor.reports import tasks
from lapor.reports.actions import ActRefused, perform_action
from lapor.reports.deadlines.sweeps import end_waiting, remind_of_deadlines, remind_of_waiting
from lapor.reports.models import Clock, Entry, Report
from lapor.reports.workflow.acting import SYSTEM, ActData, officer_actor, reporter_actor

MONDAY = datetime(2026, 11, 2, 2, tzinfo=UTC)  # 09.00 WIB; no holiday in this month


@pytest.fixture
def report(root):
    with clock.at(MONDAY):
        new = NewReport(text="Lampu mati", submission_key=str(uuid.uuid4()), channel="web")
        return file_new_report(new, root=root, actor=reporter_actor(None)).report


def later(**passed):
    return clock.at(MONDAY + timedelta(**passed))


def reminders(report):
    return [entry.details["reminder"] for entry in Entry.objects.filter(report=report, act="remind").order_by("at")]


def forward(report, triage):
    category, agency = Category.objects.get(code="lampu-jalan-baru"), Agency.objects.get(code="perkim")
    perform_action(
        report.pk,
        "forward",
        actor=officer_actor(triage),
        data=ActData(category=category, agency=agency, publication="published"),
    )


def sweep():
    return end_waiting() + remind_of_deadlines() + remind_of_waiting()


def test_deadline_is_said_near_passed_and_far_passed_each_once(report):
    due = Clock.objects.get(report=report, kind="verify").due_at
    for moment in (MONDAY + (due - MONDAY) * 0.8, due + timedelta(minutes=5), MONDAY + (due - MONDAY) * 1.6):
        with clock.at(moment):
            sweep()
            sweep()
    assert reminders(report) == ["near", "passed", "far_passed"]
    names = Event.objects.filter(stream_id=report.pk).order_by("sequence").values_list("name", flat=True)
    assert list(names) == ["report.file", *["report.remind"] * 3]


def test_after_a_long_downtime_only_the_worst_is_said(report):
    with later(days=60):
        sweep()
        sweep()
    assert reminders(report) == ["far_passed"]


def test_clock_that_stopped_is_not_reminded_of(report, triage):
    with later(hours=1):
        perform_action(
            report.pk, "archive", actor=officer_actor(triage), data=ActData(archive_reason="test", text="Percobaan")
        )
    with later(days=60):
        assert sweep() == 0


def test_reminder_leaves_an_officers_decision_as_good_as_it_was(report, triage):
    version = Report.objects.get(pk=report.pk).version
    with later(days=10):
        sweep()
        assert report.entries.filter(act="remind").exists()
        done = perform_action(
            report.pk,
            "archive",
            actor=officer_actor(triage),
            data=ActData(archive_reason="test", text="Tes"),
            based_on=version,
        )
    assert done.report.state == "archived"


def test_reporter_who_is_asked_is_reminded_twice_then_the_report_is_archived(report, triage):
    with clock.at(MONDAY):
        perform_action(report.pk, "ask", actor=officer_actor(triage), data=ActData(text="Di mana?"))
    for day in range(1, 20):
        with later(days=day, hours=8):
            sweep()
    report.refresh_from_db()
    assert reminders(report) == ["asked_3", "asked_7"]
    assert (report.state, report.archive_reason) == ("archived", "incomplete")


def test_agency_that_asked_goes_on_without_the_answer(report, triage, liaison):
    with clock.at(MONDAY):
        forward(report, triage)
        perform_action(report.pk, "ask", actor=officer_actor(liaison), data=ActData(text="Di mana?"))
        assert Clock.objects.get(report=report, kind="resolution").status == "paused"
    for day in range(1, 20):
        with later(days=day, hours=8):
            sweep()
    report.refresh_from_db()
    assert report.state == "in_progress"
    assert Clock.objects.get(report=report, kind="resolution").status == "running"


def test_no_word_for_ten_working_days_closes_without_confirmation(report, triage, liaison):
    with clock.at(MONDAY):
        forward(report, triage)
        perform_action(
            report.pk, "answer", actor=officer_actor(liaison), data=ActData(text="Sebagian", outcome="partly")
        )
    with later(days=13):
        sweep()
        assert Report.objects.get(pk=report.pk).state == "answered"
    with later(days=15):
        sweep()
    report.refresh_from_db()
    assert (report.state, report.is_unreachable) == ("closed_unconfirmed", False)


def test_where_nobody_can_be_asked_it_closes_at_once_and_is_marked(report, triage, liaison):
    Report.objects.filter(pk=report.pk).update(receipt_hash=None)
    with clock.at(MONDAY):
        forward(report, triage)
        perform_action(
            report.pk, "answer", actor=officer_actor(liaison), data=ActData(text="Sebagian", outcome="partly")
        )
        sweep()
    report.refresh_from_db()
    assert (report.state, report.is_unreachable) == ("closed_unconfirmed", True)


def test_reporter_whose_contact_is_gone_cannot_be_asked_either(root, triage, liaison):
    """The same rule finds it in the sweep, allows it at once and counts it apart."""
    with clock.at(MONDAY):
        new = NewReport(
            text="Lampu mati", submission_key=str(uuid.uuid4()), channel="web", name="Budi", email="budi@contoh.example"
        )
        report = file_new_report(new, root=root, actor=reporter_actor(None)).report
        Report.objects.filter(pk=report.pk).update(receipt_hash=None)
        forward(report, triage)
        perform_action(
            report.pk, "answer", actor=officer_actor(liaison), data=ActData(text="Sebagian", outcome="partly")
        )
        assert end_waiting() == 0
        report.reporter.contact_points.all().delete()
        assert end_waiting() == 1
    report.refresh_from_db()
    assert (report.state, report.is_unreachable) == ("closed_unconfirmed", True)


def test_triage_is_reminded_of_what_went_outside_every_ten_working_days(report, triage):
    with clock.at(MONDAY):
        perform_action(
            report.pk, "refer", actor=officer_actor(triage), data=ActData(destination="PLN", text="Jaringan PLN")
        )
    for day in range(1, 46):
        with later(days=day, hours=8):
            sweep()
    assert set(reminders(report)) == {"referred"}
    assert len(reminders(report)) == 3


def test_later_policy_and_calendar_never_move_an_earlier_deadline(report, triage, root):
    before = Clock.objects.get(report=report, kind="verify")
    for kind in ("policy", "calendar"):
        rules = RuleSet.objects.filter(root=root, kind=kind).latest("pk")
        content = {**rules.content, "version": "baru"} | ({"verify": 30} if kind == "policy" else {"weekdays": [1]})
        RuleSet.objects.create(root=root, kind=kind, version="baru", content=content, valid_from=MONDAY)
    with later(hours=1):
        perform_action(report.pk, "ask", actor=officer_actor(triage), data=ActData(text="Di mana?"))
    with later(hours=2):
        perform_action(report.pk, "reply", actor=reporter_actor(None), data=ActData(text="Di gang 3"))
    after = Clock.objects.get(report=report, kind="verify")
    assert (after.due_at, after.calendar_version, after.policy_version) == (
        before.due_at,
        before.calendar_version,
        before.policy_version,
    )
    with later(hours=3):
        perform_action(report.pk, "withdraw", actor=reporter_actor(None))
        perform_action(report.pk, "correct", actor=officer_actor(overseer(root)), data=ActData(text="Keliru"))
    assert Clock.objects.get(report=report, kind="verify").policy_version == "baru"


def overseer(root):
    from lapor.agencies.actions import create_officer  # noqa: PLC0415 - only here
    from lapor.agencies.roles import Role  # noqa: PLC0415

    agency = Agency.objects.get(code="inspektorat")
    return create_officer(
        username="wening", password="Rahasia-2026-x", name="Wening", agency=agency, role=Role.OVERSEER
    )


def test_time_does_nothing_before_its_hour(report, triage):
    with clock.at(MONDAY):
        perform_action(report.pk, "ask", actor=officer_actor(triage), data=ActData(text="Di mana?"))
        with pytest.raises(ActRefused):
            perform_action(report.pk, "expire", actor=SYSTEM)
        assert sweep() == 0


def test_periodic_job_does_all_three(report):
    with later(days=60):
        tasks.sweep(0)
    assert reminders(report) == ["far_passed"]


def test_what_is_said_to_be_dangerous_in_an_appeal_is_verified_within_a_day(report, triage):
    perform_action(
        report.pk, "archive", actor=officer_actor(triage), data=ActData(archive_reason="spam", text="Bukan laporan")
    )
    with later(days=1):
        appeal = ActData(text="Kabel putus, ada yang tersengat listrik")
        perform_action(report.pk, "appeal", actor=reporter_actor(None), data=appeal)
        verify = Clock.objects.get(report=report, kind="verify")
        assert Report.objects.get(pk=report.pk).urgency == "urgent"
        assert verify.due_at == clock.now() + timedelta(hours=24)
