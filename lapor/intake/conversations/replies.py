"""What the city says in a conversation by itself: short, in the person's language, never a word of a protected case."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils import formats, translation
from django.utils.translation import gettext as _

from lapor.agencies.current import base_url
from lapor.agencies.models import Agency
from lapor.agencies.queries import URGENT
from lapor.core import clock
from lapor.core.ids import show_tracking_id
from lapor.core.text import one_line
from lapor.gateway.channels import CHANNELS
from lapor.gateway.models import MessageAudience, OutboundMessage
from lapor.gateway.outbound.formatting import truncate_for_channel
from lapor.gateway.outbound.sealed_words import sealed_words
from lapor.gateway.tasks import queue_all
from lapor.intake.conversations.drafts import CATEGORY, CONFIRM, WHAT, WHERE, Draft
from lapor.intake.filing.actions import FilingResult
from lapor.intake.filing.places import outside_words
from lapor.intake.models import Conversation
from lapor.presentation.next_step import gone_on, next_step
from lapor.presentation.story import public_state
from lapor.reports.models import Report
from lapor.reports.queries import clocks_of

MOST_AN_HOUR = 30  # to one person: two machines that answer each other must end
HOUR = 3600
PATIENCE = timedelta(seconds=3)  # so long an answer waits for the next bubble or picture


def queue_reply(
    conversation: Conversation,
    text: str,
    *,
    cause: str,
    key: str,
    report: Report | None = None,
    answers: str = "",
    public_post: str = "",
    choices: Sequence[str] = (),
    asks_place: bool = False,
    holds_code: bool = False,
    is_passing: bool = False,
) -> None:
    """Queue a message, in the caller's transaction.

    `key`: the same thing said twice is said once; `answers`: the platform's id of what it answers, `public_post`: where
    that is public; `choices`: answers that can be tapped, said in the text as well; `holds_code`: a receipt code is in
    it, so that the words are emptied once they are sent; `is_passing`: it waits some seconds for more of what it
    answers and gives way to the next answer: several pictures or bubbles are answered once."""
    now = clock.now()
    if is_passing or holds_code:
        _give_way(conversation, now)
    if conversation.stopped_at is not None or conversation.nobody_reads or not _may_speak(conversation):
        return
    channel = conversation.account.channel
    subject = _("Report %(number)s") % {"number": show_tracking_id(report.tracking_id)} if report else _("Your message")
    message = OutboundMessage(
        channel=channel,
        account=conversation.account,
        root_id=conversation.account.root_id,
        report_id=report.pk if report else None,
        conversation_id=conversation.pk,
        audience=MessageAudience.PUBLIC if public_post else MessageAudience.REPORTER,
        cause=cause[:40],
        address=bytes(conversation.sender),
        words=sealed_words(
            truncate_for_channel(text, CHANNELS[channel].capabilities),
            subject=subject if CHANNELS[channel].capabilities.has_subject else "",
            choices=choices,
            answers=answers,
        ),
        holds_code=holds_code,
        public_post=public_post[:200],
        asks_place=asks_place,
        not_before=now + PATIENCE if is_passing else None,
        created_at=now,
        dedupe_key=f"say:{key}"[:120],
    )
    queue_all([message])


def _give_way(conversation: Conversation, now: datetime) -> None:
    """What was going to be said a moment ago goes unsaid. What is being sent already stays."""
    if not conversation.answers_count:
        return
    rows = OutboundMessage.objects.filter(
        conversation_id=conversation.pk, status=OutboundMessage.Status.WAITING, attempts=0, leased_until=None
    )
    passing = rows.filter(not_before__gt=now, cause__startswith="intake.")
    waiting = list(passing.select_for_update(of=("self",), skip_locked=True).values_list("pk", flat=True))
    if waiting:
        OutboundMessage.objects.filter(pk__in=waiting).delete()
        conversation.answers_count = max(0, conversation.answers_count - len(waiting))


def has_unsaid(conversation: Conversation) -> bool:
    """Whether something waits still that will be said in a moment."""
    rows = OutboundMessage.objects.filter(
        conversation_id=conversation.pk, status=OutboundMessage.Status.WAITING, attempts=0
    )
    return rows.filter(not_before__gt=clock.now(), cause__startswith="intake.ask").exists()


def choices_of(missing: str, offered: Sequence[tuple[str, str]] = ()) -> tuple[str, ...]:
    """What can be tapped for a question of a draft; `offered`: categories (code, label)."""
    if missing == CATEGORY:
        return (*(label for _code, label in offered), _("SEND"))
    return (_("SEND"), _("CANCEL")) if missing == CONFIRM else ()


def _may_speak(conversation: Conversation) -> bool:
    now = clock.now()
    if conversation.answers_since is None or (now - conversation.answers_since).total_seconds() > HOUR:
        conversation.answers_since, conversation.answers_count = now, 0
    conversation.answers_count += 1
    return conversation.answers_count <= MOST_AN_HOUR


def question(draft: Draft, missing: str, root: Agency) -> str:
    """The next question of a draft."""
    if missing == WHAT and draft.files:
        return _("Thank you for the photo. What is wrong there, and where is it?")
    if missing == WHAT:
        return _(
            "Hello, this is %(city)s. What is wrong, wished for or unknown? Write it in your own words; a photo helps."
        ) % {"city": _name(root)}
    if missing == WHERE:
        return _("Where is it? Send a location, or write street and kelurahan. You may also send photos.")
    if missing == CATEGORY:
        ask = _("What is it about? Tap what fits, or SEND to file it as it is.")
        return f"{_place_line(draft)}\n{ask}" if draft.understood else ask
    assert missing == CONFIRM  # noqa: S101 - there are four
    lines = [_("Your report: %(text)s") % {"text": one_line(draft.text, 300) or "—"}, _place_line(draft)]
    if draft.files:
        lines.append(_("Files: %(files)s") % {"files": draft.files})
    ask = _(
        "Answer SEND to file it, CANCEL to drop it, or write what is missing. Without an answer we file it in 30"
        " minutes."
    )
    return "\n".join(lines) + f"\n\n{ask}"


def _is_understood(draft: Draft) -> bool:
    """Whether the place was read out of their words and nobody asked for it."""
    return bool(draft.understood) and not draft.address and not draft.place


def _place_line(draft: Draft) -> str:
    if _is_understood(draft):
        return _("Place: %(where)s (if that is wrong, write the right place)") % {"where": one_line(draft.where, 120)}
    if draft.where or draft.place:
        return _("Place: %(where)s") % {"where": one_line(draft.where, 120) or _("the place on the map")}
    return _("Place: not said yet; write the street, or send the location.")


def receipt(filed: FilingResult) -> str:
    """Number, code, by when, and how to go on."""
    report = filed.report
    url = f"{base_url(report.root)}{reverse('web:report', args=[report.tracking_id])}"
    facts = {
        "number": show_tracking_id(report.tracking_id),
        "code": filed.receipt_code,
        "url": url,
        "next": _after_filing(filed),
    }
    return _(
        "We received your report. Number: %(number)s. Secret code: %(code)s. %(next)s\n%(url)s\nWrite STATUS to hear"
        " how it stands, NEW REPORT for another matter, OFFICER to speak with a person. What else you write is added to"
        " this report."
    ) % facts + _outside(report)


def _outside(report: Report) -> str:
    said = outside_words(report)
    return f"\n\n{said}" if said else ""


def public_receipt(filed: FilingResult) -> str:
    """The answer under a public post: everybody reads it, so that it holds no code and no word of the report."""
    report = filed.report
    facts = {
        "number": show_tracking_id(report.tracking_id),
        "url": f"{base_url(report.root)}{reverse('web:report', args=[report.tracking_id])}",
    }
    return (
        _("Thank you, we made this a report: number %(number)s. %(url)s Write to us in a private message to go on.")
        % facts
    )


def _after_filing(filed: FilingResult) -> str:
    if words := gone_on(filed.report):
        return words
    day = formats.date_format(filed.verify_due_at.astimezone(ZoneInfo(filed.report.root.timezone)), "l, j F Y")
    return _("An officer checks it by %(until)s.") % {"until": day}


def danger(root: Agency, *, category: str = "") -> str:
    """Said at once where the words tell of somebody in danger: the numbers that fit. `category`: a protected one; for
    a bribe nobody has to call an ambulance."""
    label = category or URGENT
    fitting = [line for line in root.brand.get("emergency", []) if label in line.get("fits", [label])]
    said = []
    if fitting:
        lines = "\n".join(f"{line['number']}: {line['name']}" for line in fitting)
        said.append(_("Are you or is somebody in danger now? Call:\n%(lines)s") % {"lines": lines})
    if category:
        said.append(_("Your report is confidential: only the team for protected cases reads it."))
    return "\n".join(said)


def status(report: Report, *, is_own: bool = True) -> str:
    """State, office, what happens next and by when; `is_own`: whoever asks is its reporter."""
    state = public_state(report, is_late=report.is_late(clock.now()))
    facts = {"number": show_tracking_id(report.tracking_id), "state": state}
    text = _("Report %(number)s: %(state)s.") % facts
    if report.agency is not None:
        text += " " + _("With: %(agency)s.") % {"agency": report.agency.name}
    return f"{text} {next_step(report, clocks_of(report), is_own=is_own).text}"


def unknown_number() -> str:
    return _("We have no report with this number. Please check your receipt: the number has ten digits.")


def in_language(conversation: Conversation) -> "translation.override":
    return translation.override(conversation.language)


def _name(root: Agency) -> str:
    return str(root.brand.get("name", root.name))


def message_key(message_id: UUID, what: str) -> str:
    return f"{message_id}:{what}"
