"""An address that is put together is the one that Django finds."""

from uuid import uuid4

import pytest
from django.urls import NoReverseMatch, get_resolver, reverse

from lapor.ui.addresses import fixed_url, url_about


def names(resolver=None, prefix=""):
    """Of all routes that take one argument, and of those that take none."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if hasattr(pattern, "url_patterns"):
            yield from names(pattern, f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix)
        elif pattern.name:
            yield prefix + pattern.name


NAMES = sorted(set(names()))


@pytest.mark.parametrize("number", ["4821093762", "1", "a-b", "../x", "a/b", "ä", "%20", "x y", "?a=1", "0000000000"])
def test_number_of_a_report(number):
    found = 0
    for name in NAMES:
        try:
            wanted = reverse(name, args=[number])
        except (NoReverseMatch, AttributeError):  # it is about a day
            continue
        try:
            assert url_about(name, number) == wanted, name
            found += 1
        except NoReverseMatch:
            assert not number.isdecimal(), name  # of a page that is about something else than a number
    assert found or "/" in number


def test_ids():
    for one in (uuid4(), 17):
        found = 0
        for name in NAMES:
            try:
                wanted = reverse(name, args=[one])
            except (NoReverseMatch, AttributeError):
                continue
            assert url_about(name, one) == wanted, name
            found += 1
        assert found


def test_what_stands_behind_the_number():
    for act in ("start", "answer"):
        assert url_about("console:write", "4821093762", act) == reverse("console:write", args=["4821093762", act])


def test_without_arguments():
    found = 0
    for name in NAMES:
        try:
            wanted = reverse(name)
        except NoReverseMatch:
            with pytest.raises(NoReverseMatch):
                fixed_url(name)
            continue
        assert fixed_url(name) == wanted
        found += 1
    assert found > 50


def test_no_report_has_an_empty_number():
    with pytest.raises(NoReverseMatch):
        url_about("web:report", "")
