"""What an imported row says, whatever system it comes from.

The profiles (sp4n.py …) make these, actions.py writes them."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Protocol

from lapor.core import clock
from lapor.reports.provenance import Provenance

OLDEST = 1990  # nobody had such a system before


class RowError(ValueError):
    """One row cannot be imported; the message says which column and why, for the person who has the file open.

    `cells`: the row itself."""

    cells: Mapping[str, str] = {}


class FileError(ValueError):
    """The file as a whole cannot be read as what it is said to be."""


def plausible(at: datetime, column: str, said: str) -> datetime:
    """When a row says that it was filed. Raises RowError for what is to come, and for what is older than such systems:
    days of figures are counted from it."""
    if at > clock.now() or at.year < OLDEST:
        raise RowError(f"{column} {said[:60]!r} cannot be right")
    return at


@dataclass(frozen=True)
class ImportedRow:
    """One report of an earlier system. `line` is the row as a spreadsheet counts it."""

    line: int
    former_number: str
    filed_at: datetime
    state: str
    text: str
    published_text: str = ""
    title: str = ""
    kind: str = "complaint"
    identity: str = "named"
    visibility: str = "public"
    publication: str = "pending"
    channel: str = "import"
    archive_reason: str = ""
    reason_text: str = ""  # the earlier system's own words for why it was archived or put off
    category_text: str = ""
    agency_text: str = ""
    area_text: str = ""
    name: str = ""  # who reported it, and how they are reached: for the vault
    phone: str = ""
    email: str = ""
    latitude: float | None = None
    longitude: float | None = None
    lines: Mapping[str, str] = field(default_factory=dict)  # of intake/filing/fields.py
    provenance: Provenance = field(default_factory=Provenance)
    cells: Mapping[str, str] = field(default_factory=dict, repr=False)  # as they stand in the file

    def fingerprint(self) -> bytes:
        """The same for rows that say the same thing of the same report."""
        said = "\x1f".join((self.former_number, self.filed_at.isoformat(), self.state, self.text))
        return hashlib.blake2b(said.encode(), digest_size=16).digest()


class Profile(Protocol):
    """Reads one system's export. Raises FileError; a row that cannot be read is yielded as (line, RowError)."""

    name: str

    def read(self, path: Path) -> Iterator[tuple[int, "ImportedRow | RowError"]]: ...
