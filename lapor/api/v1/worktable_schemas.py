"""The shapes of what officers have beside the acts: put off, drafts, lists under a name, response templates, macros,
suggestions, similar reports, checklists, one act on many reports."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from lapor.api.v1.schemas import Strict
from lapor.casework.bulk import MOST
from lapor.casework.macro_forms import MOST_STEPS
from lapor.reports.vocabulary import State


class SentSnooze(Strict):
    """Until the morning of a day within 180 days."""

    until: date
    reason: str = Field(min_length=1, max_length=300)


class SnoozeOut(BaseModel):
    until: datetime
    reason: str


class SentPresence(Strict):
    is_writing: bool = False


class PresenceOut(BaseModel):
    """A colleague who has the report open."""

    name: str
    is_writing: bool


class SentDraft(Strict):
    text: str = Field("", description="Empty: there is no draft any more")


class DraftOut(BaseModel):
    act: str
    text: str


class SuggestionOut(BaseModel):
    """Of one field of the act `forward`."""

    field: str = Field(description="category or agency")
    code: str | None = Field(description="null: not sure, nothing is suggested")
    words: str = Field(description="What the form says of it: what, how sure, because of which words")
    is_learned: bool = Field(description="From the city's own history, not from words of the preset")


class SimilarOut(BaseModel):
    """An open report that may be of the same matter."""

    tracking_id: str
    version: int
    state: State
    title: str
    score: float = Field(description="0 to 1")
    metres: int | None = Field(description="null where one of the two has no point")
    days: int = Field(description="Whole ones between the two")
    words: list[str] = Field(description="That both have")
    may_be_merged: bool = Field(description="It may be merged into the one asked about now")


class ChecklistItemOut(BaseModel):
    """What to tick before an answer: `checklist` of the act `answer` takes the codes."""

    code: str
    label: str


class FilledTemplateOut(BaseModel):
    """A response template with its fields filled in for the report."""

    id: UUID
    name: str
    text: str


class SentSavedView(Strict):
    """The same name again is the same view."""

    name: str = Field(min_length=1, max_length=60)
    is_shared: bool = Field(default=False, description="For everybody of the officer's office")
    filters: dict[str, str | bool] = Field(
        default_factory=dict, description="Those of `GET inbox`", examples=[{"queue": "mine", "late": True}]
    )


class SavedViewOut(BaseModel):
    id: UUID
    name: str
    is_shared: bool
    is_own: bool = Field(description="Made by this officer, who alone may forget it")
    filters: dict[str, str]


class SentTemplate(Strict):
    act: str = Field(examples=["answer"])
    name: str = Field(min_length=1, max_length=60)
    text: str = Field(description="With fields in braces: {nomor} {kategori} {tempat} {tenggat} {instansi}")
    category: str = Field("", description="Code; empty: of every category")
    agency: str = Field("", description="Code of the office; empty: the officer's own")


class TemplateOut(BaseModel):
    id: UUID
    act: str
    name: str
    text: str
    category: str | None
    agency: str


class MacroStep(Strict):
    """One act with its fields; what is left open is as the form of the act has it filled in."""

    act: str
    text: str = Field("", description="With the fields of response templates")
    template: str = Field("", description="Id of a response template, whose words are taken when the macro runs")
    category: str = Field("", description="Code")
    agency: str = Field("", description="Code")
    officer: str = Field("", description="User name")
    publication: str = ""
    archive_reason: str = ""
    outcome: str = ""
    destination: str = ""


class SentMacro(Strict):
    name: str = Field(min_length=1, max_length=60)
    key: str = Field("", max_length=1, description="A digit, 1 to 9")
    state: str = Field("", description="Only for reports in this state")
    category: str = Field("", description="Code; only for reports of this category")
    agency: str = Field("", description="Code of the office that shares it; empty: the officer's own")
    steps: list[MacroStep] = Field(min_length=1, max_length=MOST_STEPS)


class MacroOut(BaseModel):
    id: UUID
    name: str
    key: str
    state: str
    category: str | None
    agency: str | None = Field(description="null: the officer's own")
    steps: list[MacroStep]


class SentMacroRun(Strict):
    version: int | None = Field(default=None, description="That was looked at; needed where `preview` is false")
    preview: bool = Field(default=True, description="Only say what it would do")


class MacroActOut(BaseModel):
    act: str = Field(description="propose: it waits for approval")
    state: State
    version: int
    text: str


class MacroRunOut(BaseModel):
    """`done`: in order, or what would be done. `refused`: the act at which it stops; null: none."""

    tracking_id: str
    is_preview: bool
    done: list[MacroActOut]
    refused: str | None
    reason: str


class SentBulkReport(Strict):
    tracking_id: str
    version: int | None = Field(None, description="That was looked at; without it the report as it stands")


class SentBulk(BaseModel):
    """An act with its fields, as `SentAct` has them, on several reports."""

    model_config = ConfigDict(extra="allow")

    act: str = Field(examples=["archive"])
    reports: list[SentBulkReport] = Field(min_length=1, max_length=MOST)
    preview: bool = Field(default=True, description="Only say what it would do to each")
    masks: bool = Field(default=False, description="Mask what looks like personal data in what is published")
    can_undo: bool = Field(
        default=False,
        description="What it tells others waits for some seconds where it can; each `undo_until` says so",
    )
    shown_files: list[str] = Field(
        default=[], description="Files that were looked at: a report is refused that would publish another one"
    )
    kept_files: list[str] = Field(default=[], description="Those of them that stay inside")

    def fields(self) -> dict[str, Any]:
        """What was sent besides the above."""
        return dict(self.model_extra or {})


class BulkItem(BaseModel):
    """One report. `state`: that it has now, or would have."""

    tracking_id: str
    is_done: bool = Field(description="Done, or in a preview: possible")
    state: State | None
    version: int | None
    reason: str = Field(description="Why not; empty: it is")
    undo_until: datetime | None = Field(default=None, description="Until then the report's own `undo` takes it back")


class BulkOut(BaseModel):
    is_preview: bool
    items: list[BulkItem]
