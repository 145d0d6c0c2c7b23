"""When a team is on duty, and when next."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

import pytest

from lapor.calendars.shifts import Shift

ZONE = ZoneInfo("Asia/Jakarta")
MORNING = Shift(frozenset(range(1, 6)), time(7), time(15))
NIGHT = Shift(frozenset(range(1, 8)), time(22), time(6))
FRIDAY_NIGHT = Shift(frozenset({5}), time(22), time(6))
ALWAYS = Shift()


def at(text):
    """2026-11-27 is a Friday."""
    return datetime.fromisoformat(f"2026-11-{text}").replace(tzinfo=ZONE)


@pytest.mark.parametrize(
    ("shift", "when", "is_on"),
    [
        (MORNING, "27T06:59", False),
        (MORNING, "27T07:00", True),
        (MORNING, "27T14:59", True),
        (MORNING, "27T15:00", False),
        (MORNING, "28T08:00", False),  # Saturday
        (NIGHT, "27T21:59", False),
        (NIGHT, "27T22:00", True),
        (NIGHT, "28T05:59", True),
        (NIGHT, "28T06:00", False),
        (FRIDAY_NIGHT, "28T03:00", True),  # began on Friday
        (FRIDAY_NIGHT, "27T03:00", False),
        (Shift(frozenset({5}), time(7), time(7)), "28T06:59", True),  # a whole day
        (ALWAYS, "28T03:00", True),
    ],
)
def test_on_duty(shift, when, is_on):
    assert shift.is_on(at(when)) == is_on


@pytest.mark.parametrize(
    ("shift", "when", "begin"),
    [
        (MORNING, "27T05:00", "27T07:00"),
        (MORNING, "27T10:30", "27T10:30"),  # now
        (MORNING, "27T15:00", "30T07:00"),  # over the weekend
        (NIGHT, "28T06:00", "28T22:00"),
        (ALWAYS, "28T03:00", "28T03:00"),
    ],
)
def test_next_time(shift, when, begin):
    assert shift.next_begin(at(when)) == at(begin)


def test_a_shift_of_one_day_a_week_begins_a_week_later():
    assert FRIDAY_NIGHT.next_begin(at("20T21:00")) == at("20T22:00")
    assert FRIDAY_NIGHT.next_begin(at("21T06:00")) == at("27T22:00")
