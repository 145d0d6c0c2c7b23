"""Lines of the log: in UTC, as text or as JSON, each with the number of the request that it belongs to.

No personal data: whoever writes a line names ids only (tests/promises/test_identity_stays_sealed.py reads them all).
"""

import json
import logging
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

REQUEST_ID: ContextVar[str] = ContextVar("request_id", default="")
LONGEST_ID = 64


def request_id(given: str) -> str:
    """What the proxy gave, where it is harmless, else one of ours."""
    is_harmless = 0 < len(given) <= LONGEST_ID and given.isascii() and given.replace("-", "").isalnum()
    return given if is_harmless else secrets.token_hex(8)


@contextmanager
def request_scope(number: str) -> Iterator[None]:
    """Lines within it name this request, also in a job that goes on with what the request began."""
    token = REQUEST_ID.set(number)
    try:
        yield
    finally:
        REQUEST_ID.reset(token)


class LineFormatter(logging.Formatter):
    converter = time.gmtime  # type: ignore[assignment]
    default_time_format = "%Y-%m-%dT%H:%M:%S"
    default_msec_format = "%s.%03dZ"

    def format(self, record: logging.LogRecord) -> str:
        line = super().format(record)
        return f"[{number}] {line}" if (number := REQUEST_ID.get()) else line


class JsonFormatter(logging.Formatter):
    """One object a line: at, level, logger, message, and request and traceback where there are."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            **({"request": number} if (number := REQUEST_ID.get()) else {}),
            **({"traceback": self.formatException(record.exc_info)} if record.exc_info else {}),
        }
        return json.dumps(line, ensure_ascii=False)
