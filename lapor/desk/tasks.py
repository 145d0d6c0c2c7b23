"""The desk's own job: what it keeps ends (docs/operate/desk.md)."""

from datetime import timedelta

from procrastinate.contrib.django import app

from lapor.core import clock
from lapor.desk.actions import forget_old
from lapor.reports import ready_numbers

KEEP_NUMBERS = timedelta(days=30)  # after they ran out


@app.periodic(cron="40 2 * * *")
@app.task(queue="upkeep", name="desk.forget")
def forget(timestamp: int) -> None:  # noqa: ARG001
    now = clock.now()
    forget_old(now)
    ready_numbers.forget_old(now - KEEP_NUMBERS)
