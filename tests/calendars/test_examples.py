"""Deadlines that a person can check with a wall calendar beside the properties: one office, November and December
2026."""

from dataclasses import FrozenInstanceError, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from lapor.calendars.due_dates import Left, Term, due_at, left_at, resumed_due_at, share_at
from lapor.calendars.opening_hours import closing_time
from lapor.calendars.policies import DEADLINE_CLASSES, Policy
from lapor.calendars.working_days import WorkCalendar

OFFICE = WorkCalendar("v")
FRIDAY, SATURDAY, SUNDAY, MONDAY, TUESDAY = (date(2026, 11, day) for day in (6, 7, 8, 9, 10))


def wib(day, hour, minute=0):
    return datetime.combine(day, time(hour, minute), ZoneInfo("Asia/Jakarta"))


def test_office_works_from_monday_to_friday_if_nothing_else_is_said():
    week = [MONDAY + timedelta(days=n) for n in range(7)]
    assert [OFFICE.is_working_day(day) for day in week] == [True] * 5 + [False] * 2


def test_office_works_from_eight_to_four_in_jakarta_if_nothing_else_is_said():
    assert (OFFICE.opens, OFFICE.closes, OFFICE.timezone) == (time(8), time(16), ZoneInfo("Asia/Jakarta"))
    assert OFFICE.closing(MONDAY) == datetime(2026, 11, 9, 9, tzinfo=UTC)


def test_working_day_added_by_the_city_counts_on_a_sunday_and_on_a_holiday():
    christmas = date(2026, 12, 25)
    city = replace(OFFICE, extra_working_days=frozenset({SUNDAY, christmas}))
    assert not OFFICE.is_working_day(SUNDAY)
    assert not OFFICE.is_working_day(christmas)
    assert city.is_working_day(SUNDAY)
    assert city.is_working_day(christmas)
    assert city.nth_working_day(FRIDAY, 1) == SUNDAY


def test_day_off_of_the_city_does_not_count_even_where_holidays_are_worked():
    city = replace(OFFICE, extra_days_off=frozenset({MONDAY}), works_on_holidays=True)
    assert not city.is_working_day(MONDAY)
    assert city.is_working_day(date(2026, 12, 25))


def test_service_until_24_ends_within_its_own_day():
    assert closing_time("24:00") == time(23, 59)
    assert closing_time("16:30") == time(16, 30)
    with pytest.raises(ValueError, match="hour"):
        closing_time("25:00")


def test_day_of_filing_is_not_counted_and_the_weekend_neither():
    assert due_at(wib(FRIDAY, 9), Term(working_days=1), OFFICE) == wib(MONDAY, 16)
    assert due_at(wib(FRIDAY, 9), Term(working_days=2), OFFICE) == wib(TUESDAY, 16)


def test_day_of_filing_is_the_day_in_the_offices_own_timezone():
    """Monday 23.30 in Jakarta is Tuesday 01.30 in Jayapura."""
    jayapura = replace(OFFICE, timezone=ZoneInfo("Asia/Jayapura"))
    late_evening = wib(MONDAY, 23, 30)
    assert OFFICE.local(due_at(late_evening, Term(working_days=1), OFFICE)).date() == TUESDAY
    assert jayapura.local(due_at(late_evening, Term(working_days=1), jayapura)).date() == TUESDAY + timedelta(days=1)


def test_term_in_days_has_no_hours_and_one_in_hours_no_days():
    assert (Term(working_days=3).calendar_hours, Term(calendar_hours=24).working_days) == (0, 0)


def test_working_days_between_counts_the_last_day_and_not_the_first():
    assert OFFICE.working_days_between(FRIDAY, MONDAY) == 1
    assert OFFICE.working_days_between(FRIDAY, SUNDAY) == 0
    assert OFFICE.working_days_between(MONDAY, FRIDAY) == OFFICE.working_days_between(MONDAY, MONDAY) == 0


def test_pause_stores_whole_days_and_seconds():
    due = wib(TUESDAY, 16)
    assert left_at(wib(FRIDAY, 15), due, OFFICE) == Left(working_days=2, seconds=4 * 86400 + 3600)
    assert left_at(wib(TUESDAY, 17), due, OFFICE) == Left(working_days=0, seconds=-3600)


def test_urgent_hours_that_were_left_run_on_from_the_moment_of_the_reply():
    term = Term(calendar_hours=24)
    due = due_at(wib(FRIDAY, 8), term, OFFICE)
    left = left_at(due - timedelta(hours=5), due, OFFICE)
    assert resumed_due_at(wib(SUNDAY, 8), due, left, term, OFFICE) == wib(SUNDAY, 13)


@pytest.mark.parametrize(
    ("resume", "due_again"),
    [
        (wib(MONDAY, 15, 59), wib(MONDAY, 16)),
        (wib(MONDAY, 16), wib(TUESDAY, 16)),  # service has ended: the next day
        (wib(MONDAY, 17), wib(TUESDAY, 16)),
        (wib(SATURDAY, 9), wib(MONDAY, 16)),  # no working day: the next one
    ],
)
def test_reply_on_the_last_day_leaves_that_day_if_service_still_runs(resume, due_again):
    term, due = Term(working_days=1), wib(FRIDAY, 16)
    assert resumed_due_at(resume, due, left_at(wib(FRIDAY, 10), due, OFFICE), term, OFFICE) == due_again


def test_working_days_that_were_left_are_counted_from_the_day_of_the_reply():
    term, due = Term(working_days=2), wib(TUESDAY, 16)
    left = left_at(wib(FRIDAY, 10), due, OFFICE)
    assert resumed_due_at(wib(TUESDAY, 10), due, left, term, OFFICE) == wib(TUESDAY + timedelta(days=2), 16)


def test_pause_in_the_very_second_of_the_deadline_leaves_nothing():
    term, due = Term(working_days=1), wib(MONDAY, 16)
    assert resumed_due_at(wib(TUESDAY, 9), due, left_at(due, due, OFFICE), term, OFFICE) == due


def test_pause_one_second_before_the_deadline_leaves_that_second():
    term = Term(calendar_hours=24)
    due = due_at(wib(MONDAY, 8), term, OFFICE)
    left = left_at(due - timedelta(seconds=1), due, OFFICE)
    assert resumed_due_at(wib(FRIDAY, 8) + timedelta(days=7), due, left, term, OFFICE) == wib(FRIDAY, 8) + timedelta(
        days=7, seconds=1
    )


def test_deadline_is_near_after_three_quarters_and_far_passed_after_one_and_a_half():
    start = wib(MONDAY, 8)
    due = start + timedelta(hours=8)
    assert share_at(start, due, 75) == start + timedelta(hours=6)
    assert share_at(start, due, 150) == start + timedelta(hours=12)


def test_national_terms_are_those_of_the_product():
    policy = Policy("v")
    assert [policy.resolution_term(name) for name in DEADLINE_CLASSES] == [Term(5), Term(14), Term(60), Term(10)]
    assert (policy.verify, policy.verify_urgent_hours, policy.verify_again, policy.response) == (3, 24, 1, 5)
    assert (policy.confirmation, policy.expire, policy.reopened_at_least) == (10, 10, 3)


@pytest.mark.parametrize(
    ("value", "field"),
    [(OFFICE, "closes"), (Term(1), "working_days"), (Left(1, 1), "seconds"), (Policy("v"), "verify")],
)
def test_what_a_deadline_was_computed_with_cannot_be_changed(value, field):
    with pytest.raises(FrozenInstanceError):
        setattr(value, field, None)
