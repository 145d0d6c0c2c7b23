"""Jobs whose worker was killed: they would stay `doing` for good. Taken up by the next worker that starts on the same
machine (runtime.liveness), else by a job each minute (tasks.stalled)."""

from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.backends.utils import CursorWrapper

from lapor.gateway.models import OutboundMessage

# Each is chosen under its row's lock: of two that look at once the second finds nothing, so no job that was taken up,
# and runs again, is put back once more.
_LEFT = "SELECT id, task_name, args ->> 'message_id' FROM procrastinate_jobs WHERE status = 'doing' AND {} FOR UPDATE"
_OF_WORKERS = _LEFT.format("worker_id = ANY(%s)")
_WITHOUT_SIGN = _LEFT.format(
    "worker_id IS DISTINCT FROM %s AND (worker_id IS NULL OR worker_id IN (SELECT id FROM procrastinate_workers"
    " WHERE last_heartbeat < now() - make_interval(secs => %s)))"
)
_PUT_BACK = "SELECT procrastinate_retry_job_v2(%s, now(), NULL, NULL, NULL)"
_DROP = "SELECT procrastinate_finish_job_v1(%s, 'failed', true)"


def take_up_jobs_of(workers: Sequence[int]) -> int:
    """Of workers that are dead for certain; how many."""
    return _take_up(_OF_WORKERS, [list(workers)]) if workers else 0


def take_up_stalled_jobs(seconds: float, *, not_of: int | None) -> int:
    """Of workers that gave no sign of life for so long, but `not_of` the one that asks; how many."""
    return _take_up(_WITHOUT_SIGN, [not_of, seconds])


@transaction.atomic
def _take_up(query: str, given: Sequence[Any]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(query, given)
        jobs = cursor.fetchall()
        for job, _task, _message in jobs:
            _put_back(cursor, job)
    messages = [message for _job, task, message in jobs if task == "gateway.send"]
    # nobody is at them any more
    OutboundMessage.objects.filter(pk__in=messages, status="waiting").update(leased_until=None)
    return len(jobs)


def _put_back(cursor: CursorWrapper, job: int) -> None:
    try:
        with transaction.atomic():
            cursor.execute(_PUT_BACK, [job])
    except IntegrityError:  # the same waits already (its `queueing_lock`): that one will do
        cursor.execute(_DROP, [job])
