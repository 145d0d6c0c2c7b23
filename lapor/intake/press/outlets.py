"""Stations and newspapers that speak of the city: made known when they are first named, told of the answer
(notify.newsrooms)."""

from datetime import date
from uuid import UUID

from lapor.agencies.models import Agency
from lapor.core import clock
from lapor.core.text import clean_text, one_line
from lapor.intake.models import Coverage, Outlet
from lapor.ledger.bulk_insert import bulk_insert_ignore
from lapor.reports.models import Report

NAME_LENGTH, PLACE_LENGTH = 80, 200


def outlets(root: Agency, kind: str) -> list[Outlet]:
    """By name; a city has some dozens."""
    return list(Outlet.objects.filter(root=root, kind=kind)[:500])


def known_outlet(root: Agency, kind: str, name: str) -> Outlet:
    """The outlet of this name, in whatever capitals; made where it is new."""
    name = one_line(clean_text(name), NAME_LENGTH)
    rows = Outlet.objects.filter(root=root, kind=kind, name__iexact=name)
    found = rows.first()
    if found is None:
        found = Outlet(root=root, kind=kind, name=name, made_at=clock.now())
        if found.pk not in bulk_insert_ignore([found]):  # somebody else named it in the same moment
            return rows.get()
    return found


def set_newsroom(root: Agency, outlet_id: UUID, email: str) -> bool:
    """Where its newsroom reads; "" for nowhere. False: there is no such outlet here."""
    return bool(Outlet.objects.filter(pk=outlet_id, root=root).update(email=email))


def note_coverage(report: Report, outlet: Outlet, *, place: str, said_on: date) -> None:
    """Once for each outlet, however often the report is sent."""
    bulk_insert_ignore([Coverage(outlet=outlet, report=report, place=one_line(place, PLACE_LENGTH), said_on=said_on)])


def newest_coverage(root: Agency, kinds: tuple[str, ...], limit: int = 50) -> list[Coverage]:
    """What was said or printed last, with its report and outlet."""
    rows = Coverage.objects.filter(outlet__root=root, outlet__kind__in=kinds).select_related(
        "outlet", "report__root", "report__agency"
    )
    return list(rows.order_by("-id")[:limit])
