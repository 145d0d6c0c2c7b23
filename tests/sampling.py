"""Which cases of a test with many run in `make check`, and which only in `make check-deep`.

A test of plain functions costs a millisecond a case and runs whole. One that needs the database, a browser or a
process costs a hundred times that: of its cases `make check` runs `CASES`, drawn by the number of their name (always
the same ones, and from everywhere in a table of two dimensions); the others are `deep`. `.ci/run` runs both where
code or tests were changed, `make test t=path` runs every case.
"""

from collections import defaultdict
from zlib import crc32

import pytest

CASES = 4
COSTLY = {"db", "transactional_db", "browser", "installation"}


def is_costly(item: pytest.Item) -> bool:
    needed = set(getattr(item, "fixturenames", ()))
    return bool(COSTLY & needed) or item.get_closest_marker("django_db") is not None


def mark_cases_beyond(items: list[pytest.Item], cases: int = CASES) -> None:
    """Marks as `deep` what is beyond `cases` of one costly test."""
    found: dict[str, list[pytest.Item]] = defaultdict(list)
    for item in items:
        if is_costly(item) and item.get_closest_marker("deep") is None:
            found[item.nodeid.partition("[")[0]].append(item)
    for same in found.values():
        for item in sorted(same, key=lambda one: crc32(one.nodeid.encode()))[cases:]:
            item.add_marker(pytest.mark.deep)
