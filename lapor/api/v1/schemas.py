"""The shapes of version 1, as OpenAPI shows them.

What goes in is checked here for form only: the meaning is the forms' matter."""

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, create_model, model_validator

from lapor.agencies.questions import MOST_QUESTIONS
from lapor.casework.inbox import QueueName
from lapor.intake.filing.fields import PLACE_LINES, longest
from lapor.reports.vocabulary import Identity, Kind, Outcome, Publication, State, Visibility


class Strict(BaseModel):
    """What goes in: a field that does not exist is said to be so instead of being lost."""

    model_config = ConfigDict(extra="forbid", use_enum_values=True, validate_default=True)

    @model_validator(mode="before")
    @classmethod
    def without_nulls(cls, data: Any) -> Any:
        """null says the same as leaving a field out; NUL characters, which no database holds, are dropped."""
        if not isinstance(data, dict):
            return data
        return {
            name: value.replace("\x00", "") if isinstance(value, str) else value
            for name, value in data.items()
            if value is not None
        }


class SentAttachment(Strict):
    """A file within the JSON, which as a whole may have 1 MiB. Larger ones: multipart/form-data."""

    name: str = Field("", description="File name, shown nowhere to the public")
    content: str = Field(description="Photo, PDF, sound or short video, base64 (RFC 4648)")


class SentContact(Strict):
    """How the reporter can be reached; goes to the vault, is never public. All of it is optional."""

    name: str = ""
    phone: str = Field(default="", examples=["0812 3456 7890"])
    email: str = ""
    email_is_right: bool = Field(
        default=False, description='Their answer to "did you mean …?", asked about an address that is probably mistyped'
    )


def _with_lines(base: type[BaseModel], **of_each: Any) -> Any:
    """With a field for each line of words (intake/filing/fields.py)."""
    lines: dict[str, Any] = {
        name: (str, Field(description=f"At most {longest(name)} characters", **of_each)) for name in PLACE_LINES
    }
    return create_model(f"{base.__name__}WithLines", __base__=base, **lines)


class SentReport(_with_lines(Strict, default="")):  # type: ignore[misc]  # its fields are a list
    """Only `text` is needed."""

    kind: Kind = Kind.COMPLAINT
    text: str = Field(
        description="What is wrong, wished for or asked; kept exactly. At most 20,000 characters",
        examples=["Lampu jalan mati sejak Senin"],
    )
    title: str = Field("", description="Left empty, it is made from the text")
    category: str = Field(
        "", description="Code of a category; left empty, an officer finds it", examples=["lampu-jalan-baru"]
    )
    latitude: float | None = Field(None, ge=-90, le=90, description="WGS 84, with longitude", examples=[-6.9932])
    longitude: float | None = Field(None, ge=-180, le=180, examples=[110.4203])
    area: str = Field("", description="Official code of a kelurahan; left empty, it is found from the point")
    happened_at: AwareDatetime | None = Field(
        None, description="When it happened, ISO 8601 with timezone", examples=["2026-03-02T08:30:00+07:00"]
    )
    identity: Identity = Field(Identity.NAMED, description="anonymous: the name is nowhere but in the vault")
    visibility: Visibility = Field(Visibility.PUBLIC, description="confidential: only its handlers see it at all")
    answers: dict[str, str | int | float | bool] = Field(
        default_factory=dict,
        max_length=MOST_QUESTIONS,
        description="By code, to the questions of the category (`GET categories`); none is needed",
        examples=[{"nomor_tiang": "SM-112"}],
    )
    contact: SentContact = SentContact()
    attachments: list[SentAttachment] = Field(default_factory=list, description="At most 10 files")


class QuestionOut(BaseModel):
    code: str
    kind: str = Field(description="text, number, choice, yes-no (answered with true or false)")
    question: str
    choices: list[str] = Field(description="What may be answered to a choice")
    is_wanted: bool = Field(description="The office needs it; a report is filed without it all the same")


class CategoryOut(BaseModel):
    """A category and its questions. Names are in the caller's language, choices as they are answered."""

    code: str
    name: str
    group: str
    group_name: str
    questions: list[QuestionOut]


class Filed(BaseModel):
    """What the reporter keeps. The receipt code is shown in no other answer."""

    tracking_id: str = Field(examples=["4821093762"])
    receipt_code: str = Field(examples=["0316228461931055"])
    url: str = Field(description="The report's page")
    notice: str = Field("", description="Where the point lies outside the city: what its reporter should be told")


class Place(BaseModel):
    """Whom and what a report is about, in codes and in the caller's language; null where not known."""

    category: str | None
    category_name: str | None
    agency: str | None
    agency_name: str | None
    area: str | None
    area_name: str | None


class Item(Place):
    """A report in the public list. Title, text and point are null until they are published."""

    tracking_id: str
    url: str
    kind: Kind
    state: State
    publication: Publication
    title: str | None
    text: str | None
    latitude: float | None
    longitude: float | None
    channel: str
    filed_at: datetime
    closed_at: datetime | None


class ItemPage(BaseModel):
    items: list[Item]
    next: str | None = Field(description="The `cursor` of the next page; null on the last one")


class ClockOut(BaseModel):
    kind: str = Field(description="verify, response, resolution, confirmation")
    status: str = Field(description="running, paused, stopped")
    started_at: datetime
    due_at: datetime
    paused_at: datetime | None
    stopped_at: datetime | None
    is_late: bool


class FileOut(BaseModel):
    """A file made anew without metadata: photo image/jpeg, pdf application/pdf, audio audio/mp4, video video/mp4."""

    id: UUID
    kind: Literal["photo", "pdf", "audio", "video"]
    status: Literal["ready", "preparing", "failed"] = Field(description="The addresses are null until it is ready")
    url: str | None = Field(
        description="Of a file that anybody may see it answers everybody; of others it wants the token or the receipt"
        " code that this was asked with"
    )
    thumbnail_url: str | None = Field(description="JPEG; null for sound")
    seconds: int | None
    pages: int | None
    is_evidence: bool
    taken: Literal["in_app", "gallery"] | None = Field(
        description="Of an officer's photo of the result: with the app's camera against a challenge, or not in the"
        " app; null for other files and for those from before this was asked"
    )
    taken_at: datetime | None = Field(description="Of a photo that was taken in the app")
    challenge_word: str | None = Field(description="The word that must be seen in it")
    is_challenge_ahead: bool | None = Field(description="The word was given out ahead, for work without a network")


class EntryOut(BaseModel):
    """One line of the report's story."""

    act: str
    label: str = Field(description="The act in the caller's language")
    at: datetime
    by: str = Field(description="The office, or the reporter; to officers also the officer's name")
    state: State = Field(description="Where the report stood afterwards")
    is_waiting: bool = Field(
        description="What was added waits for the privacy check; its words and files are not shown to everybody"
    )
    text: str | None = Field(description="null until published, for those without proof")
    outcome: str | None
    proposed_agency: str | None = Field(description="To officers: whom a refusal names")
    promised_on: date | None = Field(description="To officers")
    destination: str | None = Field(description="To officers: where it was referred, or is proposed to be")
    attachments: list[FileOut] = Field(description="Those that the caller may see; strangers none before publication")


class ActOut(BaseModel):
    act: str
    label: str
    needs: list[str]
    may: list[str]


class AnswerOut(BaseModel):
    code: str
    question: str
    answer: str


class NextStepOut(BaseModel):
    """What happens next: by whom and by when, as it stands on the report's page."""

    text: str
    is_late: bool = Field(description="Somebody should have done it by now")
    is_yours: bool = Field(description="It is the reporter's turn; told to who has the receipt code")


class ReportOut(Item):
    """One report.

    `answers`, `version`, `visibility` and `acts` are null for those without proof (receipt code or token)."""

    state_label: str
    standing: str | None = Field(
        description="What the state alone does not say: that the head of the city decides who handles it"
    )
    next_step: NextStepOut
    happened_at: datetime | None = Field(description="When it happened, as its reporter said; null without proof")
    answers: list[AnswerOut] | None = Field(
        description="To the questions of the category; in the text that the public reads they stand below it"
    )
    outcome: Outcome | None
    archive_reason: str | None
    clocks: list[ClockOut]
    timeline: list[EntryOut]
    attachments: list[FileOut] = Field(description="Files filed with the report that the caller may see")
    version: int | None
    visibility: Visibility | None
    acts: list[ActOut] | None = Field(description="Exactly what the caller may do now")


class SentAct(BaseModel):
    """An act and its fields; which ones it needs, `acts` of the report says. Fields of other acts are refused."""

    model_config = ConfigDict(extra="allow")

    act: str = Field(examples=["refuse"])
    version: int | None = Field(
        None, description="The version that the decision is based on; 409 if another act came between"
    )
    can_undo: bool = Field(
        default=False,
        description="Of an officer: what it tells others waits for some seconds where it can, and `undo_until` says so",
    )
    attachments: list[SentAttachment] = Field(default_factory=list)

    def fields(self) -> dict[str, Any]:
        """What was sent besides the above."""
        return dict(self.model_extra or {})


class PerformedAct(BaseModel):
    """What the act did."""

    tracking_id: str
    act: str
    at: datetime
    state: State
    version: int
    warning: str = Field(
        default="",
        description="What should be looked after, such as an agency without an active officer; empty: nothing",
    )
    undo_until: datetime | None = Field(default=None, description="Until then it can be undone: nobody was told")


class InboxItem(_with_lines(Place)):  # type: ignore[misc]  # likewise
    """A report in an officer's inbox, with its words."""

    tracking_id: str
    url: str
    version: int
    kind: Kind
    state: State
    publication: Publication
    visibility: Visibility
    is_urgent: bool
    is_protected: bool
    title: str
    text: str
    latitude: float | None
    longitude: float | None
    channel: str
    filed_at: datetime
    unanswered_act: str = Field(description="What somebody outside did last that nobody has answered: reply, reject …")
    officer_call: str = Field(description="open: the reporter asks for an officer")
    has_unchecked: bool = Field(description="Later words or files wait for the privacy check")
    has_proposal: bool = Field(description="An act waits for approval")
    children_count: int = Field(description="Reports merged into it")
    supporters_count: int
    due_at: datetime | None = Field(description="The nearest running deadline of the office")
    is_late: bool


class InboxPage(BaseModel):
    items: list[InboxItem]
    next: str | None = Field(description="The `cursor` of the next page; null on the last one")
    searched: str = Field(
        description="The words that were looked for: those of `q`, or what they were probably meant to be where they"
        " stand nowhere; the next page is asked for with these"
    )


class ProblemError(BaseModel):
    field: str
    message: str


class ProblemOut(BaseModel):
    """RFC 9457. `type` is for programs, `title`, `detail` and the messages are for people, in their language."""

    type: str = Field(examples=["urn:lapor:problem:invalid"])
    title: str
    status: int
    detail: str
    errors: list[ProblemError] | None = None


class ListQuery(Strict):
    """Filters of the public list."""

    state: State | None = None
    kind: Kind | None = None
    category: str = Field("", max_length=100, description="Code")
    agency: str = Field("", max_length=100, description="Code")
    area: str = Field("", max_length=40, description="Official code of a kecamatan or kelurahan")
    q: str = Field("", max_length=200, description="Words of title and text (Indonesian stems), or a number")
    bbox: str = Field(
        "",
        max_length=200,
        description="west,south,east,north in degrees (the order of RFC 7946); only published reports have a point",
        examples=["110.40,-7.00,110.45,-6.95"],
    )
    sort: Literal["newest", "nearest", "supported"] = Field(
        "newest", description="nearest: published reports with a point, by their way to `near`"
    )
    near: str = Field(
        "", max_length=60, description="latitude,longitude in degrees, with sort=nearest", examples=["-6.9932,110.4203"]
    )
    limit: int = Field(20, ge=1, le=100)
    cursor: str = Field("", max_length=300, description="`next` of the page before")


class InboxQuery(Strict):
    """Filters of the inbox."""

    queue: QueueName | None = Field(
        default=None,
        description="mine: what waits for this officer; open, closed: of their unit, or the city; helping: of others;"
        " handed_on: sent back or on by their unit in the last year",
    )
    state: State | None = None
    kind: Kind | None = None
    publication: Publication | None = None
    late: bool = Field(default=False, description="Only those past their deadline")
    unanswered: bool = Field(default=False, description="Only those where somebody outside said something last")
    unchecked: bool = Field(default=False, description="Only those with later words that wait for the privacy check")
    called: bool = Field(
        default=False, description="Only those whose reporter asks for an officer and has no answer yet"
    )
    unreached: bool = Field(default=False, description="Only those whose reporter could not be told the last time")
    category: str = Field("", max_length=100, description="Code")
    agency: str = Field("", max_length=100, description="Code")
    area: str = Field("", max_length=40, description="Official code of a kecamatan or kelurahan")
    q: str = Field("", max_length=200, description="Words, or a number")
    limit: int = Field(30, ge=1, le=100)
    cursor: str = Field("", max_length=300, description="`next` of the page before")
