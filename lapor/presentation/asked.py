"""What is asked of a reporter now, and which of their acts stand where on the page of their report.

One box: the office's words, its photo and date, and two buttons of the same weight. Two more acts stand beside each
other below it, the others under "more". Called by web.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from lapor.presentation.story import actor_word, file_views
from lapor.reports.models import Attachment, Report
from lapor.reports.queries import AUDIENCES_PUBLIC, StoryLine, story
from lapor.reports.vocabulary import ActName, State

PAIR = 2
# What the words of the box are, and its two buttons, by state; the second is the first of those that the table offers.
_ANSWERS = (ActName.ANSWER, ActName.OUTSIDE_ANSWER)
ASKED: dict[str, tuple[tuple[ActName, ...], ActName, tuple[ActName, ...]]] = {
    State.AWAITING_REPORTER: ((ActName.ASK,), ActName.REPLY, (ActName.CALL_OFFICER, ActName.NOTE)),
    State.ANSWERED: (_ANSWERS, ActName.CONFIRM, (ActName.REJECT,)),
    State.CLOSED_UNCONFIRMED: (_ANSWERS, ActName.CONFIRM, (ActName.REOPEN, ActName.NOTE)),
    State.MERGED: (_ANSWERS, ActName.CONFIRM, (ActName.REJECT,)),
    State.ARCHIVED: ((ActName.ASK,), ActName.LATE_REPLY, (ActName.APPEAL, ActName.CALL_OFFICER)),
}
# The order of the others: what only this state offers first, what ends everything last.
OWN_ORDER = (
    ActName.RATE,
    ActName.TAKE_BACK,
    ActName.APPEAL,
    ActName.REOPEN,
    ActName.OBJECT,
    ActName.NOTE,
    ActName.CALL_OFFICER,
    ActName.RELEASE,
    ActName.RAISE_PRIVACY,
    ActName.LOWER_PRIVACY,
    ActName.WITHDRAW,
)


@dataclass(frozen=True)
class AskedBox:
    """The box. `acts`: its two buttons, as casework.actions.act_views gives them."""

    actor: str
    text: str
    at: datetime
    photos: list[dict[str, Any]]
    acts: list[dict[str, Any]]
    is_question: bool


@dataclass(frozen=True)
class OwnActs:
    """Where a reporter's acts stand: in the box, two beside each other, the rest under "more"."""

    asked: AskedBox | None = None
    beside: list[dict[str, Any]] = field(default_factory=list)
    more: list[dict[str, Any]] = field(default_factory=list)

    @property
    def is_more_open(self) -> bool:
        """A form under "more" came back with an error."""
        return any(view["is_open"] for view in self.more)


def own_acts(report: Report, lines: Sequence[StoryLine], views: Sequence[dict[str, Any]]) -> OwnActs:
    """`views`: the acts that the table offers. One query more where the report was merged: the other one's answer."""
    asked = _asked(report, lines, {view["act"]: view for view in views})
    in_box = {view["act"] for view in asked.acts} if asked else set()
    rest = sorted((_closed(view) for view in views if view["act"] not in in_box), key=_place)
    return OwnActs(asked, rest[:PAIR], rest[PAIR:])


def _place(view: dict[str, Any]) -> int:
    return OWN_ORDER.index(view["act"]) if view["act"] in OWN_ORDER else -1


def _asked(report: Report, lines: Sequence[StoryLine], views: dict[str, dict[str, Any]]) -> AskedBox | None:
    said, first, seconds = ASKED.get(report.state, ((), None, ()))
    if first is None or first not in views:
        return None
    if report.state == State.MERGED and report.parent is not None:
        lines = story(report.parent, AUDIENCES_PUBLIC)
    line = next((one for one in reversed(lines) if one.entry.act in said), None)
    second = next((views[name] for name in seconds if name in views), None)
    if line is None or second is None:
        return None
    photos = [file for file in line.files if file.kind == Attachment.Kind.PHOTO]
    return AskedBox(
        actor=actor_word(line.entry, for_officers=False),
        text=line.text,
        at=line.entry.at,
        photos=file_views(photos or line.files),
        acts=[_closed(views[first]), _closed(second)],
        is_question=ActName.ASK in said,
    )


def _closed(view: dict[str, Any]) -> dict[str, Any]:
    """Neither button stands open before it is chosen, unless its form came back; the stars alone are there at once."""
    is_back = bool(view["form"] and view["form"].is_bound)
    return {**view, "is_open": is_back or view["act"] == ActName.RATE}
