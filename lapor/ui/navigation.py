"""Builds the list of pages that the header shows; an item appears once its page exists."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch
from django.utils.functional import Promise

from lapor.ui.addresses import fixed_url


@dataclass(frozen=True)
class NavigationItem:
    """One link of the header. `current`: its aria-current, "page" on the page itself, "true" below it, else ""."""

    url: str
    label: str | Promise
    icon: str
    current: str


def navigation_items(request: HttpRequest, entries: Iterable[tuple[str, str | Promise, str]]) -> list[NavigationItem]:
    """Items for the entries `(url name, label, icon)` whose name resolves, in their order."""
    found = []
    for url_name, label, icon in entries:
        with suppress(NoReverseMatch):
            found.append((fixed_url(url_name), label, icon))
    above = [
        url
        for url, _, _ in found
        if request.path == url or (url.endswith("/") and url != "/" and request.path.startswith(url))
    ]
    nearest = max(above, key=len, default=None)
    current = "page" if request.path == nearest else "true"
    return [NavigationItem(url, label, icon, current if url == nearest else "") for url, label, icon in found]
