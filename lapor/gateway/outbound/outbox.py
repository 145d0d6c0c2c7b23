"""The folder that mails are written to where no mail server is set: kept for days, and ended with the person they were
written to."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings

from lapor.gateway.models import OutboundMessage

KEEP = timedelta(days=7)
KEEP_CODES = timedelta(days=1)  # a code to sign in ends after minutes; one of a receipt opens the report
_BATCH = 1000


def forget_old_mails(now: datetime) -> int:
    """Delete what is older than it may be; gives how many."""
    paths = [path for path in _mails() if _written_before(path, now - KEEP_CODES)][:_BATCH]
    holds_code = set(
        OutboundMessage.objects.filter(pk__in=[_id(path) for path in paths], holds_code=True).values_list(
            "pk", flat=True
        )
    )
    old = [path for path in paths if _id(path) in holds_code or _written_before(path, now - KEEP)]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


def forget_mails(message_ids: Iterable[UUID]) -> None:
    """Delete these mails, sent or half written."""
    for message_id in message_ids:
        for ending in ("eml", "part"):
            (Path(settings.OUTBOX_DIR) / f"{message_id}.{ending}").unlink(missing_ok=True)


def _mails() -> list[Path]:
    folder = Path(settings.OUTBOX_DIR)
    return sorted(folder.glob("*-*.eml"), key=lambda path: path.stat().st_mtime) if folder.exists() else []


def _written_before(path: Path, instant: datetime) -> bool:
    return path.stat().st_mtime < instant.timestamp()


def _id(path: Path) -> UUID:
    return UUID(path.stem)
