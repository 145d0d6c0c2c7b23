"""An act sent twice (double submit): the same words again, by a slow network, F5 or Back. One entry, answered as the
first time.

The one place for pages, desk and REST. A message or webhook call received twice: `gateway/inbound/receiving.py`."""

from datetime import timedelta

from django.db.models import Q

from lapor.core import clock
from lapor.core.text import clean_text
from lapor.ledger.models import Event
from lapor.reports.history.recording import ActionResult
from lapor.reports.models import Entry, Report
from lapor.reports.publication import masked_codes
from lapor.reports.vocabulary import ActName
from lapor.reports.workflow.acting import Actor

WITHIN = timedelta(minutes=15)


def sent_before(report: Report, act: str, text: str, actor: Actor) -> ActionResult | None:
    """What these words became already, a few minutes ago, by the same person.

    None without words: who presses twice may mean it."""
    words = clean_text(text)
    if not words:
        return None
    rows = Entry.objects.filter(report=report, at__gt=clock.now() - WITHIN, officer=actor.officer)
    said = rows.filter(Q(act=act) | Q(act=ActName.PROPOSE, details__act=act), text__in={words, masked_codes(words)})
    entry = said.order_by("-at").first()
    event = (
        Event.objects.filter(stream_id=report.pk, recorded_at__gte=entry.at).order_by("recorded_at", "id").first()
        if entry
        else None
    )
    return ActionResult(report, entry, event) if entry and event else None


def lock(report: Report) -> None:
    """The first of two that come at once ends before the second is looked at. Needs a transaction."""
    Report.objects.select_for_update(of=("self",)).only("pk").get(pk=report.pk)
