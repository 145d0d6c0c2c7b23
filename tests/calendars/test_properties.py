"""What must hold of every deadline, whatever the day, the term, the pause and the holidays."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lapor.calendars.due_dates import Term, at_least, due_at, left_at, resumed_due_at, share_at
from lapor.calendars.opening_hours import closing_time
from lapor.calendars.policies import Policy
from lapor.calendars.working_days import WorkCalendar, national_days_off

ZONES = ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura")
DAYS = st.dates(date(2023, 1, 1), date(2029, 12, 31))
INSTANTS = st.datetimes(datetime(2023, 1, 1), datetime(2029, 6, 30), timezones=st.just(UTC))  # noqa: DTZ001 - the strategy adds the zone
COUNTS = st.integers(1, 60)
LOCAL_DAYS = st.frozensets(st.dates(date(2024, 1, 1), date(2026, 12, 31)), max_size=30)


@st.composite
def calendars(draw):
    opens, closes = draw(
        st.sampled_from([("08:00", "16:00"), ("07:00", "14:00"), ("10:00", "20:00"), ("00:00", "24:00")])
    )
    return WorkCalendar(
        version="v",
        timezone=ZoneInfo(draw(st.sampled_from(ZONES))),
        opens=time.fromisoformat(opens),
        closes=closing_time(closes),
        weekdays=draw(st.sampled_from([frozenset(range(5)), frozenset(range(6)), frozenset(range(7))])),
        extra_days_off=draw(LOCAL_DAYS),
        extra_working_days=draw(st.frozensets(st.dates(date(2024, 1, 1), date(2026, 12, 31)), max_size=5)),
        works_on_holidays=draw(st.booleans()),
    )


TERMS = st.one_of(COUNTS.map(lambda n: Term(working_days=n)), st.integers(1, 200).map(lambda n: Term(calendar_hours=n)))


@given(calendars(), DAYS, COUNTS)
def test_counting_forth_and_back_gives_the_same_number_also_over_year_ends(calendar, start, count):
    day = calendar.nth_working_day(start, count)
    assert calendar.working_days_between(start, day) == count
    assert calendar.is_working_day(day)


@given(calendars(), INSTANTS, COUNTS)
def test_deadline_of_working_days_ends_with_the_service_of_a_working_day(calendar, start, count):
    due = calendar.local(due_at(start, Term(working_days=count), calendar))
    assert calendar.is_working_day(due.date())
    assert due.time() == calendar.closes
    assert due > start


@given(calendars(), INSTANTS, COUNTS, LOCAL_DAYS)
def test_more_holidays_never_make_a_deadline_earlier(calendar, start, count, more):
    fewer = WorkCalendar(
        "v",
        calendar.timezone,
        calendar.opens,
        calendar.closes,
        calendar.weekdays,
        calendar.extra_days_off,
        frozenset(),
        calendar.works_on_holidays,
    )
    greater = WorkCalendar(
        "w",
        calendar.timezone,
        calendar.opens,
        calendar.closes,
        calendar.weekdays,
        calendar.extra_days_off | more,
        frozenset(),
        calendar.works_on_holidays,
    )
    assert due_at(start, Term(working_days=count), greater) >= due_at(start, Term(working_days=count), fewer)


@given(calendars(), INSTANTS, TERMS, st.floats(-0.5, 2), st.integers(0, 90 * 24))
def test_pause_never_makes_a_deadline_earlier(calendar, start, term, part, hours):
    due = due_at(start, term, calendar)
    pause = start + (due - start) * max(part, 0)
    resume = pause + timedelta(hours=hours)
    assert resumed_due_at(resume, due, left_at(pause, due, calendar), term, calendar) >= due


@given(calendars(), INSTANTS, TERMS)
def test_pause_of_no_length_changes_nothing(calendar, start, term):
    due = due_at(start, term, calendar)
    pause = start + (due - start) / 3
    assert resumed_due_at(pause, due, left_at(pause, due, calendar), term, calendar) == due


@given(calendars(), INSTANTS, COUNTS, st.integers(1, 40))
def test_pause_gives_back_the_working_days_it_took(calendar, start, count, paused_days):
    """Paused on the day it began and resumed later: as many working days are left as before."""
    term = Term(working_days=count)
    due = due_at(start, term, calendar)
    resume = start + timedelta(days=paused_days)
    again = resumed_due_at(resume, due, left_at(start, due, calendar), term, calendar)
    assert calendar.working_days_between(calendar.local(resume).date(), calendar.local(again).date()) == count


@given(calendars(), INSTANTS, TERMS, st.integers(0, 1000), st.integers(1, 30))
def test_reopened_report_gets_its_least_days(calendar, start, term, hours, days):
    due, resume = due_at(start, term, calendar), start + timedelta(hours=hours)
    again = at_least(resume, due, days, calendar)
    assert again >= due
    assert calendar.working_days_between(calendar.local(resume).date(), calendar.local(again).date()) >= days


@given(calendars(), INSTANTS, TERMS)
def test_near_passed_and_far_passed_come_in_this_order(calendar, start, term):
    due = due_at(start, term, calendar)
    assert start < share_at(start, due, 75) < due < share_at(start, due, 150)


@given(calendars(), DAYS)
def test_holiday_never_counts_unless_the_office_works_that_day(calendar, day):
    days_off = (
        calendar.extra_days_off if calendar.works_on_holidays else national_days_off(day.year) | calendar.extra_days_off
    )
    if day in days_off and day not in calendar.extra_working_days:
        assert not calendar.is_working_day(day)
        assert calendar.nth_working_day(day - timedelta(days=1), 1) != day


@given(DAYS, COUNTS)
def test_who_works_always_counts_every_day_and_ends_on_the_day_itself(start, count):
    always = WorkCalendar(
        "v", opens=time(0), closes=closing_time("24:00"), weekdays=frozenset(range(7)), works_on_holidays=True
    )
    assert always.nth_working_day(start, count) == start + timedelta(days=count)
    assert always.local(always.closing(start)).date() == start


def test_joint_leave_is_a_day_off():
    """Cuti bersama of the joint ministerial decree: the days around Lebaran 2026."""
    assert {date(2026, 3, 20), date(2026, 3, 23), date(2026, 3, 24)} <= national_days_off(2026)
    assert date(2026, 8, 17) in national_days_off(2026)


def test_hours_run_through_nights_and_holidays():
    start = datetime(2026, 3, 20, 16, tzinfo=UTC)  # 23.00 WIB on a holiday
    assert due_at(start, Term(calendar_hours=24), WorkCalendar("v")) == start + timedelta(hours=24)


def test_resumed_on_the_last_day_before_closing_it_is_still_due_that_day():
    calendar = WorkCalendar("v")
    start = datetime(2026, 11, 23, 3, tzinfo=UTC)  # Monday 10.00 WIB
    term = Term(working_days=1)
    due = due_at(start, term, calendar)
    pause, resume = due - timedelta(hours=2), due + timedelta(days=1, hours=-1)
    assert resumed_due_at(resume, due, left_at(pause, due, calendar), term, calendar) == due + timedelta(days=1)


def test_what_was_overdue_when_paused_stays_overdue():
    calendar, start = WorkCalendar("v"), datetime(2026, 11, 23, 3, tzinfo=UTC)
    term = Term(working_days=1)
    due = due_at(start, term, calendar)
    late = due + timedelta(days=3)
    assert resumed_due_at(late + timedelta(days=5), due, left_at(late, due, calendar), term, calendar) == due


@pytest.mark.parametrize(("days", "hours"), [(0, 0), (1, 1), (-1, 0), (0, -1)])
def test_term_is_either_days_or_hours(days, hours):
    with pytest.raises(ValueError, match="either"):
        Term(working_days=days, calendar_hours=hours)


def test_working_days_are_counted_from_one():
    with pytest.raises(ValueError, match="from 1"):
        WorkCalendar("v").nth_working_day(date(2026, 1, 1), 0)


def test_policy_knows_urgent_again_and_every_class():
    policy = Policy("v")
    assert policy.verify_term(urgent=True) == Term(calendar_hours=24)
    assert (policy.verify_term(urgent=False), policy.verify_term(urgent=False, again=True)) == (Term(3), Term(1))
    assert policy.resolution_term("oversight") == policy.resolution_term("oversight", "jembatan") == Term(60)
    assert Policy("v", categories={"jembatan": 90}).resolution_term("oversight", "jembatan") == Term(90)
    with pytest.raises(KeyError):
        policy.resolution_term("unknown")


@given(DAYS, st.integers(-5, 900), LOCAL_DAYS, LOCAL_DAYS)
def test_days_between_are_counted_as_one_by_one(start, length, off, on):
    calendar = WorkCalendar("v", extra_days_off=off, extra_working_days=on)
    days = (start + timedelta(days=n) for n in range(1, length + 1))
    one_by_one = sum(calendar.is_working_day(day) for day in days)
    assert calendar.working_days_between(start, start + timedelta(days=length)) == one_by_one
