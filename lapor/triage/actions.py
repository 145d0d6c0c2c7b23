"""What triage does besides single acts: lets go of reports whose parent no longer goes on for them. Called by its
consumer."""

import logging
from collections.abc import Sequence

from django.db.models import Q

from lapor.ledger.cursors import Consumer
from lapor.ledger.models import Event
from lapor.reports.actions import perform_action
from lapor.reports.models import Report
from lapor.reports.models.queue import STRANDED
from lapor.reports.vocabulary import ActName
from lapor.reports.workflow.acting import SYSTEM
from lapor.reports.workflow.refusals import ActRefused

logger = logging.getLogger(__name__)


def release_children(events: Sequence[Event]) -> None:
    """Reports merged into one that was archived or hidden, or hidden themselves, are verified anew, whatever act it
    was: one query for all events. Reading an event twice finds nothing left to release."""
    acted_on = {event.stream_id for event in events if event.stream_kind == "report"}
    if not acted_on:
        return
    stranded = Report.objects.filter(STRANDED, Q(parent__in=acted_on) | Q(pk__in=acted_on))
    for child_id in stranded.values_list("pk", flat=True):
        try:
            perform_action(child_id, ActName.RELEASE, actor=SYSTEM)
        except ActRefused as refused:  # the parent was taken up again meanwhile
            logger.info("report %s stays merged: %s", child_id, refused)


CONSUMER = Consumer("triage", release_children)
