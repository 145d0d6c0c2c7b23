"""The shapes of work on the spot and of asking back: teams, words for photos, photos announced, partners, calls."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, Field

from lapor.api.v1.schemas import Strict
from lapor.casework.models import CallbackCase
from lapor.reports.models import Capture
from lapor.reports.vocabulary import CallResult


class TeamOut(BaseModel):
    """To which a report can be given: `team` of the act `give_team` takes the id."""

    id: UUID
    name: str
    agency: str
    members: list[str] = Field(description="User names")
    is_on_duty: bool
    on_duty_from: datetime = Field(description="Now, or when its next shift begins")


class ChallengeOut(BaseModel):
    """A word that is to be seen in one photo of this officer for this report."""

    id: UUID
    word: str
    valid_until: datetime
    is_ahead: bool = Field(description="For work without a network")


class SentCapture(Strict):
    """A photo at the moment it is taken; its file follows as one of an act's."""

    challenge: UUID
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$", description="Of the file that will be sent, byte by byte")
    device_at: AwareDatetime
    was_offline: bool = False
    latitude: Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)] | None = None
    longitude: Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)] | None = None
    accuracy: Annotated[float, Field(ge=0, le=100_000, allow_inf_nan=False)] | None = Field(None, description="Metres")


class CaptureOut(BaseModel):
    fault: Capture.Fault | None = Field(description="Why it will not count as taken in the app; null: it will")


class PartnerOut(BaseModel):
    id: UUID = Field(description="`partner_link` of the act `end_partner` takes it")
    name: str
    address: str | None = Field(description="Whoever has it can use it; null once it is over")
    made_at: datetime
    valid_until: datetime
    opened_at: datetime | None = Field(description="The last time, to ten minutes")


class CallOut(BaseModel):
    """A closed report of another office whose reporter this officer is to ask."""

    id: UUID
    tracking_id: str
    month: str = Field(description="Of the draw", examples=["2026-10"])
    agency: str | None
    tries_left: int
    is_overtaken: bool = Field(description="It was opened again: nothing has to be asked any more")


class SentCallResult(Strict):
    result: CallResult
    way: CallbackCase.Way = CallbackCase.Way.PHONE
    text: str = Field("", max_length=2000, description="What the person said; no names, no numbers")


class WrittenCall(BaseModel):
    outcome: str | None = Field(description="null: not reached, try again on another day")
    tries_left: int
