"""Instagram professional accounts: direct messages, comments, mentions in comments, captions and stories.
docs/channels/instagram.md."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from lapor.channels.base import (
    Account,
    Capabilities,
    Inbound,
    InboundKind,
    Media,
    Outbound,
    Permanent,
    Setting,
)
from lapor.channels.meta import graph
from lapor.channels.meta.sending import MOST_CHOICES, check_page, fetch_attachment, send_by_messenger
from lapor.channels.payload import ident, ignored, moment, words, writer

GRAPH = "https://graph.instagram.com/v23.0"
LONGEST_BYTES = 1000
COMMENTS = frozenset({"comments", "live_comments"})
PRIVATE = frozenset(
    {"messages", "messaging_postbacks", "message_edit", "message_reactions", "messaging_seen", "messaging_referral"}
)
KEEP_FILES = Setting("keep_files", is_rare=True)  # "no": what people send is not fetched


class InstagramChannel(graph.MetaChannel):
    """Direct messages are conversations; comments and mentions are candidates that are answered in private."""

    name, object_name = "instagram", "instagram"
    settings: tuple[Setting, ...] = (replace(graph.PAGE_ID, is_needed=False), *graph.SETTINGS, KEEP_FILES)
    capabilities = Capabilities(
        longest_text=LONGEST_BYTES,
        window_hours=24,
        answers_posts="private",
        choices=MOST_CHOICES,
        media_hosts=graph.MEDIA_HOSTS,
        largest_body=4 * 1024 * 1024,
    )

    def read_entry(self, entry: dict[str, Any]) -> Iterator[Inbound]:
        return graph.read_page(entry, _change)

    def send(self, account: Account, message: Outbound) -> str:
        """A message, or for `public_post` the one private reply that a comment may have. Raises SendError."""
        return send_by_messenger(account, message, default_api=GRAPH, longest_bytes=LONGEST_BYTES)

    def check(self, account: Account) -> str:
        """The name of what the token belongs to. Raises SendError."""
        return check_page(account, default_api=GRAPH)

    def fetch_media(self, account: Account, media: Media) -> bytes:
        """What was sent to the city on purpose.

        Instagram wants its files shown by its own addresses only: an account may be set to obey that to the letter.
        Raises SendError."""
        if KEEP_FILES.of(account) == "no":
            raise Permanent("the account keeps no files of Instagram (keep_files=no)")
        return fetch_attachment(account, media)


def _change(field: str, content: dict[str, Any], entry: dict[str, Any], own: str) -> Iterator[Inbound]:
    if field in COMMENTS:
        yield _comment(content, entry, own)
    elif field == "mentions":
        yield _mention(content, entry)
    elif field in PRIVATE:
        yield from graph.read_told(content, own)
    else:
        yield ignored([field, content], f"a change of `{field[:40]}`: nothing that people say to the account")


def _comment(content: dict[str, Any], entry: dict[str, Any], own: str) -> Inbound:
    sender, external_id = ident(content, "from", "id"), ident(content, "id") or ident(content, "comment_id")
    if sender and sender in {own, ident(content, "from", "self_ig_scoped_id")}:
        return ignored(content, "the account's own comment")
    if not external_id:
        return ignored(content, "a comment without an id", text=words(content, "text"))
    answers = (ident(content, "parent_id"), ident(content, "media", "id"))
    return Inbound(
        kind=InboundKind.MENTION,
        external_id=external_id,
        sender=writer(sender, external_id),
        sender_name=words(content, "from", "username")[:120],
        text=words(content, "text"),
        sent_at=moment(content, "timestamp") or moment(entry, "time"),
        answers=tuple(filter(None, answers)),
    )


def _mention(content: dict[str, Any], entry: dict[str, Any]) -> Inbound:
    """Instagram says where, not what: the words stand at the platform."""
    comment, media = ident(content, "comment_id"), ident(content, "media_id")
    if not comment and not media:
        return ignored(content, "a mention without an id")
    external_id = comment or media
    return Inbound(
        kind=InboundKind.MENTION,
        external_id=external_id,
        sender=writer("", external_id),
        text=words(content, "text"),
        sent_at=moment(entry, "time"),
        answers=(media,) if comment and media else (),
        flaws=() if words(content, "text") else ("the words have to be read at the platform",),
    )
