"""That an officer read a protected case stands in its history: called wherever one is shown a single report, by page,
part of a page, file and REST. Lists, and what an act on many would do, show its number, category and place
(presentation.story.list_title); its words only its own page does."""

from datetime import timedelta

from django.db import transaction

from lapor.agencies.models import Officer
from lapor.agencies.officers.delegations import stand_in_note
from lapor.core import clock
from lapor.ledger.actions import append_once
from lapor.ledger.event_names import EventName
from lapor.ledger.models import Stream
from lapor.reports.models import Report

ONE_READING = timedelta(hours=1)  # looks within it are one


def note_reading(report: Report, officer: Officer) -> None:
    """Nothing for reports that are not protected."""
    if not report.is_protected:
        return
    with transaction.atomic():
        append_once(
            since=clock.now() - ONE_READING,
            stream_id=report.pk,
            kind=Stream.Kind.REPORT,
            name=EventName.CASE_READ,
            actor_kind="officer",
            actor_id=officer.pk,
            data=stand_in_note(officer),
        )
