"""From events to messages: who is told, by which channel, in which words.

Called by its consumer, never by those who act."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from lapor.agencies.current import base_url
from lapor.core import clock
from lapor.gateway.accounts.accounts import phone_channels
from lapor.gateway.channels import CHANNELS, QUIET_HOURS
from lapor.gateway.models import ChannelAccount, MessageAudience, OutboundMessage
from lapor.gateway.outbound.formatting import end_of_quiet_hours, truncate_for_channel
from lapor.gateway.outbound.sealed_words import sealed_words
from lapor.gateway.queries import sms_accounts
from lapor.gateway.tasks import queue_all
from lapor.ledger.cursors import Consumer
from lapor.ledger.models import Event
from lapor.presentation.reporter_messages import NotificationContext, choices_for, words_for
from lapor.reporters.models import ContactPoint
from lapor.reports.models import Clock, Entry, Report
from lapor.reports.vocabulary import DESK_CHANNELS, ActName, ClockKind, State, Urgency
from lapor.reports.workflow.rules import leaves_unit

# Who acted hears of it on the page at once; by mail only where a receipt or a promise is in it. A withdrawal too, by
# mail: who did it may have written in their name; in a chat it is answered at once (intake.conversations.handler).
_TOLD_EVEN_IF_THEIR_OWN = {
    ActName.FILE,
    ActName.APPEAL,
    ActName.CONFIRM,
    ActName.LATE_REPLY,
    ActName.REOPEN,
    ActName.WITHDRAW,
    ActName.TAKE_BACK,
}
_ANSWERS = {ActName.ANSWER.event, ActName.OUTSIDE_ANSWER.event}
_NEXT_CLOCK = {
    "answered": ClockKind.CONFIRMATION,
    "forwarded": ClockKind.RESPONSE,
    "in_progress": ClockKind.RESOLUTION,
    "received": ClockKind.VERIFY,
}


def notify_reporters(events: Sequence[Event]) -> None:
    """Queue a message to every address of the reporters concerned, on the channel it belongs to: nine queries however
    many events.

    An answer is also told to everybody whose report was merged into the one that was answered, before or afterwards.
    """
    acts = [event for event in events if _is_notifiable(event)]
    if not acts:
        return
    report_ids = {event.stream_id for event in acts}
    rows = Report.objects.select_related("root", "agency", "parent__root", "parent__agency")
    rows = rows.defer("search", "parent__search")
    reports = {r.pk: r for r in rows.filter(pk__in=report_ids)}
    children: dict[UUID, list[Report]] = {}
    parents = {pk for pk, report in reports.items() if report.children_count}
    answered = [event.stream_id for event in acts if event.name in _ANSWERS and event.stream_id in parents]
    for child in rows.filter(parent__in=answered) if answered else ():
        children.setdefault(child.parent_id, []).append(child)  # type: ignore[arg-type]
    concerned = [*reports.values(), *(child for merged in children.values() for child in merged)]
    reporter_ids = [r.reporter_id for r in concerned if r.reporter_id]
    contacts: dict[UUID, list[ContactPoint]] = {}
    for point in ContactPoint.objects.filter(reporter__in=reporter_ids, opted_out_at=None, unreachable_at=None):
        contacts.setdefault(point.reporter_id, []).append(point)
    late = _answered_before(acts, reports)
    entries = Entry.objects.in_bulk([_entry_id(event) for event in [*acts, *(told[0] for told in late)]])
    clocks: dict[UUID, dict[str, Clock]] = {}
    for row in Clock.objects.filter(report__in=report_ids | {told[0].stream_id for told in late}):
        clocks.setdefault(row.report_id, {})[row.kind] = row
    account_ids = {point.account_id for points in contacts.values() for point in points if point.account_id}
    accounts = ChannelAccount.objects.in_bulk(account_ids) if account_ids else {}
    phones = _accounts_for_phones(concerned, contacts)
    accounts.update({account.pk: account for account in phones.values()})
    messages = []
    for event, one, parent in [*_concerned(acts, reports, children), *late]:
        if (entry := entries.get(_entry_id(event))) is not None:
            points = _reachable(one, contacts.get(one.reporter_id, []) if one.reporter_id else [], accounts, phones)
            its_clocks = clocks.get(event.stream_id, {})
            messages.extend(_messages(event, one, entry, its_clocks, points, accounts, parent))
    queue_all(messages)


_Told = tuple[Event, Report, Report | None]  # what happened, whose reporter hears of it, into what it was merged


def _concerned(acts: Sequence[Event], reports: dict[UUID, Report], children: dict[UUID, list[Report]]) -> list[_Told]:
    """Each report that was acted on; of an answer also those merged into it, unless one of the two was hidden since."""
    found: list[_Told] = []
    for event in acts:
        if (report := reports.get(event.stream_id)) is not None:
            merged = children.get(report.pk, ()) if event.name in _ANSWERS else ()
            found.append((event, report, None))
            found += [(event, child, report) for child in merged if child.visibility == report.visibility]
    return found


def _answered_before(acts: Sequence[Event], reports: dict[UUID, Report]) -> list[_Told]:
    """Those merged into a report that had its answer already, with the event of that answer: as if they had been there,
    so nobody is told twice. One query where there are any."""
    merged = {event.stream_id for event in acts if event.name == ActName.MERGE.event}
    late = [report for pk, report in reports.items() if pk in merged and _has_answered_parent(report)]
    events = Event.objects.filter(stream_id__in={child.parent_id for child in late}, name__in=_ANSWERS) if late else ()
    newest = {event.stream_id: event for event in sorted(events, key=lambda event: event.sequence)}
    return [(newest[parent.pk], child, parent) for child in late if (parent := child.parent) and parent.pk in newest]


def _has_answered_parent(child: Report) -> bool:
    parent = child.parent
    return parent is not None and parent.state == State.ANSWERED and parent.visibility == child.visibility


def _entry_id(event: Event) -> UUID:
    return UUID(str(event.data["entry"]))


def _accounts_for_phones(
    reports: Sequence[Report], contacts: dict[UUID, list[ContactPoint]]
) -> dict[UUID, ChannelAccount]:
    """The city's first SMS account, by city, where somebody left a phone at a desk; asked for only then."""
    is_left = any(point.kind == ContactPoint.Kind.PHONE for points in contacts.values() for point in points)
    roots = {report.root_id for report in reports if report.channel in DESK_CHANNELS} if is_left else set()
    return sms_accounts(roots) if roots else {}


def _reachable(
    report: Report,
    points: Sequence[ContactPoint],
    accounts: dict[UUID, ChannelAccount],
    phones: dict[UUID, ChannelAccount],
) -> list[ContactPoint]:
    """The ways this report's person is told.

    A phone is one where an officer took it down: a number that a stranger typed on the web could be anybody's, who must
    not be rung. Nobody is told twice on the phone they write from."""
    writes = any(
        accounts[p.account_id].channel in phone_channels() for p in points if p.account_id and p.account_id in accounts
    )
    by_sms = phones.get(report.root_id) if report.channel in DESK_CHANNELS and not writes else None
    found = []
    for point in points:
        if point.kind != ContactPoint.Kind.PHONE:
            found.append(point)
        elif by_sms is not None:
            found.append(ContactPoint(pk=point.pk, kind=point.kind, address=point.address, account_id=by_sms.pk))
    return found


def _is_notifiable(event: Event) -> bool:
    if not event.name.startswith("report.") or "entry" not in event.data:
        return False  # other things are told of a report too: an identity that was opened, a person who was erased
    act = event.name.removeprefix("report.")
    is_told = event.actor_kind != "reporter" or act in _TOLD_EVEN_IF_THEIR_OWN
    return act != ActName.IMPORT and (is_told or leaves_unit(int(event.data.get("rejections", 0))))


def _messages(
    event: Event,
    report: Report,
    entry: Entry,
    clocks: dict[str, Clock],
    points: list[ContactPoint],
    accounts: dict[UUID, ChannelAccount],
    answered: Report | None,
) -> list[OutboundMessage]:
    url, is_own = f"{base_url(report.root)}/laporan/{report.tracking_id}", _is_own(event, report)
    facts = NotificationContext(report, entry, _next_due(entry, clocks), url, answered=answered, is_own=is_own)
    facts = replace(facts, by_number=any(point.kind == ContactPoint.Kind.PHONE for point in points))
    words = {
        in_chat: words_for(replace(facts, in_chat=in_chat))
        for in_chat in {_is_chat(point, accounts) for point in points}
    }
    if not any(words.values()) or (
        entry.act == ActName.FILE and entry.actor_kind == "reporter" and report.channel in CHANNELS
    ):
        return []  # whoever writes in a conversation gets number and code there at once (intake.conversations.replies)
    choices = {in_chat: choices_for(replace(facts, in_chat=in_chat)) for in_chat in words}
    chats = [(point, _is_chat(point, accounts)) for point in points if _is_known(point, accounts)]
    return [
        _message(event, report, point, accounts, words[in_chat], choices[in_chat])
        for point, in_chat in chats
        if words[in_chat]
    ]


def _is_own(event: Event, report: Report) -> bool:
    return event.actor_kind == "reporter" and event.actor_id == report.reporter_id


def _next_due(entry: Entry, clocks: dict[str, Clock]) -> datetime | None:
    """The deadline that matters after the act: of a report that was answered once and handed on by the head, the
    solution; its first response is long there."""
    kind = ClockKind.VERIFY if entry.act == ActName.FILE else _NEXT_CLOCK.get(entry.state_after)
    response = clocks.get(ClockKind.RESPONSE)
    if entry.act == ActName.DECIDE and response is not None and response.status == Clock.Status.STOPPED:
        kind = ClockKind.RESOLUTION
    return clocks[kind].due_at if kind in clocks else None


def _is_known(point: ContactPoint, accounts: dict[UUID, ChannelAccount]) -> bool:
    return not point.account_id or point.account_id in accounts


def _is_chat(point: ContactPoint, accounts: dict[UUID, ChannelAccount]) -> bool:
    return _chat_account(point, accounts) is not None


def _chat_account(point: ContactPoint, accounts: dict[UUID, ChannelAccount]) -> ChannelAccount | None:
    account = accounts.get(point.account_id) if point.account_id else None
    return account if account and not CHANNELS[account.channel].capabilities.files_at_once else None


def _message(
    event: Event,
    report: Report,
    point: ContactPoint,
    accounts: dict[UUID, ChannelAccount],
    words: tuple[str, str] | None,
    choices: tuple[str, ...],
) -> OutboundMessage:
    """At night a phone is left alone, but for what is urgent."""
    assert words is not None  # noqa: S101 - the same acts are told in every way
    channel = accounts[point.account_id].channel if point.account_id else "email"
    chat = _chat_account(point, accounts)
    rings = chat is not None and QUIET_HOURS.among(chat.settings) != "none"
    can_wait = rings and report.urgency != Urgency.URGENT
    text = truncate_for_channel(words[1], CHANNELS[channel].capabilities) if chat else words[1]
    now = clock.now()
    return OutboundMessage(
        channel=channel,
        account_id=point.account_id,
        root_id=report.root_id,
        report_id=report.pk,
        audience=MessageAudience.REPORTER,
        cause=event.name,
        address=point.address,
        words=sealed_words(text, subject=words[0], choices=choices),
        created_at=now,
        not_before=end_of_quiet_hours(now, report.root.timezone) if can_wait else None,
        dedupe_key=f"{event.stream_id}:{event.sequence}:{point.pk}",
    )


CONSUMER = Consumer("notify", notify_reporters)
