"""Hours by weekday and by period in a preset: each fault is named with line and field, and they are part of the
calendar's version."""

from datetime import date

import pytest

from lapor.agencies.preset import PresetError, read_preset
from lapor.agencies.queries import rules_of
from tests.agencies.test_preset import CALENDAR, run

RAMADAN = """[[calendar.periods]]
name = "Ramadan"
opens = "08:00"
closes = "15:00"
from = 2027-02-08
"""
LATER = """[[calendar.periods]]
name = "Cuti"
opens = "08:00"
closes = "12:00"
from = 2027-03-09
to = 2027-03-11
"""


@pytest.fixture
def hours(edit):
    """Writes lines at the end of [calendar], which is line 14 of the file."""
    return lambda lines: edit(
        "preset.toml", "extra_working_days = []\n[policy]", f"extra_working_days = []\n{lines}\n[policy]"
    )


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (
            'hours = { 5 = ["07:30-11:30", "11:00-16:30"] }',
            "line 14, calendar.hours: '5': 07:30-11:30 and 11:00-16:30 overlap",
        ),
        ('hours = ["08:00"]', "line 14, calendar.hours: ['08:00'] is no table of weekdays"),
        ("periods = [1]", "line 14, calendar.periods: [1] is no list of periods"),
        (f"{RAMADAN}to = 2027-02-01", "line 19, calendar.periods.to: 2027-02-01 is before"),
        (f'{RAMADAN}to = "9 Maret"', "line 19, calendar.periods.to: '9 Maret' is no date"),
        (RAMADAN, "line 14, calendar.periods: to is missing"),
        (
            f"{RAMADAN.replace('15:00', '07:00')}to = 2027-03-09",
            "line 17, calendar.periods.closes: '07:00' is not after opens",
        ),
        (
            f"{RAMADAN}to = 2027-03-09\n{LATER}",
            "line 24, calendar.periods.from: 'Cuti' begins on 2027-03-09, 'Ramadan' ends on 2027-03-09",
        ),
    ],
)
def test_each_fault_of_hours_is_named_with_line_and_field(folder, hours, lines, said):
    hours(lines)
    with pytest.raises(PresetError) as caught:
        read_preset(folder)
    assert f"preset.toml, {said}" in str(caught.value)


def test_calendars_of_offices_have_hours_and_periods_too(folder, edit):
    own = CALENDAR.replace(
        "[policy]", f"[[calendars.malam.periods]]\n{RAMADAN.split(chr(10), 1)[1]}to = 2027-02-01\n[policy]"
    )
    edit("preset.toml", "[policy]", own)
    with pytest.raises(PresetError, match=r"line 27, calendars\.malam\.periods\.to: 2027-02-01 is before 2027-02-08"):
        read_preset(folder)


def test_hours_by_weekday_and_period_are_part_of_the_version_and_decide_deadlines(east, folder, edit, hours, capsys):
    """Without them the version stays what it was; with them it needs a new one."""
    full = f"""hours = {{ 5 = ["13:00-16:30", "07:30-11:30"] }}\n{RAMADAN}to = 2027-03-09"""
    hours(full)
    assert run(folder, yes=True) == 1
    assert "'timur-1' is in use and hours, periods changed: give it a new version" in capsys.readouterr().err
    edit("preset.toml", 'version = "timur-1"\nopens', 'version = "timur-2"\nopens')
    assert run(folder, yes=True) == 0
    assert "~ calendar, hours: null -> " in capsys.readouterr().out
    assert run(folder, "diff") == 0
    assert capsys.readouterr().out == "nothing would change\n"
    calendar = rules_of(east).calendar
    days = (date(2026, 11, 6), date(2026, 11, 7), date(2027, 2, 12))  # a Friday, a Saturday, a Friday of Ramadan
    assert [f"{calendar.closing(day):%H:%M}" for day in days] == ["16:30", "14:00", "15:00"]
