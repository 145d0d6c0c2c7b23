"""One message with what it takes to answer it, and the two things said from more than one room: whose a report is, and
that one was filed.

Called by conversations/handler.py and letters.py.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lapor.agencies.models import Agency
from lapor.agencies.queries import DangerHeard, rules_of
from lapor.core import clock
from lapor.core.cleaning.limits import FileRefused
from lapor.core.text import name_to_say
from lapor.gateway.accounts.accounts import phone_channels
from lapor.gateway.channels import CHANNELS
from lapor.gateway.messages import Inbound, InboundKind, message_key
from lapor.gateway.models import ChannelAccount, InboundMessage
from lapor.intake.conversations import drafts, replies
from lapor.intake.conversations.outcomes import MessageOutcome
from lapor.intake.files.attachments import store_file
from lapor.intake.filing.said import said_in_message
from lapor.intake.models import Conversation
from lapor.ledger.bulk_insert import bulk_insert_ignore
from lapor.reporters import vault
from lapor.reporters.models import ContactPoint
from lapor.reports.models import Report
from lapor.reports.provenance import Provenance, only_known
from lapor.reports.vocabulary import Urgency
from lapor.reports.workflow.acting import StoredFile

FAIL = "fail"  # the trusted mail server says that the sender is forged (channels.email.sender_check)


@dataclass(frozen=True)
class MessageContext:
    """A message, its conversation, and the files that came along."""

    row: InboundMessage
    inbound: Inbound
    conversation: Conversation
    root: Agency
    files: Sequence[tuple[str, bytes]]
    original: InboundMessage | None = None  # of an edited or deleted message

    @property
    def answers(self) -> str:
        """The platform's id of the message, for the answer to name (a mail's id has the hash of its body behind it)."""
        return (
            self.inbound.external_id.partition("#")[0].strip("<>")
            if self.row.channel == "email"
            else self.inbound.external_id
        )

    @property
    def note(self) -> str:
        """What the officer has to know of files that the platform did not give out; their names may tell who sent
        them."""
        missing = sum(not content for _name, content in self.files)
        return (
            ngettext("[%(n)s file could not be fetched]", "[%(n)s files could not be fetched]", missing)
            % {"n": missing}
            if missing
            else ""
        )

    @property
    def heard(self) -> DangerHeard:
        """Words of danger in anything the message says."""
        return rules_of(self.root).heard_in(*said_in_message(self.inbound))

    @property
    def is_empty(self) -> bool:
        return self.inbound.kind == InboundKind.MESSAGE and not (
            self.inbound.text.strip() or self.inbound.media or self.inbound.place
        )

    def say(
        self,
        text: str,
        what: str,
        report: Report | None = None,
        choices: Sequence[str] = (),
        *,
        asks_place: bool = False,
        is_passing: bool = False,
    ) -> None:
        """`is_passing`: see saying.say; letters are answered one by one."""
        album = self.inbound.album
        key = f"{self.conversation.pk}:{album[:20]}:{what}" if album else replies.message_key(self.row.pk, what)
        replies.queue_reply(
            self.conversation,
            text,
            cause=f"intake.{what}",
            key=key,
            report=report,
            answers=self.answers,
            choices=choices,
            asks_place=asks_place,
            is_passing=is_passing and not self.is_letter,
        )

    def say_once(
        self,
        text: str,
        what: str,
        *,
        of: UUID,
        window: str = "",
        report: Report | None = None,
        choices: Sequence[str] = (),
    ) -> None:
        """Once about a thing (and within a window), however often its cause comes again."""
        key = f"{self.conversation.pk}:{what}:{of.hex[-16:]}:{window}"
        replies.queue_reply(
            self.conversation,
            text,
            cause=f"intake.{what}",
            key=key,
            report=report,
            answers=self.answers,
            choices=choices,
        )

    @property
    def is_letter(self) -> bool:
        """A mail: nothing is asked before it is filed, and it has to prove whose it is."""
        return CHANNELS[self.row.channel].capabilities.files_at_once

    def stored_files(self) -> tuple[tuple[StoredFile, ...], list[str]]:
        """The files that could be stored, and which of them nobody can read, by place: a mail that quotes a name tells
        it on. Raises StorageFull."""
        stored, refused = [], []
        for number, (name, content) in enumerate(self.files[:10], 1):
            try:
                stored.append(store_file(content, name))
            except FileRefused:
                refused.append(_("file %(number)s") % {"number": number})
        return tuple(stored), refused


def conversation_of(account: ChannelAccount, inbound: Inbound) -> Conversation:
    """The sender's conversation, locked; made where it is the first message."""
    lookup, now = vault.channel_lookup(account.pk, inbound.sender), clock.now()
    rows = Conversation.objects.select_for_update().filter(account=account, lookup=lookup)
    found = rows.first()
    if found is None:
        first = Conversation(
            account=account,
            lookup=lookup,
            sender=vault.seal(inbound.sender),
            name=vault.seal(inbound.sender_name),
            last_at=now,
        )
        found = first if bulk_insert_ignore([first]) else rows.get()
    found.nobody_reads = inbound.is_nobody
    found.account = account  # the caller's is loaded with its city
    if found.report_id is not None:
        found.report = Report.objects.select_related("root", "agency", "category").get(pk=found.report_id)
    return found


def file_now(
    conversation: Conversation,
    draft: drafts.Draft,
    root: Agency,
    *,
    key: str,
    answers: str = "",
    told_by: str = "",
    sender_check: str = "",
) -> MessageOutcome:
    """The draft becomes a report; number and code are said.

    Called by a message and by the sweep of silent drafts. `told_by`: the officer who passed the words on;
    `sender_check`: what the mail server says of the sender."""
    account = conversation.account
    how: Provenance = {"account": account.name, "forwarded_by": told_by, "sender_check": sender_check}
    filed = drafts.file_draft(conversation, draft, root, channel=account.channel, provenance=only_known(how))
    drafts.keep_draft(conversation, None)
    conversation.asked = ""
    _belong_to(filed.report, account, [part[0] for part in draft.parts if part[0] != answers])
    report = filed.report
    is_danger = report.is_protected or report.urgency == Urgency.URGENT
    protected = report.category.code if report.is_protected and report.category else ""
    danger = replies.danger(root, category=protected) if is_danger else ""
    text = "\n\n".join(filter(None, [danger, replies.receipt(filed)]))
    said_once = replies.message_key(UUID(key), "filed")
    replies.queue_reply(
        conversation, text, cause="intake.filed", key=said_once, report=filed.report, answers=answers, holds_code=True
    )
    return MessageOutcome("filed", filed.report)


def _belong_to(report: Report, account: ChannelAccount, message_ids: list[str]) -> None:
    """The messages that the report was gathered from: one that points to them, or changes them, is about it.

    (The last says so itself.)"""
    if not message_ids:
        return
    keys = [message_key(account.pk, Inbound(external_id=one)) for one in message_ids]
    InboundMessage.objects.filter(account=account, key__in=keys, report_id=None).update(report_id=report.pk)


def with_refused(text: str, refused: list[str]) -> str:
    if not refused:
        return text
    unread = _("We could not read these files: %(names)s.") % {"names": ", ".join(map(name_to_say, refused))}
    return f"{text}\n\n{unread}"


def is_own(conversation: Conversation, report: Report) -> bool:
    """Whether the conversation's person is the report's reporter: the same in the vault, or an address that the
    reporter left."""
    if report.reporter_id is None:
        return False
    if report.reporter_id == conversation.reporter_id:
        return True
    return ContactPoint.objects.filter(reporter=report.reporter_id, lookup__in=lookups(conversation)).exists()


def lookups(conversation: Conversation) -> list[bytes]:
    """How the address they write from may be known.

    A number that another platform gives its users is nobody's phone."""
    channel = conversation.account.channel
    kind = "email" if channel == "email" else "phone" if channel in phone_channels() else None
    sender = vault.open_sealed(bytes(conversation.sender)) if kind else ""
    if conversation.account.channel == "whatsapp":  # always with its country, never with a sign before it
        sender = f"+{sender.removeprefix('+')}"
    return [*([vault.contact_lookup(kind, sender)] if kind else []), bytes(conversation.lookup)]
