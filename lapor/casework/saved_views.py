"""Lists with their filters under a name: an officer's own, and those of their agency."""

from uuid import UUID

from django.db.models import Q

from lapor.agencies.models import Officer
from lapor.casework.models import SavedView
from lapor.db.compiled import Compiled, Given

MOST = 20  # of one officer


def views_of(officer: Officer) -> list[SavedView]:
    """Their own, and what the agency they act for shares."""
    return _VIEWS.rows(officer=officer.person.pk, agency=officer.agency_id)


_VIEWS = Compiled(
    lambda: SavedView.objects.filter(Q(officer=Given("officer"), agency=None) | Q(agency=Given("agency")))
)


def save_view(officer: Officer, name: str, query: str, *, is_shared: bool) -> SavedView | None:
    """None: they have too many already. The same name again is the same view."""
    agency = officer.agency if is_shared else None
    mine = SavedView.objects.filter(officer=officer.person)
    known = mine.filter(name=name, agency=agency).first()
    if known is None and mine.count() >= MOST:
        return None
    row = known or SavedView(officer=officer.person, agency=agency, name=name)
    row.query = query
    row.save()
    return row


def forget_view(officer: Officer, pk: str) -> bool:
    """Only who made it."""
    try:
        return bool(SavedView.objects.filter(officer=officer.person, pk=UUID(pk)).delete()[0])
    except ValueError:
        return False
