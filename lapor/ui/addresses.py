"""Addresses of pages, whose route is looked up once: `reverse` tries the routes anew each time, and a page of officers
holds some thirty addresses. An installation answers below one prefix of addresses, and that is kept with them."""

from functools import cache
from uuid import UUID

from django.urls import reverse

_SAMPLES = {"str": "0000000000", "UUID": UUID(int=0), "int": 9876543210}  # by the kind of what a page is about


@cache
def fixed_url(name: str) -> str:
    """Of a page without arguments. Raises NoReverseMatch."""
    return reverse(name)


def url_about(name: str, one: str | UUID | int, *more: str) -> str:
    """Of a page about `one`, the number of a report (a text) or an id (no text), the first argument of its route;
    `more`: those after it, of which there are few different ones. Raises NoReverseMatch."""
    kind, words = type(one).__name__, str(one)
    if kind not in _SAMPLES or not (words.isascii() and words.replace("-", "").isalnum()):  # to be quoted
        return reverse(name, args=[one, *more])
    before, after = _around(name, kind, *more)
    return f"{before}{one}{after}"


@cache
def _around(name: str, kind: str, *more: str) -> tuple[str, str]:
    sample = _SAMPLES[kind]
    before, _sample, after = reverse(name, args=[sample, *more]).partition(str(sample))
    return before, after
