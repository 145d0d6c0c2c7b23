"""Hours by weekday and by period, several spans a day: one office around a Friday and around Ramadan 1448 (February and
March 2027)."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lapor.calendars.due_dates import Left, Term, due_at, resumed_due_at
from lapor.calendars.opening_hours import Span, WeekHours, end_of_quiet, hours_faults, span_from, weekdays_from
from lapor.calendars.working_days import WorkCalendar, calendar_from

JAKARTA = ZoneInfo("Asia/Jakarta")
SHORT: dict[str, object] = {
    "version": "v",
    "opens": "07:30",
    "closes": "16:00",
    "weekdays": [1, 2, 3, 4, 5],
    "extra_days_off": [],
    "extra_working_days": ["2026-11-14"],
}
FULL = SHORT | {
    "works_on_holidays": True,  # no test waits for the decree of a year
    "hours": {"1-4": ["07:30-12:00", "13:00-16:00"], "5": ["13:00-16:30", "07:30-11:30"]},
    "periods": [
        {
            "name": "Ramadan 1448",
            "from": "2027-02-08",
            "to": date(2027, 3, 9),
            "opens": "08:00",
            "closes": "15:00",
            "hours": {"5": ["08:00-15:30"]},
        }
    ],
}
OFFICE = calendar_from(FULL, "Asia/Jakarta")


def wib(text):
    return datetime.fromisoformat(text).replace(tzinfo=JAKARTA)


@pytest.mark.parametrize(
    ("begins", "days", "due"),
    [
        ("2026-11-04 09:00", 1, "2026-11-05 16:00"),  # Thursday
        ("2026-11-04 09:00", 2, "2026-11-06 16:30"),  # Friday, by its last span
        ("2026-11-05 17:00", 1, "2026-11-06 16:30"),
        ("2026-11-06 09:00", 6, "2026-11-14 16:00"),  # a Saturday that is worked: the hours of every other day
        ("2027-02-04 09:00", 1, "2027-02-05 16:30"),  # the last Friday before Ramadan
        ("2027-02-04 09:00", 2, "2027-02-08 15:00"),  # its first day counts by its hours
        ("2027-02-17 09:00", 2, "2027-02-19 15:30"),  # a Friday of Ramadan
        ("2027-03-02 09:00", 5, "2027-03-09 15:00"),  # its last day too
        ("2027-03-02 09:00", 6, "2027-03-10 16:00"),
    ],
)
def test_deadline_ends_with_the_last_span_of_its_own_day(begins, days, due):
    assert OFFICE.local(due_at(wib(begins), Term(working_days=days), OFFICE)) == wib(due)


@pytest.mark.parametrize(
    ("at", "opens"),
    [
        ("2026-11-05 07:00", "2026-11-05 07:30"),
        ("2026-11-05 07:30", "2026-11-05 07:30"),
        ("2026-11-05 12:00", "2026-11-05 13:00"),  # the break at noon
        ("2026-11-06 11:29", "2026-11-06 11:29"),
        ("2026-11-06 11:30", "2026-11-06 13:00"),  # Friday prayer
        ("2026-11-06 16:30", "2026-11-09 07:30"),  # the weekend
        ("2027-02-19 15:20", "2027-02-19 15:20"),
        ("2027-02-18 15:20", "2027-02-19 08:00"),
    ],
)
def test_office_says_when_it_is_open_next(at, opens):
    assert OFFICE.local(OFFICE.open_from(wib(at))) == wib(opens)


def test_reply_on_the_last_day_leaves_that_day_while_one_of_its_spans_is_to_come():
    friday_due, left = wib("2026-11-05 16:00"), Left(working_days=0, seconds=60)
    noon, evening = wib("2026-11-06 12:00"), wib("2026-11-06 16:30")
    assert resumed_due_at(noon, friday_due, left, Term(1), OFFICE) == wib("2026-11-06 16:30")
    assert resumed_due_at(evening, friday_due, left, Term(1), OFFICE) == wib("2026-11-09 16:00")


def test_short_form_is_one_span_on_every_day():
    office = calendar_from(SHORT, "Asia/Jakarta")
    assert office == WorkCalendar(
        "v", JAKARTA, time(7, 30), time(16), extra_working_days=frozenset({date(2026, 11, 14)})
    )
    assert {office.spans(date(2026, 11, day)) for day in range(1, 15)} == {(Span(time(7, 30), time(16)),)}


@pytest.mark.parametrize(("text", "days"), [("5", {5}), ("1-4", {1, 2, 3, 4}), ("6 7", {6, 7}), ("1-2 5-5", {1, 2, 5})])
def test_weekdays_are_read(text, days):
    assert weekdays_from(text) == days


@pytest.mark.parametrize("text", ["", "0", "8", "5-1", "1,2", "senin"])
def test_what_is_no_weekday_is_refused(text):
    with pytest.raises(ValueError, match="weekday"):
        weekdays_from(text)


def test_span_until_24_ends_within_its_day():
    assert span_from("20:00-24:00") == Span(time(20), time(23, 59))
    assert str(span_from("20:00-22:30")) == "20:00-22:30"


@pytest.mark.parametrize(
    ("hours", "fault"),
    [
        ({"5": ["07:30-11:30", "11:00-16:30"]}, "'5': 07:30-11:30 and 11:00-16:30 overlap"),
        ({"5": ["11:30-07:30"]}, "'5': '11:30-07:30' ends before it begins"),
        ({"5": ["11:30-11:30"]}, "'5': '11:30-11:30' ends before it begins"),
        ({"5": ["8-12"]}, "'5': '8-12' is no span of hours, such as 07:30-11:30"),
        ({"5": ["08:00-25:00"]}, "'5': '08:00-25:00' is no span of hours, such as 07:30-11:30"),
        ({"9": ["08:00-12:00"]}, "'9' is no weekday, such as 5, 1-4 or 6 7 (1 = Monday)"),
        ({"1-5": ["08:00-12:00"], "5": ["08:00-11:00"]}, "weekday 5 stands in '1-5' and in '5'"),
        ({"5": ["08:00-11:00"], "1-5": ["08:00-12:00"]}, "weekday 5 stands in '5' and in '1-5'"),
        *(
            ({"5": spans}, """'5' needs a list of spans, such as ["07:30-11:30", "13:00-16:30"]""")
            for spans in ([], "08:00-12:00", [8])
        ),
    ],
)
def test_each_fault_of_hours_is_said(hours, fault):
    assert list(hours_faults(hours)) == [fault]


@pytest.mark.parametrize("second", ["12:00-16:00", "13:00-16:00"])
def test_spans_that_touch_or_lie_apart_are_no_fault(second):
    assert list(hours_faults({"1-7": ["08:00-12:00", second]})) == []


def test_each_weekday_has_its_own_hours():
    own = {str(day): [f"08:00-1{day}:00"] for day in range(1, 8)}
    office = calendar_from(SHORT | {"hours": own}, "Asia/Jakarta")
    monday = date(2026, 11, 2)
    week = [office.closing(monday + timedelta(days=n)).hour for n in range(7)]
    assert week == [11, 12, 13, 14, 15, 16, 17]


@st.composite
def offices(draw):
    """Up to three spans a day, other ones on some weekdays and in some month."""

    def spans():
        marks = sorted(draw(st.sets(st.integers(0, 47), min_size=2, max_size=6)))
        hours = [time(mark // 2, mark % 2 * 30) for mark in marks]
        return [f"{one:%H:%M}-{other:%H:%M}" for one, other in zip(hours[::2], hours[1::2], strict=False)]

    first = draw(st.dates(date(2026, 1, 1), date(2026, 12, 1)))
    own = {str(day): spans() for day in draw(st.sets(st.integers(1, 7), max_size=3))}
    period = {"name": "p", "from": first, "to": first + timedelta(days=30), "opens": "09:00", "closes": "14:00"}
    content = SHORT | {"hours": own, "periods": [period | {"hours": {"5": spans()}}]}
    return calendar_from(content, draw(st.sampled_from(["Asia/Jakarta", "Asia/Jayapura"])))


INSTANTS = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001 - the strategy adds the zone


@given(offices(), INSTANTS, st.integers(1, 20))
def test_deadline_ends_with_the_service_of_a_working_day_whatever_its_hours(office, start, days):
    due = office.local(due_at(start, Term(working_days=days), office))
    assert office.working_days_between(office.local(start).date(), due.date()) == days
    assert due.time() == office.spans(due.date())[-1].ends


@given(offices(), INSTANTS)
def test_office_that_is_open_next_is_open_then(office, at):
    opens = office.open_from(at)
    assert opens >= at
    assert office.open_from(opens) == opens
    local = office.local(opens)
    assert office.is_working_day(local.date())
    assert any(span.begins <= local.time() < span.ends for span in office.spans(local.date()))


def test_hours_of_a_week_are_those_of_the_weekday_else_of_every_day():
    usual, friday = (Span(time(8), time(16)),), (Span(time(8), time(11)),)
    assert [WeekHours(usual, ((4, friday),)).on(day) for day in range(7)] == [usual] * 4 + [friday] + [usual] * 2


@pytest.mark.parametrize(
    ("begins", "ends", "at", "until"),
    [
        ("20:00", "07:00", "2026-11-02 19:59", None),
        ("20:00", "07:00", "2026-11-02 20:00", "2026-11-03 07:00"),
        ("20:00", "07:00", "2026-11-02 23:30", "2026-11-03 07:00"),
        ("20:00", "07:00", "2026-11-02 06:59", "2026-11-02 07:00"),
        ("20:00", "07:00", "2026-11-02 07:00", None),
        ("12:00", "13:30", "2026-11-02 11:59", None),
        ("12:00", "13:30", "2026-11-02 12:00", "2026-11-02 13:30"),
        ("12:00", "13:30", "2026-11-02 13:30", None),
        ("12:00", "13:30", "2026-11-02 13:31", None),
        ("12:00", "12:00", "2026-11-02 12:00", None),
    ],
)
def test_quiet_hours_end_on_the_minute_also_over_midnight(begins, ends, at, until):
    found = end_of_quiet(wib(at), time.fromisoformat(begins), time.fromisoformat(ends))
    assert found == (wib(until) if until else None)
