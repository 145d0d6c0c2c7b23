"""Jobs of the heart: what time alone brings about."""

import logging

from django.utils import timezone
from procrastinate.contrib.django import app

from lapor.core import clock
from lapor.ledger.actions import make_partitions
from lapor.reports.acting import SYSTEM
from lapor.reports.actions import ActRefused, take_act
from lapor.reports.queries import time_is_up

logger = logging.getLogger(__name__)
BATCH = 500


def sweep_time() -> int:
    """Lapse and expire what has waited long enough. Safe to repeat, catches up after downtime: each act checks its own time."""
    done = 0
    for report_id, act in time_is_up(clock.now(), BATCH):
        try:
            take_act(report_id, act, actor=SYSTEM)
            done += 1
        except ActRefused as refused:
            logger.debug("%s of %s not due: %s", act, report_id, refused)
    return done


@app.periodic(cron="*/10 * * * *")
@app.task(queue="upkeep", name="reports.sweep")
def sweep(timestamp: int) -> None:  # noqa: ARG001
    sweep_time()


@app.periodic(cron="15 1 * * *")
@app.task(queue="upkeep", name="reports.partitions")
def partitions(timestamp: int) -> None:  # noqa: ARG001
    make_partitions(first=timezone.localdate(), months=3)
