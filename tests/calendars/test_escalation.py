"""When the levels of a ladder come, which of them count for a deadline, when they may be told."""

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lapor.calendars.due_dates import Term, due_at
from lapor.calendars.escalation import (
    BUILT_IN,
    CLOCKS,
    Escalation,
    LevelMoment,
    escalation_from,
    moment_from,
    quiet_from,
    steps_of,
)
from lapor.calendars.working_days import calendar_from
from tests.calendars.test_opening_hours import offices

FRIDAY = {"5": ["07:30-11:30", "13:00-16:30"]}
OFFICE = calendar_from(
    {
        "version": "v",
        "opens": "08:00",
        "closes": "16:00",
        "weekdays": [1, 2, 3, 4, 5],
        "extra_days_off": [],
        "extra_working_days": [],
        "hours": FRIDAY,
    },
    "Asia/Jakarta",
)


def wib(text):
    return datetime.fromisoformat(f"2026-11-{text}").replace(tzinfo=ZoneInfo("Asia/Jakarta"))


MONDAY, DUE = wib("02 10:00"), wib("06 16:30")  # to the Friday of the same week: no holiday in this month


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("50%", "04 13:15"),
        ("due", "06 16:30"),
        ("100%", "06 16:30"),
        ("150%", "08 19:45"),
        ("1 day before", "05 08:00"),  # with the opening: the whole day is left, and the last one
        ("2 days before", "04 08:00"),
        ("1 day after", "09 16:00"),  # the weekend does not count
        ("5 days after", "13 16:30"),
    ],
)
def test_moment_is_a_share_of_the_time_or_working_days_before_or_after(text, at):
    assert OFFICE.local(moment_from(text).at(MONDAY, DUE, OFFICE)) == wib(at)


@pytest.mark.parametrize("text", ["", "0%", "1000%", "5", "-1 day", "0 days after", "2 hours before", "besok", "due "])
def test_what_is_no_moment_is_refused(text):
    with pytest.raises(ValueError, match="no moment"):
        moment_from(text)


@pytest.mark.parametrize(
    ("moment", "is_before"),
    [
        (LevelMoment(99), True),
        (LevelMoment(100), False),
        (LevelMoment(101), False),
        (LevelMoment(days=-1), True),
        (LevelMoment(days=1), False),
    ],
)
def test_before_and_after(moment, is_before):
    assert moment.is_before is is_before


def levels(*rows):
    return escalation_from({"version": "v", "levels": [{"to": ["head"], **row} for row in rows]})


GENERAL = {"at": "due"}
RESOLUTION = {"at": "1 day after", "clocks": ["resolution"]}
OVERSIGHT = {"at": "2 days after", "classes": ["oversight"]}
ROADS = {"at": "3 days after", "categories": ["jalan-rusak"]}
ROADS_SOONER = {"at": "50%", "categories": ["jalan-rusak"]}
ROADS_RESPONSE = {"at": "4 days after", "categories": ["jalan-rusak", "trotoar"], "clocks": ["response"]}


@pytest.mark.parametrize(
    ("clock", "category", "deadline_class", "found"),
    [
        ("verify", "", "inspection", [1]),
        ("resolution", "sampah", "simple", [2]),
        ("resolution", "sampah", "oversight", [3]),  # a class stands before a clock
        ("verify", "jalan-rusak", "oversight", [4, 5]),  # a category before a class
        ("response", "jalan-rusak", "simple", [6]),  # the same and its clock before it alone
        ("response", "trotoar", "simple", [6]),
        ("resolution", "trotoar", "simple", [2]),
    ],
)
def test_most_specific_levels_are_the_ladder(clock, category, deadline_class, found):
    escalation = levels(GENERAL, RESOLUTION, OVERSIGHT, ROADS, ROADS_SOONER, ROADS_RESPONSE)
    assert [level.number for level in escalation.ladder(clock, category, deadline_class)] == found


def test_nothing_fits_where_nothing_is_said():
    assert levels(RESOLUTION).ladder("verify", "", "simple") == ()


def test_steps_come_in_the_order_of_time_and_no_warning_before_the_beginning():
    ladder = levels({"at": "due"}, {"at": "6 days before"}, {"at": "4 days before"}, {"at": "1 day before"}).levels
    steps = steps_of(ladder, MONDAY, DUE, OFFICE)
    assert [step.level.at for step in steps] == ["1 day before", "due"]  # four days before is Monday at eight


def test_what_is_told_is_said_or_follows_from_the_moment():
    found = levels({"at": "75%"}, {"at": "due"}, {"at": "1 day after"}, {"at": "150%", "says": "far_passed"}).levels
    assert [level.says for level in found] == ["near", "passed", "passed", "far_passed"]


@pytest.mark.parametrize("clock", CLOCKS)
def test_without_a_citys_own_levels_it_is_officer_head_overseer(clock):
    """docs/product.md, Deadlines."""
    found = BUILT_IN.ladder(clock, "jalan-rusak", "simple")
    first = "triage_officer" if clock == "verify" else "liaison_officer"
    assert [(level.moment, level.to, level.says) for level in found] == [
        (LevelMoment(75), (first,), "near"),
        (LevelMoment(100), ("head",), "passed"),
        (LevelMoment(150), ("overseer",), "far_passed"),
    ]
    assert (BUILT_IN.version, BUILT_IN.quiet_hours, BUILT_IN.ladder("confirmation", "", "simple")) == ("", "", ())


@pytest.mark.parametrize(
    ("quiet", "at", "told"),
    [
        ("", "02 03:00", "02 03:00"),
        ("20:00-07:00", "02 19:59", "02 19:59"),
        ("20:00-07:00", "02 20:00", "03 07:00"),
        ("20:00-07:00", "02 03:00", "02 07:00"),
        ("20:00-07:00", "02 07:00", "02 07:00"),
        ("12:00-13:30", "02 12:45", "02 13:30"),
        ("12:00-13:30", "02 11:45", "02 11:45"),
        ("12:00-13:30", "02 13:30", "02 13:30"),
        ("12:00-13:30", "02 14:00", "02 14:00"),
        ("closed", "06 12:00", "06 13:00"),  # Friday between the spans
        ("closed", "06 16:30", "09 08:00"),  # over the weekend
        ("closed", "09 09:00", "09 09:00"),
    ],
)
def test_quiet_hours_end_and_nothing_is_lost(quiet, at, told):
    assert Escalation("v", (), quiet).loud_from(wib(at), OFFICE) == wib(told)


@pytest.mark.parametrize("text", ["", "20-7", "25:00-07:00", "07:00-07:00", "malam"])
def test_what_is_no_quiet_time_is_refused(text):
    with pytest.raises(ValueError, match=r"neither hours|no time at all"):
        quiet_from(text)


def test_quiet_hours_may_end_with_the_day():
    assert quiet_from("22:00-24:00") == (time(22), time(23, 59))


@given(
    offices(),
    st.datetimes(datetime(2026, 1, 1), datetime(2026, 11, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - the strategy adds the zone
    st.integers(1, 30),
    st.one_of(
        st.integers(1, 400).map(lambda percent: f"{percent}%"),
        st.integers(1, 20).map(lambda days: f"{days} day{'s' * (days > 1)} before"),
        st.integers(1, 20).map(lambda days: f"{days} day{'s' * (days > 1)} after"),
    ),
)
def test_what_is_before_comes_before_and_what_is_after_does_not(office, start, days, text):
    """Whatever the hours of the office."""
    due, moment = due_at(start, Term(working_days=days), office), moment_from(text)
    assert (moment.at(start, due, office) < due) is moment.is_before
