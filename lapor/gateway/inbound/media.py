"""Files that messages refer to: fetched after the message was read, by a job with growing pauses, and kept sealed until
the message is settled.

A message waits for its files a bounded time, so that text and photo arrive together; then it is taken without them.
"""

import logging
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from procrastinate.contrib.django import app

from lapor.channels.base import Inbound, InboundKind, NeedsOperator, Retry, SendError
from lapor.core import clock
from lapor.gateway.accounts.accounts import opened
from lapor.gateway.inbound.channel_lock import wake
from lapor.gateway.messages import opened_message
from lapor.gateway.models import InboundFile, InboundMessage
from lapor.reporters import vault

logger = logging.getLogger(__name__)
WAIT = timedelta(minutes=4)
PAUSES = (2, 10, 30, 90)  # seconds before the next try; then it has failed
MOST_FILES = 10
WITH_FILES = frozenset({InboundKind.MESSAGE, InboundKind.MENTION})
STATES = InboundFile.State
SETTLED = (InboundMessage.State.TAKEN, InboundMessage.State.IGNORED)


def plan_files(message: InboundMessage, inbound: Inbound, *, after: int = 0) -> None:
    """Have its files fetched, in the caller's transaction, after some seconds.

    An account that only receives files has nobody to fetch from."""
    wanted = [(place, media) for place, media in enumerate(inbound.media) if media.reference and not media.content][
        :MOST_FILES
    ]
    if not wanted or inbound.kind not in WITH_FILES:
        return
    is_local, now = message.account.is_local, clock.now()
    files = [
        InboundFile(
            message=message,
            place=place,
            created_at=now,
            state=STATES.FAILED if is_local else STATES.WAITING,
            error="the account takes files by hand: nothing is fetched" if is_local else "",
        )
        for place, media in wanted
    ]
    InboundFile.objects.bulk_create(files)
    if is_local:
        return
    if inbound.kind != InboundKind.MENTION:  # public words wait for an officer anyway
        message.files_due_at = now + WAIT
        message.save(update_fields=["files_due_at"])
    for file in files:
        app.configure_task("gateway.fetch", schedule_in={"seconds": after} if after else None).defer(
            file_id=str(file.pk)
        )


def want_files(message: InboundMessage, inbound: Inbound, *, pause: int) -> None:
    """Have the files of a message of a channel with `files_when_wanted` fetched, in the caller's transaction, `pause`
    seconds after those of the same account that wait already: the other side is asked one thing after the other."""
    before = InboundFile.objects.filter(message__account=message.account_id, state=STATES.WAITING).count()
    plan_files(message, inbound, after=before * pause)


def waits_for_files(message: InboundMessage) -> bool:
    return message.files_due_at is not None and message.files_due_at > clock.now()


def fetch_file(file_id: UUID) -> int:
    """Try once; gives the seconds until the next try, 0 where there is nothing more to do. Safe to repeat."""
    file = InboundFile.objects.select_related("message__account").filter(pk=file_id, state=STATES.WAITING).first()
    if file is None:
        return 0
    if not file.message.body:  # the person was forgotten meanwhile
        return _settle(file, STATES.FAILED, "forgotten")
    media = opened_message(bytes(file.message.body)).media
    at = opened(file.message.account)
    try:
        content = at.channel.fetch_media(at.account, media[file.place])
    except (Retry, NeedsOperator) as error:
        return _again(file, str(error), error.after if isinstance(error, Retry) else 0)
    except SendError as error:
        return _settle(file, STATES.FAILED, str(error))
    except Exception as error:
        logger.exception("file %s: its channel cannot fetch it", file.pk)
        return _again(file, f"a fault of ours: {type(error).__name__}", 0)
    return _settle(file, STATES.FETCHED, "", content=content)


def _again(file: InboundFile, error: str, asked: int) -> int:
    if file.tries >= len(PAUSES):
        return _settle(file, STATES.FAILED, error)
    pause = max(PAUSES[file.tries], min(asked, int(WAIT.total_seconds())))
    InboundFile.objects.filter(pk=file.pk, state=STATES.WAITING).update(tries=file.tries + 1, error=error[:300])
    return pause


@transaction.atomic
def _settle(file: InboundFile, state: str, error: str, *, content: bytes = b"") -> int:
    """The last file of a message lets the message go on."""
    message = InboundMessage.objects.select_for_update(of=("self",)).filter(pk=file.message_id).first()
    sealed = vault.seal_bytes(content) if content else b""
    InboundFile.objects.filter(pk=file.pk, state=STATES.WAITING).update(
        state=state, error=error[:300], content=sealed, tries=file.tries + 1
    )
    if (
        message is not None
        and message.files_due_at
        and not InboundFile.objects.filter(message=message, state=STATES.WAITING).exists()
    ):
        message.files_due_at = None
        message.save(update_fields=["files_due_at"])
        wake(message.channel)
    return 0


def fetched_files(message: InboundMessage) -> list[tuple[str, bytes]]:
    """(name, bytes), in order; no bytes where a file was not had."""
    rows = list(InboundFile.objects.filter(message=message).order_by("place"))
    media = opened_message(bytes(message.body)).media if rows and message.body else ()
    names = {place: one.name for place, one in enumerate(media)}  # they stand in the sealed message alone
    return [(names.get(row.place, ""), opened_file(row)) for row in rows]


def opened_file(row: InboundFile) -> bytes:
    """b"" where it was not had."""
    return vault.open_bytes(bytes(row.content)) if row.state == STATES.FETCHED and row.content else b""


def queue_forgotten_files() -> int:
    """Take up what waits though its job is gone; what came too late has failed. Called by a job."""
    waiting = InboundFile.objects.filter(state=STATES.WAITING, created_at__lt=clock.now() - WAIT)
    late = list(waiting.filter(message__state__in=SETTLED).values_list("pk", flat=True)[:500])
    InboundFile.objects.filter(pk__in=late).update(state=STATES.FAILED, error="its message was taken without it")
    ids = list(waiting.values_list("pk", flat=True)[:200])
    for file_id in ids:
        app.configure_task("gateway.fetch").defer(file_id=str(file_id))
    return len(ids)


def empty_settled_files() -> int:
    """The bytes of what became part of a report, or of nothing: the report has its own. Called by a job."""
    kept = InboundFile.objects.exclude(content=b"").filter(
        created_at__lt=clock.now() - WAIT, message__state__in=SETTLED
    )
    # what was dismissed can be put back
    ids = list(kept.exclude(message__outcome="dismissed").values_list("pk", flat=True)[:500])
    return InboundFile.objects.filter(pk__in=ids).update(content=b"")
