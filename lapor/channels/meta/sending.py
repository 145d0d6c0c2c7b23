"""Sending by the Send API of Messenger, which Facebook and Instagram share, and fetching what was attached."""

from datetime import UTC, datetime, timedelta
from typing import Any

from lapor.channels.base import TOKEN, Account, Media, Outbound, Permanent
from lapor.channels.calls import api_base, call, fetch
from lapor.channels.meta import graph
from lapor.channels.payload import OF_POST, ident, words

DAY, WEEK = timedelta(hours=24), timedelta(days=7)
MOST_CHOICES, LONGEST_CHOICE = 13, 20
FREELY = {"messaging_type": "RESPONSE"}
AS_PERSON = {"messaging_type": "MESSAGE_TAG", "tag": "HUMAN_AGENT"}


def send_by_messenger(
    account: Account, message: Outbound, *, default_api: str, longest_bytes: int, post_key: str = "comment_id"
) -> str:
    """One message: within 24 hours freely, until the seventh day as a person's answer, then not at all.

    Raises SendError."""
    if message.to.startswith(OF_POST) and not message.public_post:
        raise Permanent("the writer is known by a post only")
    token = TOKEN.required(account)
    # a story that mentions us is a message, no post
    post = message.public_post if message.public_post.replace("_", "").isdecimal() else ""
    recipient = {post_key: post} if post else {"id": message.to}
    window = {} if post else window_of(message)
    content = {"recipient": recipient, "message": _words(message, longest_bytes), **window}
    page = graph.PAGE_ID.of(account) or "me"
    url = f"{api_base(account, default_api)}/{page}/messages"
    try:
        return _post(account, url, content, token)
    except graph.WindowClosed:
        if window != FREELY:
            raise
        return _post(account, url, {**content, **AS_PERSON}, token)  # its clock and ours differ


def _post(account: Account, url: str, content: dict[str, Any], token: str) -> str:
    """Gives the platform's id. Raises SendError."""
    said = call(account, "POST", url, content=content, token=token)
    if not said.is_fine or "error" in said.content:
        raise graph.send_error(said)
    return ident(said.content, "message_id")


def check_page(account: Account, *, default_api: str) -> str:
    """Raises SendError."""
    page = graph.PAGE_ID.of(account) or "me"
    said = call(account, "GET", f"{api_base(account, default_api)}/{page}?fields=name", token=TOKEN.required(account))
    if not said.is_fine or "error" in said.content:
        raise graph.send_error(said)
    return words(said.content, "name") or ident(said.content, "id")


def _words(message: Outbound, longest_bytes: int) -> dict[str, Any]:
    words: dict[str, Any] = {"text": shortened(message.text, longest_bytes)}
    if message.choices:
        titles = tuple(dict.fromkeys(choice[:LONGEST_CHOICE] for choice in message.choices))[:MOST_CHOICES]
        words["quick_replies"] = [{"content_type": "text", "title": title, "payload": title} for title in titles]
    return words


def shortened(text: str, longest_bytes: int) -> str:
    """As much as the platform takes, in whole characters."""
    content = text.encode("utf-8", "replace")
    return text if len(content) <= longest_bytes else content[: longest_bytes - 3].decode("utf-8", "ignore") + "…"


def window_of(message: Outbound) -> dict[str, str]:
    """How the platform wants the message called. Raises meta.WindowClosed."""
    silent = datetime.now(UTC) - message.last_heard_at if message.last_heard_at else timedelta(0)
    if silent < DAY:
        return FREELY
    if silent < WEEK:
        return AS_PERSON
    raise graph.WindowClosed("the person wrote more than seven days ago: the platform takes no message to them")


def fetch_attachment(account: Account, media: Media) -> bytes:
    """From Meta's own hosts only; the address is signed, so no token goes along."""
    if not media.reference:
        raise Permanent("no address of the file")
    return fetch(account, media.reference, hosts=graph.MEDIA_HOSTS)
