"""X (Twitter): mentions and direct messages by webhook (Account Activity) or by polling mentions. docs/channels/x.md
says what to set up."""

import base64
import hashlib
import hmac
import json
import re
import time
from typing import Any
from urllib.parse import quote, urlencode

from lapor.channels.base import (
    API_URL,
    EXPIRES_ON,
    TOKEN,
    Account,
    Capabilities,
    ChannelDefaults,
    Inbound,
    Media,
    NeedsOperator,
    Outbound,
    Permanent,
    Received,
    Rejected,
    Retry,
    SendError,
    Setting,
    Unreadable,
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
    path_part,
)
from lapor.channels.payload import (
    OF_POST,
    ident,
    loaded,
    names,
    several,
    words,
)
from lapor.channels.x.events import activity, page

API = "https://api.x.com"
HEADER = "x-twitter-webhooks-signature"
MEDIA_HOSTS = ("twimg.com", "ton.twitter.com")
CHALLENGE = re.compile(r"[A-Za-z0-9_-]{20,120}={0,2}")  # base64url of random bytes: no JSON, no delivery of anything
LONGEST_POST = 280
PAYMENT_REQUIRED = 402
MOST_PAGES = 5
FIELDS = {
    "tweet.fields": (
        "created_at,author_id,conversation_id,referenced_tweets,attachments,geo,note_tweet,in_reply_to_user_id"
    ),
    "expansions": "author_id,attachments.media_keys",
    "user.fields": "username,name",
    "media.fields": "url,preview_image_url",
    "max_results": "100",
}
USER_ID = Setting("user_id", is_needed=True)
POLL = Setting("poll")  # "yes": mentions are asked for
CONSUMER_SECRET = Setting("consumer_secret", is_secret=True)


class XChannel(ChannelDefaults):
    """Mentions are candidates and answered in public; direct messages are conversations."""

    name = "x"
    settings: tuple[Setting, ...] = (
        USER_ID,
        POLL,
        TOKEN,
        CONSUMER_SECRET,
        EXPIRES_ON,
        API_URL,
    )
    capabilities = Capabilities(
        largest_body=4 * 1024 * 1024, longest_text=10_000, answers_posts="public", media_hosts=MEDIA_HOSTS
    )

    def authenticate(self, account: Account, call: Received) -> None:
        """By the app's consumer secret. Raises Rejected."""
        given, secret = (
            call.headers.get(HEADER, "").encode("utf-8", "replace"),
            CONSUMER_SECRET.of(account),
        )
        if not secret or not hmac.compare_digest(signature(secret, call.body).encode(), given):
            raise Rejected("the signature does not fit")

    def handshake(self, account: Account, call: Received) -> bytes | None:
        """The challenge-response check, asked at registration and then each hour. `call.body`: the query as it came.

        The answer is signed as deliveries are, so only what cannot be a delivery is signed, and only for who knows the
        secret already: X signs its question (over the query). Raises Rejected for anything else: the door would sign
        forged deliveries for everybody.
        """
        token, secret_key = call.query.get("crc_token", ""), CONSUMER_SECRET.of(account)
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
        own = ident(content, "for_user_id") or USER_ID.of(account)
        is_page = "data" in content and not any(name.endswith("_events") for name in content)
        found = list(page(content, own) if is_page else activity(content, own))
        if not found:
            raise Unreadable(f"nothing that X delivers (found: {names(content)})")
        return found

    def send(self, account: Account, message: Outbound) -> str:
        """A direct message, or for `public_post` a reply that everybody reads. Raises SendError."""
        base, token = api_base(account, API), TOKEN.required(account)
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
        return fetch(account, media.reference, hosts=MEDIA_HOSTS, token=TOKEN.required(account) if is_private else "")

    def check(self, account: Account) -> str:
        """Whose token it is. Raises SendError."""
        said = call(account, "GET", f"{api_base(account, API)}/2/users/me", token=TOKEN.required(account))
        if not said.is_fine:
            raise _error(said)
        return f"@{words(said.content, 'data', 'username')} ({ident(said.content, 'data', 'id')})"

    def wants_poll(self, account: Account) -> bool:
        return POLL.of(account) == "yes"

    def poll(self, account: Account, since: str) -> tuple[list[Received], str]:
        """Mentions since an id, newest page first; a page each is a delivery. Raises Retry, NeedsOperator."""
        url, pages, newest, following = (
            f"{api_base(account, API)}/2/users/{path_part(account, USER_ID)}/mentions",
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
            said = call(account, "GET", f"{url}?{urlencode(query)}", token=TOKEN.required(account))
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
