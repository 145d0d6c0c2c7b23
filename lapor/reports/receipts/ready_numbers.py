"""Tracking numbers that a desk holds ready: taken from the same sequence, so that a gap is all that an unused one
leaves."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import connection

from lapor.agencies.models import Officer
from lapor.core import clock
from lapor.core.ids import tracking_id
from lapor.reports.models import ReadyNumber


def reserve(keys: Sequence[bytes], *, officer: Officer, expires_at: datetime) -> list[str]:
    """A number for each key, in their order; `keys` are hashes of secret submission keys. Two statements."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('reports_tracking_number') FROM generate_series(1, %s)", [len(keys)])
        numbers = [tracking_id(row[0], settings.NUMBERS_KEY) for row in cursor.fetchall()]
    now = clock.now()
    ReadyNumber.objects.bulk_create(
        ReadyNumber(
            key=key,
            tracking_id=number,
            agency_id=officer.agency_id,
            officer=officer,
            made_at=now,
            expires_at=expires_at,
        )
        for key, number in zip(keys, numbers, strict=True)
    )
    return numbers


def take(key: bytes, *, agency_id: UUID) -> tuple[str, str]:
    """The number held for this key, once, and the number on a paper that is not given again: another desk's, or too
    old.

    Each is "" where it is not so. Needs a transaction.
    """
    row = ReadyNumber.objects.select_for_update().filter(key=key, used_at=None).first()
    if row is None:
        return "", ""
    now = clock.now()
    ReadyNumber.objects.filter(key=key).update(used_at=now)
    return (row.tracking_id, "") if row.agency_id == agency_id and row.expires_at > now else ("", row.tracking_id)


def forget_old(before: datetime) -> int:
    """Rows of numbers that ran out before this instant, used or not; the reports keep theirs."""
    return ReadyNumber.objects.filter(expires_at__lt=before).delete()[0]
