"""Jobs of intake: what is served of a PDF, sound or video is made here. They carry ids only."""

import threading
from uuid import UUID

from procrastinate.contrib.django import app

from lapor.gateway.jobs import RETRY_ON_DISCONNECT, acquire_slot
from lapor.intake.conversations.reading import file_silent_drafts
from lapor.intake.files import attachments
from lapor.intake.imports import runs
from lapor.intake.press.clippings import read_clipping

AT_ONCE = 2  # of a worker's jobs: messages and deadlines do not wait for videos
AGAIN_SECONDS, SOON_SECONDS = 15, 2
_free = threading.BoundedSemaphore(AT_ONCE)


@app.task(queue="prepare", name="intake.prepare", retry=RETRY_ON_DISCONNECT)
def prepare(attachment_id: str) -> None:
    """Takes up to some minutes, in a child process of low priority.

    Where too many are at work already, the job is put back for later."""
    with acquire_slot(_free) as is_free:
        if is_free:
            attachments.prepare(UUID(attachment_id))
        else:
            app.configure_task("intake.prepare", schedule_in={"seconds": AGAIN_SECONDS}).defer(
                attachment_id=attachment_id
            )


@app.task(queue="prepare", name="intake.read_print", retry=RETRY_ON_DISCONNECT)
def read_print(upload_id: str) -> None:
    """Some seconds, in a process of its own. An officer waits for it: put back for less long."""
    with acquire_slot(_free) as is_free:
        if is_free:
            read_clipping(UUID(upload_id))
        else:
            app.configure_task("intake.read_print", schedule_in={"seconds": SOON_SECONDS}).defer(upload_id=upload_id)


@app.task(queue="prepare", name="intake.import", retry=RETRY_ON_DISCONNECT)
def import_step(run_id: str, step: str) -> None:
    """One step of an import; one at a time (see queue_import)."""
    if step == "look":
        runs.look_at_file(UUID(run_id))
    elif step == "undo":
        runs.undo_run(UUID(run_id))
    else:
        runs.import_file(UUID(run_id), is_dry=step == "check")


def queue_import(run_id: UUID, step: str) -> None:
    app.configure_task("intake.import", lock="intake.import").defer(run_id=str(run_id), step=step)


@app.periodic(cron="* * * * *")
@app.task(queue="upkeep", name="intake.silent_drafts")
def silent_drafts(timestamp: int) -> None:
    file_silent_drafts()


@app.periodic(cron="*/10 * * * *")
@app.task(queue="upkeep", name="intake.forgotten")
def forgotten(timestamp: int) -> None:
    attachments.queue_forgotten()
