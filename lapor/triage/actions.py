"""What triage does besides single acts: lets go of reports whose parent was archived. Called by its consumer."""

import logging
from collections.abc import Sequence

from lapor.ledger.cursors import Consumer
from lapor.ledger.models import Event
from lapor.reports.actions import perform_action
from lapor.reports.models import Report
from lapor.reports.vocabulary import ActName, State
from lapor.reports.workflow.acting import SYSTEM
from lapor.reports.workflow.refusals import ActRefused

logger = logging.getLogger(__name__)


def release_children(events: Sequence[Event]) -> None:
    """Reports merged into one that was archived are verified anew; reading an event twice finds nothing left to
    release."""
    archived = [
        event.stream_id for event in events if event.stream_kind == "report" and event.data.get("to") == State.ARCHIVED
    ]
    if not archived:
        return
    for child_id in Report.objects.filter(parent__in=archived, state=State.MERGED).values_list("pk", flat=True):
        try:
            perform_action(child_id, ActName.RELEASE, actor=SYSTEM)
        except ActRefused as refused:  # the parent was taken up again meanwhile
            logger.info("report %s stays merged: %s", child_id, refused)


CONSUMER = Consumer("triage", release_children)
