"""Telegram by the Bot API: webhook or long polling, keyboards, albums, places, edits. docs/channels/telegram.md says
what to set up."""

import hmac
import json
from typing import Any

from lapor.channels.base import (
    API_URL,
    QUIET_HOURS,
    SECRET,
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
)
from lapor.channels.payload import (
    ident,
    loaded,
    names,
    value,
    words,
)
from lapor.channels.telegram.updates import update

API = "https://api.telegram.org"
HEADER = "x-telegram-bot-api-secret-token"
CONFLICT = 409
POLL_SECONDS = 20  # getUpdates waits so long for something to happen
MOST_UPDATES = 100
ASKED_FOR = (
    "message",
    "business_message",
    "edited_message",
    "edited_business_message",
    "callback_query",
    "message_reaction",
)
BOT_NAME = Setting("bot_name")
POLL = Setting("poll")  # "yes": updates are asked for


class TelegramChannel(ChannelDefaults):
    """A bot of the city: who writes to it in private is in a conversation; in groups only what is meant for the bot
    counts."""

    name = "telegram"
    settings: tuple[Setting, ...] = (BOT_NAME, POLL, TOKEN, SECRET, QUIET_HOURS, API_URL)
    capabilities = Capabilities(
        longest_text=4096,
        choices=20,
        answers_posts="public",
        largest_body=4 * 1024 * 1024,
        media_hosts=("api.telegram.org",),
    )

    def authenticate(self, account: Account, call: Received) -> None:
        """By the secret token given to setWebhook. Raises Rejected."""
        given, secret = call.headers.get(HEADER, "").encode("utf-8", "replace"), SECRET.of(account)
        if not secret or not hmac.compare_digest(secret.encode(), given):
            raise Rejected("the secret token does not fit")

    def parse(self, account: Account, call: Received) -> list[Inbound]:
        """One update, or a list of them, or the answer of getUpdates. Raises Unreadable."""
        content = loaded(call.body)
        if isinstance(content, dict) and isinstance(content.get("result"), list):
            content = content["result"]
        updates = content if isinstance(content, list) else [content]
        if not updates or not any(isinstance(one, dict) and "update_id" in one for one in updates):
            raise Unreadable(f"no update of Telegram: `update_id` is missing (found: {names(content)})")
        bot = BOT_NAME.of(account).lstrip("@")
        return [update(one, bot) for one in updates]

    def send(self, account: Account, message: Outbound) -> str:
        """Raises SendError."""
        chat = message.public_post.rpartition(":")[0] or message.to  # what was said in a group is answered there
        content: dict[str, Any] = {
            "chat_id": chat,
            "text": message.text[:4096],
            "link_preview_options": {"is_disabled": True},
        }
        rows: list[list[dict[str, Any]]] = [[{"text": choice}] for choice in message.choices]
        if message.asks_place:
            rows.append([{"text": "📍", "request_location": True}])
        content["reply_markup"] = (
            {"keyboard": rows, "one_time_keyboard": True, "resize_keyboard": True}
            if rows
            else {"remove_keyboard": True}
        )
        answered = (message.public_post or message.headers.get("answers", "")).rpartition(":")[2]
        if answered.isdecimal():
            content["reply_parameters"] = {"message_id": int(answered), "allow_sending_without_reply": True}
        result = _ask(account, "sendMessage", content)
        return f"{ident(result, 'chat', 'id') or chat}:{ident(result, 'message_id')}"

    def fetch_media(self, account: Account, media: Media) -> bytes:
        """getFile says where; the bot API gives files up to 20 MB. Raises SendError."""
        path = words(_ask(account, "getFile", {"file_id": media.reference}), "file_path")
        if not path or ".." in path or "//" in path:
            raise Permanent("the platform gives no address of the file")
        return fetch(
            account, f"{api_base(account, API)}/file/bot{TOKEN.required(account)}/{path}", hosts=_hosts(account)
        )

    def check(self, account: Account) -> str:
        """Who the bot is, and how its webhook fares. Raises SendError."""
        name, hook = words(_ask(account, "getMe", {}), "username"), _ask(account, "getWebhookInfo", {})
        door = words(hook, "url") or "no webhook"
        waiting, fault = ident(hook, "pending_update_count"), words(hook, "last_error_message")
        return ", ".join(part for part in (f"@{name}", door, f"{waiting} waiting" if waiting else "", fault) if part)

    def wants_poll(self, account: Account) -> bool:
        return POLL.of(account) == "yes"

    def poll(self, account: Account, since: str) -> tuple[list[Received], str]:
        """`since` is the number of the next update: asking with it forgets the ones before.

        Raises Retry, NeedsOperator."""
        offset = {"offset": int(since)} if since.isdecimal() else {}
        content = {"timeout": POLL_SECONDS, "limit": MOST_UPDATES, "allowed_updates": list(ASKED_FOR), **offset}
        result = _ask(account, "getUpdates", content, seconds=POLL_SECONDS + 10.0)
        updates = [one for one in (result if isinstance(result, list) else []) if isinstance(one, dict)]
        numbers = [one["update_id"] for one in updates if isinstance(one.get("update_id"), int)]
        return [Received(json.dumps(one).encode()) for one in updates], str(max(numbers) + 1) if numbers else since


def _hosts(account: Account) -> tuple[str, ...]:
    return ("api.telegram.org",) if not API_URL.of(account) else ()


def _ask(account: Account, method: str, content: dict[str, Any], *, seconds: float = 20.0) -> Any:
    """The `result` of a method. The token stands in the address, which no error names."""
    said = call(
        account,
        "POST",
        f"{api_base(account, API)}/bot{TOKEN.required(account)}/{method}",
        content=content,
        seconds=seconds,
    )
    if not said.is_fine or said.content.get("ok") is not True:
        raise _error(said)
    return said.content.get("result")


def _error(said: ApiAnswer) -> SendError:
    code = value(said.content, "error_code")
    code = code if isinstance(code, int) else said.status
    text, after = f"the platform answered {code}", value(said.content, "parameters", "retry_after")
    if code == TOO_MANY or code >= SERVER_ERROR:
        return Retry(
            text, after=min(after, 86_400) if isinstance(after, int) else said.after, is_limit=code == TOO_MANY
        )
    if code in {UNAUTHORIZED, NOT_FOUND}:
        return NeedsOperator(f"{text}: the token is wrong or was revoked")
    if code == CONFLICT:
        return NeedsOperator(f"{text}: the bot has a webhook, or another program polls it")
    return Permanent(f"{text}: the person has blocked the bot or never wrote to it" if code == FORBIDDEN else text)
