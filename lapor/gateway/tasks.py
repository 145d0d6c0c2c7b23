"""Jobs of the gateway. They carry ids only."""

import threading
from collections import defaultdict
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection
from django.db.models import TextField
from django.db.models.fields.json import KT
from django.db.models.functions import Cast
from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from lapor.core import clock
from lapor.gateway.accounts.live_check import check_account
from lapor.gateway.inbound.media import empty_settled_files, fetch_file, queue_forgotten_files
from lapor.gateway.jobs import RETRY_ON_DISCONNECT, acquire_slot
from lapor.gateway.models import OutboundMessage, RateCount
from lapor.gateway.outbound.hold import held_since
from lapor.gateway.outbound.sending import queue_messages, send_message
from lapor.gateway.stalled_jobs import take_up_stalled_jobs

OLD_ENOUGH = timedelta(minutes=10)
PLACES = 2  # of a worker's eight: a provider that is slow leaves the others to the other channels
FULL_SECONDS = 5
_places: dict[str, threading.BoundedSemaphore] = defaultdict(lambda: threading.BoundedSemaphore(PLACES))
# three heartbeats of procrastinate's: a worker of another machine that gave no sign for so long is dead
STALLED_SECONDS = 30


@app.task(queue="send", name="gateway.send", retry=RETRY_ON_DISCONNECT)
def send(message_id: str, channel: str = "email") -> None:
    """Try to send; where it has to wait, or all places of its channel are taken, the same job is put back for later."""
    with acquire_slot(_places[channel]) as is_free:
        wait = send_message(UUID(message_id)) if is_free else FULL_SECONDS
    if wait:
        _again(message_id, channel, wait)


def _again(message_id: str, channel: str, seconds: int) -> None:
    app.configure_task("gateway.send", schedule_in={"seconds": seconds}).defer(message_id=message_id, channel=channel)


def queue_send(message_id: UUID, channel: str = "email", not_before: datetime | None = None) -> None:
    """Put a message into the queue in the caller's transaction."""
    app.configure_task("gateway.send", schedule_at=not_before).defer(message_id=str(message_id), channel=channel)


def queue_all(messages: list[OutboundMessage]) -> None:
    """Store those that were not stored before and have each sent on its channel in its time, in the caller's
    transaction."""
    by_id = {message.pk: message for message in messages}
    for message_id in queue_messages(messages):
        queue_send(message_id, by_id[message_id].channel, by_id[message_id].not_before)


@app.task(queue="fetch", name="gateway.fetch", retry=RETRY_ON_DISCONNECT)
def fetch(file_id: str) -> None:
    """Try to fetch a file that a message referred to; put back for later where it could not be had now."""
    with acquire_slot(_places["files"]) as is_free:
        wait = fetch_file(UUID(file_id)) if is_free else FULL_SECONDS
    if wait:
        app.configure_task("gateway.fetch", schedule_in={"seconds": wait}).defer(file_id=file_id)


@app.periodic(cron="* * * * *")
@app.task(queue="upkeep", name="gateway.stalled", pass_context=True)
def stalled(context: JobContext, timestamp: int) -> None:
    """Take up the jobs of a machine that is gone; those of one that is here a worker takes up when it starts."""
    take_up_stalled_jobs(STALLED_SECONDS, not_of=context.job.worker_id)


@app.task(queue="send", name="gateway.check", retry=RETRY_ON_DISCONNECT)
def check(account_id: str) -> None:
    check_account(UUID(account_id))


def queue_check(account_id: UUID) -> None:
    """Have an account's platform asked whether it lives."""
    app.configure_task("gateway.check").defer(account_id=str(account_id))


@app.periodic(cron="15 1 * * *")
@app.task(queue="upkeep", name="gateway.partitions")
def partitions(timestamp: int) -> None:
    """The months to come, ahead of time."""
    with connection.cursor() as cursor:
        for months in range(3):
            cursor.execute("SELECT gateway_make_partition((now() + make_interval(months => %s))::date)", [months])


@app.periodic(cron="*/5 * * * *")
@app.task(queue="upkeep", name="gateway.upkeep", pass_context=False)
def upkeep(timestamp: int) -> None:
    """Take up messages whose job was lost, forget old counters."""
    if held_since() is None:
        take_up_messages()
    RateCount.objects.filter(window_ends_at__lt=clock.now()).delete()
    queue_forgotten_files()
    empty_settled_files()


def take_up_messages() -> None:
    """Those that no job is going to send."""
    forgotten = OutboundMessage.objects.filter(status="waiting", created_at__lt=clock.now() - OLD_ENOUGH)
    forgotten = forgotten.exclude(not_before__gt=clock.now()).annotate(key=Cast("pk", TextField()))
    jobs = ProcrastinateJob.objects.filter(task_name="gateway.send", status__in=("todo", "doing"))
    forgotten = forgotten.exclude(key__in=jobs.values_list(KT("args__message_id"))).order_by("created_at")
    for message_id, channel in forgotten.exclude(
        delivery_attempts__at__gt=clock.now() - timedelta(hours=1)
    ).values_list("pk", "channel")[:500]:
        queue_send(message_id, channel)
