"""What is measured of a running installation, by a bounded number of queries over what is open: ages, counts, room.

The one place behind /metrics, `lapor doctor`, the operators' page and the alarms (alarms.py). Ages are in seconds.
"""

import shutil
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.db import connection
from django.db.models import Count, Min, Q

from lapor.agencies.models import Agency
from lapor.core import clock
from lapor.gateway.health.overview import health_of
from lapor.gateway.models import Delivery, InboundMessage, OutboundHold, OutboundMessage
from lapor.ledger.models import DailyHead, SetAsideEvent
from lapor.ops.backup_status import backup_status
from lapor.reports.models import Clock

WORKER_SILENT_SECONDS = 60

HELP = {
    "lapor_reader_lag_seconds": "Age of the oldest event that a reader of events has not read.",
    "lapor_tail_age_seconds": "Age of the oldest event that has no position yet.",
    "lapor_events_set_aside": "Events that a reader could not read.",
    "lapor_workers_alive": "Workers that gave a sign in the last minute.",
    "lapor_jobs_oldest_seconds": "How long the oldest job of a queue has been due.",
    "lapor_jobs_failed": "Jobs that failed for good within a day (they are kept for 30).",
    "lapor_messages_oldest_seconds": "How long the oldest message of a channel has been due.",
    "lapor_messages_waiting": "Messages of a channel that wait to be sent.",
    "lapor_messages_held": "1 while nothing is sent (after a restore, or held by a person).",
    "lapor_inbound_oldest_seconds": "Age of the oldest delivery or message that was not read.",
    "lapor_quarantined": "Deliveries and messages that could not be read.",
    "lapor_channel_alarm": "1 for each alarm of an account (see the page of the channels).",
    "lapor_head_age_seconds": "Since the end of the day of the last daily head.",
    "lapor_deadline_lag_seconds": "How long the oldest reminder or deadline has been due without being swept.",
    "lapor_backup_age_seconds": "Since the last base backup.",
    "lapor_backup_log_age_seconds": "Since the log was last shipped.",
    "lapor_backup_failing": "1 where the last try to back up failed.",
    "lapor_disk_free_bytes": "Room for the data folder.",
    "lapor_transaction_seconds": "Age of the oldest transaction that this role may see.",
    "lapor_slot_retained_bytes": "Log that the database keeps for a replication slot.",
    "lapor_replication_lag_bytes": "Log that a standby has not replayed.",
    "lapor_clock_difference_seconds": "Between this machine and the database.",
}


class Reading(NamedTuple):
    """One value. `label`: which of several (the reader, the queue, the channel), empty where there is one."""

    name: str
    value: float
    label: str = ""


def readings() -> list[Reading]:
    """Raises DatabaseError."""
    now = clock.now()
    return [one for source in _SOURCES for one in source(now)]


def _rows(query: str, *values: float) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return list(cursor.fetchall())


def _age(now: datetime, at: object) -> float:
    return max(0.0, (now - at).total_seconds()) if isinstance(at, datetime) else 0.0


def _events(now: datetime) -> Iterator[Reading]:
    rows = _rows(
        "SELECT c.consumer, (SELECT p.recorded_at FROM ledger_position p WHERE p.position > c.position"
        " ORDER BY p.position LIMIT 1) FROM ledger_cursor c"
    )
    for consumer, at in rows:
        yield Reading("lapor_reader_lag_seconds", _age(now, at), str(consumer))
    [(tail,)] = _rows("SELECT min(recorded_at) FROM ledger_tail")
    yield Reading("lapor_tail_age_seconds", _age(now, tail))
    yield Reading("lapor_events_set_aside", SetAsideEvent.objects.count())
    last = DailyHead.objects.order_by("-day").values_list("day", flat=True).first()
    if last is not None:
        end = datetime.combine(last, datetime.max.time(), tzinfo=UTC)
        yield Reading("lapor_head_age_seconds", _age(now, end))


def _jobs(now: datetime) -> Iterator[Reading]:
    [(alive,)] = _rows(
        "SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - make_interval(secs => %s)",
        WORKER_SILENT_SECONDS,
    )
    yield Reading("lapor_workers_alive", float(str(alive)))
    rows = _rows(
        "SELECT j.queue_name, min(coalesce(j.scheduled_at, e.at)) FROM procrastinate_jobs j"
        " JOIN procrastinate_events e ON e.job_id = j.id AND e.type = 'deferred'"
        " WHERE j.status = 'todo' AND (j.scheduled_at IS NULL OR j.scheduled_at <= now()) GROUP BY j.queue_name"
    )
    found = {str(queue): _age(now, at) for queue, at in rows}
    for queue in sorted({"send", "fetch", "prepare", "upkeep"} | found.keys()):
        yield Reading("lapor_jobs_oldest_seconds", found.get(queue, 0.0), queue)
    [(failed,)] = _rows(
        "SELECT count(*) FROM procrastinate_jobs j WHERE j.status = 'failed' AND EXISTS (SELECT FROM"
        " procrastinate_events WHERE job_id = j.id AND type = 'failed' AND at > now() - interval '1 day')"
    )
    yield Reading("lapor_jobs_failed", float(str(failed)))


def _messages(now: datetime) -> Iterator[Reading]:
    due = Q(not_before=None) | Q(not_before__lte=now)
    rows = OutboundMessage.objects.filter(status="waiting").values("channel").order_by()
    is_held = OutboundHold.objects.exists()
    yield Reading("lapor_messages_held", float(is_held))
    for row in rows.annotate(count=Count("*"), oldest=Min("created_at", filter=due)):
        yield Reading("lapor_messages_waiting", row["count"], row["channel"])
        if not is_held:  # they wait because somebody wants it
            yield Reading("lapor_messages_oldest_seconds", _age(now, row["oldest"]), row["channel"])
    oldest, aside = 0.0, 0
    for waiting in (Delivery.objects.filter(state="waiting"), InboundMessage.objects.filter(state="waiting")):
        oldest = max(oldest, _age(now, waiting.aggregate(oldest=Min("received_at"))["oldest"]))
    for kept in (Delivery.objects.filter(state="quarantine"), InboundMessage.objects.filter(state="quarantine")):
        aside += kept.count()
    yield Reading("lapor_inbound_oldest_seconds", oldest)
    yield Reading("lapor_quarantined", aside)


def _channels(_now: datetime) -> Iterator[Reading]:
    for root in Agency.objects.filter(root=None, is_active=True):
        for health in health_of(root):
            if health.account.is_active:
                for alarm in health.alarms:
                    yield Reading("lapor_channel_alarm", 1.0, f"{health.account} {alarm}")


def _deadlines(now: datetime) -> Iterator[Reading]:
    oldest = Clock.objects.filter(remind_at__lte=now).aggregate(oldest=Min("remind_at"))["oldest"]
    yield Reading("lapor_deadline_lag_seconds", _age(now, oldest))


def _backups(now: datetime) -> Iterator[Reading]:
    status = backup_status(Path(settings.DATA_DIR))
    for key, name in (("base_at", "lapor_backup_age_seconds"), ("log_at", "lapor_backup_log_age_seconds")):
        if status.get(key):
            yield Reading(name, _age(now, datetime.fromisoformat(str(status[key]))))
    if status:
        yield Reading("lapor_backup_failing", float(bool(status.get("error") or status.get("base_error"))))


def _machine(_now: datetime) -> Iterator[Reading]:
    yield Reading("lapor_disk_free_bytes", float(shutil.disk_usage(settings.DATA_DIR).free))
    [(difference, transaction)] = _rows(
        "SELECT extract(epoch FROM clock_timestamp() - to_timestamp(%s)), (SELECT coalesce(max(extract(epoch FROM"
        " clock_timestamp() - xact_start)), 0) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
        " AND backend_type = 'client backend')",
        datetime.now(UTC).timestamp(),
    )
    yield Reading("lapor_clock_difference_seconds", abs(float(str(difference))))
    yield Reading("lapor_transaction_seconds", float(str(transaction)))
    slots = _rows(
        "SELECT slot_name, pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn) FROM pg_replication_slots"
        " WHERE restart_lsn IS NOT NULL AND NOT pg_is_in_recovery()"
    )
    for slot, size in slots:
        yield Reading("lapor_slot_retained_bytes", float(str(size)), str(slot))
    standbys = _rows(
        "SELECT application_name, pg_wal_lsn_diff(pg_current_wal_lsn(), replay_lsn) FROM pg_stat_replication"
        " WHERE replay_lsn IS NOT NULL AND NOT pg_is_in_recovery()"
    )
    for standby, size in standbys:
        yield Reading("lapor_replication_lag_bytes", float(str(size)), str(standby))


_SOURCES: tuple[Callable[[datetime], Iterator[Reading]], ...] = (
    _events,
    _jobs,
    _messages,
    _channels,
    _deadlines,
    _backups,
    _machine,
)


def by_name(found: list[Reading]) -> Mapping[str, list[Reading]]:
    names: dict[str, list[Reading]] = {}
    for reading in found:
        names.setdefault(reading.name, []).append(reading)
    return names
