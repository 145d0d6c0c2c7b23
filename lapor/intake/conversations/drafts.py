"""A report on its way, gathered from messages: what is there, what is missing, and how it becomes a report.

Sealed until then."""

import json
import uuid
from dataclasses import asdict, dataclass, field, replace
from datetime import timedelta

from django.db.models import Model

from lapor.agencies.models import Agency, Category
from lapor.agencies.queries import active_categories
from lapor.core import clock
from lapor.core.text import clean_text, fold
from lapor.gateway.messages import Inbound, InboundKind
from lapor.intake.files.attachments import drop_upload, uploads_of
from lapor.intake.filing.actions import MAX_TEXT, FilingResult, file_new_report
from lapor.intake.filing.new_report import NewReport
from lapor.intake.filing.said import said_in_message
from lapor.intake.models import Conversation
from lapor.intake.understanding.sentences import corrects_place, names_place, place_in, place_told, reads_as_place
from lapor.ledger.bulk_insert import bulk_insert_ignore
from lapor.reporters import vault
from lapor.reporters.models import ContactPoint, Reporter
from lapor.reports.provenance import Provenance
from lapor.reports.workflow.acting import StoredFile, reporter_actor

SILENCE = timedelta(minutes=30)
LEAST_WORDS = 2  # less says nothing that an officer could act on
MOST_TEXTS = 40  # messages in one draft; later ones are added to the report
SPOKEN_KINDS = frozenset({"audio", "video", "pdf"})
QUESTIONS = WHAT, WHERE, CATEGORY, CONFIRM = "what", "where", "category", "confirm"


@dataclass(frozen=True)
class Draft:
    """`key` is secret and stays the same: filed twice it is one report.

    `asked`: the questions that were put already."""

    key: str
    began_at: str
    texts: tuple[str, ...] = ()
    address: str = ""
    place: tuple[float, float] | None = None
    files: int = 0
    title: str = ""
    category: str = ""  # its code, where the person tapped one
    beside: tuple[str, ...] = ()  # said beside the words: their name, names of files; looked at for danger only
    parts: tuple[
        tuple[str, ...], ...
    ] = ()  # of each message: its id on the platform, what it gave, its uploads; see with_message
    spoken: int = 0  # of the files: those that tell by themselves what is wrong (a voice, a film, a letter)
    unread: int = 0  # files that nobody can read, and the person was not told of yet
    about: str = ""  # the id of the report that is open, until the person says whether this is the same matter; then ""
    asked: tuple[str, ...] = field(default=())

    @property
    def text(self) -> str:
        return "\n".join(self.texts)

    @property
    def understood(self) -> str:
        """The place that their words name, where none was said as an answer."""
        return next((found for text in self.texts if (found := place_told(text))), "")

    @property
    def where(self) -> str:
        """The place in words: what was said as the place; where that names no street, behind the one that their words
        name."""
        understood = "" if place_in(self.address) else self.understood
        return ", ".join(filter(None, [understood, self.address]))[:300]

    @property
    def said(self) -> tuple[str, ...]:
        return self.title, self.text, self.address, *self.beside

    @property
    def is_empty(self) -> bool:
        return not (self.texts or self.address or self.place or self.files)

    def missing(self) -> str:
        """The next question: what, where, or whether it may be sent.

        Each is put once. A photo does not say what is wrong, a voice does."""
        # a note of ours is no words of theirs
        own = " ".join(text for text in self.texts if not (text.startswith("[") and text.endswith("]")))
        if len(fold(own).split()) < LEAST_WORDS and not self.spoken and WHAT not in self.asked:
            return WHAT
        if not self.place and WHERE not in self.asked and not self.where:
            return WHERE
        return CONFIRM


def draft_of(conversation: Conversation) -> Draft | None:
    text = vault.open_sealed(bytes(conversation.draft))
    if not text:
        return None
    kept = json.loads(text)
    place = kept.pop("place")
    lists = {
        "texts": tuple(kept["texts"]),
        "asked": tuple(kept["asked"]),
        "beside": tuple(kept.get("beside", ())),
        "parts": tuple(tuple(part) for part in kept.get("parts", ())),
    }
    return Draft(**{**kept, **lists, "place": tuple(place) if place else None})


def keep_draft(conversation: Conversation, draft: Draft | None) -> None:
    conversation.draft = vault.seal(json.dumps(asdict(draft))) if draft else b""
    conversation.draft_at = clock.now() if draft else None


def new_draft() -> Draft:
    return Draft(key=str(uuid.uuid4()), began_at=clock.now().isoformat())


def with_message(draft: Draft, inbound: Inbound, *, files: tuple[StoredFile, ...] = ()) -> Draft:
    """The message added: what reads as a place once "where" was asked, or a place was understood, is the place;
    everything else belongs to the text; a caption always does. New words of a message that is in the draft already take
    the place of its old ones. `files`: its uploads."""
    text = clean_text(inbound.text)
    draft = with_beside(draft, inbound)
    if inbound.kind == InboundKind.EDITED and (old := _part(draft, inbound.external_id)):
        _id, was_address, was_text, *_uploads = old
        if was_address:
            return replace(draft, address=text[:300], parts=_with_part(draft, old, (old[0], text[:300], "", *old[3:])))
        texts = tuple(text if one == was_text else one for one in draft.texts)
        return replace(draft, texts=texts, parts=_with_part(draft, old, (old[0], "", text, *old[3:])))
    if inbound.place:
        draft = replace(draft, place=inbound.place)
    as_address, as_text = "", ""
    may_be_place = WHERE in draft.asked and not draft.address and not inbound.media
    is_other_place = not inbound.media and (
        corrects_place(text) if draft.address else bool(draft.understood) and names_place(text)
    )
    if text and (is_other_place or (may_be_place and reads_as_place(text))):
        as_address = text[:300]
        draft = replace(draft, address=as_address)
    elif text and len(draft.texts) < MOST_TEXTS:
        as_text = text
        draft = replace(
            draft, texts=(*draft.texts, text), address=draft.address or (place_in(text) if may_be_place else "")
        )
    part = (inbound.external_id, as_address, as_text, *(str(file.id) for file in files))
    return replace(
        draft,
        files=draft.files + len(files),
        spoken=draft.spoken + sum(file.kind in SPOKEN_KINDS for file in files),
        parts=(*draft.parts, part) if inbound.external_id else draft.parts,
    )


def with_beside(draft: Draft, inbound: Inbound) -> Draft:
    beside = (one for one in said_in_message(inbound) if one and one != inbound.text)
    return replace(draft, beside=tuple(dict.fromkeys((*draft.beside, *beside)))[:MOST_TEXTS])


def with_note(draft: Draft, note: str) -> Draft:
    """A line of ours among the words."""
    return replace(draft, texts=(*draft.texts, note)) if note and len(draft.texts) < MOST_TEXTS else draft


def without_message(draft: Draft, external_id: str) -> Draft:
    """The draft without what a message gave, its files included; the same draft where the message is not in it."""
    part = _part(draft, external_id)
    if part is None:
        return draft
    _id, address, text, *uploads = part
    for upload in uploads:
        drop_upload(draft.key, uuid.UUID(upload))
    texts = list(draft.texts)
    if text in texts:
        texts.remove(text)
    return replace(
        draft,
        texts=tuple(texts),
        address="" if address and address == draft.address else draft.address,
        files=draft.files - len(uploads),
        parts=tuple(one for one in draft.parts if one != part),
    )


def _part(draft: Draft, external_id: str) -> tuple[str, ...] | None:
    return next((part for part in draft.parts if part[0] == external_id and external_id), None)


def _with_part(draft: Draft, old: tuple[str, ...], new: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    return tuple(new if part == old else part for part in draft.parts)


def known_reporter(conversation: Conversation) -> Reporter:
    """Who writes, made known to the vault with the address they write from. The caller saves the conversation."""
    if conversation.reporter is None:
        conversation.reporter, point = _writer(conversation)
        bulk_insert_ignore([conversation.reporter])
        bulk_insert_ignore([point])
    return conversation.reporter


def _writer(conversation: Conversation) -> tuple[Reporter, ContactPoint]:
    """Not yet stored."""
    sender, name = vault.open_sealed(bytes(conversation.sender)), vault.open_sealed(bytes(conversation.name))
    return vault.sender_rows(
        account_id=conversation.account_id, sender=sender, name=name, language=conversation.language
    )


def file_draft(
    conversation: Conversation, draft: Draft, root: Agency, *, channel: str, provenance: Provenance
) -> FilingResult:
    """Make the report.

    The person becomes known to the vault with the address they wrote from. Filed again, it is the same report."""
    reporter, fresh = conversation.reporter, tuple[Model, ...]()
    if reporter is None:  # written with the report, in one statement
        reporter, point = _writer(conversation)
        fresh = (reporter, point)
    new = NewReport(
        text=_as_long_as_a_report(draft.text or draft.address or "—"),
        title=draft.title,
        submission_key=draft.key,
        channel=channel,
        address=draft.where,
        category=_category(root, draft.category),
        latitude=draft.place[0] if draft.place else None,
        longitude=draft.place[1] if draft.place else None,
        language=conversation.language,
        uploads=tuple(uploads_of(draft.key)) if draft.files else (),
        reporter=reporter,
        fresh=fresh,
        provenance={"said_at": draft.began_at, **provenance},
        beside=draft.beside,
    )
    filed = file_new_report(new, root=root, actor=reporter_actor(reporter.pk))
    conversation.reporter = filed.report.reporter if filed.is_repeat else reporter
    return filed


def _category(root: Agency, code: str) -> Category | None:
    return active_categories(root).select_related("agency").filter(code=code).first() if code else None


def _as_long_as_a_report(text: str) -> str:
    """What a form would take; the whole letter stays in its delivery."""
    return text if len(text) <= MAX_TEXT else f"{text[:MAX_TEXT]}…"
