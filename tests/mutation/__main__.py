"""`make mutants`: changes the clocks and the workflow one sign at a time and sees whether a test notices.

Both are pure, so each change lives in a forked process only: no file is touched. A change that no test notices has to
be explained in explained.toml; exit code 1 where one is not, or where an explanation fits none. Not part of CI: it
takes about ten minutes on two processors.
"""

import difflib
import importlib
import os
import resource
import sys
import time
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import django
import pytest
from cosmic_ray.commands import init
from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator
from cosmic_ray.work_db import WorkDB, use_db

from lapor.core.environment import PROJECT_DIR
from tests.plugin import prepare_environment

EXPLAINED = Path(__file__).parent / "explained.toml"
PYTEST = ("-x", "-q", "-p", "no:cacheprovider", "--assert=plain")
SECONDS = 30  # of a processor; a change that takes more has made something endless: noticed


@dataclass(frozen=True)
class Target:
    """Pure modules, and the tests that see them (they need no database)."""

    modules: tuple[str, ...]
    tests: tuple[str, ...]


@dataclass(frozen=True)
class Change:
    """A module with one sign changed; `text` is its changed lines."""

    module: str
    code: str
    text: str


TARGETS = {
    "clocks": Target(
        (
            "lapor.calendars.opening_hours",
            "lapor.calendars.working_days",
            "lapor.calendars.due_dates",
            "lapor.calendars.policies",
            "lapor.calendars.escalation",
        ),
        ("tests/calendars",),
    ),
    "workflow": Target(
        ("lapor.reports.workflow.rules", "lapor.reports.workflow.act", "lapor.reports.workflow.table"),
        ("tests/reports/test_rules.py", "tests/reports/test_table.py"),
    ),
}


def main(names: list[str]) -> int:
    """Names of targets; none: all."""
    prepare_environment()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lapor.config.settings")
    os.chdir(PROJECT_DIR)
    django.setup()
    importlib.import_module("tests.conftest")
    return max([examine(name, TARGETS[name]) for name in names or TARGETS])


def examine(name: str, target: Target) -> int:
    """Prints what no test noticed; 1 where that is not just what explained.toml explains."""
    known = {entry["change"] for entry in tomllib.loads(EXPLAINED.read_text(encoding="utf-8")).get(name, [])}
    started, all_changes = time.monotonic(), changes(target)
    if len(list(survivors(target, unchanged(target)))) < len(target.modules):
        raise SystemExit(f"{name}: the tests fail without any change; see: pytest {' '.join(target.tests)}")
    survived: list[str] = []
    for change in survivors(target, all_changes):
        survived.append(change.text)
        print(f"{'explained' if change.text in known else 'NOT EXPLAINED'}: {change.text}", flush=True)
    unexplained, needless = [text for text in survived if text not in known], known.difference(survived)
    for text in needless:
        print(f"EXPLAINED, BUT NOTICED: {text}")
    print(
        f"{name}: {len(all_changes)} changes, {len(survived)} survivors, {len(unexplained)} not explained,"
        f" {time.monotonic() - started:.0f} s"
    )
    return 1 if unexplained or needless else 0


def changes(target: Target) -> list[Change]:
    files = {str(path_of(module).relative_to(PROJECT_DIR)): module for module in target.modules}
    with use_db(":memory:", WorkDB.Mode.create) as db:
        init(map(Path, files), db, {})
        mutations = [mutation for item in db.work_items for mutation in item.mutations]
    found = []
    for mutation in mutations:
        source = mutation.module_path.read_text(encoding="utf-8")
        code = mutate_code(source, get_operator(mutation.operator_name)(), mutation.occurrence)
        lines = [
            line
            for line in difflib.unified_diff(source.splitlines(), code.splitlines(), n=0)
            if line[:3] not in {"---", "+++"}
        ]
        text = " => ".join(line[1:].strip() for line in lines if line[0] in "+-")
        found.append(Change(files[str(mutation.module_path)], code, text))
    return found


def unchanged(target: Target) -> list[Change]:
    """Each module as it is, put in place like a changed one: a fault of this command would otherwise look like good
    tests."""
    return [Change(module, path_of(module).read_text(encoding="utf-8"), "") for module in target.modules]


def path_of(module: str) -> Path:
    return PROJECT_DIR / (module.replace(".", "/") + ".py")


def survivors(target: Target, all_changes: list[Change]) -> Iterator[Change]:
    """What no test noticed; as many changes at a time as there are processors."""
    waiting, running = list(all_changes), dict[int, Change]()
    while waiting or running:
        while waiting and len(running) < (os.cpu_count() or 1):
            change = waiting.pop(0)
            running[in_fork(change, target)] = change
        pid, status = os.wait()
        ended = running.pop(pid, None)  # None: a process of the test database
        if ended and status == 0:
            yield ended


def in_fork(change: Change, target: Target) -> int:
    """Number of the process that tests the change; it ends with 0 where every test passed."""
    pid = os.fork()
    if pid == 0:
        status = 2
        try:
            resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
            silence()
            put_in_place(change, target)
            status = pytest.main([*PYTEST, *target.tests])
        finally:
            os._exit(status)
    return pid


def silence() -> None:
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)


def put_in_place(change: Change, target: Target) -> None:
    """The changed module instead of the real one; whatever else belongs to the target is read anew, so that it sees the
    change."""
    package, _, short = change.module.rpartition(".")
    for name in target.modules:
        sys.modules.pop(name)
        delattr(sys.modules[package], name.rpartition(".")[2])
    module = ModuleType(change.module)
    module.__package__, module.__file__ = package, str(path_of(change.module))
    sys.modules[change.module] = module
    setattr(sys.modules[package], short, module)
    exec(compile(change.code, module.__file__, "exec"), module.__dict__)  # noqa: S102 - that is the point
    for name in target.modules:
        importlib.import_module(name)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
