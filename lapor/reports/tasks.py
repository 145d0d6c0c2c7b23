"""Jobs of the heart: what time alone brings about."""

from django.utils import timezone
from procrastinate.contrib.django import app

from lapor.ledger.actions import make_partitions
from lapor.reports.deadlines.sweeps import (
    end_waiting,
    release_from_switched_off,
    remind_of_deadlines,
    remind_of_waiting,
)


@app.periodic(cron="*/10 * * * *")
@app.task(queue="upkeep", name="reports.sweep")
def sweep(timestamp: int) -> None:
    """Catches up after downtime: each part works off what is due, oldest first, and leaves what a batch could not hold
    to the next."""
    end_waiting()
    release_from_switched_off()
    remind_of_deadlines()
    remind_of_waiting()


@app.periodic(cron="15 1 * * *")
@app.task(queue="upkeep", name="reports.partitions")
def partitions(timestamp: int) -> None:
    make_partitions(first=timezone.localdate(), months=3)
