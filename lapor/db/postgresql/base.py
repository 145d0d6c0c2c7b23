"""Django's backend for PostgreSQL, which looks at a connection instead of asking the server before each request, and
reads points in time faster.

Nothing comes over a connection that rests, unless the server ends it or has news: its last words (FATAL) or the closing
of the socket. So what rested shortly and is silent is usable; all else is asked, as Django does before each request
with a statement of its own.

Django's reader of a timestamptz is psycopg's in Python, with a pattern, so that it can give it any zone; what a
connection gives whose zone is UTC is what `datetime.fromisoformat` reads."""

import math
import select
import time
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any
from weakref import WeakKeyDictionary

from django.db.backends.base.base import NO_DB_ALIAS
from django.db.backends.postgresql import base
from django.db.backends.postgresql.psycopg_any import BaseTzLoader
from psycopg import Connection
from psycopg.abc import Buffer
from psycopg.adapt import AdaptersMap
from psycopg.pq import TransactionStatus
from psycopg_pool import ConnectionPool

LOOKED_FOR = 30.0  # seconds since the last look; a network may have forgotten one that rested longer
_looked_at: "WeakKeyDictionary[Connection[Any], float]" = WeakKeyDictionary()  # monotonic seconds


def is_silent(connection: "Connection[Any]") -> bool:
    """Whether it was looked at just now, nothing has come since, and no transaction is open or failed."""
    now = time.monotonic()
    is_fresh = now - _looked_at.get(connection, -math.inf) < LOOKED_FOR
    _looked_at[connection] = now
    if not is_fresh or connection.info.transaction_status != TransactionStatus.IDLE:  # of a closed one: UNKNOWN
        return False
    looked = select.poll()  # select.select() takes no descriptors above 1,023
    looked.register(connection.fileno(), select.POLLIN)
    return not looked.poll(0)


def check(connection: "Connection[Any]") -> None:
    """Of a pool, before it gives one away. Raises psycopg.OperationalError where it is of no use."""
    if not is_silent(connection):
        ConnectionPool.check_connection(connection)


class UtcLoader(BaseTzLoader):  # type: ignore[misc]  # Django's has no types
    """A timestamptz as the server writes it: "2026-11-30 07:31:54.141169+00"."""

    timezone = UTC

    def load(self, data: Buffer) -> datetime:
        try:
            at = datetime.fromisoformat(str(data, "ascii"))
        except ValueError:  # infinity, before Christ, after 9999: psycopg's words on it
            return super().load(data)  # type: ignore[no-any-return]
        return at if at.tzinfo is UTC else at.astimezone(UTC)


@lru_cache(maxsize=1)
def _adapters(djangos: AdaptersMap) -> AdaptersMap:
    ours = AdaptersMap(djangos)
    ours.register_loader("timestamptz", UtcLoader)
    return ours


class DatabaseWrapper(base.DatabaseWrapper):
    """Named by DATABASES."""

    @property
    def pool(self) -> Any:
        """As Django's, but for the check."""
        options = self.settings_dict["OPTIONS"].get("pool")
        if options and self.alias != NO_DB_ALIAS and self.alias not in self._pools():
            arguments = {**self.get_connection_params(), "autocommit": True}
            arguments.pop("pool", None)
            configure = self._configure_connection  # type: ignore[attr-defined]
            made = ConnectionPool(kwargs=arguments, open=False, configure=configure, check=check, **options)
            self._pools().setdefault(self.alias, made)  # several threads may make one at the start
        return super().pool

    def get_connection_params(self) -> dict[str, Any]:
        """As Django's, but for points in time in UTC."""
        params: dict[str, Any] = super().get_connection_params()
        return {**params, "context": _adapters(params["context"])} if self.timezone == UTC else params

    def _pools(self) -> dict[str, Any]:
        return self._connection_pools  # type: ignore[attr-defined,no-any-return]

    def is_usable(self) -> bool:
        return (self.connection is not None and is_silent(self.connection)) or bool(super().is_usable())
