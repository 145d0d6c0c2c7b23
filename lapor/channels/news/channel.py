"""Online news: an outlet's feed is asked for, each item is a candidate or nothing; articles are fetched one by one.
docs/channels/news.md."""

import hashlib
import json
import re
from dataclasses import replace
from urllib.parse import urlsplit

from lapor.channels.base import (
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
)
from lapor.channels.calls import FORBIDDEN, GONE, NOT_FOUND, OK, SERVER_ERROR, TOO_MANY, UNAUTHORIZED, retry_after
from lapor.channels.news.article import article_text
from lapor.channels.news.feed import LARGEST_FEED, looks_like_a_page, read_feed
from lapor.core import http

NOT_MODIFIED = 304
USUAL_MINUTES, LEAST_MINUTES, MOST_MINUTES = 15, 5, 24 * 60
MOST_ASKED = 6 * 3600  # seconds that a feed may ask us to stay away, where nothing is wrong
LARGEST_ARTICLE = 3 * 1024 * 1024
SECONDS = 30.0
ACCEPT = "application/rss+xml, application/atom+xml, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5"
_FEED_HOST = re.compile(r"^(?:www|rss|feeds?|m)\d?\.")
_TTL = re.compile(rb"<ttl>\s{0,9}(\d{1,5})\s{0,9}</ttl>")
_MAX_AGE = re.compile(r"max-age\s*=\s*(\d{1,8})")
FEED_URL = Setting("feed_url", is_needed=True)
OUTLET = Setting("outlet")
NEWSROOM_EMAIL = Setting("newsroom_email")
EVERY_MINUTES = Setting("every_minutes")
READ_ARTICLES = Setting("read_articles")  # "no": only what stands in the feed
ARTICLE_HOSTS = Setting("article_hosts")


class NewsChannel(ChannelDefaults):
    """Has no door: nobody delivers. What the newsroom is told goes by mail."""

    name = "news"
    settings: tuple[Setting, ...] = (FEED_URL, OUTLET, NEWSROOM_EMAIL, EVERY_MINUTES, READ_ARTICLES, ARTICLE_HOSTS)
    capabilities = Capabilities(files_when_wanted=True, tells_again=True)

    def authenticate(self, account: Account, call: Received) -> None:
        """Raises Rejected always: a feed is asked for."""
        raise Rejected("nobody delivers news")

    def parse(self, account: Account, call: Received) -> list[Inbound]:
        """The items of a feed. Raises Unreadable."""
        feed = read_feed(call.body, base=FEED_URL.of(account))
        outlet = OUTLET.of(account)
        return [replace(item, sender_name=outlet[:120]) for item in feed.items] if outlet else list(feed.items)

    def send(self, account: Account, message: Outbound) -> str:
        """Raises Permanent."""
        raise Permanent("a newsroom is written to by mail")

    def fetch_media(self, account: Account, media: Media) -> bytes:
        """The words of an article at one of the outlet's own hosts, as UTF-8. Raises SendError."""
        answer = _get(
            account,
            media.reference,
            hosts=hosts_of(account),
            largest=LARGEST_ARTICLE,
            headers={"Accept": "text/html, */*;q=0.1"},
        )
        if answer.status != OK:
            raise _error(answer)
        text = article_text(answer.body)
        if not text:
            raise Permanent("no article was found on the page")
        return text.encode()

    def check(self, account: Account) -> str:
        """What the feed is and how many items it holds now. Raises SendError."""
        answer = _get(account, _feed_url(account), headers={"Accept": ACCEPT})
        if answer.status != OK:
            raise _error(answer)
        try:
            feed = read_feed(answer.body, base=_feed_url(account))
        except ValueError as error:
            raise NeedsOperator(str(error)) from error
        return f"{feed.title or urlsplit(_feed_url(account)).hostname}: {len(feed.items)}"

    def wants_poll(self, account: Account) -> bool:
        return bool(FEED_URL.of(account))

    def pause_after(self, account: Account, cursor: str) -> float:
        """Seconds until the outlet may be asked again: what is set, or longer where the outlet asked for it."""
        try:
            minutes = float(EVERY_MINUTES.of(account) or USUAL_MINUTES)
        except ValueError:
            minutes = USUAL_MINUTES
        # a simulator has no patience to lose
        least = 1 / 60 if http.is_loopback(FEED_URL.of(account)) else LEAST_MINUTES
        minutes = minutes if least <= minutes <= MOST_MINUTES else LEAST_MINUTES if minutes < least else MOST_MINUTES
        return max(minutes * 60, float(_kept(cursor).get("p") or 0))

    def poll(self, account: Account, since: str) -> tuple[list[Received], str]:
        """The feed, where it is another than the last time; the cursor keeps what to ask with.

        Raises Retry, NeedsOperator."""
        url, kept = _feed_url(account), _kept(since)
        if kept.get("u") != _digest(url.encode()):
            kept = {}
        conditions = {"If-None-Match": kept.get("e"), "If-Modified-Since": kept.get("m")}
        headers = {
            "Accept": ACCEPT,
            "Accept-Encoding": "identity",
            **{name: text for name, text in conditions.items() if text},
        }
        answer = _get(account, url, headers=headers)
        if answer.status == NOT_MODIFIED:
            return [], json.dumps({**kept, "p": _asked_pause(answer)})
        if answer.status != OK:
            raise _error(answer)
        if looks_like_a_page(answer.body):
            raise Retry("a web page came instead of the feed")
        digest = _digest(answer.body)
        cursor = {"u": _digest(url.encode()), "h": digest, "p": _asked_pause(answer)}
        etag, modified = answer.headers.get("etag", ""), answer.headers.get("last-modified", "")
        cursor |= {"e": etag} if etag.isascii() and len(etag) <= 60 else {}  # noqa: PLR2004 - longer ones do without: the cursor is bounded
        cursor |= {"m": modified} if modified.isascii() and len(modified) <= 30 else {}  # noqa: PLR2004
        return [] if kept.get("h") == digest else [Received(answer.body)], json.dumps(cursor, separators=(",", ":"))


def hosts_of(account: Account) -> tuple[str, ...]:
    """Where the outlet's articles stand: the host of its feed without www or rss, and what the account names
    besides."""
    named = re.split(r"[\s,]+", ARTICLE_HOSTS.of(account).lower())
    own = _FEED_HOST.sub("", (urlsplit(FEED_URL.of(account)).hostname or "").lower())
    return tuple(name for name in (own, *named) if name)


def _get(
    account: Account,
    url: str,
    *,
    headers: dict[str, str],
    hosts: tuple[str, ...] = (),
    largest: int = LARGEST_FEED,
) -> http.Answer:
    """Raises Retry, NeedsOperator."""
    feed_url = FEED_URL.of(account)
    trusted = feed_url if http.is_loopback(feed_url) else ""
    try:
        return http.request("GET", url, headers=headers, hosts=hosts, trusted=trusted, largest=largest, seconds=SECONDS)
    except http.Refused as error:
        raise (Permanent if hosts else NeedsOperator)(f"the address may not be called: {error}") from error
    except http.TooLarge as error:
        raise (Permanent if hosts else Retry)(f"too large: {error}") from error
    except http.Failed as error:
        raise Retry(f"no conversation with the outlet: {error}") from error


def _feed_url(account: Account) -> str:
    """Raises NeedsOperator."""
    return FEED_URL.required(account).strip()


def _error(answer: http.Answer) -> SendError:
    text, after = f"the outlet answered {answer.status}", retry_after(answer.headers)
    if answer.status == TOO_MANY:
        return Retry(f"{text}: too often", after=after, is_limit=True)
    if answer.status >= SERVER_ERROR:
        return Retry(text, after=after)
    if answer.status in {UNAUTHORIZED, FORBIDDEN}:
        return Permanent(f"{text}: it does not let us in")
    return Permanent(f"{text}: there is no such page (any more)" if answer.status in {NOT_FOUND, GONE} else text)


def _asked_pause(answer: http.Answer) -> int:
    """Seconds for which the answer says that it is good, within limits."""
    age, minutes = _MAX_AGE.search(answer.headers.get("cache-control", "").lower()), _TTL.search(answer.body[:4000])
    return min(max(int(age.group(1)) if age else 0, int(minutes.group(1)) * 60 if minutes else 0), MOST_ASKED)


def _kept(cursor: str) -> dict[str, str]:
    try:
        found = json.loads(cursor) if cursor else {}
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:16]
