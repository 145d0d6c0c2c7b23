"""Who acts and with what: the two things `take_act` is given besides the report and the act's name."""

from dataclasses import dataclass, field, fields
from datetime import datetime
from uuid import UUID

from lapor.agencies.models import Agency, Category, Officer


@dataclass(frozen=True)
class Actor:
    """An officer, the reporter or the system. `for_reporter`: a desk officer who acts for a person with the receipt."""

    role: str
    officer: Officer | None = None
    reporter_id: UUID | None = None

    @property
    def kind(self) -> str:
        return "officer" if self.officer else self.role

    @property
    def id(self) -> UUID | None:
        return self.officer.pk if self.officer else self.reporter_id


SYSTEM = Actor(role="system")


def officer_actor(officer: Officer) -> Actor:
    return Actor(role=officer.role, officer=officer)


def reporter_actor(reporter_id: UUID | None) -> Actor:
    return Actor(role="reporter", reporter_id=reporter_id)


@dataclass(frozen=True)
class UploadedPhoto:
    """A photo already cleaned and stored as a file; becomes an Attachment of the act."""

    id: UUID
    sha256: str
    original_sha256: str
    width: int
    height: int
    name: str = ""


@dataclass(frozen=True)
class ActData:
    """What an act needs or may carry; the table names the fields."""

    text: str = ""
    category: Category | None = None
    agency: Agency | None = None
    unit: Agency | None = None
    proposed_agency: Agency | None = None
    publication: str = ""
    published_text: str = ""
    archive_reason: str = ""
    destination: str = ""
    source: str = ""
    outcome: str = ""
    rating: int = 0
    photos: tuple[UploadedPhoto, ...] = field(default=())

    def given(self) -> set[str]:
        """The names of the fields that hold something."""
        return {f.name for f in fields(self) if getattr(self, f.name)}


@dataclass(frozen=True)
class ImportedFacts:
    """What an earlier system says of a report: its state and date, taken as they are. `reason_text`: its own words for the state."""

    state: str
    filed_at: datetime
    archive_reason: str = ""
    reason_text: str = ""
