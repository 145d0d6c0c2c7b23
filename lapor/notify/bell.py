"""What the bell in the console shows an officer, and what they chose.

Called by lapor.console; an officer sees their own notices only: whoever stands in for somebody hears as themselves."""

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from lapor.agencies.models import Officer
from lapor.casework.models import OfficerDevice
from lapor.core import clock
from lapor.db.compiled import Compiled, Given
from lapor.gateway.outbound.push import checked_subscription
from lapor.notify.models import OfficerChoice, OfficerNotice
from lapor.presentation.officer_notices import words_of
from lapor.reporters import vault
from lapor.reports.models import Report

SHOWN = 60
COUNTED = 99
MOST_DEVICES = 5  # of an officer: the oldest goes


@dataclass(frozen=True)
class BellRow:
    words: str
    page: str
    notice: OfficerNotice

    @property
    def is_read(self) -> bool:
        return self.notice.read_at is not None


def unread_count(officer: Officer) -> str:
    """Counted no further than the bell shows; "" for none."""
    return _shown(len(_unread(officer)))


def read_about(officer: Officer, report: Report) -> str:
    """What the officer heard of a report is read; gives how many of others are not, as `unread_count`. One query where
    they heard nothing of it."""
    unread = _unread(officer)
    about = unread.count(report.pk)
    if about or len(unread) > COUNTED:
        mark_read(officer, report)
    return _shown(len(unread) - about)


def _unread(officer: Officer) -> list[UUID | None]:
    """Of which report each is."""
    return _UNREAD.rows(officer=officer.person.pk)


_UNREAD: Compiled[UUID | None] = Compiled(
    lambda: OfficerNotice.objects.filter(officer=Given("officer"), read_at=None).values_list("report_id", flat=True)[
        : COUNTED + 1
    ]
)


def _shown(number: int) -> str:
    return f"{COUNTED}+" if number > COUNTED else str(number or "")


def newest(officer: Officer) -> list[BellRow]:
    """In the language that is active, the newest first."""
    rows = OfficerNotice.objects.filter(officer=officer.person).order_by("-at", "-pk")[:SHOWN]
    return [BellRow(words_of(row.kind, row.facts), row.page, row) for row in rows]


def mark_read(officer: Officer, report: Report | None = None) -> int:
    """What the officer heard of one report, or all of it. Gives how many were unread."""
    rows = OfficerNotice.objects.filter(officer=officer.person, read_at=None)
    return (rows.filter(report_id=report.pk) if report is not None else rows).update(read_at=clock.now())


def choice_of(officer: Officer) -> OfficerChoice:
    return OfficerChoice.objects.filter(officer=officer.person).first() or OfficerChoice(officer=officer.person)


def quiet_hours_fault(quiet_from: int | None, quiet_until: int | None) -> str:
    """What is wrong with them, in words; "" for both or none."""
    if (quiet_from is None) == (quiet_until is None):
        return ""
    return _("Quiet hours have a beginning and an end: choose both, or none.")


def choose(officer: Officer, **values: object) -> None:
    """Fields of OfficerChoice."""
    choice = choice_of(officer)
    for name, value in values.items():
        setattr(choice, name, value)
    choice.save()


def devices_of(officer: Officer) -> int:
    return OfficerDevice.objects.filter(officer=officer.person).count()


def add_device(officer: Officer, subscription: str) -> None:
    """A browser that was another officer's is this one's from now on. Raises gateway.outbound.push.NoSubscription."""
    address = checked_subscription(subscription)
    values = {"officer_id": officer.person.pk, "address": vault.seal(address), "made_at": clock.now()}
    OfficerDevice.objects.update_or_create(lookup=vault.push_lookup(address), defaults=values)
    kept = (
        OfficerDevice.objects.filter(officer=officer.person)
        .order_by("-made_at")
        .values_list("pk", flat=True)[:MOST_DEVICES]
    )
    OfficerDevice.objects.filter(officer=officer.person).exclude(pk__in=list(kept)).delete()


def forget_devices(officer: Officer) -> None:
    OfficerDevice.objects.filter(officer=officer.person).delete()
