"""Events of X as messages: the Account Activity API, and version 2 as it is polled."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from lapor.channels.base import (
    Inbound,
    InboundKind,
    Media,
)
from lapor.channels.payload import (
    ident,
    ignored,
    moment,
    names,
    record,
    several,
    unread,
    value,
    words,
    writer,
)
from lapor.core.geometry import point_from

EVENTS = {
    "favorite_events": "somebody likes a post",
    "follow_events": "somebody follows",
    "unfollow_events": "somebody follows no more",
    "block_events": "somebody was blocked",
    "unblock_events": "somebody was unblocked",
    "mute_events": "somebody was muted",
    "unmute_events": "somebody was unmuted",
    "user_event": "the app's permission was taken back",
    "direct_message_indicate_typing_events": "typing",
    "direct_message_mark_read_events": "read by the person",
}


def activity(content: dict[str, Any], own: str) -> Iterator[Inbound]:
    users = record(content, "users")
    for event in several(content, "direct_message_events"):
        yield _direct(event, own, users)
    for tweet in several(content, "tweet_create_events"):
        yield _tweet(tweet, own)
    for event in several(content, "tweet_delete_events"):
        post, sender = ident(event, "status", "id"), ident(event, "status", "user_id")
        is_own = not sender or sender == own
        yield (
            ignored(event, "a post of our own was deleted")
            if is_own or not post
            else Inbound(
                kind=InboundKind.DELETED,
                external_id=post,
                sender=sender,
                sent_at=moment(event, "timestamp_ms"),
                url=_url("", post),
            )
        )
    for name, what in EVENTS.items():
        if name in content:
            yield ignored([name, content[name]], what)
    if (
        not any(
            name in content for name in ("direct_message_events", "tweet_create_events", "tweet_delete_events", *EVENTS)
        )
        and own
    ):
        yield ignored(content, f"an event that is not known: {names(content)}")


def _direct(event: Any, own: str, users: dict[str, Any]) -> Inbound:
    message = record(event, "message_create")
    sender, external_id = ident(message, "sender_id"), ident(event, "id")
    if not message or not sender or not external_id:
        return ignored(event, "a direct message without sender or id", text=words(message, "message_data", "text"))
    if sender == own:
        return ignored(event, "a message of our own (echo)")
    data, person = record(message, "message_data"), record(users, sender)
    links = [words(data, "attachment", "media", "media_url_https"), words(data, "attachment", "media", "media_url")]
    spot = value(data, "attachment", "location", "shared_coordinate", "coordinates", "coordinates")
    media = tuple(Media(name="photo", reference=link) for link in links[:1] if link)
    found = Inbound(
        external_id=external_id,
        sender=sender,
        sender_name=words(person, "name")[:120],
        text=_without_own_link(words(data, "text"), data, media),
        sent_at=moment(event, "created_timestamp"),
        media=media,
        place=_point(spot),
    )
    is_hidden = bool(record(data, "attachment")) and not (found.text or media or found.place)
    return (
        unread(found, f"an attachment that is not read: {words(data, 'attachment', 'type')[:40] or 'none'}")
        if is_hidden
        else found
    )


def _without_own_link(text: str, data: dict[str, Any], media: tuple[Media, ...]) -> str:
    """X writes the address of an attachment behind the words."""
    link = words(data, "attachment", "media", "url")
    return text.replace(link, "").strip() if link and media else text


def _point(coordinates: Any) -> tuple[float, float] | None:
    """GeoJSON puts the longitude first."""
    is_pair = isinstance(coordinates, list) and len(coordinates) == 2  # noqa: PLR2004
    return point_from(coordinates[1], coordinates[0]) if is_pair else None


def _tweet(tweet: Any, own: str) -> Inbound:
    external_id, sender = (
        ident(tweet, "id_str") or ident(tweet, "id"),
        ident(tweet, "user", "id_str") or ident(tweet, "user", "id"),
    )
    if not external_id:
        return ignored(tweet, "a post without an id", text=words(tweet, "text"))
    if value(tweet, "retweeted_status") is not None:
        return ignored(tweet, "somebody shared a post again")
    if sender and sender == own:
        return ignored(tweet, "a post of our own")
    handle = words(tweet, "user", "screen_name")
    pictures = several(tweet, "extended_tweet", "extended_entities", "media") or several(
        tweet, "extended_entities", "media"
    )
    pictures = pictures or several(tweet, "entities", "media")
    links = dict.fromkeys(words(one, "media_url_https") for one in pictures)
    return Inbound(
        kind=InboundKind.MENTION,
        external_id=external_id,
        sender=writer(sender, external_id),
        sender_name=(words(tweet, "user", "name") or handle)[:120],
        text=words(tweet, "extended_tweet", "full_text") or words(tweet, "full_text") or words(tweet, "text"),
        url=_url(handle, external_id),
        sent_at=moment(tweet, "timestamp_ms") or moment(tweet, "created_at"),
        place=_point(value(tweet, "coordinates", "coordinates")),
        media=tuple(Media(name="photo", reference=link) for link in links if link)[:4],
        answers=tuple(filter(None, [ident(tweet, "in_reply_to_status_id_str"), ident(tweet, "quoted_status_id_str")])),
    )


def _url(handle: str, post: str) -> str:
    known = handle if handle.replace("_", "").isalnum() and handle.isascii() else "i"
    return f"https://x.com/{known}/status/{post}" if post.isdecimal() else ""


def page(content: dict[str, Any], own: str) -> Iterator[Inbound]:
    users = {ident(one, "id"): one for one in several(content, "includes", "users")}
    pictures = {
        ident(one, "media_key"): words(one, "url") or words(one, "preview_image_url")
        for one in several(content, "includes", "media")
    }
    for post in several(content, "data"):
        if words(post, "event_type"):
            yield _direct_v2(post, own, users)
        else:
            yield _post(post, own, users, pictures)


def _direct_v2(event: dict[str, Any], own: str, users: dict[str, Any]) -> Inbound:
    sender, external_id = ident(event, "sender_id"), ident(event, "id")
    if words(event, "event_type") != "MessageCreate" or not sender or not external_id:
        return ignored(event, f"an event that is not read: {words(event, 'event_type')[:40]}")
    if sender == own:
        return ignored(event, "a message of our own (echo)")
    found = Inbound(
        external_id=external_id,
        sender=sender,
        sender_name=words(users.get(sender), "name")[:120],
        text=words(event, "text"),
        sent_at=moment(event, "created_at"),
    )
    return found if found.text else unread(found, "a message without words")


def _post(post: Any, own: str, users: dict[str, Any], pictures: dict[str, str]) -> Inbound:
    external_id, sender = ident(post, "id"), ident(post, "author_id")
    references = several(post, "referenced_tweets")
    text = words(post, "note_tweet", "text") or words(post, "text")
    if not external_id or not text:
        return ignored(post, f"a post without an id or words: {names(post)}", text=text)
    if any(words(one, "type") == "retweeted" for one in references):
        return ignored(post, "somebody shared a post again")
    if sender and sender == own:
        return ignored(post, "a post of our own")
    person = users.get(sender)
    links = [pictures.get(ident({"key": key}, "key"), "") for key in several(post, "attachments", "media_keys")]
    found = Inbound(
        kind=InboundKind.MENTION,
        external_id=external_id,
        sender=writer(sender, external_id),
        sender_name=(words(person, "name") or words(person, "username"))[:120],
        text=text,
        url=_url(words(person, "username"), external_id),
        sent_at=moment(post, "created_at"),
        answers=tuple(filter(None, (ident(one, "id") for one in references))),
        place=_point(value(post, "geo", "coordinates", "coordinates")),
    )
    return replace(found, media=tuple(Media(name="photo", reference=link) for link in links if link)[:4])
