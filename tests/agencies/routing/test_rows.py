"""Which row decides: the most specific one; where equally specific ones disagree, none."""

from datetime import datetime, timedelta, timezone
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lapor.agencies.routing.rows import Decision, RoutingInput, RoutingRow, RoutingTable, conflicts_in, row_from

JAKARTA = timezone(timedelta(hours=7))
MONDAY_NOON = datetime(2026, 2, 2, 12, 0, tzinfo=JAKARTA)


def row(line, agency="dpu", **conditions):
    level = conditions.pop("level", "village" if "area" in conditions else "")
    return RoutingRow(line=line, name=f"baris {line}", agency=agency, area_level=level, **conditions)


def report(said="Lubang di jalan provinsi", *, at=MONDAY_NOON, channel="web", **known):
    return RoutingInput((said,), channel, at, **known)


def decide(rows, told, category="jalan-rusak"):
    return RoutingTable("1", tuple(rows)).decide(told, category)


EACH = [
    row(2, channel="web"),
    row(3, words=("provinsi",)),
    row(4, category="jalan-rusak"),
    row(5, area="33.74.01", level="district"),
    row(6, area="33.74.01.1001"),
    row(7, layer="jalan-provinsi"),
]
THERE = report(areas=frozenset({"33.74.01", "33.74.01.1001"}), layers=frozenset({"jalan-provinsi"}))


def test_each_kind_of_condition_gives_way_to_the_next_one_and_time_to_all():
    rows = [row(1, weekdays=(1,)), *EACH]
    while rows:
        assert decide(rows, THERE) == Decision(rows[-1])
        assert decide(rows[::-1], THERE) == Decision(rows[-1])  # the order of the file says nothing
        rows.pop()


def test_two_conditions_stand_before_one_whatever_they_are():
    two = row(9, channel="web", weekdays=(1,))
    assert decide([*EACH, two], THERE).row == two


@pytest.mark.parametrize(
    "conditions",
    [
        {"category": "sampah"},
        {"area": "33.74.02.1001"},
        {"words": ("=tol", "sungai & banjir")},
        {"channel": "email"},
        {"layer": "jalan-nasional"},
        {"weekdays": (6, 7)},
        {"hours": (12 * 60 + 1, 13 * 60)},
        {"hours": (22 * 60, 6 * 60)},
        {"hours": (11 * 60, 12 * 60)},
    ],
    ids=str,
)
def test_condition_that_is_not_met_decides_nothing(conditions):
    assert decide([row(2, **conditions)], THERE) == Decision()


@pytest.mark.parametrize(("hour", "is_met"), [(22, True), (23, True), (0, True), (5, True), (6, False), (21, False)])
def test_hours_may_go_over_midnight(hour, is_met):
    night = row(2, hours=(22 * 60, 6 * 60))
    assert (decide([night], report(at=MONDAY_NOON.replace(hour=hour))).row == night) is is_met


def test_one_of_the_words_is_enough_in_any_of_its_forms():
    signs = row(2, words=("=tol", "jalan provinsi", "bocor"))
    assert decide([signs], report("kebocoran pipa")).row == signs
    assert decide([signs], report("jalan milik provinsi")).row == signs
    assert decide([signs], report("masuk tol")).row == signs
    assert decide([signs], report("jalan kampung")).row is None


def test_row_of_a_category_is_not_for_a_report_without_one():
    assert decide([row(2, category="jalan-rusak")], THERE, "").row is None
    assert decide([row(2, channel="web")], THERE, "").row is not None


def test_equally_specific_rows_that_disagree_decide_nothing_even_where_a_lesser_one_would():
    lesser, one, other = row(2, channel="web"), row(3, words=("jalan",)), row(4, "dishub", words=("provinsi",))
    assert decide([lesser, one, other], THERE) == Decision(conflict=(one, other))
    agreeing = row(4, words=("provinsi",))
    assert decide([lesser, agreeing, one], THERE).row == one  # the first of the file is named


@pytest.mark.parametrize(
    "changed", [{"is_urgent": True}, {"unit": "dpu-1"}, {"agency": "", "refer": "Provinsi"}], ids=str
)
def test_rows_disagree_on_urgency_unit_and_place_outside_too(changed):
    other = row(4, **{"channel": "web", **changed})
    assert decide([row(3, channel="web"), other], THERE).conflict


WEEK_END, NIGHT = (6, 7), (22 * 60, 6 * 60)


@pytest.mark.parametrize(
    ("one", "other", "is_conflict"),
    [
        ({"category": "a"}, {"category": "a"}, True),
        ({"category": "a"}, {"category": "b"}, False),
        ({"category": "a"}, {"area": "1"}, False),  # not equally specific
        ({"area": "1"}, {"area": "2"}, False),
        ({"words": ("x", "y")}, {"words": ("y",)}, True),
        ({"words": ("x",)}, {"words": ("y",)}, False),
        ({"channel": "web"}, {"channel": "sms"}, False),
        ({"layer": "a"}, {"layer": "a"}, True),
        ({"layer": "a"}, {"layer": "b"}, True),  # they meet
        ({"layer": "a"}, {"layer": "c"}, False),
        ({"weekdays": WEEK_END}, {"weekdays": (7,)}, True),
        ({"weekdays": WEEK_END}, {"weekdays": (1,)}, False),
        ({"weekdays": WEEK_END}, {"hours": NIGHT}, True),
        ({"hours": NIGHT}, {"hours": (5 * 60, 7 * 60)}, True),
        ({"hours": NIGHT}, {"hours": (6 * 60, 22 * 60)}, False),
        ({"hours": NIGHT}, {"hours": (0, 60)}, True),
    ],
    ids=str,
)
def test_conflict_is_listed_where_one_report_can_meet_both(one, other, is_conflict):
    meeting = frozenset({frozenset({"a", "b"})})
    rows = [row(2, "dpu", **one), row(3, "dishub", **other)]
    assert conflicts_in(rows, meeting) == ([(2, 3)] if is_conflict else [])
    assert conflicts_in([row(2, "dpu", **one), row(3, "dpu", **other)], meeting) == []


conditions = st.fixed_dictionaries(
    {},
    optional={
        "category": st.sampled_from(["jalan-rusak", "sampah"]),
        "words": st.sampled_from([("provinsi",), ("tol",)]),
        "channel": st.sampled_from(["web", "sms"]),
        "weekdays": st.sampled_from([(1,), (6, 7)]),
        "hours": st.sampled_from([(0, 720), (600, 900), NIGHT]),
        "layer": st.sampled_from(["a", "b"]),
    },
)
tables = st.lists(st.tuples(conditions, st.sampled_from(["dpu", "dishub"])), max_size=6)


@given(tables, st.integers(0, 23), st.integers(2, 8), st.booleans())
def test_tables_without_words_and_listed_conflicts_always_decide(made, hour, day, is_on):
    """What the check lets pass decides: only different words can still disagree on one report."""
    rows = [row(line, agency, **met) for line, (met, agency) in enumerate(made, 2)]
    meeting = frozenset({frozenset({"a", "b"})})
    told = report(at=MONDAY_NOON.replace(day=day, hour=hour), layers=frozenset({"a", "b"} if is_on else set()))
    found = decide(rows, told)
    listed = conflicts_in(rows, meeting)
    for one, other in combinations(found.conflict, 2):
        if one.outcome != other.outcome:
            assert (one.line, other.line) in listed or (one.words and one.words != other.words)


@given(tables)
def test_row_is_kept_as_data_and_comes_back(made):
    rows = [row(line, agency, **met) for line, (met, agency) in enumerate(made, 2)]
    assert [
        row_from({k: list(v) if isinstance(v, tuple) else v for k, v in one.as_data().items()}) for one in rows
    ] == rows
