"""The shapes of what waits before it is a report."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from pydantic import BaseModel, Field

from lapor.api.v1.schemas import Strict
from lapor.triage.candidates import Reason
from lapor.triage.near_equal import MOST_TOGETHER


class CandidateDecision(StrEnum):
    ACCEPT = "accept"
    ATTACH = "attach"
    DISMISS = "dismiss"
    PUT_BACK = "put_back"


class CandidateOut(BaseModel):
    id: str
    channel: str
    account: str
    is_urgent: bool
    at: datetime
    name: str = Field(description="As the platform gives it")
    title: str
    text: str
    url: str = Field(description="Of the post; empty where it has none")
    files: int
    is_unproved: bool = Field(description="A mail, of which nothing shows who wrote it")
    same_as: str | None = Field(description="The one before it that says nearly the same")


class SentDecision(Strict):
    do: CandidateDecision = Field(description="`put_back`: what was dismissed waits again")
    category: str = Field("", max_length=60, description="For `accept`: a code; empty: triage finds it")
    tracking_id: str = Field("", max_length=40, description="For `attach`: the report that tells of the same")
    reason: Reason | None = Field(None, description="For `dismiss`")
    also: list[UUID] = Field(
        default_factory=list,
        max_length=MOST_TOGETHER,
        description="Others that say the same: their reports are merged into the first one's",
    )


class DecidedOut(BaseModel):
    tracking_id: str | None = Field(description="The report that it is now, or stands beside")
    merged: int
    refused: list[str] = Field(description="What was not done, in words")
