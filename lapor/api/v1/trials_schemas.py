"""The shapes of rules that are tried on the past."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, Field

from lapor.agencies.escalation.queries import MOST_BYTES as MOST_LEVELS
from lapor.agencies.routing.reading import MOST_BYTES as MOST_ROWS
from lapor.api.v1.schemas import Strict
from lapor.reports.deadlines.what_if import MOST_WORKING_DAYS

_Clock = Literal["verify", "response", "resolution"]  # calendars.escalation.CLOCKS


class SentRows(Strict):
    rows: str = Field(min_length=1, max_length=MOST_ROWS, description="CSV, as the page takes it")


class RowOut(BaseModel):
    line: int = Field(description="Of the file")
    name: str
    routed: int = Field(description="Reports of the last 90 days")


class RoutingOut(BaseModel):
    """The rows in force."""

    version: str | None = Field(description="null: there are none")
    rows: list[RowOut]


class RoutedElsewhere(BaseModel):
    line: int
    name: str
    from_name: str
    to_name: str
    reports: int
    ended_there: int = Field(description="How many of them are there in the end")


class RoutingTrialOut(BaseModel):
    tried: int = Field(description="The newest forwarded reports, protected ones apart")
    met: int = Field(description="Those that a row decides on")
    changed: int
    changes: list[RoutedElsewhere]
    urgent: dict[str, int] = Field(description="By line: reports that would have become urgent")
    disagreed: list[list[int]] = Field(description="Lines that disagree on a report: none of them is followed")


class LoadedOut(BaseModel):
    version: str


class SentLevels(Strict):
    levels: str = Field("", max_length=MOST_LEVELS, description="TOML, as the page takes it; empty: those in force")


class LevelOut(BaseModel):
    number: int
    reached: int
    notices: int
    in_digest: int
    without_hearer: int = Field(description="How often nobody is there who would have heard")


class LookedAtOut(BaseModel):
    since: datetime
    reports: int
    is_cut: bool = Field(description="There are more than were looked at")


class EscalationTrialOut(LookedAtOut):
    would: int = Field(description="Notices that would have been sent")
    really: int = Field(description="Notices that were")
    levels: list[LevelOut]


class SentTerm(Strict):
    working_days: int = Field(ge=1, le=MOST_WORKING_DAYS)
    clock: _Clock
    category: str = Field("", max_length=60, description="Code; empty: all but protected ones")


class OtherTermOut(LookedAtOut):
    working_days: int
    deadlines: int = Field(description="Those that are decided")
    late: int = Field(description="With this term")
    really_late: int
    undecided: int = Field(description="They run still, and are late by neither")
