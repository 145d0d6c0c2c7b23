"""What becomes of an outlet's story: a candidate where it is about the city and its services, else nothing, with the
reason.

The same story of several outlets is one candidate; what an outlet changes afterwards goes to the candidate or to the
report made of it.
"""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext as _

from lapor.core import clock
from lapor.gateway.channels import READ_ARTICLES
from lapor.gateway.inbound.media import want_files
from lapor.gateway.messages import Inbound, InboundKind, opened_message, sealed_message
from lapor.gateway.models import InboundMessage
from lapor.intake.conversations.outcomes import MessageOutcome
from lapor.intake.filing.actions import MAX_TEXT
from lapor.intake.mentions.alarms import make_candidate
from lapor.intake.models import NewsItem
from lapor.intake.press.newsworthy import fingerprint, is_same_story, judge
from lapor.reports.actions import perform_action
from lapor.reports.models import Report
from lapor.reports.vocabulary import ActName
from lapor.reports.workflow.acting import SYSTEM, ActData
from lapor.reports.workflow.refusals import ActRefused

STATES = InboundMessage.State
SAME_STORY_WITHIN = timedelta(days=4)
MOST_COMPARED = 400  # stories of the last days
PAUSE_BETWEEN_ARTICLES = 10  # seconds, to one outlet


def take_news(message: InboundMessage, inbound: Inbound, original: InboundMessage | None) -> tuple[MessageOutcome, str]:
    """Needs a transaction around it."""
    if inbound.kind == InboundKind.EDITED and original is not None:
        return _changed(message, inbound, original)
    verdict = judge(message.account.root, inbound.subject, inbound.text)
    if not verdict.is_ours:
        return MessageOutcome("ignored", why=verdict.why), STATES.IGNORED
    return _waits(message, inbound, verdict.why), STATES.CANDIDATE


def _waits(message: InboundMessage, inbound: Inbound, why: str) -> MessageOutcome:
    make_candidate(message, inbound)
    words = fingerprint(inbound.subject, inbound.text)
    story = _story(message, words)
    NewsItem.objects.update_or_create(
        message=message,
        defaults={"root": message.account.root, "story": story or message.pk, "words": words, "came_at": clock.now()},
    )
    if READ_ARTICLES.among(message.account.settings) != "no" and not message.files.exists():
        want_files(message, inbound, pause=PAUSE_BETWEEN_ARTICLES)
    return MessageOutcome("candidate", why=f"{why}; the same story as another one" if story else why)


def _story(message: InboundMessage, words: list[int]) -> UUID | None:
    """The story of the last days that waits and says nearly the same."""
    rows = NewsItem.objects.filter(
        root=message.account.root, came_at__gt=clock.now() - SAME_STORY_WITHIN, message__state=STATES.CANDIDATE
    )
    rows = rows.filter(message__is_protected=message.is_protected).exclude(message=message).order_by("-came_at")
    return next(
        (story for story, others in rows.values_list("story", "words")[:MOST_COMPARED] if is_same_story(words, others)),
        None,
    )


def _changed(message: InboundMessage, inbound: Inbound, original: InboundMessage) -> tuple[MessageOutcome, str]:
    now_says = replace(inbound, kind=InboundKind.MENTION)
    before = opened_message(bytes(original.body)) if original.body else None
    original.account = message.account
    if original.report_id is not None and original.state == STATES.TAKEN:
        return _tell_report(original, original.report_id, now_says, before), STATES.TAKEN
    old, original.body = bytes(original.body), sealed_message(now_says)
    original.save(update_fields=["body"])
    if original.state == STATES.CANDIDATE:
        make_candidate(original, now_says)
        NewsItem.objects.filter(message=original).update(changed_at=clock.now(), before=old)
        return MessageOutcome("candidate_changed"), STATES.TAKEN
    verdict = judge(message.account.root, inbound.subject, inbound.text)
    if original.state == STATES.IGNORED and verdict.is_ours:
        original.state, original.outcome, original.error, original.done_at = (
            STATES.CANDIDATE,
            "candidate",
            verdict.why,
            None,
        )
        original.save(update_fields=["state", "outcome", "error", "done_at"])
        _waits(original, now_says, verdict.why)
        NewsItem.objects.filter(message=original).update(changed_at=clock.now(), before=old)
        return MessageOutcome("candidate_again", why=verdict.why), STATES.TAKEN
    return MessageOutcome("ignored", why=f"its words were changed: {verdict.why}"), STATES.IGNORED


def _tell_report(original: InboundMessage, report_id: UUID, inbound: Inbound, before: Inbound | None) -> MessageOutcome:
    """The officers of the report read what the outlet says now, and what it said before."""
    report = Report.objects.get(pk=report_id)
    with translation.override(report.language):
        now, then = _("The outlet changed its story. Now it says:"), _("Before that it said:")
    text = f"{now}\n{_whole(inbound)}" + (f"\n\n{then}\n{_whole(before)}" if before else "")
    data = ActData(text=text[:MAX_TEXT], source=f"{inbound.sender_name} {inbound.url}".strip()[:200])
    try:
        entry = perform_action(report.pk, ActName.TAKE_IN, actor=SYSTEM, data=data).entry
    except ActRefused as refused:
        return MessageOutcome("ignored", why=f"the outlet changed its words: {refused.reason}")
    original.body = sealed_message(inbound)
    original.save(update_fields=["body"])
    NewsItem.objects.filter(message=original).update(changed_at=clock.now())
    return MessageOutcome("corrected", report, entry_id=entry.pk)


def _whole(inbound: Inbound) -> str:
    return "\n".join(dict.fromkeys(filter(None, (inbound.subject, inbound.text))))
