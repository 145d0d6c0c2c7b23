"""Whether words name a person whom the vault knows. What the vault gives goes into the comparison and nowhere else.

Called by reports.publication, which looks through what is about to be published; nobody is shown what is returned here.
"""

from uuid import UUID

from django.db.models import FilteredRelation, Q

from lapor.reporters.models import ContactPoint, Reporter
from lapor.reporters.vault import open_sealed

_SPOKEN = {ContactPoint.Kind.EMAIL.value, ContactPoint.Kind.PHONE.value}


def known_words(reporter_id: UUID | None) -> list[str]:
    """Name, phones and mail addresses of a reporter, none where nobody is known: one query. For comparing only."""
    if reporter_id is None:
        return []
    spoken = FilteredRelation("contact_points", condition=Q(contact_points__kind__in=_SPOKEN))
    rows = Reporter.objects.filter(pk=reporter_id).annotate(spoken=spoken).values_list("name", "spoken__address")
    sealed = dict.fromkeys(bytes(token) for row in rows for token in row if token)
    return [open_sealed(token) for token in sealed]
