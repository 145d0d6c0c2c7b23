"""One person's data: given out to them, or erased (UU 27/2022: access and erasure; to be checked against the text).

Erasing destroys the vault's rows and the sealed originals, and masks in all words of the reports what the vault knew of
the person; the rest of the words and the chain stay.
"""

from collections.abc import Collection
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy

from lapor.casework.drafts import forget_drafts_about
from lapor.casework.models import IdentityOpening
from lapor.casework.snoozing import forget_snoozes_about
from lapor.core import clock
from lapor.gateway.models import OutboundMessage
from lapor.gateway.outbound.outbox import forget_mails
from lapor.gateway.queries import to_reporters
from lapor.intake.conversations.message_retention import forget_messages, written_by
from lapor.intake.files.attachments import forget_originals
from lapor.intake.filing.fields import PLACE_LINES
from lapor.intake.models import Conversation
from lapor.ledger.actions import append
from lapor.ledger.event_names import EventName
from lapor.ledger.models import Stream
from lapor.reporters import sign_in, vault
from lapor.reporters.models import ContactPoint, Follow, Reporter
from lapor.reports.history.erasure import forget_words, without
from lapor.reports.models import Attachment, Entry, Report
from lapor.reports.vocabulary import Audience
from lapor.reports.workflow.acting import Actor
from lapor.suggest.actions import forget_reasons


def reporters_with_contact(kind: str, value: str) -> list[Reporter]:
    """Everybody who left this address; two reports of one person are two reporters unless proof joined them."""
    lookup = vault.contact_lookup(kind, value)
    return list(Reporter.objects.filter(contact_points__lookup=lookup, contact_points__kind=kind).distinct())


# Said to everybody who erases, so that it tells nobody that there is one.
KEPT_BY_PROTECTED = gettext_lazy(
    "A report about violence, corruption or a threat keeps them until they are erased on its own page."
)


def out_of_reach(reporter: Reporter, proved: Report | None = None) -> list[UUID]:
    """Protected reports of this person, but the one whose own code was shown: whoever proves another report or an
    address neither reads them nor takes away who is to be protected. They may be somebody else with the same phone."""
    rows = Report.objects.filter(reporter=reporter, is_protected=True)
    return list((rows.exclude(pk=proved.pk) if proved else rows).values_list("pk", flat=True))


def export_person(reporter: Reporter, *, leaves_out: Collection[UUID] = ()) -> dict[str, Any]:
    """All that is kept of a person, as JSON: identity, reports with their story as the reporter may read it, messages
    sent.

    `leaves_out`: reports (`out_of_reach`); with them goes whatever was written that belongs to no other report."""
    name, contacts = vault.identity_of(reporter)
    rows = Report.objects.filter(reporter=reporter).exclude(pk__in=leaves_out)
    reports = list(rows.select_related("category", "agency", "area").order_by("filed_at"))
    entries: dict[UUID, list[dict[str, Any]]] = {}
    for entry in Entry.objects.filter(report__in=reports).exclude(audience=Audience.INTERNAL).order_by("at", "id"):
        entries.setdefault(entry.report_id, []).append({"at": _iso(entry.at), "act": entry.act, "text": entry.text})
    files: dict[UUID, list[dict[str, Any]]] = {}
    for file in (
        Attachment.objects.filter(report__in=reports, is_evidence=False, taken="")
        .exclude(entry__audience=Audience.INTERNAL)
        .order_by("created_at", "id")
    ):
        files.setdefault(file.report_id, []).append({"at": _iso(file.created_at), "kind": file.kind})
    messages = to_reporters().filter(report_id__in=[report.pk for report in reports])
    return {
        "name": name,
        "contacts": [{"kind": kind, "address": address} for kind, address in contacts],
        "reports": [
            {**_report(report), "story": entries.get(report.pk, []), "files": files.get(report.pk, [])}
            for report in reports
        ],
        "written": written_by(None if leaves_out else reporter, [report.pk for report in reports]),
        "messages": [
            {"at": _iso(m.created_at), "subject": m.said.subject, "text": m.said.text}
            for m in messages.order_by("created_at")
        ],
    }


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def _report(report: Report) -> dict[str, Any]:
    return {
        "tracking_id": report.tracking_id,
        "filed_at": _iso(report.filed_at),
        "happened_at": _iso(report.happened_at),
        "kind": report.kind,
        "identity": report.identity,
        "visibility": report.visibility,
        "state": report.state,
        "title": report.title,
        "text": report.text,
        "answers": report.answers,
        **{name: getattr(report, name) for name in PLACE_LINES},
        "latitude": report.latitude,
        "longitude": report.longitude,
        "channel": report.channel,
        "category": report.category.code if report.category else None,
        "agency": report.agency.code if report.agency else None,
        "area": report.area.code if report.area else None,
    }


@transaction.atomic
def erase_person(reporter: Reporter, *, by: Actor, keeps: Collection[UUID] = ()) -> int:
    """Destroy who it was: name, contact points, what they wrote on channels, addresses of messages, sealed originals,
    and both in the words of their reports. Gives the number of reports it leaves nameless.

    `keeps`: reports (`out_of_reach`) that stay as they are, with an identity of their own."""
    report_ids = list(Report.objects.filter(reporter=reporter).exclude(pk__in=keeps).values_list("pk", flat=True))
    if keeps and not report_ids:
        return 0
    if keeps:
        apart = vault.copied(reporter)
        Report.objects.filter(pk__in=keeps).update(reporter=apart)
    reporter_id = reporter.pk
    _forget_in_words(reporter, report_ids, by=by)
    conversations = Conversation.objects.filter(reporter=reporter).values_list("pk", flat=True)
    to_reporter = to_reporters().filter(Q(report_id__in=report_ids) | Q(conversation_id__in=list(conversations)))
    to_reporter = to_reporter.exclude(report_id__in=keeps)
    to_reporter.filter(status=OutboundMessage.Status.WAITING).update(
        status=OutboundMessage.Status.FAILED, done_at=clock.now()
    )
    sent_ids = [*to_reporter.values_list("pk", flat=True), *_empty_told(reporter, report_ids)]
    # platforms put numbers and names into their ids
    to_reporter.update(address=b"", words=b"", provider_id="", public_post="")
    # an office's photo stays what it was, also where its answer was rejected
    theirs = Attachment.objects.filter(report__in=report_ids, is_evidence=False, taken="")
    originals = set(theirs.values_list("original_sha256", flat=True))
    shared = (
        Attachment.objects.filter(original_sha256__in=originals)
        .values("original_sha256")
        .annotate(reports=Count("report", distinct=True))
    )
    alone = {row["original_sha256"] for row in shared if row["reports"] == 1}
    forget_messages(reporter, report_ids, keeps=keeps)
    forget_reasons(report_ids)
    forget_drafts_about(report_ids)
    forget_snoozes_about(report_ids)
    Follow.objects.filter(report_id__in=report_ids, is_own=True).delete()
    points = ContactPoint.objects.filter(reporter=reporter)
    lookups = [bytes(lookup) for lookup in points.values_list("lookup", flat=True)]
    points.delete()
    reporter.delete()
    sign_in.end_unknown(lookups)
    append(
        stream_id=reporter_id,
        kind=Stream.Kind.REPORTER,
        name=EventName.REPORTER_ERASED,
        actor_kind=by.kind,
        actor_id=by.id,
        data={"reports": len(report_ids), "at": _iso(clock.now())},
    )
    transaction.on_commit(lambda: forget_originals(alone))
    transaction.on_commit(lambda: forget_mails(sent_ids))
    return len(report_ids)


def _forget_in_words(reporter: Reporter, report_ids: list[UUID], *, by: Actor) -> None:
    """What the vault knows of them, in what they and officers wrote. First of all: it still is in the vault."""
    name, contacts = vault.identity_of(reporter)
    known = [name, *(address for _kind, address in contacts)]
    forget_words(reporter.pk, known, by=by)
    openings = list(IdentityOpening.objects.filter(report__in=report_ids))
    for opening in openings:
        opening.reason = without(opening.reason, known, most=500)
    IdentityOpening.objects.bulk_update(openings, ["reason"])


def _empty_told(reporter: Reporter, report_ids: list[UUID]) -> list[UUID]:
    """The messages of what the person follows: of these reports as their own, and by an address that is nobody else's.

    Gives their ids."""
    lookups = list(ContactPoint.objects.filter(reporter=reporter).values_list("lookup", flat=True))
    shared = ContactPoint.objects.filter(lookup__in=lookups).exclude(reporter=reporter).values_list("lookup", flat=True)
    own = Q(report_id__in=report_ids, is_own=True) | (Q(lookup__in=lookups) & ~Q(lookup__in=list(shared)))
    keys = [f"follow:{pk}:" for pk in Follow.objects.filter(own).values_list("pk", flat=True)]
    if not keys:
        return []
    told = OutboundMessage.objects.filter(reduce(or_, (Q(dedupe_key__startswith=key) for key in keys)))
    ids = list(told.values_list("pk", flat=True))
    waiting = told.filter(status=OutboundMessage.Status.WAITING)
    waiting.update(status=OutboundMessage.Status.FAILED, done_at=clock.now())
    told.update(address=b"", words=b"", provider_id="", stop_url="", opens="")
    return ids
