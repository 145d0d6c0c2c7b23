"""The queues beside an officers' list, with their numbers: none of them counts a growing table."""

from typing import Any
from uuid import UUID

from lapor.agencies.models import Officer
from lapor.agencies.queries import root_of
from lapor.agencies.roles import Can, may
from lapor.agencies.units import subtree_ids
from lapor.casework.inbox import COUNTED, Inbox, InboxFilters, QueueName, counts, queues_of
from lapor.console.inbox.filters import FLAGS, address_of
from lapor.measure.queries import state_counts
from lapor.reports.permissions import sees_whole_city
from lapor.reports.vocabulary import CLOSED_STATES, State
from lapor.triage.candidates import count_waiting

COUNTED_LISTS = (QueueName.MINE.value, QueueName.HELPING.value, QueueName.SNOOZED.value, "called", "unchecked")
OPEN_FLAGS = ("late", "unanswered")  # the others are looked for among closed reports too


def queue_and_flag_views(
    officer: Officer, chosen: InboxFilters, base: str
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """What waits for this officer, what the unit has; and what needs somebody though its state does not say so. One
    query for all numbers."""
    queues = {name.value: InboxFilters(queue=name) for name in queues_of(officer)}
    flags = {flag: _flagged(flag) for flag in FLAGS}
    listed = {**queues, **flags}
    numbers = counts({name: Inbox(officer, listed[name]) for name in COUNTED_LISTS if name in listed})

    def view(name: str, label: Any, *, is_chosen: bool) -> dict[str, Any]:
        url, count = f"{base}?{address_of(listed[name])}", _shown(numbers.get(name, 0))
        return {"name": name, "label": label, "count": count, "url": url, "current": is_chosen}

    return (
        [view(name, QueueName(name).label, is_chosen=name == chosen.queue) for name in queues],
        [view(flag, label, is_chosen=bool(getattr(chosen, flag))) for flag, label in FLAGS.items()],
    )


def _flagged(flag: str) -> InboxFilters:
    return InboxFilters(queue=QueueName.OPEN if flag in OPEN_FLAGS else "", **{flag: "1"})


def state_views(officer: Officer, chosen: InboxFilters, base: str) -> list[dict[str, Any]]:
    """The states with their numbers, from the rollup."""
    root = root_of(officer)
    is_protected = may(officer, Can.SEE_PROTECTED)
    sees_all = sees_whole_city(officer, root.pk) or (is_protected and officer.agency_id == root.pk)
    agencies: list[UUID] | None = None if sees_all else subtree_ids(officer.agency)
    counts = state_counts(root, agencies=agencies, is_protected=is_protected)
    return [
        {
            "label": state.label,
            "count": counts.get(state.value, 0),
            "current": state.value == chosen.state,
            "url": f"{base}?{address_of(InboxFilters(queue=_queue_of(state), state=state.value))}",
        }
        for state in State
        if counts.get(state.value, 0) or state.value == chosen.state
    ]


def _queue_of(state: State) -> QueueName:
    return QueueName.CLOSED if state in CLOSED_STATES else QueueName.OPEN


def candidates_waiting(officer: Officer) -> str:
    """How many public words wait for this officer; "" for roles that do not decide on them."""
    if not may(officer, Can.DECIDE_CANDIDATES):
        return ""
    return _shown(count_waiting(officer, COUNTED + 1)) or "0"


def _shown(number: int) -> str:
    """ "" for none."""
    return f"{COUNTED}+" if number > COUNTED else str(number or "")
