"""Calls of channels to their platform's API: where it is, what goes wrong on the way, JSON there and back."""

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import quote

from lapor.channels.base import API_URL, Account, NeedsOperator, Permanent, Retry, SendError, Setting
from lapor.core import http

LARGEST_FILE = 40 * 1024 * 1024  # as much as a report takes of the largest kind of file
FILE_SECONDS = 60.0
LONGEST_WAIT = 86_400  # seconds
OK, MULTIPLE, UNAUTHORIZED, FORBIDDEN, NOT_FOUND, GONE, TOO_MANY, SERVER_ERROR = 200, 300, 401, 403, 404, 410, 429, 500
LET_IN = frozenset({401, 402, 403})  # password, money, permission
REFUSED_FOR_GOOD = frozenset({400, 404, 410, 422})


@dataclass(frozen=True)
class ApiAnswer:
    """What an API answered. `content` is {} where it was no object."""

    status: int
    content: dict[str, Any]
    headers: Mapping[str, str]

    @property
    def is_fine(self) -> bool:
        return OK <= self.status < MULTIPLE

    @property
    def after(self) -> int:
        return retry_after(self.headers)


def retry_after(headers: Mapping[str, str]) -> int:
    """Seconds that the other side asked to wait, at most a day; 0 where it did not say."""
    text = headers.get("retry-after", "").strip()
    if text.isascii() and text.isdecimal():
        return min(int(text[:9]), LONGEST_WAIT)
    try:  # its other form is a date (RFC 9110, section 10.2.3)
        at = parsedate_to_datetime(text)
        seconds = (at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp() - time.time()
    except (ValueError, TypeError, IndexError, OverflowError):
        return 0
    return int(min(max(seconds, 0), LONGEST_WAIT))


def gateway_error(answer: http.Answer) -> SendError:
    """What an answer of an HTTP gateway means that is no success."""
    text = f"the gateway answered {answer.status}"
    if answer.status in LET_IN:
        return NeedsOperator(text)
    if answer.status in REFUSED_FOR_GOOD:
        return Permanent(text)
    return Retry(text, after=retry_after(answer.headers), is_limit=answer.status == TOO_MANY)


def api_base(account: Account, default: str) -> str:
    """The platform's address; the account's `api_url` names a stand-in (a simulator on this machine, a gateway of one's
    own)."""
    return (API_URL.of(account) or default).rstrip("/")


def trusted(account: Account) -> str:
    """The stand-in that may be called without https: on this very machine only."""
    url = API_URL.of(account)
    return url if http.is_loopback(url) else ""


def path_part(account: Account, setting: Setting) -> str:
    """A setting as part of an address. Raises NeedsOperator where it was never set."""
    return quote(setting.required(account), safe="")


def call(
    account: Account,
    method: str,
    url: str,
    *,
    content: Any = None,
    token: str = "",
    seconds: float = http.TOTAL_SECONDS,
) -> ApiAnswer:
    """Raises Retry where there was no conversation, NeedsOperator where the address may not be called."""
    headers = {"Accept": "application/json", **({"Authorization": f"Bearer {token}"} if token else {})}
    if content is not None:
        headers["Content-Type"] = "application/json"
    body = json.dumps(content).encode() if content is not None else b""
    try:
        answer = http.request(method, url, body=body, headers=headers, trusted=trusted(account), seconds=seconds)
    except http.Refused as error:
        raise NeedsOperator(f"the platform's address may not be called: {error}") from error
    except http.Failed as error:
        raise Retry(f"no conversation with the platform: {error}") from error
    try:
        found = json.loads(answer.body)
    except (ValueError, RecursionError):
        found = {}
    return ApiAnswer(answer.status, found if isinstance(found, dict) else {}, answer.headers)


def fetch(account: Account, url: str, *, hosts: tuple[str, ...], token: str = "") -> bytes:
    """The bytes of a file at one of the platform's hosts.

    Raises Retry, Permanent (also where the address is not the platform's)."""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    try:
        answer = http.request(
            "GET",
            url,
            headers=headers,
            hosts=hosts,
            trusted=trusted(account),
            largest=LARGEST_FILE,
            seconds=FILE_SECONDS,
        )
    except http.Refused as error:
        raise Permanent(f"not fetched: {error}") from error
    except http.TooLarge as error:
        raise Permanent("too large") from error
    except http.Failed as error:
        raise Retry(f"not fetched: {error}") from error
    if answer.status == OK:
        if not answer.body:
            raise Permanent("the file is empty")
        return answer.body
    if answer.status in {UNAUTHORIZED, TOO_MANY} or answer.status >= SERVER_ERROR:
        raise Retry(f"the platform answered {answer.status}")
    raise Permanent(f"the platform answered {answer.status}")  # 403, 404, 410: its time is over
