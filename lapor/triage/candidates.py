"""What waits for an officer: public words (a comment, a post, a news item), and mails about a report without proof
(intake.mail.answered_report): made a report, attached to one, or dismissed with a reason.

Each decision is an event in the installation's chain; what was dismissed can be put back. Called by the console.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet, TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lapor.agencies.actions import record_power_event
from lapor.agencies.models import Category, Officer
from lapor.agencies.queries import root_of, rules_of
from lapor.agencies.roles import Can, may
from lapor.core import clock
from lapor.core.cleaning.limits import FileRefused
from lapor.core.links import post_key
from lapor.core.text import clean_text
from lapor.db.compiled import Compiled, Given
from lapor.gateway.channels import CHANNELS
from lapor.gateway.inbound.receiving import files_of
from lapor.gateway.messages import Inbound, opened_message
from lapor.gateway.models import InboundMessage
from lapor.intake.conversations import replies
from lapor.intake.conversations.drafts import known_reporter
from lapor.intake.conversations.message_context import conversation_of
from lapor.intake.files.attachments import StorageFull, queue_preparing, store_file
from lapor.intake.filing.actions import FilingResult, file_new_report, key_of_row
from lapor.intake.filing.new_report import NewReport
from lapor.intake.filing.said import said_in_message
from lapor.intake.mail.letters import writer_for
from lapor.intake.mentions.mentions import ATTACHED
from lapor.intake.models import Conversation
from lapor.reports.actions import perform_action
from lapor.reports.models import Report
from lapor.reports.officer_scope import OfficerScope, scope_of
from lapor.reports.queries import may_see, seen_by
from lapor.reports.vocabulary import ActName, Channel, channel_label
from lapor.reports.workflow.acting import ActData, StoredFile, officer_actor, reporter_actor
from lapor.reports.workflow.refusals import ActRefused
from lapor.triage.press import file_story, with_same_story, with_words

STATES = InboundMessage.State
ACCEPTED, DISMISSED = "accepted", "dismissed"
LOOKED_AT = 200  # messages among which nearly equal posts are looked for
MOST_BESIDE = 20  # mails that wait beside one report


class Reason(TextChoices):
    """Why public words become no report. Closed list."""

    NO_REPORT = "no_report", gettext_lazy("No complaint, wish or question")
    NOT_OURS = "not_ours", gettext_lazy("Not about this city or its services")
    KNOWN = "known", gettext_lazy("Reported already")
    UNCLEAR = "unclear", gettext_lazy("Too little is said, and the writer does not answer")
    UNPROVED = "unproved", gettext_lazy("Nothing shows that the reporter wrote it")
    SPAM = "spam", gettext_lazy("Spam or hate")


def waiting_rows(officer: Officer) -> "QuerySet[InboundMessage]":
    """What this officer decides on."""
    return _waiting(scope_of(officer))


def count_waiting(officer: Officer, most: int) -> int:
    """How many wait, no further than `most`."""
    return len(_WAITING_KEYS.rows(scope_of(officer), most))


def _waiting(scope: OfficerScope) -> "QuerySet[InboundMessage]":
    return _for(scope, _undecided(scope.root))


def _undecided(root: Any) -> "QuerySet[InboundMessage]":
    return InboundMessage.objects.filter(account__root=root, state=STATES.CANDIDATE)


def _for(scope: OfficerScope, rows: "QuerySet[InboundMessage]") -> "QuerySet[InboundMessage]":
    """Protected words go to the standing group only, all others to triage; a mail about a report to whoever may see
    that report now."""
    about_none = Q(report_id=None, is_protected=may(scope, Can.SEE_PROTECTED))
    about_seen = Q(Exists(seen_by(scope).filter(pk=OuterRef("report_id"))), report_id__isnull=False)
    return rows.filter(about_none | about_seen).select_related("account")


_WAITING_KEYS: Compiled[Any] = Compiled(
    lambda scope, most: _waiting(scope).order_by().values_list("pk", flat=True)[:most]
)
_ABOUT_REPORT = Compiled(
    lambda: (
        _undecided(Given("root"))
        .filter(report_id=Given("report"))
        .select_related("account")
        .order_by("received_at", "id")[:MOST_BESIDE]
    )
)


def mails_about(report: Report, *, officer: Officer) -> "list[InboundMessage]":
    """The mails that came from the reporter's address without proof and wait beside the report: none for whom it is not
    theirs to see. One query."""
    if not may_see(officer, report):
        return []
    return _ABOUT_REPORT.rows(root=root_of(officer).pk, report=report.pk)


def in_order(officer: Officer, most: int) -> "list[InboundMessage]":
    """The first cards, urgent ones before the others, then the oldest."""
    return list(cards(officer).order_by("-is_urgent", "received_at", "id")[:most])


def cards(officer: Officer) -> "QuerySet[InboundMessage]":
    """What waits, but for news that another waiting story tells already: that one's card stands for it."""
    first = InboundMessage.objects.filter(
        pk=OuterRef("news__story"), state=STATES.CANDIDATE, is_protected=OuterRef("is_protected")
    )
    return waiting_rows(officer).filter(~Exists(first.exclude(pk=OuterRef("pk"))))


def dismissed_rows(officer: Officer) -> "QuerySet[InboundMessage]":
    rows = InboundMessage.objects.filter(
        account__root=root_of(officer), state=STATES.IGNORED, outcome=DISMISSED
    ).exclude(body=b"")
    return _for(scope_of(officer), rows)


def accept(message_id: UUID, *, by: Officer, category: Category | None = None) -> FilingResult | None:
    """Make it a report of its writer, who is told under the post (never where it is protected).

    News is nobody's: the officer files it. None: it no longer waits. Raises ActRefused."""
    with transaction.atomic():
        row = _locked(message_id, by)
        if row is None:
            return None
        if row.channel == Channel.NEWS:
            rows = with_same_story(row, waiting_rows(by))
            filed = file_story(with_words(rows), by=by, category=category)
            for told in rows:
                _decide(told, by, STATES.TAKEN, ACCEPTED, report=filed.report)
            return filed
        inbound = opened_message(bytes(row.body))
        conversation = conversation_of(row.account, inbound)
        conversation = writer_for(conversation, inbound) if is_mail(row) else conversation
        reporter = known_reporter(conversation)
        new = NewReport(
            text=clean_text(inbound.text) or clean_text(inbound.subject) or "—",
            title=clean_text(inbound.subject),
            submission_key=key_of_row("candidate", row.pk),
            channel=row.channel,
            category=category,
            language=conversation.language,
            reporter=reporter,
            photos=_files(row),
            latitude=inbound.place[0] if inbound.place else None,
            longitude=inbound.place[1] if inbound.place else None,
            provenance={
                "account": row.account.name,
                "url": inbound.url,
                "post": post_key(inbound.url),
                "said_at": inbound.sent_at.isoformat() if inbound.sent_at else "",
                "accepted_by": by.name,
            },
        )
        filed = file_new_report(new, root=row.account.root, actor=reporter_actor(reporter.pk))
        conversation.report, conversation.report_at, conversation.last_at = filed.report, clock.now(), clock.now()
        conversation.reporter = None if conversation.nobody_reads else conversation.reporter
        conversation.save()
        row.conversation_id = conversation.pk
        if is_mail(row):
            _answer_by_mail(conversation, filed, row)
        else:
            _answer_in_public(conversation, filed, row, inbound)
        _decide(row, by, STATES.TAKEN, ACCEPTED, report=filed.report)
    return filed


def attach(message_id: UUID, report: Report, *, by: Officer) -> bool:
    """Add its words to a report that tells of the same. Raises ActRefused. False: it no longer waits."""
    with transaction.atomic():
        row = _locked(message_id, by)
        if row is None:
            return False
        inbound, rows = opened_message(bytes(row.body)), with_same_story(row, waiting_rows(by))
        links = dict.fromkeys(one.inbound.url for one in with_words(rows) if one.inbound.url)
        unproved = [_("from the reporter's address, without proof")] if is_mail(row) else []
        source = " ".join([channel_label(row.channel), *unproved, *links])
        files = () if row.channel == Channel.NEWS else _files(row)
        data = ActData(text=clean_text(inbound.text) or "—", source=source[:200], photos=files)
        taken = perform_action(report.pk, ActName.TAKE_IN, actor=officer_actor(by), data=data)
        queue_preparing(files)
        row.entry_id = taken.entry.pk
        for told in rows:
            _decide(row if told.pk == row.pk else told, by, STATES.TAKEN, ATTACHED, report=report)
    return True


def dismiss(message_id: UUID, reason: Reason, *, by: Officer) -> bool:
    """False: it no longer waits."""
    with transaction.atomic():
        row = _locked(message_id, by)
        for told in with_same_story(row, waiting_rows(by)) if row else ():
            told.error = reason.value
            _decide(told, by, STATES.IGNORED, DISMISSED, reason=reason.value)
    return row is not None


def put_back(message_id: UUID, *, by: Officer) -> bool:
    """What was dismissed by mistake waits again."""
    with transaction.atomic():
        row = dismissed_rows(by).select_for_update(of=("self",)).filter(pk=message_id).first()
        for told in with_same_story(row, dismissed_rows(by)) if row else ():
            told.error = ""
            _decide(told, by, STATES.CANDIDATE, "put_back")
    return row is not None


def _locked(message_id: UUID, by: Officer) -> InboundMessage | None:
    return (
        waiting_rows(by).select_related("account__root").select_for_update(of=("self",)).filter(pk=message_id).first()
    )


def _files(row: InboundMessage) -> tuple[StoredFile, ...]:
    """Those that can be read; the post itself has the others.

    Raises ActRefused where there is no room for them, or none can be read just now."""
    stored = []
    for name, content in files_of(row)[:10]:
        try:
            stored.append(store_file(content, name))
        except FileRefused as refused:
            if refused.is_temporary:
                raise ActRefused(
                    _("Its files cannot be read just now, so nothing was changed. Try again in a few minutes.")
                ) from refused
        except StorageFull as error:
            raise ActRefused(
                _("There is no room for its files, so nothing was changed. Please tell your system administrator.")
            ) from error
    return tuple(stored)


def is_mail(row: InboundMessage) -> bool:
    return CHANNELS[row.channel].capabilities.files_at_once


def _answer_by_mail(conversation: Conversation, filed: FilingResult, row: InboundMessage) -> None:
    with replies.in_language(conversation):
        replies.queue_reply(
            conversation,
            replies.receipt(filed),
            cause="intake.filed",
            key=replies.message_key(row.pk, "filed"),
            report=filed.report,
            holds_code=True,
        )


def _answer_in_public(conversation: Conversation, filed: FilingResult, row: InboundMessage, inbound: Inbound) -> None:
    if filed.report.is_protected or rules_of(row.account.root).heard_in(*said_in_message(inbound)).category:
        return
    with replies.in_language(conversation):
        text, key = replies.public_receipt(filed), replies.message_key(row.pk, "filed")
        replies.queue_reply(
            conversation,
            text,
            cause="intake.accepted",
            key=key,
            report=filed.report,
            answers=inbound.external_id,
            public_post=inbound.external_id,
        )


def _decide(
    row: InboundMessage, by: Officer, state: str, outcome: str, *, report: Report | None = None, reason: str = ""
) -> None:
    row.state, row.outcome, row.done_at = state, outcome, None if state == STATES.CANDIDATE else clock.now()
    row.report_id = report.pk if report else row.report_id  # of a mail: which one it waits beside
    row.save(update_fields=["state", "outcome", "done_at", "report_id", "entry_id", "conversation_id", "error"])
    data: Mapping[str, object] = {
        "message": str(row.pk),
        **({"report": str(report.pk)} if report else {}),
        **({"reason": reason} if reason else {}),
    }
    record_power_event(row.account.root_id, f"candidate.{outcome}", by=by, **data)
