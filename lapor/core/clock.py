"""The one place that says what time it is. Demo and tests may set another time; events written then are marked."""

import contextlib
import contextvars
from collections.abc import Iterator
from datetime import UTC, datetime

_injected: contextvars.ContextVar[datetime | None] = contextvars.ContextVar("injected_time", default=None)


def now() -> datetime:
    """The current instant, aware, UTC."""
    return _injected.get() or datetime.now(UTC)


def is_injected() -> bool:
    return _injected.get() is not None


@contextlib.contextmanager
def at(instant: datetime) -> Iterator[None]:
    """Within this block the time is `instant` (demo and tests only)."""
    token = _injected.set(instant.astimezone(UTC))
    try:
        yield
    finally:
        _injected.reset(token)
