"""What a process believes for some seconds before it asks again: facts that change by command, and that every request
needs."""

import random
import time
from collections.abc import Callable
from typing import Any, Generic, TypeVar
from weakref import WeakSet

SECONDS = 5.0
MOST = 1000  # keys; strangers may ask for any

Key = TypeVar("Key")
Value = TypeVar("Value")
_all: "WeakSet[TTLCache[Any, Any]]" = WeakSet()


class TTLCache(Generic[Key, Value]):
    """Values by key, each made anew by `make` before it is older than SECONDS."""

    def __init__(self, make: Callable[[Key], Value]) -> None:
        self._make = make
        self._known: dict[Key, tuple[float, Value]] = {}
        _all.add(self)

    def get(self, key: Key) -> Value:
        now = time.monotonic()
        known = self._known.get(key)
        if known is not None and now - known[0] < SECONDS:
            return known[1]
        value = self._make(key)
        if len(self._known) >= MOST:
            self._known.clear()
        # each a little sooner than the others, or one visitor would wait for all that a page believes to be asked anew
        self._known[key] = (now - SECONDS * random.uniform(0, 0.4), value)  # noqa: S311 - no secret
        return value

    def clear(self) -> None:
        self._known.clear()


def clear_all() -> None:
    """Nothing is believed any longer, in this process."""
    for cache in _all:
        cache.clear()
