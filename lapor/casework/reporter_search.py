"""Reports by the phone, the mail address or the full name of who filed them, through the keyed look-ups of the vault:
what is found names the reports, never the person. Each search is an event, whether it finds anything or not.

Only reports that were filed openly, with a name, are found: who reported anonymously or in confidence is found by
nobody, since knowing a phone number must not tell what its owner wrote.
"""

from uuid import UUID

from django.db import transaction

from lapor.agencies.actions import record_power_event
from lapor.agencies.models import Officer
from lapor.agencies.queries import root_of
from lapor.core.contact import phone_number
from lapor.ledger.event_names import EventName
from lapor.reporters import vault
from lapor.reporters.models import ContactPoint, Reporter
from lapor.reports.models import Report
from lapor.reports.queries import PAGE, visible_reports
from lapor.reports.vocabulary import Identity, Visibility

MOST_PEOPLE = 200  # who share a name


def search_reporter(text: str, *, by: Officer) -> list[Report]:
    """The newest PAGE reports that the officer may see."""
    kind, people = _people(text)
    rows = visible_reports(by).filter(
        reporter__in=people, identity=Identity.NAMED, visibility=Visibility.PUBLIC, is_protected=False
    )
    rows = rows.select_related("category", "agency", "area__parent").defer("search").order_by("-filed_at", "-id")
    with transaction.atomic():
        found = list(rows[:PAGE]) if people else []
        record_power_event(root_of(by).pk, EventName.REPORTER_SEARCHED, by=by, kind=kind, found=len(found))
    return found


def _people(text: str) -> tuple[str, list[UUID]]:
    """By what it was looked for, and the ids of whom it is; two people who share a name are both."""
    if "@" in text:
        return "email", _with_contact(ContactPoint.Kind.EMAIL, text)
    if phone_number(text):
        return "phone", _with_contact(ContactPoint.Kind.PHONE, text)
    lookup = vault.name_lookup(text)
    rows = Reporter.objects.filter(name_lookup=lookup).exclude(name_lookup=b"")
    return "name", list(rows.values_list("pk", flat=True)[:MOST_PEOPLE])


def _with_contact(kind: str, text: str) -> list[UUID]:
    rows = ContactPoint.objects.filter(lookup=vault.contact_lookup(kind, text), kind=kind)
    return list(rows.values_list("reporter_id", flat=True)[:MOST_PEOPLE])


def add_name_lookups(most: int = 1000) -> int:
    """For people who were stored before names could be looked up: so many in one go; gives how many it were."""
    return vault.add_name_lookups(most)
