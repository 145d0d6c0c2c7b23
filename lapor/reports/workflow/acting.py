"""Who acts and with what: the two things `perform_action` is given besides the report and the act's name."""

from dataclasses import dataclass, field, fields
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from lapor.agencies.models import Agency, Category, Officer, Team
from lapor.core.cleaning.limits import PhotoFacts

if TYPE_CHECKING:
    from lapor.reports.models import Attachment, Entry, PartnerLink, Report


@dataclass(frozen=True)
class Actor:
    """An officer, the reporter, anyone, a partner of an office, or the system.

    `has_receipt`: a desk officer to whom the person showed the receipt. `asks_back`: drawn to ask the reporter of this
    closed report (casework.callback)."""

    role: str
    officer: Officer | None = None
    reporter_id: UUID | None = None
    has_receipt: bool = False
    partner: "PartnerLink | None" = None
    asks_back: bool = False

    @property
    def kind(self) -> str:
        return "officer" if self.officer else self.role

    @property
    def id(self) -> UUID | None:
        return self.officer.pk if self.officer else self.partner.pk if self.partner else self.reporter_id


SYSTEM = Actor(role="system")
ANYONE = Actor(role="anyone")


def officer_actor(officer: Officer, *, has_receipt: bool = False, asks_back: bool = False) -> Actor:
    return Actor(role=officer.role, officer=officer, has_receipt=has_receipt, asks_back=asks_back)


def reporter_actor(reporter_id: UUID | None) -> Actor:
    return Actor(role="reporter", reporter_id=reporter_id)


def partner_actor(link: "PartnerLink") -> Actor:
    """Who holds the link that an office gave to a partner."""
    return Actor(role="partner", partner=link)


@dataclass(frozen=True)
class StoredFile:
    """A file that was checked and stored; becomes an Attachment of the act.

    A photo is ready, the rest is prepared by a job (`sha256` empty)."""

    id: UUID
    sha256: str
    original_sha256: str
    width: int
    height: int
    name: str = ""
    kind: str = "photo"
    seconds: int = 0
    pages: int = 0
    # a photo's own; goes nowhere but to the draft, sealed
    place: tuple[float, float] | None = field(default=None, repr=False)
    facts: PhotoFacts | None = field(default=None, repr=False)
    sameness: float = 0.0  # with the photos that the report has already, 0 to 1; looked at for officers' files only


@dataclass(frozen=True)
class MaskedPhoto:
    """A new variant of an attached photo with some squares of its grid unrecognisable; takes the place of the one that
    was masked."""

    photo_id: UUID
    cells: tuple[int, ...]
    was_sha256: str
    sha256: str
    width: int
    height: int


@dataclass(frozen=True)
class ActData:
    """What an act needs or may carry; the table names the fields."""

    text: str = ""
    category: Category | None = None
    agency: Agency | None = None
    unit: Agency | None = None
    proposed_agency: Agency | None = None
    officer: Officer | None = None
    team: Team | None = None
    parent: "Report | None" = None
    entry: "Entry | None" = None  # words that move to another report (`parent`)
    taken_files: "tuple[Attachment, ...]" = ()  # of a part that becomes another report (`parent`)
    publication: str = ""
    published_text: str = ""
    published_title: str = ""
    withheld_files: "tuple[Attachment, ...]" = ()  # of what is published: these stay inside
    checklist: tuple[str, ...] = ()  # codes of what was ticked of the category's list
    cleared: tuple[str, ...] = ()  # words that look like personal data and may be published all the same
    cleared_reason: str = ""
    photo_questions: tuple[dict[str, Any], ...] = ()  # set by the heart alone (workflow.photo_questions)
    photo_reason: str = ""  # why photos that were asked about are right all the same
    archive_reason: str = ""
    destination: str = ""
    source: str = ""
    outcome: str = ""
    reminder: str = ""
    clock: str = ""  # which clock a reminder is about
    escalation: str = ""  # which level of the city's own it was (agencies.escalation.queries.level_reference)
    promised_on: date | None = None
    partner_name: str = ""  # whom a link is given to
    partner_days: int = 0  # for so many days
    partner_link: "PartnerLink | None" = None  # that is taken back
    partner_step: str = ""
    rating: int = 0
    rejected_before: int = 0  # by who says it of a merged report: on their own one
    call_result: str = ""  # a CallResult
    supporter: bytes = b""  # keyed hash of who says "me too"
    photos: tuple[StoredFile, ...] = field(default=())  # files of every kind
    masked: MaskedPhoto | None = None
    route: str = ""  # the routing row that it follows (reports.routing.Route.reference)
    route_name: str = ""
    urgency: str = ""  # "urgent" where that row wants it; it only raises
    files_are_internal: bool = (
        False  # a voice on the radio, a printed name: never shown to the public, whatever is published
    )

    def given(self) -> set[str]:
        """The names of the fields that hold something."""
        return {f.name for f in fields(self) if getattr(self, f.name)}


@dataclass(frozen=True)
class ImportedFacts:
    """What an earlier system says of a report: its state and date, taken as they are.

    `reason_text`: its own words for the state."""

    state: str
    filed_at: datetime
    archive_reason: str = ""
    reason_text: str = ""
