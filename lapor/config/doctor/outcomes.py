"""What a check gives: good with its evidence, a doubt, a failure with what to do, or nothing to check."""

from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from typing import NamedTuple

from lapor.core import environment
from lapor.core.errors import SetupError


class CheckOutcome(StrEnum):
    OK = "ok"
    WARNING = "warning"
    FAILED = "failed"
    SKIPPED = "skipped"


class Doubt(Exception):
    """It works, but should not stay so; the message says why, and what to do."""


class NothingToCheck(Exception):
    """What the check is about is not set up here; the message says so."""


class CheckResult(NamedTuple):
    """`text`: the evidence, or what is wrong and what to do."""

    check: str
    outcome: CheckOutcome
    text: str


Check = Callable[[], str]


def results_of(checks: Iterable[tuple[str, Check]]) -> Iterator[CheckResult]:
    for name, check in checks:
        yield result_of(name, check)


def result_of(name: str, check: Check) -> CheckResult:
    try:
        return CheckResult(name, CheckOutcome.OK, check())
    except NothingToCheck as nothing:
        return CheckResult(name, CheckOutcome.SKIPPED, str(nothing))
    except Doubt as doubt:
        return CheckResult(name, CheckOutcome.WARNING, str(doubt))
    except (SetupError, environment.SettingMissing, OSError) as error:
        return CheckResult(name, CheckOutcome.FAILED, str(error))
