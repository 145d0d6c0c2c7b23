"""Is this the database that it was? Asked by the worker whenever it connects, before it sends anything.

Beside the database, in the data folder, stands how far the ledger had come: so one that was set back is known although
it lies where it lay. Where it was set back, or lies in another cluster, an epoch begins (ledger.epochs) and outgoing
messages are held (gateway.outbound.hold): it may be a copy.
"""

import logging
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.db import connection, transaction

from lapor.core.files import read_json, write_json
from lapor.gateway.outbound.hold import hold_messages
from lapor.ledger.epochs import begin_epoch_if_moved, current_epoch, identity_lock
from lapor.ledger.sequencer import last_position

logger = logging.getLogger(__name__)
SKIPPED_NUMBERS = 10_000  # more than an installation gives in the time that a restore may lose
PROMOTED = "timeline"  # alone: a standby took over and nothing is missing, so messages go on


class HighWaterMark(NamedTuple):
    """The furthest that this data folder knows of the ledger."""

    epoch: int = 1
    position: int = 0


def high_water_mark() -> HighWaterMark:
    """Nothing where the folder is new or its file damaged."""
    kept = read_json(_file()) or {}
    try:
        return HighWaterMark(int(kept["epoch"]), int(kept["position"]))
    except (KeyError, TypeError, ValueError):
        return HighWaterMark()


def remember_position() -> None:
    """Called now and then: what comes between two calls is not known to be missing. A full disk stops nobody."""
    now, known = HighWaterMark(current_epoch(), last_position()), high_water_mark()
    if now <= known:
        return  # what was set back is noticed by detect_restore, not forgotten here
    try:
        _file().parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_json(_file(), now._asdict())
    except OSError as error:
        logger.warning("%s cannot be written (%s): a restore might not be noticed", _file(), error.strerror)


def detect_restore() -> bool:
    """Begin an epoch where the database is another one, or was set back; whether messages are held for it."""
    known = high_water_mark()
    with transaction.atomic(), identity_lock():
        epoch = current_epoch()
        # Another node may have noticed it already: then its epoch is above what this one knows.
        was_set_back = known.epoch > epoch or (known.epoch == epoch and known.position > last_position())
        event = begin_epoch_if_moved(is_restored=was_set_back, known_epoch=known.epoch)
        # A promotion only where this folder knows the ledger: a new folder beside a restored server is a copy.
        is_promotion = event is not None and event.data["changed"] == PROMOTED and known != HighWaterMark()
        must_hold = event is not None and not is_promotion
        if must_hold:
            hold_messages()
            skip_numbers()
    remember_position()
    if event is not None:
        logger.warning("the database is another one (%s): epoch %s", event.data["changed"], event.data["epoch"])
    if must_hold:
        logger.warning("outgoing messages are held until `lapor messages release`")
    return must_hold


def begin_epoch(known_epoch: int) -> int:
    """After a restore that a person made: hold messages, say it in the ledger, and give the new epoch."""
    with transaction.atomic():
        begin_epoch_if_moved(is_restored=True, known_epoch=max(known_epoch, high_water_mark().epoch))
        hold_messages()
        skip_numbers()
    remember_position()
    return current_epoch()


def skip_numbers() -> None:
    """What was lost may have given out tracking numbers: nobody else gets one of these."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(nextval('reports_tracking_number')) FROM generate_series(1, %s)", [SKIPPED_NUMBERS]
        )


def _file() -> Path:
    return Path(settings.DATA_DIR) / "ledger" / "high-water-mark.json"
