"""A report on its way in, whatever way it takes."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import Model

from lapor.agencies.models import Area, Category
from lapor.intake.models import Upload
from lapor.reporters.models import Reporter
from lapor.reports.provenance import Provenance
from lapor.reports.workflow.acting import StoredFile


@dataclass(frozen=True)
class NewReport:
    """What a person said, checked for form by the surface.

    `submission_key` is secret and the same when it is sent again."""

    text: str
    submission_key: str
    channel: str
    content_digest: str = ""  # where the key may be guessed (Idempotency-Key): it belongs to this content only
    said: str = ""  # of a form: all that was typed; the same key with other words is another report
    kind: str = "complaint"
    title: str = ""
    category: Category | None = None
    area: Area | None = None
    address: str = ""
    latitude: float | None = None
    longitude: float | None = None
    happened_at: datetime | None = None
    identity: str = "named"
    visibility: str = "public"
    name: str = ""
    phone: str = ""
    email: str = ""
    language: str = "id"
    provenance: Provenance = field(default_factory=Provenance)
    answers: tuple[dict[str, str], ...] = ()  # to the category's own questions; see intake/filing/answers.py
    photos: tuple[StoredFile, ...] = ()
    uploads: tuple[Upload, ...] = ()
    files_are_internal: bool = False
    reporter: Reporter | None = None  # of a conversation, or a person whom the desk knows
    has_no_reporter: bool = False  # found by an officer in the press: nobody gets its receipt, nobody can be asked
    beside: tuple[str, ...] = ()  # what else was said with it: looked at for danger only
    fresh: tuple[Model, ...] = ()  # its rows, where it is not stored yet
    desk_id: UUID | None = None  # the agency whose desk it comes from: a number held ready there for this key is used
