"""Levels tried on the last weeks: what they would have sent, beside what was really sent. The levels in force would
have sent what was sent."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lapor.agencies.actions import create_officer
from lapor.agencies.escalation.queries import escalation_in_force
from lapor.agencies.models import Category, Officer
from lapor.agencies.queries import rules_of
from lapor.agencies.roles import Role
from lapor.agencies.teams import TeamValues, write_team
from lapor.calendars.escalation import BUILT_IN, escalation_from
from lapor.core import clock
from lapor.ledger.models import Event
from lapor.notify import escalation_trial
from lapor.notify.escalation_trial import Compared, lines_of, try_escalation
from lapor.notify.models import OfficerNotice
from lapor.notify.officers import tell_officers
from lapor.reports.deadlines.sweeps import remind_of_deadlines
from lapor.reports.models import Clock, Entry, Report
from tests.escalation import HEAD, OFFICER, OVERSEER, in_force
from tests.plans import leave_indexes, plan_of
from tests.promises.conftest import everyone, people  # noqa: F401
from tests.reports.conftest import do, forward, new_report

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 2, 2, tzinfo=UTC)  # 09.00 WIB; no holiday in this month
NOW = MONDAY + timedelta(days=21)


def lived(root, people, *, until=NOW):  # noqa: F811
    """Three reports, one answered in time, one late, one never; the sweeps and the mails of these weeks."""
    with clock.at(MONDAY):
        reports = [new_report(root, f"Lampu mati di gang {n}") for n in range(3)]
        for report in reports:
            forward(report, people)
    do(reports[1], "assign_officer", people["hana"], officer=people["landung"])
    at = MONDAY
    while at <= until:
        with clock.at(at):
            for number, day in ((0, 2), (1, 8)):
                if at == MONDAY + timedelta(days=day):
                    do(reports[number], "start", people["hana"], text="Kami cek")
            remind_of_deadlines()
            told = list(Event.objects.filter(name="report.remind", recorded_at__gte=at).order_by("id"))
            tell_officers(told)
        at += timedelta(hours=6)
    return reports


def levels(*rows):
    return escalation_from({"version": "v", "levels": list(rows)})


@pytest.mark.parametrize("own", [(), (OFFICER, {**HEAD, "to": ["officer", "head"], "digest": ["head"]}, OVERSEER)])
def test_levels_in_force_would_have_sent_what_was_sent(root, everyone, own):  # noqa: F811
    if own:
        in_force(root, *own)
    lived(root, everyone)
    with clock.at(NOW):
        trial = try_escalation(root, escalation_in_force(rules_of(root)), days=30)
    assert trial.would == trial.really == OfficerNotice.objects.filter(kind="reminded").count() > 0
    assert all(one.would == one.really for one in trial.by_role.values())
    assert all(one.would == one.really for one in trial.by_category.values())


def test_other_levels_are_counted_by_level_role_and_category(root, everyone):  # noqa: F811
    """The response was late twice (due on the 9th): one report was answered on the 10th, one never."""
    lived(root, everyone)
    other = levels(
        {**HEAD, "to": ["head", "city_head", "overseer"], "digest": ["overseer", "city_head"], "clocks": ["response"]},
        {"at": "2 days after", "to": ["officer"], "clocks": ["response"]},
    )
    with clock.at(NOW):
        trial = try_escalation(root, other, days=30)
    assert [(one.reached, one.notices, one.in_digest) for one in trial.levels] == [(2, 6, 4), (1, 1, 0)]
    assert trial.by_role["response", "passed", "head"] == Compared(would=4, really=2)
    assert trial.by_role["response", "passed", "overseer"] == Compared(would=2, really=0)
    assert trial.by_role["response", "passed", "liaison_officer"] == Compared(would=1, really=0)
    (row,) = trial.by_category.items()
    assert (row[0].code, row[1].would) == ("lampu-jalan-baru", 7)
    lines = list(lines_of(trial))
    assert lines[0] == f"7 notices would have been sent (really: {trial.really})"
    assert (
        "  1. due (response) -> head, city_head, overseer: reached 2 times, 6 notices, 4 of them in a digest" in lines
    )
    assert "  response, passed, head: 4 (really: 2)" in lines
    assert f"  lampu-jalan-baru: 7 (really: {trial.really})" in lines
    assert lines[-1].startswith("looked at 3 reports filed since 2026-")


def test_level_that_nobody_is_there_to_hear_is_said(root, everyone):  # noqa: F811
    lived(root, everyone)
    Officer.objects.filter(role="head").update(is_active=False)
    with clock.at(NOW):
        trial = try_escalation(root, levels({**HEAD, "clocks": ["response"]}), days=30)
    assert (trial.levels[0].reached, trial.levels[0].notices, trial.levels[0].without_hearer) == (2, 0, 2)
    assert any(line.endswith("; 2 times NOBODY is there to hear") for line in lines_of(trial))


def test_only_the_window_counts_and_nothing_after_an_end(root, everyone):  # noqa: F811
    lived(root, everyone)
    due = levels({**HEAD, "clocks": ["response"]})
    for now, days, count in ((NOW, 30, 2), (NOW, 5, 0), (MONDAY + timedelta(days=6), 30, 0)):
        with clock.at(now):
            assert try_escalation(root, due, days=days).would == count
    Clock.objects.filter(kind="response", status="running").update(status="paused", paused_at=MONDAY)
    with clock.at(NOW):
        assert try_escalation(root, due, days=30).would == 1


def test_protected_cases_are_in_no_number(root, everyone):  # noqa: F811
    with clock.at(MONDAY):
        new_report(root, "Minta uang pelicin", category=Category.objects.get(code="korupsi"))
    with clock.at(NOW):
        remind_of_deadlines()
        tell_officers(list(Event.objects.filter(name="report.remind")))
        assert OfficerNotice.objects.filter(kind="reminded").exists()
        trial = try_escalation(root, BUILT_IN, days=30)
    assert (trial.would, trial.really, trial.found.reports, trial.by_category) == (0, 0, 0, {})


def test_trial_writes_nothing_and_asks_the_same_however_many_reports(root, everyone):  # noqa: F811
    lived(root, everyone)
    before = (Event.objects.count(), Entry.objects.count(), OfficerNotice.objects.count())
    with clock.at(NOW):
        with CaptureQueriesContext(
            connection,
        ) as few:
            try_escalation(root, BUILT_IN, days=30)
        for number in range(5):
            forward(new_report(root, f"Lampu {number}"), everyone)
        with CaptureQueriesContext(connection) as many:
            try_escalation(root, BUILT_IN, days=30)
    assert len(many) == len(few) == 6
    assert all(one["sql"].startswith("SELECT") for one in many)
    assert (Event.objects.count() - before[0], OfficerNotice.objects.count()) == (10, before[2])


def test_limits_are_kept_and_said(root, everyone, monkeypatch):  # noqa: F811
    lived(root, everyone)
    monkeypatch.setattr(escalation_trial, "MOST_NOTICES", 3)
    with clock.at(NOW):
        trial = try_escalation(root, BUILT_IN, days=30, most=2)
    assert (trial.found.reports, trial.found.is_cut) == (2, True)
    *_lines, notices, reports = lines_of(trial)
    assert reports.endswith("the newest 2 only: the limit; protected cases are left out")
    assert (trial.notices_read, notices) == (3, "really: of the newest 3 notices only, the limit")


def test_window_is_read_along_its_indexes(root):
    leave_indexes("report_filed", "notice_old")
    with CaptureQueriesContext(connection) as asked, clock.at(NOW):
        try_escalation(root, BUILT_IN, days=30)
    plans = [plan_of(one["sql"]) for one in asked.captured_queries]
    assert sum("report_filed" in plan for plan in plans) == 2
    assert any("notice_old" in plan for plan in plans)
    assert Report.objects.count() == 0


def test_what_a_team_has_is_counted_for_everybody_of_it(root, everyone):  # noqa: F811
    """Levels in force: the team hears where nobody of it has taken the report, one who has taken it alone."""
    in_force(root, OFFICER)
    perkim = everyone["hana"].agency
    members = [
        create_officer(username=name, password="Rahasia-2026-x", name=name, agency=perkim, role=Role.FIELD_OFFICER)
        for name in ("tejo", "tuti")
    ]
    with clock.at(MONDAY):
        reports = [new_report(root, f"Lampu mati di gang {n}") for n in range(3)]
        for report in reports:
            forward(report, everyone)
        team = write_team(None, TeamValues("Regu", members), by=everyone["hana"])
        for report in reports[:2]:
            do(report, "give_team", everyone["hana"], team=team)
        do(reports[1], "take", members[0])
    at = MONDAY
    while at <= NOW:
        with clock.at(at):
            remind_of_deadlines()
            tell_officers(list(Event.objects.filter(name="report.remind", recorded_at__gte=at).order_by("id")))
        at += timedelta(hours=6)
    with clock.at(NOW):
        trial = try_escalation(root, escalation_in_force(rules_of(root)), days=30)
    by_field = [one for (_clock, _says, role), one in trial.by_role.items() if role == Role.FIELD_OFFICER]
    assert sum(one.would for one in by_field) == sum(one.really for one in by_field) > 0
    assert trial.would == trial.really
