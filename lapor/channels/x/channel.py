"""X (Twitter): mentions and direct messages by webhook (Account Activity) or by polling mentions. docs/channels/x.md
says what to set up."""

import base64
import hashlib
import hmac
import json
import re
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import quote, urlencode

from lapor.channels.base import (
    EXPIRES_ON,
    Account,
    Capabilities,
    ChannelDefaults,
    Inbound,
    InboundKind,
    Media,
    NeedsOperator,
    Outbound,
    Permanent,
    Received,
    Rejected,
    Retry,
    SendError,
    Unreadable,
    open_settings,
    secrets,
)
from lapor.channels.calls import (
    FORBIDDEN,
    NOT_FOUND,
    SERVER_ERROR,
    TOO_MANY,
    UNAUTHORIZED,
    ApiAnswer,
    api_base,
    call,
    fetch,
    secret,
    setting,
)
from lapor.channels.payload import (
    OF_POST,
    ident,
    ignored,
    loaded,
    moment,
    names,
    place,
    record,
    several,
    unread,
    value,
    words,
    writer,
)

API = "https://api.x.com"
HEADER = "x-twitter-webhooks-signature"
MEDIA_HOSTS = ("twimg.com", "ton.twitter.com")
CHALLENGE = re.compile(r"[A-Za-z0-9_-]{20,120}={0,2}")  # base64url of random bytes: no JSON, no delivery of anything
LONGEST_POST = 280
PAYMENT_REQUIRED = 402
MOST_PAGES = 5
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
FIELDS = {
    "tweet.fields": (
        "created_at,author_id,conversation_id,referenced_tweets,attachments,geo,note_tweet,in_reply_to_user_id"
    ),
    "expansions": "author_id,attachments.media_keys",
    "user.fields": "username,name",
    "media.fields": "url,preview_image_url",
    "max_results": "100",
}


class XChannel(ChannelDefaults):
    """Mentions are candidates and answered in public; direct messages are conversations."""

    name = "x"
    settings = (
        *open_settings("user_id", needed=True),
        *open_settings("poll"),
        *secrets("token"),
        *secrets("consumer_secret", needed=False),
        *open_settings(EXPIRES_ON),
    )
    capabilities = Capabilities(
        largest_body=4 * 1024 * 1024, longest_text=10_000, answers_posts="public", media_hosts=MEDIA_HOSTS
    )

    def authenticate(self, account: Account, call: Received) -> None:
        """By the app's consumer secret. Raises Rejected."""
        given, secret = (
            call.headers.get(HEADER, "").encode("utf-8", "replace"),
            account.secrets.get("consumer_secret", ""),
        )
        if not secret or not hmac.compare_digest(signature(secret, call.body).encode(), given):
            raise Rejected("the signature does not fit")

    def handshake(self, account: Account, call: Received) -> bytes | None:
        """The challenge-response check, asked at registration and then each hour. `call.body`: the query as it came.

        The answer is signed as deliveries are, so only what cannot be a delivery is signed, and only for who knows the
        secret already: X signs its question (over the query). Raises Rejected for anything else: the door would sign
        forged deliveries for everybody.
        """
        token, secret_key = call.query.get("crc_token", ""), account.secrets.get("consumer_secret", "")
        if not token or not secret_key:
            return None
        asked = (
            call.body,
            urlencode(list(call.query.items())).encode(),
            "&".join(f"{k}={v}" for k, v in call.query.items()).encode(),
        )
        given = call.headers.get(HEADER, "").encode("utf-8", "replace")
        is_from_x = any(hmac.compare_digest(signature(secret_key, query).encode(), given) for query in asked if query)
        if not CHALLENGE.fullmatch(token) or not is_from_x:
            raise Rejected("no challenge of X")
        return json.dumps({"response_token": signature(secret_key, token.encode())}).encode()

    def parse(self, account: Account, call: Received) -> list[Inbound]:
        """An Account Activity delivery, or a page of polled mentions. Raises Unreadable."""
        content = loaded(call.body)
        if not isinstance(content, dict):
            raise Unreadable("no object")
        own = ident(content, "for_user_id") or account.settings.get("user_id", "")
        is_page = "data" in content and not any(name.endswith("_events") for name in content)
        found = list(_page(content, own) if is_page else _activity(content, own))
        if not found:
            raise Unreadable(f"nothing that X delivers (found: {names(content)})")
        return found

    def send(self, account: Account, message: Outbound) -> str:
        """A direct message, or for `public_post` a reply that everybody reads. Raises SendError."""
        base, token = api_base(account, API), secret(account, "token")
        if message.to.startswith(OF_POST) and not message.public_post:
            raise Permanent("the writer is known by a post only")
        if message.public_post:
            content: dict[str, Any] = {
                "text": message.text[:LONGEST_POST],
                "reply": {"in_reply_to_tweet_id": message.public_post},
            }
            said = call(account, "POST", f"{base}/2/tweets", content=content, token=token)
        else:
            url = f"{base}/2/dm_conversations/with/{quote(message.to, safe='')}/messages"
            said = call(account, "POST", url, content={"text": message.text}, token=token)
        if not said.is_fine:
            raise _error(said)
        return ident(said.content, "data", "dm_event_id") or ident(said.content, "data", "id")

    def fetch_media(self, account: Account, media: Media) -> bytes:
        """What a direct message holds is given out with the token only. Raises SendError."""
        is_private = media.reference.startswith("https://ton.twitter.com/")
        return fetch(account, media.reference, hosts=MEDIA_HOSTS, token=secret(account, "token") if is_private else "")

    def check(self, account: Account) -> str:
        """Whose token it is. Raises SendError."""
        said = call(account, "GET", f"{api_base(account, API)}/2/users/me", token=secret(account, "token"))
        if not said.is_fine:
            raise _error(said)
        return f"@{words(said.content, 'data', 'username')} ({ident(said.content, 'data', 'id')})"

    def wants_poll(self, account: Account) -> bool:
        return account.settings.get("poll") == "yes"

    def poll(self, account: Account, since: str) -> tuple[list[Received], str]:
        """Mentions since an id, newest page first; a page each is a delivery. Raises Retry, NeedsOperator."""
        url, pages, newest, following = (
            f"{api_base(account, API)}/2/users/{setting(account, 'user_id')}/mentions",
            [],
            since,
            "",
        )
        for _page_number in range(MOST_PAGES):
            query = {
                **FIELDS,
                **({"since_id": since} if since else {}),
                **({"pagination_token": following} if following else {}),
            }
            said = call(account, "GET", f"{url}?{urlencode(query)}", token=secret(account, "token"))
            if not said.is_fine:
                raise _error(said)
            if several(said.content, "data"):
                pages.append(
                    Received(json.dumps({name: said.content[name] for name in said.content if name != "meta"}).encode())
                )
            newest = max(
                newest, ident(said.content, "meta", "newest_id"), key=lambda text: int(text) if text.isdecimal() else 0
            )
            following = words(said.content, "meta", "next_token")
            if not following or not since:  # the first time: the newest page is enough
                break
        return pages[::-1], newest


def signature(secret_key: str, body: bytes) -> str:
    return "sha256=" + base64.b64encode(hmac.new(secret_key.encode(), body, hashlib.sha256).digest()).decode()


def _error(said: ApiAnswer) -> SendError:
    text = f"the platform answered {said.status}"
    problem = words(said.content, "type").rpartition("/")[2]
    if said.status == TOO_MANY:
        reset = said.headers.get("x-rate-limit-reset", "")
        wait = int(reset[:11]) - int(time.time()) if reset.isdecimal() else 0
        if problem == "usage-capped":
            return NeedsOperator(f"{text}: the plan's share is used up")
        return Retry(text, after=max(said.after, min(max(wait, 0), 86_400)), is_limit=True)
    if said.status >= SERVER_ERROR:
        return Retry(text, after=said.after)
    if said.status in {UNAUTHORIZED, PAYMENT_REQUIRED} or problem in {
        "client-forbidden",
        "oauth1-permissions",
        "unsupported-authentication",
    }:
        return NeedsOperator(f"{text}: the token or the plan does not allow it")
    if said.status == FORBIDDEN:
        return Permanent(f"{text}: the person takes no messages from us, or the post may not be answered")
    return Permanent(f"{text}: no such person or post" if said.status == NOT_FOUND else text)


# --- Account Activity ------------------------------------------------------------------------------------------------


def _activity(content: dict[str, Any], own: str) -> Iterator[Inbound]:
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
    return place(coordinates[1], coordinates[0]) if is_pair else None


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


# --- version 2, as it is polled --------------------------------------------------------------------------------------


def _page(content: dict[str, Any], own: str) -> Iterator[Inbound]:
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
