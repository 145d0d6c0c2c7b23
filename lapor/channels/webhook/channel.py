"""A signed JSON webhook for any HTTP gateway (an SMS provider, a kiosk, another system).

The format is ours: docs/channels/webhook.md.

Signature: `X-Lapor-Signature: t=<unix seconds>,v1=<hex HMAC-SHA256 of "<t>.<raw body>">`, keyed with the account's
secret.
"""

import hashlib
import hmac
import json
import time
from base64 import b64decode
from binascii import Error as Base64Error
from typing import Any
from urllib.parse import urlencode

from lapor.channels.base import (
    QUIET_HOURS,
    SECRET,
    Account,
    Capabilities,
    ChannelDefaults,
    Inbound,
    InboundKind,
    Media,
    NeedsOperator,
    Outbound,
    Received,
    Rejected,
    Retry,
    Setting,
    Unreadable,
)
from lapor.channels.calls import MULTIPLE, OK, gateway_error
from lapor.channels.payload import loaded, moment, words
from lapor.core import http
from lapor.core.geometry import point_from

HEADER = "x-lapor-signature"
TOLERANCE = 300  # seconds between the platform's clock and ours; an older call is a replay
TIMEOUT = 15  # seconds
MOST_MESSAGES = 500
KINDS = {
    "message": InboundKind.MESSAGE,
    "mention": InboundKind.MENTION,
    "edited": InboundKind.EDITED,
    "deleted": InboundKind.DELETED,
    "status": InboundKind.STATUS,
}
LARGEST_ANSWER = 64 * 1024
SEND_URL = Setting("send_url")
POLL_URL = Setting("poll_url")
PRIVATE = Setting("private", is_rare=True)  # "yes": the gateway stands in our own network


class WebhookChannel(ChannelDefaults):
    """Messages in a list, answers by POST to the account's `send_url`."""

    name = "webhook"
    settings: tuple[Setting, ...] = (SEND_URL, POLL_URL, SECRET, QUIET_HOURS, PRIVATE)
    capabilities = Capabilities(longest_text=2000, largest_body=8 * 1024 * 1024)

    def authenticate(self, account: Account, call: Received) -> None:
        """Raises Rejected."""
        parts = dict(part.partition("=")[::2] for part in call.headers.get(HEADER, "").split(","))
        stamp, given = parts.get("t", ""), parts.get("v1", "")
        if not stamp.isdecimal() or abs(time.time() - int(stamp[:12])) > TOLERANCE:
            raise Rejected("the signature is missing or too old")
        secret = SECRET.of(account)
        if not secret or not hmac.compare_digest(signature(secret, stamp, call.body), given):
            raise Rejected("the signature does not fit")

    def parse(self, account: Account, call: Received) -> list[Inbound]:  # no setting matters
        """Raises Unreadable."""
        content = loaded(call.body)
        messages = content.get("messages") if isinstance(content, dict) else None
        if not isinstance(messages, list) or len(messages) > MOST_MESSAGES:
            raise Unreadable(f"no list `messages` of at most {MOST_MESSAGES}")
        return [_message(one) for one in messages]

    def send(self, account: Account, message: Outbound) -> str:
        """POST {id, to, text, subject, answers} to `send_url`; the answer's `id` is the provider's.

        Raises Retry, Permanent, NeedsOperator. A gateway in the own network has to be named as such: `private=yes`."""
        url = SEND_URL.of(account)
        body = json.dumps(
            {"id": message.id, "to": message.to, "text": message.text, "subject": message.subject, **message.headers}
        ).encode()
        stamp = str(int(time.time()))
        headers = {
            "Content-Type": "application/json",
            HEADER: f"t={stamp},v1={signature(SECRET.of(account), stamp, body)}",
        }
        answer = _called(account, "POST", url, body=body, headers=headers, largest=LARGEST_ANSWER)
        return _provider_id(answer.body)

    def wants_poll(self, account: Account) -> bool:
        return bool(POLL_URL.of(account))

    def poll(self, account: Account, since: str) -> tuple[list[Received], str]:
        """GET `poll_url`?since=…, signed over the cursor; the answer is a delivery with `next`, the new cursor.

        Raises Retry, NeedsOperator."""
        url, stamp = POLL_URL.required(account), str(int(time.time()))
        signed = {HEADER: f"t={stamp},v1={signature(SECRET.of(account), stamp, since.encode())}"}
        asked = f"{url}{'&' if '?' in url else '?'}{urlencode({'since': since})}"
        body = _called(account, "GET", asked, body=b"", headers=signed, largest=self.capabilities.largest_body).body
        return _polled(body, since, self.capabilities.largest_body)


def _called(
    account: Account, method: str, url: str, *, body: bytes, headers: dict[str, str], largest: int
) -> http.Answer:
    """Raises Retry, Permanent, NeedsOperator."""
    is_near = PRIVATE.of(account) == "yes" or http.is_loopback(url)
    try:
        answer = http.request(
            method, url, body=body, headers=headers, trusted=url if is_near else "", largest=largest, seconds=TIMEOUT
        )
    except http.Refused as error:
        raise NeedsOperator(f"the account's address may not be called: {error}") from error
    except http.Failed as error:
        raise Retry(f"no conversation with the gateway: {error}") from error
    if not OK <= answer.status < MULTIPLE:
        raise gateway_error(answer)
    return answer


def _polled(body: bytes, since: str, largest: int) -> tuple[list[Received], str]:
    """Nothing is stored of an answer without messages."""
    try:
        content = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Retry("the gateway's answer is no JSON") from error
    if len(body) > largest or not isinstance(content, dict) or not isinstance(content.get("messages"), list):
        raise Retry("the gateway's answer is too large, or has no list `messages`")
    cursor = content.get("next")
    return [Received(body)] if content["messages"] else [], str(cursor)[:200] if isinstance(
        cursor, str | int
    ) else since


def signature(secret: str, stamp: str, body: bytes) -> str:
    return hmac.new(secret.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def _provider_id(answer: bytes) -> str:
    try:
        content = json.loads(answer)
    except ValueError:
        return ""
    return str(content.get("id", ""))[:200] if isinstance(content, dict) else ""


def _message(one: Any) -> Inbound:
    """A message that cannot be understood is still one: kept as ignored with what is wrong, so that its neighbours are
    read."""
    if not isinstance(one, dict):
        return Inbound(kind=InboundKind.IGNORED, text=json.dumps(one)[:1000], reason="not an object")
    kind = KINDS.get(str(one.get("type", "message")))
    if kind is None:
        return Inbound(
            kind=InboundKind.IGNORED, external_id=words(one, "id"), reason=f"unknown type {str(one.get('type'))[:40]}"
        )
    if kind in {InboundKind.MESSAGE, InboundKind.MENTION} and not words(one, "from"):
        return Inbound(
            kind=InboundKind.IGNORED, external_id=words(one, "id"), text=words(one, "text"), reason="no sender"
        )
    return Inbound(
        kind=kind,
        external_id=words(one, "id")[:300],
        sender=words(one, "from")[:300],
        sender_name=words(one, "name")[:120],
        text=words(one, "text"),
        subject=words(one, "subject")[:300],
        sent_at=moment(one, "sent_at"),
        answers=tuple(filter(None, [words(one, "answers")[:300]])),
        media=_media(one.get("media")),
        place=point_from(one.get("latitude"), one.get("longitude")),
        url=words(one, "url")[:500],
        status=words(one, "status")[:10],
        reason=words(one, "reason")[:200],
    )


def _media(value: Any) -> tuple[Media, ...]:
    found = []
    for one in value if isinstance(value, list) else ():
        if isinstance(one, dict):
            try:
                content = b64decode(words(one, "content"), validate=True)
            except (Base64Error, ValueError):
                continue
            found.append(Media(words(one, "name")[:120], words(one, "content_type")[:80], content))
    return tuple(found[:10])
