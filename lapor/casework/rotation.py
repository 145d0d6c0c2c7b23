"""Everything that the vault sealed, sealed anew with its first key: rows in batches, files one by one.

Called by `lapor keys`."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Model

from lapor.agencies.officers import second_factor
from lapor.casework.models import OfficerDevice
from lapor.core.files import write_whole
from lapor.gateway.models import ChannelAccount, Delivery, InboundFile, InboundMessage, OutboundMessage
from lapor.intake.models import Conversation, ImportRun, NewsItem, Upload
from lapor.reporters import vault
from lapor.reporters.models import ContactPoint, Follow, PersonKey, Reporter, SignedIn
from lapor.reports.models import Capture

# Every sealed column; a test compares it with the models.
SEALED: tuple[tuple[type[Model], str], ...] = (
    (Reporter, "name"),
    (ContactPoint, "address"),
    (Follow, "address"),
    (SignedIn, "address"),
    (PersonKey, "address"),
    (OfficerDevice, "address"),
    (OutboundMessage, "address"),
    (OutboundMessage, "words"),
    (Upload, "place"),
    (Upload, "name"),
    (Upload, "facts"),
    (Upload, "print_words"),
    (ImportRun, "sample"),
    (NewsItem, "before"),
    (ChannelAccount, "secrets"),
    (InboundMessage, "body"),
    (InboundMessage, "said"),
    (InboundFile, "content"),
    (Conversation, "sender"),
    (Conversation, "name"),
    (Conversation, "draft"),
    (Delivery, "raw"),
    (Capture, "place"),
)
BATCH = 500


def reseal_everything() -> tuple[int, int]:
    """(rows, files) sealed with the first key now.

    Safe to stop and repeat. Raises CannotDecrypt where a value fits no key."""
    rows = sum(_reseal_rows(model, column) for model, column in SEALED) + second_factor.reseal_secrets(vault.reseal)
    return rows, sum(1 for _path in _reseal_files())


def sealed_with_older_keys() -> int:
    """How many rows and files still need an older key; 0: these can be forgotten."""
    return vault.needing_older_keys(_sealed_values())


def _sealed_values() -> Iterator[bytes]:
    for model, column in SEALED:
        yield from model._default_manager.exclude(**{column: b""}).values_list(column, flat=True).iterator(BATCH)
    yield from second_factor.sealed_secrets()
    yield from (path.read_bytes() for path in _sealed_files())


def _reseal_rows(model: type[Model], column: str) -> int:
    done, last = 0, None
    while True:
        rows: Any = model._default_manager.exclude(**{column: b""}).order_by("pk")
        with transaction.atomic():
            found = list(
                (rows.filter(pk__gt=last) if last is not None else rows).select_for_update().only("pk", column)[:BATCH]
            )
            for row in found:
                setattr(row, column, vault.reseal(bytes(getattr(row, column))))
            model._default_manager.bulk_update(found, [column])
        if not found:
            return done
        done, last = done + len(found), found[-1].pk


def _sealed_files() -> list[Path]:
    return sorted(
        [*Path(settings.ATTACHMENTS_DIR).glob("*/*.sealed"), *(Path(settings.DATA_DIR) / "imports").glob("*.sealed")]
    )


def _reseal_files() -> Iterator[Path]:
    for path in _sealed_files():
        write_whole(path, vault.reseal(path.read_bytes()))
        yield path
