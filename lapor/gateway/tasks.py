"""Jobs of the gateway. They carry ids only."""

from datetime import timedelta
from uuid import UUID

from django.db import connection
from procrastinate import JobContext
from procrastinate.contrib.django import app

from lapor.core import clock
from lapor.gateway.actions import send_message
from lapor.gateway.models import OutboundMessage, RateCount

OLD_ENOUGH = timedelta(minutes=10)
LANES = 2
STALLED_SECONDS = 60  # a worker that gave no sign for so long is dead: its jobs are taken up again


@app.task(queue="send", name="gateway.send", pass_context=True)
def send(context: JobContext, message_id: str) -> None:
    """Try to send; where it has to wait, the same job is put back for later, in the same lane."""
    if wait := send_message(UUID(message_id)):
        lane = context.job.lock if context.job else None
        app.configure_task("gateway.send", schedule_in={"seconds": wait}, lock=lane).defer(message_id=message_id)


def queue_send(message_id: UUID, channel: str = "email") -> None:
    """Put a message into the queue in the caller's transaction. Two lanes a channel: a slow provider takes two workers, never all."""
    app.configure_task("gateway.send", lock=f"send:{channel}:{message_id.int % LANES}").defer(message_id=str(message_id))


@app.periodic(cron="* * * * *")
@app.task(queue="upkeep", name="gateway.stalled", pass_context=True)
async def stalled(context: JobContext, timestamp: int) -> None:  # noqa: ARG001
    """Take up jobs whose worker was killed: they would stay `doing` for good, and their lane shut."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_SECONDS):
        await manager.retry_job(job)


@app.periodic(cron="15 1 * * *")
@app.task(queue="upkeep", name="gateway.partitions")
def partitions(timestamp: int) -> None:  # noqa: ARG001
    """The months to come, ahead of time."""
    with connection.cursor() as cursor:
        for months in range(3):
            cursor.execute("SELECT gateway_make_partition((now() + make_interval(months => %s))::date)", [months])


@app.periodic(cron="*/5 * * * *")
@app.task(queue="upkeep", name="gateway.upkeep", pass_context=False)
def upkeep(timestamp: int) -> None:  # noqa: ARG001
    """Take up messages whose job was lost, forget old counters."""
    forgotten = OutboundMessage.objects.filter(status="waiting", created_at__lt=clock.now() - OLD_ENOUGH).order_by("created_at")
    for message_id, channel in forgotten.exclude(delivery_attempts__at__gt=clock.now() - timedelta(hours=1)).values_list("pk", "channel")[:500]:
        queue_send(message_id, channel)
    RateCount.objects.filter(window_ends_at__lt=clock.now()).delete()
