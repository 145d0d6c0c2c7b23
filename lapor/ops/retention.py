"""How long each kind of row lives: one table, kept by a daily job. docs/operate/retention.md shows the same table to
people.

Reports, their story and the ledger live for good: they are the city's record (to be checked against the archive law of
the place).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.sessions.models import Session
from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet

from lapor.casework.drafts import KEEP as KEEP_DRAFTS
from lapor.casework.drafts import old_drafts
from lapor.casework.presence import TRUE_FOR, past_presence
from lapor.casework.snoozing import past_snoozes
from lapor.core import clock
from lapor.desk.actions import KEEP_NOTES, KEEP_TICKETS, forget_notes, forget_tickets
from lapor.gateway.models import DeliveryAttempt, OutboundMessage, RateCount
from lapor.gateway.outbound import outbox
from lapor.intake.conversations.message_retention import (
    forget_old_conversations,
    forget_old_deliveries,
    forget_old_messages,
)
from lapor.intake.files.attachments import KEEP_UNUSED, forget_unused
from lapor.intake.files.chunked_uploads import KEEP as KEEP_PARTS
from lapor.intake.files.chunked_uploads import forget_parts
from lapor.intake.imports.runs import KEPT as KEEP_IMPORTS
from lapor.intake.imports.runs import forget_old_files
from lapor.ledger.holding import forget_before
from lapor.notify.digests import KEEP_NEWS, forget_old_news
from lapor.notify.follows import KEEP_UNCONFIRMED, forget_unconfirmed
from lapor.notify.officer_ways import KEEP_NOTICES, forget_old_notices
from lapor.reporters import person_keys, sign_in
from lapor.reporters.models import ContactPoint, Reporter
from lapor.reports.evidence import forget_places
from lapor.reports.models import Report
from lapor.reports.receipts import ready_numbers
from lapor.reports.workflow.act import CLOSED

BATCH = 1000
KEEP_SENT = timedelta(days=180)
KEEP_RAW = timedelta(days=90)
KEEP_CONTACTS = timedelta(days=730)
KEEP_NUMBERS = timedelta(days=30)
KEEP_PLACES = timedelta(days=180)
KEEP_JOBS = timedelta(days=30)
DELETE_JOBS = """
DELETE FROM procrastinate_jobs WHERE id IN (
    SELECT j.id FROM procrastinate_jobs j JOIN procrastinate_events e ON e.job_id = j.id
    WHERE j.status NOT IN ('todo', 'doing') GROUP BY j.id HAVING max(e.at) < %s LIMIT %s)
"""


@dataclass(frozen=True)
class RetentionRule:
    """One line of the table: what, for how long, and how it ends. `sweep` ends at most a batch and gives how many."""

    what: str
    days: int
    ends: str
    sweep: Callable[[datetime], int]


def _uploads(_now: datetime) -> int:
    return forget_unused()


def _parts(now: datetime) -> int:
    return forget_parts(now - KEEP_PARTS)


def _imports(now: datetime) -> int:
    return forget_old_files(now - KEEP_IMPORTS)


def _rate_counts(now: datetime) -> int:
    return RateCount.objects.filter(window_ends_at__lt=now).delete()[0]


def _sessions(now: datetime) -> int:
    return Session.objects.filter(expire_date__lt=now).delete()[0]


def _messages(now: datetime) -> int:
    """The address and the words of a message that is done; that it was sent, when and with what result stays."""
    old = OutboundMessage.objects.filter(done_at__lt=now - KEEP_SENT).exclude(address=b"").values("pk")[:BATCH]
    return OutboundMessage.objects.filter(pk__in=list(old.values_list("pk", flat=True))).update(
        address=b"", words=b"", provider_id="", public_post=""
    )


def _delete(rows: QuerySet[Any]) -> int:
    """A batch of them."""
    ids = list(rows.values_list("pk", flat=True)[:BATCH])
    return int(rows.model._default_manager.filter(pk__in=ids).delete()[0])


def _attempts(now: datetime) -> int:
    return _delete(DeliveryAttempt.objects.filter(at__lt=now - KEEP_SENT))


def _deliveries(now: datetime) -> int:
    return forget_old_deliveries(now - KEEP_RAW)


def _inbound(now: datetime) -> int:
    return forget_old_messages(now - KEEP_SENT)


def _conversations(now: datetime) -> int:
    return forget_old_conversations(now - KEEP_SENT)


def _contacts(now: datetime) -> int:
    """Name and contact points of a person all of whose reports ended long ago."""
    lively = Report.objects.filter(reporter=OuterRef("pk")).exclude(
        state__in=CLOSED, state_since__lt=now - KEEP_CONTACTS
    )
    old = (
        Reporter.objects.filter(created_at__lt=now - KEEP_CONTACTS)
        .exclude(Exists(lively))
        .exclude(name=b"", contact_points=None)
    )
    ids = list(old.values_list("pk", flat=True).distinct()[:BATCH])
    ContactPoint.objects.filter(reporter__in=ids).delete()
    return Reporter.objects.filter(pk__in=ids).update(name=b"", name_lookup=b"")


def _unconfirmed(_now: datetime) -> int:
    return forget_unconfirmed()


def _news(_now: datetime) -> int:
    return forget_old_news()


def _notices(_now: datetime) -> int:
    return forget_old_notices()


def _signed_in(now: datetime) -> int:
    return sign_in.forget_old(now)


def _person_keys(now: datetime) -> int:
    return person_keys.forget_old(now)


def _drafts(now: datetime) -> int:
    return _delete(old_drafts(now - KEEP_DRAFTS))


def _presence(now: datetime) -> int:
    return _delete(past_presence(now - TRUE_FOR)) + _delete(past_snoozes(now))


def _held(now: datetime) -> int:
    return forget_before(now)


def _notes(now: datetime) -> int:
    return forget_notes(now - KEEP_NOTES)


def _tickets(now: datetime) -> int:
    return forget_tickets(now - KEEP_TICKETS)


def _ready_numbers(now: datetime) -> int:
    return ready_numbers.forget_old(now - KEEP_NUMBERS)


def _jobs(now: datetime) -> int:
    """What a job did is deleted with it when it succeeds (runtime.worker); the others stay for somebody to look at."""
    with connection.cursor() as cursor:
        cursor.execute(DELETE_JOBS, [now - KEEP_JOBS, BATCH])
        return int(cursor.rowcount)


def _places(now: datetime) -> int:
    return forget_places(now - KEEP_PLACES, BATCH)


TABLE = (
    RetentionRule("jobs that failed (others go when they are done)", KEEP_JOBS.days, "deleted", _jobs),
    RetentionRule(
        "files of a form that was never sent, recordings of programmes, scans of pages",
        KEEP_UNUSED.days,
        "rows and files are deleted",
        _uploads,
    ),
    RetentionRule("parts of a file that was never sent to its end", KEEP_PARTS.days, "deleted", _parts),
    RetentionRule(
        "file, sample and faults of an import",
        KEEP_IMPORTS.days,
        "files are deleted, the sample is emptied; the sums stay",
        _imports,
    ),
    RetentionRule("counters of the rate limits", 0, "deleted when their window ends", _rate_counts),
    RetentionRule("officers' sessions", 0, "deleted when they end (12 hours)", _sessions),
    RetentionRule(
        "address and words of a message that was sent or failed",
        KEEP_SENT.days,
        "emptied; date and result stay",
        _messages,
    ),
    RetentionRule(
        "mails in the outbox folder, where no mail server is set",
        outbox.KEEP.days,
        "deleted (with a code after a day)",
        outbox.forget_old_mails,
    ),
    RetentionRule("attempts to send", KEEP_SENT.days, "deleted", _attempts),
    RetentionRule(
        "raw deliveries of mails and messages that were read",
        KEEP_RAW.days,
        "emptied; that they came stays",
        _deliveries,
    ),
    RetentionRule(
        "words and sender of a message that was taken", KEEP_SENT.days, "emptied; its report stays", _inbound
    ),
    RetentionRule("a sender who never filed", KEEP_SENT.days, "deleted", _conversations),
    RetentionRule(
        "an address that was to follow something and never said yes", KEEP_UNCONFIRMED.days, "deleted", _unconfirmed
    ),
    RetentionRule(
        "codes to sign in with, and browsers that were signed in and silent since",
        sign_in.KEPT.days,
        "deleted (codes after ten minutes)",
        _signed_in,
    ),
    RetentionRule("passkeys that nobody signed in with since", person_keys.KEPT.days, "deleted", _person_keys),
    RetentionRule(
        "what became public, for the digests of followers", KEEP_NEWS.days, "deleted; the reports stay", _news
    ),
    RetentionRule(
        "what an officer heard of, as the bell in the console shows it",
        KEEP_NOTICES.days,
        "deleted; the reports stay",
        _notices,
    ),
    RetentionRule("what officers typed and never sent", KEEP_DRAFTS.days, "deleted", _drafts),
    RetentionRule("who had a report open, and what was put off", 0, "deleted when it is over", _presence),
    RetentionRule("what an act changed, while it can be undone", 0, "deleted when it is over", _held),
    RetentionRule("notes for the next shift at a desk", KEEP_NOTES.days, "deleted", _notes),
    RetentionRule("waiting numbers of a desk", KEEP_TICKETS.days, "deleted", _tickets),
    RetentionRule("numbers held for a desk, after they ran out", KEEP_NUMBERS.days, "deleted", _ready_numbers),
    RetentionRule(
        "where an officer stood when a photo was taken in the app",
        KEEP_PLACES.days,
        "emptied; that it was told stays",
        _places,
    ),
    RetentionRule(
        "name and contact of a person whose reports have all ended",
        KEEP_CONTACTS.days,
        "emptied; the reports stay",
        _contacts,
    ),
)


def apply_retention() -> dict[str, int]:
    """End what is past its time; gives how many of each kind. Safe to repeat: a large backlog takes several runs."""
    now = clock.now()
    return {kept.what: kept.sweep(now) for kept in TABLE}
