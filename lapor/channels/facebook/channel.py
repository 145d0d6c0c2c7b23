"""Facebook pages: Messenger, comments, posts and reviews by others, mentions. docs/channels/facebook.md says what to
set up."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from lapor.channels.base import Account, Capabilities, Inbound, InboundKind, Media, Outbound, Setting
from lapor.channels.meta import graph
from lapor.channels.meta.sending import MOST_CHOICES, check_page, fetch_attachment, send_by_messenger
from lapor.channels.payload import ident, ignored, lines, moment, several, value, words, writer

POSTS = frozenset(
    {"comment", "post", "status", "photo", "video", "share", "link", "note", "album", "rating", "reel", "story"}
)
ADDED, CHANGED = frozenset({"add", ""}), frozenset({"edited", "edit", "update"})
MODERATION = frozenset({"hide", "unhide", "mute", "unmute", "block", "unblock", "delete", "follow"})
PUBLIC = frozenset({"feed", "mention", "mentions", "ratings"})
PRIVATE = frozenset({"messages", "messaging_postbacks", "message_edits"})


class FacebookChannel(graph.MetaChannel):
    """Private messages are conversations, public words candidates that are answered in private."""

    name, object_name = "facebook", "page"
    settings: tuple[Setting, ...] = (graph.PAGE_ID, *graph.SETTINGS)
    capabilities = Capabilities(
        longest_text=2000,
        window_hours=24,
        answers_posts="private",
        choices=MOST_CHOICES,
        media_hosts=graph.MEDIA_HOSTS,
        largest_body=4 * 1024 * 1024,
    )

    def read_entry(self, entry: dict[str, Any]) -> Iterator[Inbound]:
        return graph.read_page(entry, _change)

    def send(self, account: Account, message: Outbound) -> str:
        """A message, or for `public_post` the one private reply that a comment or post may have. Raises SendError."""
        page = graph.PAGE_ID.of(account)
        key = "post_id" if page and message.public_post.startswith(f"{page}_") else "comment_id"
        return send_by_messenger(account, message, default_api=graph.GRAPH, longest_bytes=8000, post_key=key)

    def check(self, account: Account) -> str:
        """The name of what the token belongs to. Raises SendError."""
        return check_page(account, default_api=graph.GRAPH)

    def fetch_media(self, account: Account, media: Media) -> bytes:
        """Raises SendError."""
        return fetch_attachment(account, media)


def _change(field: str, content: dict[str, Any], entry: dict[str, Any], page: str) -> Iterator[Inbound]:
    if field in PRIVATE or (not field and "message" in content):
        yield from graph.read_told(content, page)
    elif field in PUBLIC:
        yield _public(field, content, entry, page)
    else:
        yield ignored([field, content], f"a change of `{field[:40]}`: nothing that people say to the page")


def _public(field: str, content: dict[str, Any], entry: dict[str, Any], page: str) -> Inbound:
    """A comment, post, review or mention."""
    item, verb = words(content, "item"), words(content, "verb")
    if why := _not_a_persons(item, verb, content, page):
        return ignored([field, content], why)
    name = words(content, "from", "name") or words(content, "sender_name") or words(content, "reviewer_name")
    external_id = _id_of(item, content)
    found = Inbound(
        kind=InboundKind.MENTION,
        external_id=external_id,
        sender=writer(_sender(content), external_id),
        sender_name=name[:120],
        media=_media(content),
        url=_url(content),
        text=lines(words(content, "message") or words(content, "review_text"), _link(content)),
        sent_at=moment(content, "created_time") or moment(entry, "time"),
        answers=tuple(filter(None, [_parent(content, external_id)])),
    )
    if verb in ADDED:
        is_empty = not found.text and not found.media
        return replace(found, flaws=("the words have to be read at the platform",)) if is_empty else found
    if verb in CHANGED:
        kind = InboundKind.EDITED if found.url and external_id else InboundKind.MENTION
        return replace(found, kind=kind, flaws=("an edited version: the first came before",))
    if verb == "remove" and external_id:
        return replace(found, kind=InboundKind.DELETED, text="", media=())
    return ignored([field, content], f"{item[:30]} ({verb[:20]}): not known", text=found.text)


def _sender(content: dict[str, Any]) -> str:
    return ident(content, "from", "id") or ident(content, "sender_id") or ident(content, "reviewer_id")


def _not_a_persons(item: str, verb: str, content: dict[str, Any], page: str) -> str:
    """Why nobody has said this to the page; "" where somebody has."""
    if item not in POSTS:
        return f"{item[:30] or 'something'} ({verb[:20] or 'no verb'}): no words of a person"
    if verb in MODERATION:
        return f"the page's own act: {verb}"
    return "the page's own post or comment (its writer is the page)" if page and _sender(content) == page else ""


def _id_of(item: str, content: dict[str, Any]) -> str:
    order = ["comment_id"] if item == "comment" else []
    for key in (*order, "post_id", "open_graph_story_id", f"{item}_id", "comment_id"):
        if found := ident(content, key):
            return found
    return ""


def _parent(content: dict[str, Any], external_id: str) -> str:
    found = ident(content, "parent_id") or ident(content, "post_id")
    return found if found != external_id else ""


def _url(content: dict[str, Any]) -> str:
    link = words(content, "post", "permalink_url") or words(content, "permalink_url")
    if link.startswith("https://"):
        return link[:500]
    post = ident(content, "post_id") or ident(content, "comment_id") or ident(content, "open_graph_story_id")
    return f"https://www.facebook.com/{post}" if post.replace("_", "").isdecimal() else ""


def _link(content: dict[str, Any]) -> str:
    """A shared address; the file of a photo or video is none."""
    return (
        words(content, "link")
        if words(content, "item") not in {"photo", "video"} and not value(content, "photo_id")
        else ""
    )


def _media(content: dict[str, Any]) -> tuple[Media, ...]:
    found = [("photo", words(content, "photo")), ("video", words(content, "video"))]
    found += [("photo", words({"url": one}, "url")) for one in several(content, "photos")]
    if words(content, "item") in {"photo", "video"}:
        found.append((words(content, "item"), words(content, "link")))
    links = dict.fromkeys((name, link) for name, link in found if link.startswith("https://"))
    return tuple(Media(name=name, reference=link) for name, link in list(links)[:10])
