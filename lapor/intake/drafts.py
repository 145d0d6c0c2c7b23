"""A report on its way, gathered from messages: what is there, what is missing, and how it becomes a report. Sealed until then."""

import json
import uuid
from dataclasses import asdict, dataclass, field, replace
from datetime import timedelta

from lapor.agencies.models import Agency
from lapor.core import clock
from lapor.core.text import clean_text, fold
from lapor.gateway.messages import Inbound
from lapor.intake.actions import MAX_TEXT, Filed, NewReport, file_new_report
from lapor.intake.attachments import uploads_of
from lapor.intake.models import Conversation
from lapor.reporters import vault
from lapor.reports.acting import reporter_actor

SILENCE = timedelta(minutes=30)
LEAST_WORDS = 2  # less says nothing that an officer could act on
MOST_TEXTS = 40  # messages in one draft; later ones are added to the report
WHAT, WHERE, CONFIRM = "what", "where", "confirm"


@dataclass(frozen=True)
class Draft:
    """`key` is secret and stays the same: filed twice it is one report. `asked`: the questions that were put already."""

    key: str
    began_at: str
    texts: tuple[str, ...] = ()
    address: str = ""
    place: tuple[float, float] | None = None
    files: int = 0
    title: str = ""
    asked: tuple[str, ...] = field(default=())

    @property
    def text(self) -> str:
        return "\n".join(self.texts)

    def missing(self) -> str:
        """The next question: what, where, or whether it may be sent. Each is put once."""
        if len(fold(self.text).split()) < LEAST_WORDS and not self.files and WHAT not in self.asked:
            return WHAT
        if not self.place and not self.address and WHERE not in self.asked:
            return WHERE
        return CONFIRM


def draft_of(conversation: Conversation) -> Draft | None:
    text = vault.open_sealed(bytes(conversation.draft))
    if not text:
        return None
    kept = json.loads(text)
    place = kept.pop("place")
    return Draft(**{**kept, "texts": tuple(kept["texts"]), "asked": tuple(kept["asked"]), "place": tuple(place) if place else None})


def keep_draft(conversation: Conversation, draft: Draft | None) -> None:
    conversation.draft = vault.seal(json.dumps(asdict(draft))) if draft else b""
    conversation.draft_at = clock.now() if draft else None


def new_draft() -> Draft:
    return Draft(key=str(uuid.uuid4()), began_at=clock.now().isoformat())


def with_message(draft: Draft, inbound: Inbound, *, asked: str, files: int) -> Draft:
    """The message added: an answer to "where" is the place, everything else belongs to the text."""
    text = clean_text(inbound.text)
    if inbound.place:
        draft = replace(draft, place=inbound.place)
    if asked == WHERE and text and not draft.address:
        draft = replace(draft, address=text[:300])
    elif text:
        draft = replace(draft, texts=(*draft.texts, text)[:MOST_TEXTS])
    return replace(draft, files=draft.files + files)


def file_draft(conversation: Conversation, draft: Draft, root: Agency, *, channel: str, account: str) -> Filed:
    """Make the report. The person becomes known to the vault with the address they wrote from. Filed again, it is the same report."""
    if conversation.reporter is None:
        sender, name = vault.open_sealed(bytes(conversation.sender)), vault.open_sealed(bytes(conversation.name))
        conversation.reporter = vault.store_sender(account_id=conversation.account_id, sender=sender, name=name, language=conversation.language)
    new = NewReport(
        text=_as_long_as_a_report(draft.text or draft.address or "—"), title=draft.title, submission_key=draft.key,
        channel=channel, address=draft.address,
        latitude=draft.place[0] if draft.place else None, longitude=draft.place[1] if draft.place else None,
        language=conversation.language, uploads=tuple(uploads_of(draft.key)), reporter=conversation.reporter,
        provenance={"account": account, "said_at": draft.began_at},
    )  # fmt: skip
    return file_new_report(new, root=root, actor=reporter_actor(conversation.reporter.pk))


def _as_long_as_a_report(text: str) -> str:
    """What a form would take; the whole letter stays in its delivery."""
    return text if len(text) <= MAX_TEXT else f"{text[:MAX_TEXT]}…"
