"""Which public words an office sends again and again: a digest of each, found by an index. Nothing of the words is kept
here.

Written by the consumer of events, asked by it for the figures and by the forms of acts before such words go out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection

from lapor.core import clock
from lapor.core.ids import keyed_hash
from lapor.core.text import fold
from lapor.ledger.models import Event
from lapor.measure.models import SentWords
from lapor.reports.models import Entry
from lapor.reports.vocabulary import ActName

SENDING = frozenset({ActName.ANSWER, ActName.RESPOND, ActName.START})
WITHIN = timedelta(days=90)
OTHERS = 3  # other reports that got the same words: from here on they are repeated
_NAMES = frozenset(act.event for act in SENDING)

_REPEATED = """
SELECT asked.report_id FROM unnest(%s::uuid[], %s::uuid[], %s::bytea[], %s::timestamptz[])
    AS asked (report_id, agency_id, digest, at)
WHERE (
    SELECT count(*) FROM (
        SELECT 1 FROM measure_sentwords AS sent
        WHERE sent.agency_id = asked.agency_id AND sent.digest = asked.digest AND sent.report_id <> asked.report_id
            AND sent.at <= asked.at AND sent.at > asked.at - %s::interval
        LIMIT %s
    ) AS found
) = %s
"""


@dataclass(frozen=True)
class SentAnswer:
    """The last one of a report, as its agency sent it."""

    agency_id: UUID
    text: str
    at: datetime


def digest_of(text: str) -> bytes:
    """Keyed, of the words without regard to case, accents, punctuation and spaces: who reads the table cannot try out
    what was said of somebody. Under another key the words of before match nothing."""
    return keyed_hash(settings.LOOKUP_KEY, "sent words", fold(text))


def note_sent_words(events: Sequence[Event]) -> None:
    """Of the acts among them that say something to everybody; each words of an agency once for a report, when they
    went out first."""
    ids = [str(event.data["entry"]) for event in events if event.name in _NAMES]
    if not ids:
        return
    rows = Entry.objects.filter(pk__in=ids).exclude(agency=None).exclude(text="").order_by("at")
    SentWords.objects.bulk_create(
        [
            SentWords(report_id=report_id, agency_id=agency_id, digest=digest_of(text), at=at)
            for report_id, agency_id, text, at in rows.values_list("report_id", "agency_id", "text", "at")
        ],
        ignore_conflicts=True,
    )


def last_answers(report_ids: Iterable[UUID]) -> dict[UUID, SentAnswer]:
    """By report, of those that have one: one query."""
    rows = Entry.objects.filter(report__in=report_ids, act=ActName.ANSWER).exclude(agency=None).exclude(text="")
    found = rows.order_by("at").values_list("report_id", "agency_id", "text", "at")
    return {report_id: SentAnswer(agency_id, text, at) for report_id, agency_id, text, at in found if agency_id}


def repeated_among(answers: Mapping[UUID, SentAnswer]) -> set[UUID]:
    """Reports whose answer had gone out word for word on OTHERS other reports of the same agency in the time before:
    one query, which reads at most OTHERS entries of an index for each."""
    if not answers:
        return set()
    rows = [(pk, one.agency_id, digest_of(one.text), one.at) for pk, one in answers.items()]
    values: list[Any] = [*(list(column) for column in zip(*rows, strict=True)), WITHIN, OTHERS, OTHERS]
    with connection.cursor() as cursor:
        cursor.execute(_REPEATED, values)
        return {report_id for (report_id,) in cursor.fetchall()}


def is_repeated(text: str, *, report_id: UUID, agency_id: UUID) -> bool:
    """Whether these words, said of this report now, were said on OTHERS other reports before. One query."""
    return bool(repeated_among({report_id: SentAnswer(agency_id, text, clock.now())}))
