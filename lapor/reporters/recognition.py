"""Whether words name people whom the vault knows. What the vault gives goes into the comparison and nowhere else.

Called by reports.publication, which looks through what is about to be published; nobody is shown what is returned here.
"""

from uuid import UUID

from django.db.models import FilteredRelation, Q

from lapor.reporters.models import ContactPoint, Reporter
from lapor.reporters.vault import open_sealed

_SPOKEN = {ContactPoint.Kind.EMAIL.value, ContactPoint.Kind.PHONE.value}


def known_words(*reporter_ids: UUID | None) -> list[str]:
    """Names, phones and mail addresses of reporters, none where nobody is known: one query. For comparing only."""
    ids = {one for one in reporter_ids if one is not None}
    if not ids:
        return []
    spoken = FilteredRelation("contact_points", condition=Q(contact_points__kind__in=_SPOKEN))
    rows = Reporter.objects.filter(pk__in=ids).annotate(spoken=spoken).values_list("name", "spoken__address")
    sealed = dict.fromkeys(bytes(token) for row in rows for token in row if token)
    return [open_sealed(token) for token in sealed]
