"""Updates of the Bot API as messages: private chats, groups, taps, reactions."""

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
)
from lapor.core.geometry import point_from

MESSAGES = ("message", "business_message")


EDITS = ("edited_message", "edited_business_message")


FILES = {
    "voice": "audio",
    "audio": "audio",
    "video": "video",
    "video_note": "video",
    "document": "document",
    "animation": "video",
}


WORDLESS = {
    "sticker": "a sticker",
    "dice": "a dice",
    "game": "a game",
    "poll": "a poll",
    "story": "a story",
    "paid_media": "paid media",
    "checklist": "a checklist",
}


SERVICE = frozenset(
    {
        "pinned_message",
        "message_auto_delete_timer_changed",
        "connected_website",
        "write_access_allowed",
        "users_shared",
        "chat_shared",
        "successful_payment",
        "refunded_payment",
        "boost_added",
        "chat_background_set",
        "forum_topic_created",
        "new_chat_members",
        "left_chat_member",
        "video_chat_started",
        "passport_data",
        "proximity_alert_triggered",
        "gift",
        "unique_gift",
        "checklist_tasks_done",
        "checklist_tasks_added",
    }
)


OTHERS = {
    "channel_post": "a post of a channel",
    "edited_channel_post": "a post of a channel",
    "my_chat_member": "the bot was blocked or added",
    "chat_member": "a member of a group",
    "chat_join_request": "a wish to join a group",
    "message_reaction_count": "a reaction: no words",
    "inline_query": "a search by name of the bot",
    "chosen_inline_result": "a search result",
    "poll": "a poll",
    "poll_answer": "a poll",
    "shipping_query": "a purchase",
    "pre_checkout_query": "a purchase",
    "chat_boost": "a boost",
    "removed_chat_boost": "a boost",
    "business_connection": "a business account was connected",
    "deleted_business_messages": "messages were deleted in a business account",
    "purchased_paid_media": "a purchase",
}


def update(update: Any, bot: str) -> Inbound:
    if not isinstance(update, dict) or "update_id" not in update:
        return ignored(update, "no update")
    for kinds, kind in ((MESSAGES, InboundKind.MESSAGE), (EDITS, InboundKind.EDITED)):
        for name in kinds:
            if isinstance(update.get(name), dict):
                return _message(update[name], kind, bot)
    if isinstance(update.get("callback_query"), dict):
        return _tapped(update["callback_query"])
    if isinstance(update.get("message_reaction"), dict):
        return _reaction(update["message_reaction"])
    known = next((name for name in OTHERS if name in update), "")
    return ignored(update, OTHERS[known] if known else f"an unknown kind of update: {names(update)}")


def _tapped(query: dict[str, Any]) -> Inbound:
    """A button below a message: what it stands for, said by the one who tapped it."""
    sender, chat = ident(query, "from", "id"), ident(query, "message", "chat", "id")
    if not sender or (chat and chat != sender):
        return ignored(query, "a button that was tapped in a group", sender=sender)
    answered = ident(query, "message", "message_id")
    return Inbound(
        external_id=f"tap:{ident(query, 'id')}",
        sender=sender,
        sender_name=_name(record(query, "from")),
        text=words(query, "data"),
        answers=(f"{chat}:{answered}",) if chat and answered else (),
    )


def _reaction(event: dict[str, Any]) -> Inbound:
    """A sign that a person put on a message in their private chat."""
    sender, chat, number = ident(event, "user", "id"), ident(event, "chat", "id"), ident(event, "message_id")
    signs = "".join(words(one, "emoji") for one in several(event, "new_reaction"))
    if not sender or chat != sender or not number or not signs:
        return ignored(event, "a reaction: taken off, in a group, or without a sign", sender=sender)
    found = Inbound(sender=chat, sender_name=_name(record(event, "user")), sent_at=moment(event, "date"))
    return reaction(found, signs, f"{chat}:{number}")


def _message(message: dict[str, Any], kind: InboundKind, bot: str) -> Inbound:
    chat, number, text = (
        ident(message, "chat", "id"),
        ident(message, "message_id"),
        words(message, "text") or words(message, "caption"),
    )
    if value(message, "from", "is_bot") is True:
        return ignored(message, "written by a bot")
    if not chat or not number:
        return ignored(message, "a message without chat or number", text=text)
    is_group = words(message, "chat", "type") not in {"private", ""}
    return (
        _in_group(message, kind, bot, f"{chat}:{number}", text) if is_group else _in_private(message, kind, chat, text)
    )


def _in_private(message: dict[str, Any], kind: InboundKind, chat: str, text: str) -> Inbound:
    """What a person sent to the bot: words, files, a place; or what is hidden from it."""
    media = tuple(_media(message)) if kind == InboundKind.MESSAGE else ()
    spot, more = _place(message), _more(message)
    if kind == InboundKind.EDITED and not text:
        return ignored(message, "a live place that moves, or a file that was exchanged", sender=chat)
    if not (text or media or spot or more) and any(name in message for name in SERVICE):
        return ignored(message, f"a notice of the platform: {names(message)}", sender=chat)
    found = Inbound(
        kind=kind,
        external_id=f"{chat}:{ident(message, 'message_id')}",
        sender=chat,
        sender_name=_name(record(message, "from")),
        text=lines(_said(text), more),
        album=ident(message, "media_group_id"),
        media=media,
        place=spot,
        answers=tuple(_answers(message, chat)),
        sent_at=moment(message, "edit_date") or moment(message, "date"),
    )
    if not (text or media or spot or more or "text" in message):
        wordless = next((WORDLESS[name] for name in WORDLESS if name in message), "")
        return unread(found, wordless or f"a kind of message that is not known: {names(message)}")
    return unread(found, "a contact card", text=more) if "contact" in message and not text else found


def _in_group(message: dict[str, Any], kind: InboundKind, bot: str, external_id: str, text: str) -> Inbound:
    """Public words: a candidate where the bot is named or answered, else nothing that was said to us."""
    is_named = bool(bot) and f"@{bot}".casefold() in text.casefold()
    is_answer = (
        value(message, "reply_to_message", "from", "is_bot") is True
        and words(message, "reply_to_message", "from", "username") == bot != ""
    )
    if not text or not (is_named or is_answer):
        return ignored(message, "written in a group, not to the bot")
    flaws = ("an edited version: the first came before",) if kind == InboundKind.EDITED else ()
    handle, number = words(message, "chat", "username"), ident(message, "message_id")
    is_edit = kind == InboundKind.EDITED and handle
    return Inbound(
        kind=InboundKind.EDITED if is_edit else InboundKind.MENTION,
        external_id=external_id,
        sender=ident(message, "from", "id"),
        sender_name=_name(record(message, "from")),
        text=text,
        sent_at=moment(message, "edit_date") or moment(message, "date"),
        media=tuple(_media(message)),
        place=_place(message),
        flaws=flaws,
        url=f"https://t.me/{handle}/{number}" if handle else "",
    )


def _said(text: str) -> str:
    """/start and /mulai are a greeting; another command is its words without the stroke."""
    first, _space, rest = text.partition(" ")
    if not first.startswith("/"):
        return text
    command = first[1:].partition("@")[0]
    return "" if command.casefold() in {"start", "mulai", "help"} else f"{command} {rest}".strip()


def _name(person: dict[str, Any]) -> str:
    return (
        f"{words(person, 'first_name')} {words(person, 'last_name')}".strip()[:120] or words(person, "username")[:120]
    )


def _answers(message: dict[str, Any], chat: str) -> Iterator[str]:
    if number := ident(message, "reply_to_message", "message_id"):
        yield f"{chat}:{number}"


def _media(message: dict[str, Any]) -> Iterator[Media]:
    """Of a photo the largest size; an animation comes as a document too, once is enough."""
    sizes = [one for one in several(message, "photo") if isinstance(one, dict) and ident(one, "file_id")]
    if sizes:
        largest = max(sizes, key=lambda one: value(one, "width") if isinstance(value(one, "width"), int) else 0)
        yield Media(name="photo", content_type="image/jpeg", reference=ident(largest, "file_id"))
    for kind, name in FILES.items():
        file = record(message, kind)
        if ident(file, "file_id") and not (kind == "document" and "animation" in message):
            yield Media(
                name=(words(file, "file_name") or name)[:120],
                content_type=words(file, "mime_type")[:80],
                reference=ident(file, "file_id"),
            )


def _place(message: dict[str, Any]) -> tuple[float, float] | None:
    spot = record(message, "location") or record(message, "venue", "location")
    return point_from(spot.get("latitude"), spot.get("longitude"))


def _more(message: dict[str, Any]) -> str:
    """Words of a place or of a contact that was sent along."""
    contact = record(message, "contact")
    person = ", ".join(filter(None, [_name(contact), words(contact, "phone_number")])) if contact else ""
    return lines(words(message, "venue", "title"), words(message, "venue", "address"), person)
