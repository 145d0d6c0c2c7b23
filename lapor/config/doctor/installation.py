"""Checks of the database and of what goes on in it; Django is set up, and a database answers."""

from django.db import connection

from lapor.agencies.base_maps import base_map_of, trouble_of
from lapor.agencies.models import Agency, Officer
from lapor.agencies.queries import unheld_categories, unstaffed_agencies
from lapor.config.doctor.outcomes import Check, CheckOutcome, CheckResult, Doubt, NothingToCheck, result_of
from lapor.core.errors import SetupError
from lapor.ops.alarms import Judged, judge
from lapor.ops.missing_migrations import refuse_unfit_database
from lapor.ops.readings import readings
from lapor.reports.models import Attachment
from lapor.runtime.restore_detection import high_water_mark

# What only goes on while the programs run: nothing is wrong with an installation that was stopped.
GOES_ON = frozenset(
    {
        "no_worker",
        "reader_behind",
        "events_unplaced",
        "deadlines_unswept",
        "messages_late",
        "inbound_late",
        "jobs_late",
        "backup_late",
        "backup_log_late",
        "head_late",
    }
)


def check_database() -> str:
    """This version fits it."""
    refuse_unfit_database()
    server: int = connection.pg_version  # type: ignore[attr-defined]
    return f"PostgreSQL {server // 10000}.{server % 10000}, all migrations are there"


def check_place() -> str:
    """The furthest that this data folder knows of the history is here."""
    return f"epoch {high_water_mark().epoch}, position {high_water_mark().position}"


def check_protected() -> str:
    """Whether somebody can open what is protected.

    An installation without officers is told so, one with officers fails."""

    roots = list(Agency.objects.filter(root=None, is_active=True).order_by("id"))
    unheld = {f"{root.code}/{code}": group for root in roots for code, group in unheld_categories(root).items()}
    has_officers = Officer.objects.filter(is_active=True).exists()
    nobody = [code for code, group in unheld.items() if group is None]
    if nobody and has_officers:
        raise SetupError(
            f"nobody can open {', '.join(nobody)}: create an officer with the role protected_case_officer (`lapor"
            " officer add`)."
        )
    if nobody:
        raise Doubt(
            "there are no officers yet: create one with the role protected_case_officer first (`lapor officer add`)"
        )
    if unheld:
        return "; ".join(
            f"{code} goes to {group.code}: its own group has no active officer"
            for code, group in unheld.items()
            if group
        )
    return "each has a standing group with an active officer"


def check_offices() -> str:
    """Which agencies have nobody who answers; no fault, since the office above hears of what comes to them."""

    roots = list(Agency.objects.filter(root=None, is_active=True).order_by("id"))
    found = {
        f"{root.code}/{agency.code}": above for root in roots for agency, above in unstaffed_agencies(root).items()
    }
    if not found:
        return "each agency has an active liaison officer"
    shown = "; ".join(f"{code} → {above.code if above else 'nobody'}" for code, above in list(found.items())[:10])
    return (
        f"{len(found)} agencies have no active liaison officer (all at /konsol/petugas/), what comes to them is told"
        f" to: {shown}"
    )


def check_files() -> str:
    failed = Attachment.objects.filter(status=Attachment.Status.FAILED).count()
    waiting = Attachment.objects.filter(status=Attachment.Status.PREPARING).count()
    if failed:
        raise Doubt(f"{failed} files could not be prepared (their originals stay sealed), {waiting} are being prepared")
    return f"{waiting} are being prepared"


def check_base_map() -> str:
    """What lies below the reports on the map is there."""
    roots = list(Agency.objects.filter(root=None, is_active=True).order_by("id"))
    if trouble := [f"{root.code}: {words}" for root in roots if (words := trouble_of(root))]:
        raise Doubt("; ".join(trouble))
    return ", ".join(f"{root.code}: {base_map_of(root).kind}" for root in roots)


CHECKS: tuple[tuple[str, Check], ...] = (
    ("database", check_database),
    ("history", check_place),
    ("protected cases", check_protected),
    ("offices", check_offices),
    ("files", check_files),
    ("base map", check_base_map),
)


def alarm_results(*, runs: bool) -> list[CheckResult]:
    """The table of the alarms (ops.alarms) as checks: what wakes somebody is a failure, the others are warnings."""
    return [
        CheckResult(one.rule.subject, CheckOutcome.SKIPPED, "lapor does not run here now")
        if one.rule.name in GOES_ON and not runs
        else result_of(one.rule.subject, lambda one=one: _told(one))  # type: ignore[misc]
        for one in judge(readings())
    ]


def _told(one: Judged) -> str:
    if one.worst is None:
        raise NothingToCheck("nothing of it is here")
    if not one.is_raised:
        return one.value
    text = f"{one.value}: {one.rule.what} {one.rule.remedy}"
    if one.rule.wakes:
        raise SetupError(text)
    raise Doubt(text)
