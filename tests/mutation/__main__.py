"""`make mutants`: changes the clocks and the workflow one sign at a time and sees whether a test notices.

Works on a copy of the project, on 127.0.0.1's test database only. Each change that survives has to be explained in explained.toml;
exit code 1 where one is not. Not part of CI: it takes half an hour.
"""

import os
import shutil
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cosmic_ray.commands import init
from cosmic_ray.mutating import mutate_and_test
from cosmic_ray.work_db import WorkDB, use_db
from cosmic_ray.work_item import MutationSpec, TestOutcome

from lapor.core.environment import PROJECT_DIR
from tests.plugin import prepare_environment

EXPLAINED = Path(__file__).parent / "explained.toml"
LEFT_BEHIND = shutil.ignore_patterns(".git", ".venv", "node_modules", "data", "__pycache__", ".mypy_cache", ".ruff_cache", "collected", "dist")
PYTEST = f"{sys.executable} -m pytest -x -q -p no:cacheprovider"
SECONDS = 240.0


@dataclass(frozen=True)
class Target:
    """Modules, and the tests that see them: the quick ones first, the slow ones only for what survived."""

    modules: tuple[str, ...]
    quick: str
    slow: str


TARGETS = {
    "clocks": Target(
        ("lapor/clocks/calendars.py", "lapor/clocks/deadlines.py", "lapor/clocks/policies.py"), "tests/clocks", "tests/reports/test_time.py"
    ),
    "workflow": Target(
        ("lapor/reports/workflow.py", "lapor/reports/rules.py"),
        "tests/reports/test_workflow.py -k 'product or never or standing or unknown'",
        "tests/reports tests/cases tests/api/test_acts.py",
    ),
}


def main(names: list[str]) -> int:
    """Names of targets; none: all."""
    prepare_environment()
    with tempfile.TemporaryDirectory(prefix="lapor-mutants-") as folder:
        copy = Path(folder) / "project"
        shutil.copytree(PROJECT_DIR, copy, ignore=LEFT_BEHIND)
        os.chdir(copy)
        unexplained = [one for name in names or TARGETS for one in survivors(name, TARGETS[name])]
    for one in unexplained:
        print(f"NOT EXPLAINED {one}")
    return 1 if unexplained else 0


def survivors(name: str, target: Target) -> Iterator[str]:
    """The changes that no test noticed and explained.toml does not explain."""
    known = {entry["change"]: entry["why"] for entry in tomllib.loads(EXPLAINED.read_text(encoding="utf-8")).get(name, [])}
    started, total, explained = time.monotonic(), 0, 0
    for mutations in changes(target):
        total += 1
        change = survives(mutations, f"{PYTEST} {target.quick}") and survives(mutations, f"{PYTEST} {target.slow}")
        if change in known:
            explained += 1
        elif change:
            print(change, flush=True)
            yield f"{name}: {change}"
    print(f"{name}: {total} changes, {explained} explained survivors, {time.monotonic() - started:.0f} s", flush=True)


def changes(target: Target) -> list[tuple[MutationSpec, ...]]:
    with use_db(":memory:", WorkDB.Mode.create) as db:
        init(map(Path, target.modules), db, {})
        return [tuple(item.mutations) for item in db.work_items]


def survives(mutations: tuple[MutationSpec, ...], command: str) -> str:
    """The changed lines where the tests passed all the same, else an empty text."""
    result = mutate_and_test(mutations, command, SECONDS)
    if result.test_outcome is not TestOutcome.SURVIVED:
        return ""
    lines = [line for line in (result.diff or "").splitlines() if line[:1] in "+-" and line[:3] not in {"+++", "---"}]
    return " => ".join(line[1:].strip() for line in lines)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
