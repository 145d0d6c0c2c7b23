"""Who stands at the desk: a person who reported before is found again by phone or mail address, so that their reports
belong together.

Every look-up that finds somebody is an event in that person's own chain. Names are given only where the officer says
that the person is there and agreed. Who filed nothing but hidden reports is unknown here: a desk must not learn of them
by a phone number.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core import signing
from django.db import transaction
from django.db.models import Count, Max, Q

from lapor.agencies.models import Officer
from lapor.agencies.officers.delegations import stand_in_note
from lapor.agencies.queries import root_of
from lapor.ledger.actions import append
from lapor.ledger.event_names import EventName
from lapor.ledger.models import Stream
from lapor.reporters import vault
from lapor.reporters.models import ContactPoint, Reporter
from lapor.reports.vocabulary import Identity, Visibility

REASON = "desk look-up"
MOST_PEOPLE = 6  # who share one phone
TOKEN_SECONDS = 3600
_SALT = "lapor.casework.known_people"


@dataclass(frozen=True)
class Known:
    """A person who left this phone or address.

    `token` says in a form which one was chosen; `name` only where they agreed."""

    token: str
    since: datetime
    reports: int
    latest_at: datetime
    name: str = ""


def people_known(*, phone: str, email: str, by: Officer, is_agreed: bool) -> list[Known]:
    """Those with this phone or address who reported in the officer's city, the one who was last here first.

    Each is told to the ledger."""
    lookups = [
        vault.contact_lookup(kind, value)
        for kind, value in ((ContactPoint.Kind.PHONE, phone), (ContactPoint.Kind.EMAIL, email))
        if value.strip()
    ]
    if not lookups:
        return []
    told = Q(
        reports__root=root_of(by),
        reports__identity=Identity.NAMED,
        reports__visibility=Visibility.PUBLIC,
        reports__is_protected=False,
    )
    ids = ContactPoint.objects.filter(lookup__in=lookups).values("reporter")
    rows = Reporter.objects.filter(pk__in=ids).annotate(
        count=Count("reports", filter=told), latest=Max("reports__filed_at", filter=told)
    )
    found: Sequence[Reporter] = list(rows.filter(count__gt=0).order_by("-latest")[:MOST_PEOPLE])
    with transaction.atomic():
        for reporter in found:
            append(
                stream_id=reporter.pk,
                kind=Stream.Kind.REPORTER,
                name=EventName.REPORTER_LOOKED_UP,
                actor_kind="officer",
                actor_id=by.pk,
                data={"reason": REASON, "with_name": is_agreed, **stand_in_note(by)},
            )
    return [_known(reporter, by, is_agreed=is_agreed) for reporter in found]


def _known(reporter: Reporter, by: Officer, *, is_agreed: bool) -> Known:
    name = vault.open_sealed(bytes(reporter.name)) if is_agreed else ""
    token = signing.dumps({"reporter": str(reporter.pk), "officer": str(by.pk)}, salt=_SALT)
    return Known(token, reporter.created_at, reporter.count, reporter.latest, name)  # type: ignore[attr-defined]


def person_of_token(token: str, *, by: Officer) -> Reporter | None:
    """Whom the officer chose; None for a token that is forged, another officer's, too old, or of a person who was
    erased."""
    try:
        said = signing.loads(token, salt=_SALT, max_age=TOKEN_SECONDS)
    except signing.BadSignature:
        return None
    return Reporter.objects.filter(pk=UUID(said["reporter"])).first() if said["officer"] == str(by.pk) else None
