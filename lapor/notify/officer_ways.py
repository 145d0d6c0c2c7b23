"""How what an officer hears reaches them: the bell in the console always; mail and notices on devices at once, or with
the next digest.

What is protected or urgent waits for no digest and no quiet hours.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lapor.agencies.current import base_url
from lapor.agencies.models import Agency, Officer
from lapor.agencies.officers.delegations import lent_to
from lapor.agencies.roles import Can, may
from lapor.calendars.opening_hours import end_of_quiet
from lapor.casework.models import OfficerDevice
from lapor.core import clock
from lapor.gateway.models import MessageAudience, OutboundMessage
from lapor.gateway.outbound.sealed_words import sealed_words
from lapor.gateway.tasks import queue_all
from lapor.ledger.bulk_insert import bulk_insert_ignore
from lapor.ledger.models import Event
from lapor.notify.models import OfficerChoice, OfficerNotice
from lapor.presentation.officer_notices import KINDS, Rank, words_of
from lapor.reporters import vault
from lapor.reports.models import Report
from lapor.reports.vocabulary import Urgency

DIGEST_HOURS = (7, 13)  # of the city's day
KEEP_NOTICES = timedelta(days=90)
LISTED = 40  # in one digest; the rest is counted
OFFICERS_AT_ONCE = 200
_BATCH = 5000


@dataclass(frozen=True)
class Notified:
    """That one officer hears of one event."""

    event: Event
    root: Agency
    report: Report | None
    officer: Officer
    kind: str  # of officer_words.KINDS
    facts: dict[str, object]
    page: str = ""  # where to look, if it is not the report's page
    in_digest: bool = False  # the level of the escalation says so
    not_before: datetime | None = None  # the city's quiet hours for escalation

    @property
    def rank(self) -> Rank:
        report = self.report
        is_urgent = report is not None and (report.is_protected or report.urgency == Urgency.URGENT)
        if is_urgent and KINDS[self.kind].rank is not Rank.QUIET:
            return Rank.URGENT
        return Rank.QUIET if self.in_digest else KINDS[self.kind].rank

    @property
    def key(self) -> str:
        return f"officer:{self.event.stream_id}:{self.event.sequence}:{self.officer.pk}"

    @property
    def where(self) -> str:
        return self.page or (f"/konsol/laporan/{self.report.tracking_id}" if self.report else "/konsol/")


def tell(heard: Sequence[Notified], *, more: Mapping[int, str] | None = None) -> None:
    """Note it for the bell and queue what goes out now.

    `more`: lines by event that only the mail has. What was told before is not told again; who hears of one event in two
    ways hears the first."""
    once = list({one.key: one for one in reversed(heard)}.values())[::-1]
    once = _counted(once)
    if not once:
        return
    officers = {one.officer.pk for one in once}
    choices = OfficerChoice.objects.in_bulk(officers)
    devices: dict[UUID, list[OfficerDevice]] = {}
    for device in OfficerDevice.objects.filter(officer__in=officers):
        devices.setdefault(device.officer_id, []).append(device)
    notices = {one.key: _notice(one, choices.get(one.officer.pk) or OfficerChoice(officer=one.officer)) for one in once}
    new = bulk_insert_ignore(list(notices.values()))
    at_once = [one for one in once if notices[one.key].pk in new and not notices[one.key].waits_for_digest]
    messages = []
    for one in at_once:
        choice = choices.get(one.officer.pk) or OfficerChoice(officer=one.officer)
        wait = _not_before(one, choice)
        if one.officer.email and (choice.by_mail or one.rank is Rank.URGENT):
            messages.append(_mail(one, (more or {}).get(one.event.id, ""), wait))
        messages += [
            _push(one, device, wait) for device in devices.get(one.officer.pk, []) if one.rank is not Rank.QUIET
        ]
    queue_all(messages)


def _not_before(one: Notified, choice: OfficerChoice) -> datetime | None:
    """After the officer's quiet hours and the city's; what is urgent waits for neither."""
    if one.rank is Rank.URGENT:
        return None
    start = one.not_before or clock.now()
    return quiet_until(choice, one.officer, start) or one.not_before


def _counted(heard: Sequence[Notified]) -> list[Notified]:
    """Of those who support a report one notice, with how many since the officer looked: the one that is still unread is
    counted on."""
    supported = [one for one in heard if one.kind == "supported" and one.report]
    if not supported:
        return list(heard)
    unread = OfficerNotice.objects.filter(
        kind="supported", read_at=None, report_id__in={one.report.pk for one in supported if one.report}
    )
    counts: dict[tuple[UUID, UUID | None], int] = {
        (row.officer_id, row.report_id): int(row.facts.get("count", 1)) for row in unread
    }
    last: dict[tuple[UUID, UUID | None], Notified] = {}
    for one in supported:
        key = (one.officer.pk, one.report.pk if one.report else None)
        counts[key] = counts.get(key, 0) + 1
        last[key] = Notified(
            one.event, one.root, one.report, one.officer, one.kind, {**one.facts, "count": counts[key]}, one.page
        )
    unread.filter(officer__in={officer for officer, _report in last}).delete()
    return [*(one for one in heard if one.kind != "supported"), *last.values()]


def _notice(one: Notified, choice: OfficerChoice) -> OfficerNotice:
    waits = one.rank is Rank.QUIET or (one.rank is Rank.NORMAL and choice.rhythm == OfficerChoice.Rhythm.DIGEST)
    return OfficerNotice(
        root_id=one.root.pk,
        officer_id=one.officer.pk,
        report_id=one.report.pk if one.report else None,
        kind=one.kind,
        facts=one.facts,
        page=one.where,
        at=clock.now(),
        waits_for_digest=waits and choice.by_mail and bool(one.officer.email),
        dedupe_key=one.key,
    )


def _mail(one: Notified, more: str, wait: datetime | None) -> OutboundMessage:
    words = words_of(one.kind, one.facts)
    text = "\n\n".join(part for part in (words, more, f"{base_url(one.root)}{one.where}") if part)
    return _message(
        one, "email", vault.seal(one.officer.email), sealed_words(f"{text}\n", subject=words), wait, one.key
    )


def _push(one: Notified, device: OfficerDevice, wait: datetime | None) -> OutboundMessage:
    words = sealed_words("", subject=words_of(one.kind, one.facts))
    message = _message(one, "push", bytes(device.address), words, wait, f"{one.key}:{device.pk.hex[:12]}")
    message.opens = one.where
    return message


def _message(
    one: Notified, channel: str, address: bytes, words: bytes, wait: datetime | None, key: str
) -> OutboundMessage:
    return OutboundMessage(
        channel=channel,
        root_id=one.root.pk,
        report_id=one.report.pk if one.report else None,
        audience=MessageAudience.OFFICER,
        cause=one.event.name,
        address=address,
        words=words,
        created_at=clock.now(),
        not_before=wait,
        dedupe_key=key,
    )


def take_back_waiting(report_ids: Collection[UUID]) -> None:
    """Mails to officers that wait for the end of quiet hours, of reports that have become protected: their own group
    hears at once, nobody else any more. The digest looks by itself."""
    waiting = OutboundMessage.objects.filter(report_id__in=report_ids, audience=MessageAudience.OFFICER)
    waiting.filter(status=OutboundMessage.Status.WAITING, not_before__gt=clock.now()).delete()


def quiet_until(choice: OfficerChoice, officer: Officer, at: datetime) -> datetime | None:
    """When the officer's quiet hours end; None outside of them."""
    if choice.quiet_from is None or choice.quiet_until is None or choice.quiet_from == choice.quiet_until:
        return None
    local = at.astimezone(ZoneInfo(officer.agency.timezone))
    return end_of_quiet(local, time(choice.quiet_from), time(choice.quiet_until))


# --- digests ----------------------------------------------------------------------------------------------------------


def send_officer_digests() -> int:
    """To each officer for whom something waits since before the last hour of digests; gives the number of mails.

    Safe to stop and repeat."""
    return sum(_of_city(root) for root in Agency.objects.filter(parent=None))


def last_digest_hour(now: datetime, timezone: str) -> datetime:
    """Today's last hour of digests that has come, else yesterday's last."""
    local = now.astimezone(ZoneInfo(timezone))
    hours = [datetime.combine(local.date(), time(hour), local.tzinfo) for hour in DIGEST_HOURS]
    return max((at for at in hours if at <= local), default=hours[-1] - timedelta(days=1))


def _of_city(root: Agency) -> int:
    since, sent = last_digest_hour(clock.now(), root.timezone), 0
    waiting = OfficerNotice.objects.filter(root=root, waits_for_digest=True, at__lt=since)
    while officers := list(waiting.order_by("officer").values_list("officer", flat=True).distinct()[:OFFICERS_AT_ONCE]):
        with transaction.atomic(), translation.override(settings.LANGUAGE_CODE):
            rows = list(waiting.filter(officer__in=officers).select_related("officer__agency").order_by("-at")[:_BATCH])
            messages = [_digest(root, found, since) for found in _unread_by_officer(rows, _protected(rows))]
            OfficerNotice.objects.filter(pk__in=[row.pk for row in rows]).update(waits_for_digest=False)
            queue_all(messages)
        sent += len(messages)
    return sent


def _protected(rows: Iterable[OfficerNotice]) -> frozenset[UUID]:
    """Which of their reports are protected by now."""
    ids = {row.report_id for row in rows if row.report_id}
    return frozenset(Report.objects.filter(pk__in=ids, is_protected=True).values_list("pk", flat=True))


def _unread_by_officer(rows: Sequence[OfficerNotice], protected: Collection[UUID]) -> list[list[OfficerNotice]]:
    """What was read on the page meanwhile, and what is for nobody any more, is not sent; of a case that became
    protected only its group hears, and who stands in for one of them."""
    of_protected = {row.officer_id for row in rows if row.report_id in protected}
    standing_in = {one.pk for one in lent_to(of_protected) if may(one, Can.SEE_PROTECTED)} if of_protected else set()
    found: dict[UUID, list[OfficerNotice]] = {}
    for row in rows:
        sees_protected = may(row.officer, Can.SEE_PROTECTED) or row.officer_id in standing_in
        is_theirs = row.report_id not in protected or sees_protected
        if is_theirs and row.read_at is None and row.officer.is_active and row.officer.email:
            found.setdefault(row.officer_id, []).append(row)
    return list(found.values())


def _digest(root: Agency, rows: Sequence[OfficerNotice], since: datetime) -> OutboundMessage:
    officer, count = rows[0].officer, len(rows)
    subject = ngettext("%(count)s thing waits in the console", "%(count)s things wait in the console", count) % {
        "count": count
    }
    lines = [f"{words_of(row.kind, row.facts)}\n{base_url(root)}{row.page}" for row in rows[:LISTED]]
    if count > LISTED:
        lines.append(_("And %(count)s more.") % {"count": count - LISTED})
    more = _("All news, and how you want to be told:")
    lines.append(f"{more}\n{base_url(root)}/konsol/kabar/")
    return OutboundMessage(
        channel="email",
        root_id=root.pk,
        audience=MessageAudience.OFFICER,
        cause="officer.digest",
        address=vault.seal(officer.email),
        words=sealed_words("\n\n".join(lines) + "\n", subject=subject),
        created_at=clock.now(),
        dedupe_key=f"officer-digest:{officer.pk}:{since:%Y%m%d%H}:{rows[0].pk.hex[:8]}",
    )


def forget_old_notices() -> int:
    old = OfficerNotice.objects.filter(at__lt=clock.now() - KEEP_NOTICES).values_list("pk", flat=True)[:_BATCH]
    return OfficerNotice.objects.filter(pk__in=list(old)).delete()[0]
