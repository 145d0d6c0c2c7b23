"""What a process believes for some seconds."""

from itertools import count

import pytest

from lapor.core import ttl_cache
from lapor.core.ttl_cache import TTLCache

_made = count()
SEEN: list[int] = []
OF_ALL_TESTS = TTLCache[str, int](lambda _key: next(_made))


def test_value_is_made_once_until_it_is_old(monkeypatch):
    monkeypatch.setattr(ttl_cache, "SECONDS", 60.0)
    numbers = count()
    known = TTLCache[str, int](lambda _key: next(numbers))
    assert (known.get("a"), known.get("a"), known.get("b")) == (0, 0, 1)
    monkeypatch.setattr(ttl_cache, "SECONDS", 0.0)
    assert known.get("a") == 2


def test_strangers_who_ask_for_any_name_fill_no_memory(monkeypatch):
    monkeypatch.setattr(ttl_cache, "SECONDS", 60.0)
    known = TTLCache[int, int](lambda key: key)
    for number in range(ttl_cache.MOST * 3):
        known.get(number)
    assert len(known._known) <= ttl_cache.MOST


@pytest.mark.parametrize("time", ["first", "second"])
def test_no_test_believes_what_an_earlier_one_loaded(monkeypatch, time):
    """The city's key is the same in each of them, and what was loaded a minute ago would end in the midst of a test."""
    monkeypatch.setattr(ttl_cache, "SECONDS", 60.0)
    value = OF_ALL_TESTS.get("root")
    assert value not in SEEN
    SEEN.append(value)
