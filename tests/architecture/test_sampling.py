"""`make check` and `make check-deep` together run every case of every test, and the first of them some of each."""

import re
from typing import Any

import pytest

from lapor.core.environment import PROJECT_DIR
from tests.sampling import CASES, mark_cases_beyond


class Item:
    """As much of a collected case as the sampling looks at."""

    def __init__(self, nodeid, *marks, needs=()):
        self.nodeid, self.marks, self.fixturenames = nodeid, [getattr(pytest.mark, name).mark for name in marks], needs

    def get_closest_marker(self, name):
        return next((mark for mark in self.marks if mark.name == name), None)

    def add_marker(self, marker):
        self.marks.append(marker.mark)

    @property
    def is_deep(self):
        return self.get_closest_marker("deep") is not None


def cases(name, count, *marks, needs=()):
    return [Item(f"tests/test_x.py::{name}[{number}]", *marks, needs=needs) for number in range(count)]


def test_costly_tests_keep_some_cases_and_plain_ones_all():
    plain, costly, few = cases("plain", 50), cases("costly", 50, "django_db"), cases("few", CASES, needs=["browser"])
    mark_cases_beyond([*plain, *costly, *few])
    assert not any(item.is_deep for item in [*plain, *few])
    assert sum(not item.is_deep for item in costly) == CASES


def test_the_same_cases_whatever_else_is_collected():
    first, again = cases("costly", 50, needs=["db"]), cases("costly", 50, needs=["db"])
    mark_cases_beyond(first)
    mark_cases_beyond([*cases("other", 9, "django_db"), *reversed(again)])
    assert [item.is_deep for item in first] == [item.is_deep for item in again]


def test_each_column_of_a_table_keeps_some():
    """Eight channels by many acts: no channel is left out because the cases stand in that order."""
    table: list[Any] = [
        Item(f"tests/test_x.py::walk[{act}-{channel}]", needs=["db"]) for act in range(40) for channel in "abcdefgh"
    ]
    mark_cases_beyond(table, 40)
    assert {item.nodeid[-2] for item in table if not item.is_deep} == set("abcdefgh")


def test_both_commands_together_choose_everything():
    chosen = re.findall(r'-m "([^"]+)"', (PROJECT_DIR / "Makefile").read_text(encoding="utf-8"))
    wanted = {
        "not journey and not setup and not deep",
        "(journey or setup) and not deep",
        "deep and (journey or setup)",
        "deep and not journey and not setup",
    }
    assert wanted <= set(chosen)
