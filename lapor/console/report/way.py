"""The way of a report through the offices, as its story tells it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from lapor.reports.queries import StoryLine
from lapor.reports.vocabulary import ActName

_HANDING_ON = frozenset({ActName.FORWARD, ActName.REROUTE, ActName.DECIDE, ActName.PROTECT})
# What led to a decision of the head: who held it, what was answered, what was said to that.
PATH = _HANDING_ON | {
    ActName.REFUSE,
    ActName.SCHEDULE,
    ActName.RESCHEDULE,
    ActName.ANSWER,
    ActName.OUTSIDE_ANSWER,
    ActName.LAPSE,
    ActName.REJECT,
    ActName.REOPEN,
}


@dataclass(frozen=True)
class Handover:
    """`from_name`: "" for verification; `to_name`: "" where it went back there."""

    at: datetime
    from_name: str
    to_name: str
    by: str
    reason: str
    is_refused: bool = False
    proposed: str = ""  # whose it is, says who refused it


def way_of(lines: Iterable[StoryLine]) -> list[Handover]:
    """Oldest first."""
    steps: list[Handover] = []
    holder = ""
    for line in lines:
        entry = line.entry
        if entry.details.get("undone"):
            continue
        is_refused = entry.act == ActName.REFUSE
        to_name = "" if is_refused else str(entry.details.get("to_agency_name", ""))
        if not is_refused and (entry.act not in _HANDING_ON or not to_name):
            continue
        by, proposed = entry.officer.name if entry.officer else "", str(entry.details.get("proposed_agency_name", ""))
        steps.append(Handover(entry.at, holder, to_name, by, line.text, is_refused, proposed if is_refused else ""))
        holder = to_name
    return steps
