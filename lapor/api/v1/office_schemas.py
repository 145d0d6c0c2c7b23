"""The shapes of what an office decides together."""

from datetime import date, datetime

from pydantic import AwareDatetime, BaseModel, Field

from lapor.api.v1.schemas import Strict
from lapor.intake.filing.actions import MAX_TEXT
from lapor.reports.vocabulary import State
from lapor.triage.incidents import CLOSED_ENDS, MERGE_AT_ONCE


class LineOut(BaseModel):
    """One report of a list."""

    tracking_id: str
    version: int
    state: State
    title: str = Field(description="Of a protected case only that it is one")


class ProposalOut(LineOut):
    """Decided by the acts `approve` and `decline` of the report."""

    act: str
    label: str
    text: str = Field(description="Empty for a protected case: it stands at its own address")
    outcome: str | None
    promised_on: date | None
    destination: str
    photo_questions: list[str]
    officer: str = Field(description="User name of who proposes it")
    agency: str = Field(description="Their agency, by code")
    proposed_at: datetime
    is_own: bool = Field(description="Somebody else decides")


class IncidentOut(BaseModel):
    id: str
    title: str
    tracking_id: str = Field(description="The report that stands for it")
    merged: int
    categories: list[str]
    areas: list[str] = Field(description="None: the whole city")
    begins_at: datetime
    ends_at: datetime | None
    clock_note: str


class SentIncident(Strict):
    title: str = Field(min_length=1, max_length=120)
    text: str = Field(min_length=1, max_length=MAX_TEXT, description="What people should know; public at once")
    categories: list[str] = Field(min_length=1, max_length=100, description="Codes: of the reports that belong to it")
    areas: list[str] = Field(default_factory=list, max_length=200, description="Districts, by code; none: the city")
    begins_at: AwareDatetime | None = Field(None, description="With an offset; empty: now")
    ends_at: AwareDatetime | None = Field(None, description="With an offset; empty: it is not over")
    extra_working_days: int = Field(0, ge=0, le=CLOSED_ENDS, description="Of the deadlines; needs `clock_note`")
    clock_note: str = Field("", max_length=500, description="Why the deadlines are longer; public")


class LookedAt(Strict):
    tracking_id: str
    version: int = Field(description="That was looked at: one that changed since is left")


class SentMerge(Strict):
    reports: list[LookedAt] = Field(min_length=1, max_length=MERGE_AT_ONCE)


class MergedOut(BaseModel):
    merged: int
    refused: list[str] = Field(description="Number and reason")


class SentHandOver(Strict):
    officer: str = Field(description="User name: whose reports")
    to: str = Field(description="User name: to whom")
    text: str = Field("", max_length=300, description="Stands in the history of each")
    preview: bool = Field(default=True, description="Only say how many can go")


class RefusedOut(BaseModel):
    tracking_id: str
    reason: str


class HandOverOut(BaseModel):
    is_preview: bool
    given: int = Field(description="Reports that stand with the officer, after it was done those that are left")
    possible: int = Field(description="In a preview of the next hundred; else how many went")
    refused: list[RefusedOut]


class PairOut(BaseModel):
    """Of the last 90 days, those sent back most often first."""

    from_agency: str | None = Field(description="null: verification")
    to_agency: str
    handed: int
    refused: int
    held_days: float | None = Field(description="How long the second had them on average, of those that left it")


class SentReporterSearch(Strict):
    who: str = Field(min_length=1, max_length=200, description="Phone, mail address or full name")
