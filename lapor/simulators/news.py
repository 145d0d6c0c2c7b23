"""A small news outlet played on this machine: a feed, its articles, and what goes wrong with outlets.

It calls no door: it is asked."""

import hashlib
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape
from typing import Any

from lapor.simulators.http_platform import Call, HttpPlatform, Reply

TROUBLES = ("fine", "broken", "page", "loop", "huge", "bomb", "drip")
HUGE = 20 * 1024 * 1024  # bytes
_PAGE = b"<!DOCTYPE html><html><head><title>502</title></head><body><h1>502 Bad Gateway</h1></body></html>"


class NewsSimulator(HttpPlatform):
    """`trouble`: what the feed is just now, one of TROUBLES.

    `asked`: how often the feed was asked for, `unchanged`: how often 304 said enough."""

    def __init__(self, door: str, *, name: str = "Suara Simulasi") -> None:
        super().__init__(door)
        self.name, self.trouble, self.asked, self.unchanged = name, "fine", 0, 0
        self._stories: dict[str, dict[str, str]] = {}

    def account(self) -> tuple[dict[str, str], dict[str, str]]:
        slug = "".join(sign for sign in self.name.lower() if sign.isalnum())
        settings = {
            "feed_url": f"{self.url}/rss.xml",
            "outlet": self.name,
            "newsroom_email": f"redaksi@{slug}.example",
            "every_minutes": "0.05",
        }
        return settings, {}

    # --- the newsroom

    def say(self, person: str, text: str) -> None:
        """Publish: the title, and behind a | the words."""
        title, _bar, words = text.partition("|")
        self.publish(title.strip(), words.strip() or title.strip(), author=person)

    def publish(self, title: str, words: str, *, article: str = "", author: str = "") -> str:
        """Gives the number of the story."""
        number = str(self.next_id())
        self._stories[number] = {
            "title": title,
            "words": words,
            "article": article or f"{words} " * 8,
            "author": author,
            "id": number,
            "at": format_datetime(datetime.now(UTC)),
        }
        return number

    def correct(self, number: str, *, title: str = "", words: str = "") -> None:
        """The same address says something else."""
        story = self._stories[number]
        story |= {
            **({"title": title} if title else {}),
            **({"words": words, "article": f"{words} " * 8} if words else {}),
        }

    def renumber(self, number: str) -> None:
        """The same story under another id, as careless systems do."""
        self._stories[number]["id"] = f"lagi-{self.next_id()}"

    def delete(self, number: str) -> None:
        self._stories.pop(number)

    def behave(self, **mode: Any) -> None:
        trouble = mode.pop("trouble", self.trouble)
        if trouble not in TROUBLES:
            raise ValueError(f"there is no trouble {trouble}: {', '.join(TROUBLES)}")
        self.trouble = trouble
        super().behave(**mode)

    def commands(self) -> Mapping[str, Callable[[str, str], object]]:
        def correct(_person: str, rest: str) -> None:
            number, _space, words = rest.partition(" ")
            self.correct(_known(self._stories, number), words=words)

        return {
            "correct": correct,
            "delete": lambda _person, rest: self.delete(_known(self._stories, rest)),
            "trouble": lambda _person, rest: self.behave(trouble=rest),
        }

    # --- what is asked

    def fault(self, kind: str) -> Reply:
        if kind == "limited":
            return Reply(429, b"too many", {"Retry-After": "2", "Content-Type": "text/plain"})
        return Reply(403 if kind == "expired" else 503, _PAGE, {"Content-Type": "text/html"})

    def answer(self, call: Call) -> Any:
        if call.path == "/rss.xml":
            self.asked += 1
            raise self._feed(call)
        if call.path == "/putar":
            raise Reply(302, b"", {"Location": f"{self.url}/putar"})
        number = call.path.removeprefix("/artikel/")
        if number in self._stories:
            raise Reply(200, self._page(self._stories[number]), {"Content-Type": "text/html; charset=utf-8"})
        raise Reply(404, _PAGE, {"Content-Type": "text/html"})

    def _feed(self, call: Call) -> Reply:
        if self.trouble == "loop":
            return Reply(302, b"", {"Location": f"{self.url}/putar"})
        if self.trouble == "page":
            return Reply(200, _PAGE, {"Content-Type": "text/html"})
        if self.trouble == "drip":
            time.sleep(60)
        body = self._rss()
        if self.trouble == "broken":
            body = body.replace(b"<channel>", b"<channel>&nope; <b>", 1)[:-30]
        elif self.trouble == "huge":
            body = body.replace(b"<channel>", b"<channel>" + b" " * HUGE, 1)
        elif self.trouble == "bomb":
            lots = b"".join(
                b'<!ENTITY e%d "%s">' % (step, b"&e%d;" % (step - 1) * 10 if step else b"banjir ") for step in range(10)
            )
            body = body.replace(b"<rss", b"<!DOCTYPE rss [" + lots + b"]><rss", 1).replace(
                b"<title>", b"<title>&e9; ", 2
            )
        tag = f'"{hashlib.sha256(body).hexdigest()[:20]}"'
        if call.headers.get("if-none-match") == tag:
            self.unchanged += 1
            return Reply(304, b"", {"ETag": tag})
        return Reply(200, body, {"Content-Type": "application/rss+xml", "ETag": tag})

    def _rss(self) -> bytes:
        items = "".join(
            f"<item><title>{escape(story['title'])}</title><link>{self.url}/artikel/{number}?utm_source=rss</link>"
            f'<guid isPermaLink="false">{story["id"]}</guid><pubDate>{story["at"]}</pubDate>'
            f"<description>{escape(escape(story['words']))}</description></item>"
            for number, story in reversed(self._stories.items())
        )
        return (
            '<?xml version="1.0" encoding="utf-8"?>\n<rss'
            f' version="2.0"><channel><title>{escape(self.name)}</title><link>{self.url}/</link>'
            f"<description>Berita</description>{items}</channel></rss>"
        ).encode()

    def _page(self, story: dict[str, str]) -> bytes:
        paragraphs = "".join(f"<p>{escape(part)}.</p>" for part in story["article"].split(". ") if part.strip())
        head = f'<meta charset="utf-8"><title>{escape(story["title"])} - {escape(self.name)}</title>'
        return (
            f'<!DOCTYPE html><html lang="id"><head>{head}</head><body><nav><a href="/">Beranda</a> <a'
            f' href="/iklan">Iklan</a></nav><article><h1>{escape(story["title"])}</h1>{paragraphs}</article><footer>Hak'
            " cipta</footer></body></html>"
        ).encode()


def _known(stories: Mapping[str, object], number: str) -> str:
    """Raises ValueError."""
    if number.strip() not in stories:
        raise ValueError(f"there is no story {number}: {', '.join(stories)}")
    return number.strip()


SIMULATOR = NewsSimulator
