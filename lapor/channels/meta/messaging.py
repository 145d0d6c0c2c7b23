"""Messenger's events as messages, also those of Instagram."""

from collections.abc import Iterator
from typing import Any

from lapor.channels.base import (
    Inbound,
    InboundKind,
    Media,
)
from lapor.channels.payload import (
    ident,
    ignored,
    lines,
    moment,
    names,
    reaction,
    record,
    several,
    unread,
    value,
    words,
    writer,
)
from lapor.core.geometry import point_from

NOTICES = {
    "read": "read by the person",
    "optin": "an opt-in",
    "referral": "a link that was followed",
    "account_linking": "accounts linked or unlinked",
    "app_roles": "roles of apps",
    "policy-enforcement": "a warning of the platform about its rules",
    "policy_enforcement": "a warning of the platform about its rules",
    "pass_thread_control": "the conversation was passed to another app",
    "take_thread_control": "the conversation was taken by another app",
    "request_thread_control": "another app asks for the conversation",
    "checkout_update": "a checkout",
    "pre_checkout": "a checkout",
    "payment": "a payment",
    "game_play": "a game",
    "messaging_feedback": "a feedback form",
    "response_feedback": "a feedback to an answer",
    "typing": "typing",
    "delivery": "delivered",
}


STICKER, HIDDEN = "a sticker", "a kind of message that the platform does not show us"


def read_messaging(event: Any, page: str, *, is_standby: bool = False) -> Iterator[Inbound]:
    """What one event of `messaging` or `standby` says. `page` is the account's own id."""
    if not isinstance(event, dict):
        yield ignored(event, "an event that is no object")
    elif isinstance(event.get("message"), dict):
        yield _message(event, event["message"], page, is_standby=is_standby)
    elif isinstance(event.get("message_edit"), dict):
        edit = event["message_edit"]
        yield _known(event, InboundKind.EDITED, ident(edit, "mid"), text=words(edit, "text"))
    elif isinstance(event.get("postback"), dict):
        yield _postback(event, event["postback"], page)
    elif mids := [ident({"mid": mid}, "mid") for mid in several(event, "delivery", "mids")]:
        yield from (_status(mid, "delivered", event) for mid in mids)
    elif mid := ident(event, "read", "mid"):
        yield _status(mid, "read", event)
    elif isinstance(event.get("reaction"), dict):
        yield _reacted(event, event["reaction"])
    else:
        known = next((name for name in NOTICES if name in event), "")
        yield ignored(
            event, NOTICES[known] if known else f"an unknown event: {names(event)}", sender=ident(event, "sender", "id")
        )


def _status(mid: str, status: str, event: dict[str, Any]) -> Inbound:
    return Inbound(kind=InboundKind.STATUS, external_id=mid, status=status, sent_at=moment(event, "timestamp"))


def _known(event: dict[str, Any], kind: InboundKind, mid: str, **rest: Any) -> Inbound:
    """An event about a message that has an id, by somebody who can be answered."""
    sender = ident(event, "sender", "id")
    if not mid or not sender:
        return ignored(event, "neither its message nor its sender is named", text=rest.get("text", ""))
    return Inbound(kind=kind, external_id=mid, sender=sender, sent_at=moment(event, "timestamp"), **rest)


def _reacted(event: dict[str, Any], put: dict[str, Any]) -> Inbound:
    sender, to, sign = ident(event, "sender", "id"), ident(put, "mid"), words(put, "emoji") or words(put, "reaction")
    if words(put, "action") == "unreact" or not (sender and to and sign):
        return ignored(event, "a reaction that was taken off, or names nothing", sender=sender)
    return reaction(Inbound(sender=sender, sent_at=moment(event, "timestamp")), sign, to)


def _message(event: dict[str, Any], message: dict[str, Any], page: str, *, is_standby: bool) -> Inbound:
    sender, mid = ident(event, "sender", "id"), ident(message, "mid") or ident(message, "id")
    text = words(message, "text")
    attachments = several(message, "attachments")
    if message.get("is_echo") or (page and sender == page):
        return ignored(event, "a message of our own (echo)")
    if not sender and not mid:
        return ignored(event, "neither its message nor its sender is named", text=text)
    if message.get("is_deleted"):
        return _known(event, InboundKind.DELETED, mid)
    if message.get("is_unsupported"):
        return _hidden(event, sender, mid, HIDDEN)
    media, found, spot, url = _attachments(attachments)
    if not (text or media or found or spot or url) and (message.get("sticker_id") or attachments):
        return _hidden(
            event,
            sender,
            mid,
            STICKER if _is_sticker(message) else f"attachments without words or files: {_types(attachments)}",
        )
    is_story = any(words(one, "type") == "story_mention" for one in attachments)
    kind = InboundKind.MENTION if is_story or not sender else InboundKind.MESSAGE
    sender = sender or writer("", mid)
    flaws = (
        *(["came while another app held the conversation"] if is_standby else []),
        *([] if ident(event, "sender", "id") else ["no sender: an officer decides"]),
    )
    answers = (ident(message, "reply_to", "mid") or ident(message, "reply_to", "id"),)
    return Inbound(
        kind=kind,
        external_id=mid,
        sender=sender,
        text=lines(text, found),
        sent_at=moment(event, "timestamp"),
        place=spot,
        media=media,
        url=url,
        answers=tuple(filter(None, answers)),
        quoted=words(message, "reply_to", "story", "url"),
        flaws=flaws,
    )


def _hidden(event: dict[str, Any], sender: str, mid: str, what: str) -> Inbound:
    if not sender or not mid:
        return ignored(event, what, sender=sender)
    return unread(Inbound(external_id=mid, sender=sender, sent_at=moment(event, "timestamp")), what)


def _is_sticker(message: dict[str, Any]) -> bool:
    return bool(
        message.get("sticker_id") or any(value(one, "payload", "sticker_id") for one in several(message, "attachments"))
    )


def _types(attachments: list[Any]) -> str:
    return ", ".join(sorted({words(one, "type")[:30] or "?" for one in attachments}))


FILES = {"image": "photo", "audio": "audio", "video": "video", "file": "file"}


def _attachments(attachments: list[Any]) -> tuple[tuple[Media, ...], str, tuple[float, float] | None, str]:
    """Files, words, place and link of what is attached."""
    media, texts, spot, url = [], [], None, ""
    for one in attachments[:30]:
        kind, payload = words(one, "type"), record(one, "payload")
        link = words(payload, "url") or words(one, "url")
        if value(payload, "sticker_id"):
            continue
        if kind in FILES and link:
            media.append(Media(name=FILES[kind], reference=link))
        elif kind == "location":
            spot = spot or point_from(value(payload, "coordinates", "lat"), value(payload, "coordinates", "long"))
            texts.append(words(one, "title") if words(one, "title") != "Pinned Location" else "")
        elif kind == "story_mention":
            url = link  # Instagram forbids to keep the story itself
        else:  # a shared post, reel or link, a product: words and address of it
            elements = [words(part, "title") for name in ("elements", "product") for part in _elements(payload, name)]
            texts.append(lines(words(one, "title") or words(payload, "title"), *elements, link))
    return tuple(media), lines(*texts), spot, url


def _elements(payload: dict[str, Any], name: str) -> list[Any]:
    return several(payload, name, "elements") if name == "product" else several(payload, name)


def _postback(event: dict[str, Any], postback: dict[str, Any], page: str) -> Inbound:
    """A button that was tapped: the words on it. One without words (Get Started) is a greeting."""
    sender, title, payload = ident(event, "sender", "id"), words(postback, "title"), words(postback, "payload")
    if not sender or sender == page:
        return ignored(event, "a button without the one who tapped it")
    is_greeting = payload.replace("_", "").replace(" ", "").casefold() in {"getstarted", "start", "mulai"}
    return Inbound(
        external_id=ident(postback, "mid"),
        sender=sender,
        text="" if is_greeting else title,
        sent_at=moment(event, "timestamp"),
    )
