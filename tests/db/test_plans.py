"""The planner is asked in one place: what it takes of several indexes hangs on the tests that ran before."""

import re

from lapor.core.environment import PROJECT_DIR

ASKED = re.compile(r"\.explain\(\)|EXPLAIN (?!\(ANALYZE)|enable_(?:seq|index|bitmap)scan|enable_sort")
TESTS = PROJECT_DIR / "tests"


def test_no_test_asks_the_planner_by_itself():
    files = {str(path.relative_to(TESTS)) for path in TESTS.rglob("*.py") if ASKED.search(path.read_text("utf-8"))}
    assert files == {"plans.py", "db/test_plans.py"}
