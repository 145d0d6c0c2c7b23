"""Django's backend for PostgreSQL, which looks at a connection instead of asking the server before each request."""

import math
import select
import time

from django.db.backends.postgresql import base

LOOKED_FOR = 30.0  # seconds since the last look; a network may have forgotten one that rested longer


class DatabaseWrapper(base.DatabaseWrapper):
    """Named by DATABASES.

    Nothing comes over a connection that rests, unless the server ends it or has news: its last words (FATAL) or the
    closing of the socket. So what rested shortly and is silent is usable; all else is asked, as Django does before each
    request with a statement of its own."""

    _last_seen = -math.inf

    def is_usable(self) -> bool:
        now = time.monotonic()
        is_fresh, self._last_seen = now - self._last_seen < LOOKED_FOR, now
        return (is_fresh and self._is_silent()) or bool(super().is_usable())

    def _is_silent(self) -> bool:
        if self.connection is None or self.connection.closed:
            return False
        looked = select.poll()  # select.select() takes no descriptors above 1,023
        looked.register(self.connection.fileno(), select.POLLIN)
        return not looked.poll(0)
