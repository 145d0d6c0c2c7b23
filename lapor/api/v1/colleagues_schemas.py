"""The shapes of lent roles and notices."""

from datetime import date, datetime

from pydantic import BaseModel, Field

from lapor.api.v1.schemas import Strict
from lapor.notify.models import OfficerChoice


class DelegationOut(BaseModel):
    id: str
    officer: str = Field(description="User name: whose role")
    substitute: str = Field(description="User name: who has it meanwhile (header X-Stands-In-For)")
    role: str
    agency: str
    starts_at: datetime
    ends_at: datetime


class SubstitutesOut(BaseModel):
    lent: list[DelegationOut] = Field(description="By this officer, or by who is below them; now or later")
    to_me: list[DelegationOut] = Field(description="Now")


class SentDelegation(Strict):
    officer: str = Field("", max_length=150, description="User name; empty: the caller's own role")
    substitute: str = Field(max_length=150, description="User name: the same agency, or one above or below it")
    first_day: date
    last_day: date = Field(description="That day included; three months are the most")


class NoticeOut(BaseModel):
    at: datetime
    kind: str
    words: str
    page: str = Field(description="Where in the console; empty where nowhere")
    is_read: bool


class NoticeChoice(Strict):
    """How an officer wants to hear of things."""

    rhythm: OfficerChoice.Rhythm
    by_mail: bool
    quiet_from: int | None = Field(None, ge=0, le=23, description="Hour of the city's day; both or none")
    quiet_until: int | None = Field(None, ge=0, le=23)


class ReadOut(BaseModel):
    read: int = Field(description="How many were unread")
