"""Jobs of the gateway. They carry ids only."""

from datetime import timedelta
from uuid import UUID

from procrastinate.contrib.django import app

from lapor.core import clock
from lapor.gateway.actions import send_message
from lapor.gateway.models import OutboundMessage, RateCount

OLD_ENOUGH = timedelta(minutes=10)


@app.task(queue="send", name="gateway.send")
def send(message_id: str) -> None:
    """Try to send; where it has to wait, the same job is put back for later."""
    if wait := send_message(UUID(message_id)):
        app.configure_task("gateway.send", schedule_in={"seconds": wait}).defer(message_id=message_id)


def queue_send(message_id: UUID) -> None:
    """Put a message into the queue in the caller's transaction."""
    app.configure_task("gateway.send").defer(message_id=str(message_id))


@app.periodic(cron="*/5 * * * *")
@app.task(queue="upkeep", name="gateway.upkeep", pass_context=False)
def upkeep(timestamp: int) -> None:  # noqa: ARG001
    """Take up messages whose job was lost, forget old counters."""
    forgotten = OutboundMessage.objects.filter(status="waiting", created_at__lt=clock.now() - OLD_ENOUGH).order_by("created_at")
    for message_id in forgotten.exclude(delivery_attempts__at__gt=clock.now() - timedelta(hours=1)).values_list("pk", flat=True)[:500]:
        queue_send(message_id)
    RateCount.objects.filter(window_ends_at__lt=clock.now()).delete()
