"""The sweep reads the ladder: a city's own levels come at their moments, each once; a protected case keeps those of the
program."""

from datetime import UTC, date, datetime, timedelta

import pytest

from lapor.agencies.models import Category
from lapor.agencies.queries import rules_of
from lapor.core import clock
from lapor.ledger.models import Event
from lapor.ledger.verifying import verify
from lapor.reports.deadlines.sweeps import remind_of_deadlines
from lapor.reports.models import Clock, Entry, Report
from tests.escalation import HEAD, OFFICER, OVERSEER, in_force
from tests.reports.conftest import do, forward, new_report

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 2, 2, tzinfo=UTC)  # 09.00 WIB; no holiday in this month


def wib(day, hour, minute=0):
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC) - timedelta(hours=7)


def filed(root, **changed):
    with clock.at(MONDAY):
        return new_report(root, **changed)


def said_from(first, until, *, every=timedelta(hours=1)):
    """What each sweep of that time said: local day and hour, clock, what, which level."""
    found, at = [], first
    while at <= until:
        with clock.at(at):
            remind_of_deadlines()
        at += every
    for entry in Entry.objects.filter(act="remind", at__gte=first).order_by("at"):
        number = entry.details.get("escalation", "").rpartition("/")[2]
        local = entry.at + timedelta(hours=7)
        found.append((local.day, local.hour, entry.details["clock"], entry.details["reminder"], number))
    return found


def test_levels_of_the_city_come_at_their_moments_and_each_once(root):
    """Verification until Tuesday 16.00."""
    in_force(root, {"at": "50%", "to": ["triage_officer"]}, HEAD, OVERSEER, {"at": "2 days after", "to": ["city_head"]})
    filed(root)
    assert said_from(MONDAY, wib(7, 0)) == [
        (3, 1, "verify", "near", "1"),
        (3, 16, "verify", "passed", "2"),
        (4, 16, "verify", "passed", "3"),
        (5, 16, "verify", "passed", "4"),
    ]
    assert verify().faults == []


def test_category_and_clock_of_its_own_take_the_place_of_the_general_levels(root, people):
    own = {
        "at": "2 days before",
        "to": ["officer", "head"],
        "categories": ["lampu-jalan-baru"],
        "clocks": ["resolution"],
    }
    in_force(root, OFFICER, HEAD, own, {**own, "at": "due"})
    with clock.at(MONDAY):
        forward(new_report(root), people)
    due = Clock.objects.get(kind="resolution").due_at
    found = [one for one in said_from(due - timedelta(days=6), due + timedelta(days=1)) if one[2] == "resolution"]
    days = rules_of(root).calendar.working_days_between(date(2026, 12, found[0][0]), due.date())
    assert [one[1:] for one in found] == [(8, "resolution", "near", "3"), (16, "resolution", "passed", "4")]
    assert (days, found[1][0]) == (2, due.day)  # as the office opens; as it closes


def test_protected_case_keeps_the_levels_of_the_program(root):
    in_force(root, {"at": "50%", "to": ["head"]}, HEAD)
    report = filed(root, category=Category.objects.get(code="korupsi"))
    report.refresh_from_db()
    assert report.is_protected
    with clock.at(MONDAY + timedelta(days=60)):
        remind_of_deadlines()
    details = [entry.details for entry in Entry.objects.filter(report=report, act="remind")]
    assert details
    assert all("escalation" not in one and one["reminder"] == "far_passed" for one in details)


def test_event_names_version_and_level_and_only_where_they_are_the_citys_own(root):
    report = filed(root)
    with clock.at(wib(3, 17)):
        remind_of_deadlines()
    version = in_force(root, HEAD)
    other = filed(root)
    with clock.at(wib(3, 17)):
        remind_of_deadlines()
    mine, theirs = (Event.objects.get(stream_id=one.pk, name="report.remind").data for one in (report, other))
    assert "escalation" not in mine
    assert theirs["escalation"] == f"{version}/1"


@pytest.mark.parametrize("fewer", [True, False])
def test_deadline_that_runs_when_the_levels_change_goes_on_with_the_new_ones(root, fewer):
    """None is lost: neither where the count of what was said is greater than the new ladder is long."""
    many = [{"at": at, "to": ["triage_officer"]} for at in ("25%", "50%", "75%", "due", "1 day after")]
    few = [HEAD, {"at": "2 days after", "to": ["overseer"]}]
    in_force(root, *(many if fewer else few))
    report = filed(root)
    before = said_from(MONDAY, wib(3, 17))
    assert len(before) == (4 if fewer else 1)
    in_force(root, *(few if fewer else many))
    after = said_from(wib(3, 18), wib(7, 0))
    assert len(after) == 1
    assert after[0][4] == ("2" if fewer else "5")
    assert Clock.objects.get(report=report).remind_at is None


def test_short_deadline_has_no_warning_before_it_began(root):
    """Verification takes one working day."""
    in_force(root, {"at": "3 days before", "to": ["head"]}, HEAD)
    report = filed(root)
    found = Clock.objects.get(report=report)
    assert found.remind_at == found.due_at


def test_clock_without_levels_is_never_looked_at(root, people):
    """The check refuses such levels; what is in the database all the same breaks nothing."""
    in_force(root, {**HEAD, "clocks": ["response"]})
    report = filed(root)
    assert Clock.objects.get(report=report).remind_at is None
    with clock.at(MONDAY):
        do(report, "archive", people["vera"], archive_reason="test", text="Percobaan")
    assert Report.objects.get(pk=report.pk).state == "archived"
