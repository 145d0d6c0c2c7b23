"""Officers hear of what waits for them, by email: a report that came, a deadline, a proposal, an urgent case, an incident's merge.

A deadline escalates: officer, head of the agency, overseer (PRODUCT.md, Clocks). No word of a report stands in a message.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from lapor.agencies.delegations import substitutes_of
from lapor.agencies.here import base_url
from lapor.agencies.models import Agency, Officer, Role
from lapor.core import clock
from lapor.core.ids import show_tracking_id
from lapor.gateway.actions import queue_messages
from lapor.gateway.models import OutboundMessage
from lapor.gateway.tasks import queue_send
from lapor.ledger.cursors import Consumer
from lapor.ledger.models import Event
from lapor.reporters import vault
from lapor.reports.models import Report
from lapor.reports.vocabulary import ClockKind, Reminder

_HANDED = {"report.forward", "report.reroute", "report.decide"}
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


def tell_officers(events: Sequence[Event]) -> None:
    """Queue a message to each officer concerned, and to who stands in for them; six queries however many events."""
    wanted = [event for event in events if event.name in _HANDED | {"report.remind", "report.propose", "incident.merged"}]
    if not wanted:
        return
    ids = {UUID(str(event.data["report"])) if event.name == "incident.merged" else event.stream_id for event in wanted}
    rows = Report.objects.filter(pk__in=ids).select_related("root", "agency").defer("search", "text", "published_text")
    reports = {report.pk: report for report in rows}
    notices = [notice for event in wanted if (notice := _notice(event, reports)) is not None]
    officers = list(Officer.objects.filter(is_active=True, role__in={notice.role for notice in notices}).exclude(email="").select_related("agency"))
    substitutes = substitutes_of(officers)
    messages = [message for notice in notices for message in _messages(notice, _with_substitutes(_receivers(notice, officers), substitutes))]
    for message_id in queue_messages(messages):
        queue_send(message_id)


def _notice(event: Event, reports: dict[UUID, Report]) -> Notice | None:
    report = reports.get(UUID(str(event.data["report"])) if event.name == "incident.merged" else event.stream_id)
    if report is None:
        return None
    number = show_tracking_id(report.tracking_id)
    if event.name == "report.remind":
        return _reminder(event, report, number)
    if event.name == "report.propose":
        return Notice(event, report, Role.HEAD, report.agency, _("A proposal on report %(number)s waits for your decision.") % {"number": number})
    if event.name == "incident.merged":
        words = _("%(count)s reports were merged into report %(number)s.") % {"count": event.data["reports"], "number": number}
        return Notice(event, report, Role.LIAISON_OFFICER, report.agency, words)
    if report.is_protected:
        words = _("Urgent, around the clock: the protected case %(number)s came to your group.") % {"number": number}
        return Notice(event, report, Role.PROTECTED_CASE_OFFICER, report.agency, words)
    return Notice(event, report, Role.LIAISON_OFFICER, report.agency, _("Report %(number)s came to you.") % {"number": number})


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


def _receivers(notice: Notice, officers: Iterable[Officer]) -> list[Officer]:
    """The officers of that role over the agency that holds it: the nearest ones; without an agency those of the whole city."""
    root = notice.report.root_id
    found = [officer for officer in officers if officer.role == notice.role and root in officer.agency.path]
    if notice.role in {Role.TRIAGE_OFFICER, Role.OVERSEER}:
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
    report, event = notice.report, notice.event
    url = f"{base_url(report.root)}/konsol/laporan/{report.tracking_id}"
    return [
        OutboundMessage(
            channel="email", report_id=report.pk, cause=event.name, address=vault.seal(officer.email), subject=notice.words,
            text=f"{notice.words}\n\n{url}\n", created_at=clock.now(), dedupe_key=f"officer:{event.stream_id}:{event.sequence}:{officer.pk}",
        )
        for officer in officers
    ]  # fmt: skip


def handle(events: Sequence[Event]) -> None:
    """Officers are written to in the language of the country."""
    with translation.override(settings.LANGUAGE_CODE):
        tell_officers(events)


CONSUMER = Consumer("notify_officers", handle)
