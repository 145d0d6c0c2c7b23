"""Builds the list of pages that the header shows; an item appears once its page exists."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise


@dataclass(frozen=True)
class NavigationItem:
    """One link of the header; `current` marks the page the reader is on, or a page below it."""

    url: str
    label: str | Promise
    icon: str
    current: bool


def navigation_items(request: HttpRequest, entries: Iterable[tuple[str, str | Promise, str]]) -> list[NavigationItem]:
    """Items for the entries `(url name, label, icon)` whose name resolves, in their order."""
    items = []
    for url_name, label, icon in entries:
        try:
            url = reverse(url_name)
        except NoReverseMatch:
            continue
        current = request.path == url or (url.endswith("/") and url != "/" and request.path.startswith(url))
        items.append(NavigationItem(url=url, label=label, icon=icon, current=current))
    return items
