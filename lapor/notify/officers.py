"""Officers hear of what waits for them, by email: a report that came, a deadline, a proposal, an urgent case, an incident's merge.

A deadline escalates: officer, head of the agency, overseer (PRODUCT.md, Clocks). No word of a report stands in a message.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from lapor.agencies.delegations import substitutes_of
from lapor.agencies.here import base_url
from lapor.agencies.models import Agency, Officer, Role
from lapor.agencies.queries import standing_group
from lapor.core import clock
from lapor.core.ids import show_tracking_id
from lapor.gateway.models import Audience, OutboundMessage
from lapor.gateway.tasks import queue_all
from lapor.gateway.words import sealed_words
from lapor.ledger.cursors import Consumer
from lapor.ledger.models import Event
from lapor.ledger.witness import witnesses_of
from lapor.reporters import vault
from lapor.reports.models import Entry, Report
from lapor.reports.vocabulary import ClockKind, Reminder

_FALLBACK = (Role.LIAISON_OFFICER, Role.HEAD, Role.TRIAGE_OFFICER, Role.ADMINISTRATOR)
_HANDED = {"report.forward", "report.reroute", "report.decide", "report.protect"}
_OTHERS = {"report.remind", "report.propose", "report.unassign", "report.take_back", "incident.merged", "message.failed"}
_OPENED = {"identity.opened", "original.opened"}
_LEVELS = {
    Reminder.NEAR: Role.LIAISON_OFFICER,
    Reminder.PASSED: Role.HEAD,
    Reminder.FAR_PASSED: Role.OVERSEER,
    Reminder.REFERRED: Role.TRIAGE_OFFICER,
}
_VERIFIES = {Reminder.NEAR: Role.TRIAGE_OFFICER, Reminder.PASSED: Role.HEAD, Reminder.FAR_PASSED: Role.OVERSEER}


@dataclass(frozen=True)
class Notice:
    """One thing to tell: which report, to whom (a role of an agency, else of the whole jurisdiction), in which words."""

    event: Event
    report: Report
    role: Role
    agency: Agency | None
    words: str
    officer: Officer | None = None  # who is meant in person
    if_nobody: str = ""  # the words for the nearest office above, where the agency itself has nobody to tell
    page: str = ""  # where to look, if it is not the report's page


def tell_officers(events: Sequence[Event]) -> None:
    """Queue a message to each officer concerned, and to who stands in for them; seven queries however many events, one more for a protected case."""
    wanted = [event for event in events if event.name in _HANDED | _OPENED | _OTHERS]
    if not wanted:
        return
    ids = {UUID(str(event.data["report"])) if event.name == "incident.merged" else event.stream_id for event in wanted}
    rows = Report.objects.filter(pk__in=ids).select_related("root", "agency", "category__agency").defer("search", "text", "published_text")
    reports = {report.pk: report for report in rows}
    writers = _writers([event for event in wanted if event.name == "message.failed"])
    notices = [notice for event in wanted if (notice := _notice(event, reports, writers)) is not None]
    notices += _openings([event for event in wanted if event.name in _OPENED], reports)
    notices += [notice for event in wanted if event.name in _HANDED for notice in _unheld(event, reports.get(event.stream_id))]
    roles = {notice.role for notice in notices} | (set(_FALLBACK) if any(notice.if_nobody for notice in notices) else set())
    officers = list(Officer.objects.filter(is_active=True, role__in=roles).exclude(email="").select_related("agency"))
    substitutes = substitutes_of(officers)
    told = [_or_above(notice, officers) for notice in notices]
    messages = [message for notice, found in told for message in _messages(notice, _with_substitutes(found, substitutes))]
    queue_all(messages)


def _urgent_candidates(events: Sequence[Event]) -> list[OutboundMessage]:
    """Public words of danger wait for nobody's next look at the page. Not a word of them is told."""
    wanted = [event for event in events if event.name == "candidate.urgent"]
    if not wanted:
        return []
    roles = {True: Role.PROTECTED_CASE_OFFICER, False: Role.TRIAGE_OFFICER}
    officers = list(Officer.objects.filter(is_active=True, role__in=roles.values()).exclude(email="").select_related("agency"))
    roots = Agency.objects.in_bulk({event.stream_id for event in wanted})
    substitutes, words = substitutes_of(officers), _("Urgent, around the clock: somebody said something in public that you should look at now.")
    return [
        _mail(event, officer, words, f"{base_url(roots[event.stream_id])}/konsol/kandidat/")
        for event in wanted if event.stream_id in roots
        for officer in _with_substitutes(_over(officers, event, roles), substitutes)
    ]  # fmt: skip


def _over(officers: Iterable[Officer], event: Event, roles: dict[bool, Role]) -> list[Officer]:
    role = roles[bool(event.data.get("is_protected"))]
    return [officer for officer in officers if officer.role == role and event.stream_id in officer.agency.path]


def _notice(event: Event, reports: dict[UUID, Report], writers: dict[tuple[UUID, str], Officer]) -> Notice | None:
    report = reports.get(UUID(str(event.data["report"])) if event.name == "incident.merged" else event.stream_id)
    if report is None or event.name in _OPENED:
        return None
    number = show_tracking_id(report.tracking_id)
    if event.name == "report.take_back" and not report.is_protected:
        return None  # it waits among what has to be verified
    if event.name == "message.failed":
        return _not_told(event, report, number, writers.get((report.pk, _act_told(event))))
    return _MAKERS.get(event.name, _handed)(event, report, number)


def _proposed(event: Event, report: Report, number: str) -> Notice:
    return Notice(event, report, Role.HEAD, report.agency, _("A proposal on report %(number)s waits for your decision.") % {"number": number})


def _merged(event: Event, report: Report, number: str) -> Notice:
    words = _("%(count)s reports were merged into report %(number)s.") % {"count": event.data["reports"], "number": number}
    return Notice(event, report, Role.LIAISON_OFFICER, report.agency, words)


def _given_back(event: Event, report: Report, number: str) -> Notice:
    words = _("Report %(number)s was with an account that was switched off: give it to somebody.") % {"number": number}
    return Notice(event, report, Role.LIAISON_OFFICER, report.agency, words, if_nobody=words)


def _handed(event: Event, report: Report, number: str) -> Notice:
    if report.is_protected:
        words = _("Urgent, around the clock: the protected case %(number)s came to your group.") % {"number": number}
        return Notice(event, report, Role.PROTECTED_CASE_OFFICER, report.agency, words)
    words, facts = _("Report %(number)s came to you.") % {"number": number}, {"number": number, "agency": report.agency.name if report.agency else ""}
    nobody = _("Report %(number)s came to %(agency)s, where no active officer could be told: see that somebody takes it.") % facts
    return Notice(event, report, Role.LIAISON_OFFICER, report.agency, words, if_nobody=nobody if report.agency else "")


def _openings(events: Sequence[Event], reports: dict[UUID, Report]) -> list[Notice]:
    """Overseers keep the witness of each opening in their mailbox, out of reach of whoever owns this machine. Which report it is, is not told."""
    if not events:
        return []
    said = witnesses_of(events)
    words = _("A sealed identity or file was opened. Keep this mail: its next line proves it.")
    return [
        Notice(event, reports[event.stream_id], Role.OVERSEER, None, f"{words}\n\n{json.dumps(said[event.id], sort_keys=True)}", page="/konsol/")
        for event in events if event.stream_id in reports and event.id in said
    ]  # fmt: skip


def _unheld(event: Event, report: Report | None) -> list[Notice]:
    """A protected case whose own group has no active officer: overseer and administrator have to name one. Which case it is, is not told."""
    own = report.category.agency if report is not None and report.is_protected and report.category else None
    if report is None or own is None or (group := standing_group(own)) == own:
        return []
    if group is None:
        words = _("A protected case came in and nobody can open it: name an officer for protected cases at once.")
    else:
        words = _("A protected case came to %(group)s, since its own group %(own)s has no active officer: name one.")
        words = words % {"group": group.name, "own": own.name}
    return [Notice(event, report, role, None, words, page="/konsol/") for role in (Role.OVERSEER, Role.ADMINISTRATOR)]


def _act_told(event: Event) -> str:
    """Of which act the message told that failed."""
    return str(event.data.get("cause", "")).removeprefix("report.")


def _writers(events: Sequence[Event]) -> dict[tuple[UUID, str], Officer]:
    """(report, act) to the officer who wrote it last, where a mail reaches them."""
    acts = {_act_told(event) for event in events}
    rows = Entry.objects.filter(report__in={event.stream_id for event in events}, act__in=acts, officer__is_active=True).exclude(officer__email="")
    return {(row.report_id, row.act): row.officer for row in rows.select_related("officer__agency").order_by("at") if row.officer} if acts else {}


def _not_told(event: Event, report: Report, number: str, writer: Officer | None) -> Notice:
    """Back to whoever wrote what could not be delivered, else to the office that has the report."""
    words = _("The reporter of report %(number)s could not be reached: a message came back for good.") % {"number": number}
    role = Role.LIAISON_OFFICER if report.agency_id else Role.TRIAGE_OFFICER
    if report.is_protected:
        role = Role.PROTECTED_CASE_OFFICER
    return Notice(event, report, role, report.agency, words, officer=writer)


def _reminder(event: Event, report: Report, number: str) -> Notice | None:
    reminder, kind = str(event.data.get("reminder", "")), str(event.data.get("clock", ""))
    levels = _VERIFIES if kind == ClockKind.VERIFY else _LEVELS
    role = levels.get(Reminder(reminder)) if reminder in Reminder.values else None
    if role is None:
        return None
    if report.is_protected:
        role = Role.PROTECTED_CASE_OFFICER
    what = f"{Reminder(reminder).label}: {ClockKind(kind).label}" if kind in ClockKind.values else str(Reminder(reminder).label)
    return Notice(event, report, role, report.agency, _("Report %(number)s. %(what)s.") % {"number": number, "what": what})


def _or_above(notice: Notice, officers: Sequence[Officer]) -> tuple[Notice, list[Officer]]:
    """Where the agency itself has nobody to tell: the nearest liaison officers or heads above; above whom nobody is: triage and administrators."""
    found = _receivers(notice, officers)
    if not notice.if_nobody or notice.agency is None or any(officer.agency_id == notice.agency.pk for officer in found):
        return notice, found
    over = [one for one in officers if one.role in {Role.LIAISON_OFFICER, Role.HEAD} and one.agency_id in notice.agency.path]
    nearest = max((len(one.agency.path) for one in over), default=0)
    above = [one for one in over if len(one.agency.path) == nearest]
    of_city = [one for one in officers if one.role in {Role.TRIAGE_OFFICER, Role.ADMINISTRATOR} and notice.report.root_id in one.agency.path]
    return replace(notice, words=notice.if_nobody), above or of_city


_MAKERS: dict[str, Callable[[Event, Report, str], Notice | None]] = {
    "report.remind": _reminder, "report.propose": _proposed, "incident.merged": _merged, "report.unassign": _given_back,
}  # fmt: skip


def _receivers(notice: Notice, officers: Iterable[Officer]) -> list[Officer]:
    """The officers of that role over the agency that holds it: the nearest ones; without an agency those of the whole city."""
    if notice.officer is not None:
        return [notice.officer]
    root = notice.report.root_id
    found = [officer for officer in officers if officer.role == notice.role and root in officer.agency.path]
    if notice.role in {Role.TRIAGE_OFFICER, Role.OVERSEER, Role.ADMINISTRATOR}:
        return found
    if notice.agency is None:
        return [officer for officer in found if officer.agency_id == root]
    over = [officer for officer in found if officer.agency_id in notice.agency.path]
    nearest = max((len(officer.agency.path) for officer in over), default=0)
    return [officer for officer in over if len(officer.agency.path) == nearest]


def _with_substitutes(officers: list[Officer], substitutes: dict[UUID, list[Officer]]) -> list[Officer]:
    """Nobody twice, nobody without an address."""
    everyone = [one for officer in officers for one in (officer, *substitutes.get(officer.pk, []))]
    return list({one.pk: one for one in everyone if one.email}.values())


def _messages(notice: Notice, officers: Iterable[Officer]) -> list[OutboundMessage]:
    report = notice.report
    url = f"{base_url(report.root)}{notice.page or f'/konsol/laporan/{report.tracking_id}'}"
    return [_mail(notice.event, officer, notice.words, url, report_id=report.pk) for officer in officers]


def _mail(event: Event, officer: Officer, words: str, url: str, *, report_id: UUID | None = None) -> OutboundMessage:
    """One event tells an officer once."""
    return OutboundMessage(
        channel="email", root_id=officer.agency.path[0], report_id=report_id, audience=Audience.OFFICER, cause=event.name,
        address=vault.seal(officer.email), words=sealed_words(f"{words}\n\n{url}\n", subject=words.partition("\n")[0]),
        created_at=clock.now(), dedupe_key=f"officer:{event.stream_id}:{event.sequence}:{officer.pk}",
    )  # fmt: skip


def handle(events: Sequence[Event]) -> None:
    """Officers are written to in the language of the country."""
    with translation.override(settings.LANGUAGE_CODE):
        tell_officers(events)
        queue_all(_urgent_candidates(events))


CONSUMER = Consumer("notify_officers", handle)
