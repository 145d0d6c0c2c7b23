"""What became of a message."""

from dataclasses import dataclass
from uuid import UUID

from lapor.reports.models import Report


@dataclass(frozen=True)
class MessageOutcome:
    """In a word, for logs and `lapor ingest`; the report it went to and the entry of its story that it became."""

    word: str
    report: Report | None = None
    why: str = ""
    entry_id: UUID | None = None
