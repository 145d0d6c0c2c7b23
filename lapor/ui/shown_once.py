"""What stands on a page for whoever looks at it just now: the words on what was done, which are said once, an act that
can be undone, typed words that were not taken.

A page that is asked for to be kept or looked at later, or by a script, shows none of it and takes it from nobody:
`Purpose: prefetch`, `Sec-Purpose` of a browser that guesses the next page, and what is no navigation (Fetch Metadata,
W3C). Of a page that was looked at and is kept, what stands between ui/parts' marks <!--now--> and <!--/now--> is cut
out (frontend/scripts/offline/network.js)."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.contrib.messages import get_messages
from django.http import HttpRequest


def is_looked_at(request: HttpRequest) -> bool:
    """Somebody sees the answer, as far as the request says."""
    asked = request.headers
    is_ahead = any(asked.get(name, "").startswith("prefetch") for name in ("Sec-Purpose", "Purpose"))
    # A service worker that hands a navigation on may change one of the two.
    is_navigation = asked.get("Sec-Fetch-Mode", "navigate") == "navigate" or asked.get("Sec-Fetch-Dest") == "document"
    return request.method != "HEAD" and is_navigation and not is_ahead


@dataclass(frozen=True)
class MessagesOnce:
    """The words on what was done, each on one page. The session is asked by pages that have a place for them."""

    request: HttpRequest

    def __iter__(self) -> Iterator[object]:
        return iter(self._messages())

    def __len__(self) -> int:
        return len(self._messages())

    def _messages(self) -> Collection[object]:
        return get_messages(self.request) if is_looked_at(self.request) else ()
