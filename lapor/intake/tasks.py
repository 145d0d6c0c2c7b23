"""Jobs of intake: what is served of a PDF, sound or video is made here. They carry ids only."""

from uuid import UUID

from procrastinate.contrib.django import app

from lapor.intake import attachments


@app.task(queue="prepare", name="intake.prepare")
def prepare(attachment_id: str) -> None:
    """Takes up to some minutes, in a child process of low priority."""
    attachments.prepare(UUID(attachment_id))


@app.periodic(cron="*/10 * * * *")
@app.task(queue="upkeep", name="intake.forgotten")
def forgotten(timestamp: int) -> None:  # noqa: ARG001
    attachments.queue_forgotten()
