"""The queues beside an officers' list, with their numbers: none of them counts a growing table."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from django.utils.formats import localize
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from lapor.agencies.models import Officer
from lapor.agencies.queries import root_of
from lapor.agencies.roles import Can, may
from lapor.agencies.units import subtree_ids
from lapor.casework.inbox import COUNTED, Inbox, InboxFilters, QueueName, counts, queues_of
from lapor.casework.models import SavedView
from lapor.console.inbox.filters import FLAGS, address_of
from lapor.measure.queries import state_counts
from lapor.reports.permissions import sees_whole_city
from lapor.reports.vocabulary import CLOSED_STATES, State
from lapor.triage.candidates import count_waiting
from lapor.ui.addresses import fixed_url
from lapor.ui.frames import Frame, frame_of, placeholders

COUNTED_LISTS = (QueueName.MINE.value, QueueName.HELPING.value, QueueName.SNOOZED.value, "called", "unchecked")
OPEN_FLAGS = ("late", "unanswered")  # the others are looked for among closed reports too


class MenuLine(NamedTuple):
    """`number`: "" for none; `begins`: with room above it."""

    label: str
    url: str
    number: str = ""
    is_current: bool = False
    begins: bool = False


def queues_menu(officer: Officer, chosen: InboxFilters, saved: Sequence[SavedView], base: str) -> SafeString:
    """The lines of `menu_lines` as HTML: written once for what they say, and given addresses and numbers."""
    lines = menu_lines(officer, chosen, saved, base)
    words = tuple((line.label, bool(line.number), line.is_current, line.begins) for line in lines)
    return _frame(words, get_language()).filled([value for line in lines for value in (line.url, line.number)])


@lru_cache(maxsize=500)
def _frame(words: tuple[tuple[str, bool, bool, bool], ...], _language: str | None) -> Frame:
    given = list(placeholders([str(place) for place in range(2 * len(words))]).values())
    lines = [
        MenuLine(label, url, number if has_number else "", is_current, begins)
        for (label, has_number, is_current, begins), url, number in zip(words, given[::2], given[1::2], strict=True)
    ]
    return frame_of("console/parts/queues.html", {"lines": lines})


def menu_lines(officer: Officer, chosen: InboxFilters, saved: Sequence[SavedView], base: str) -> list[MenuLine]:
    """Queues, saved views and what else this officer decides; what needs somebody; what they look after; the states."""
    queues, flags = queue_and_flag_views(officer, chosen, base)
    candidates, query = candidates_waiting(officer), address_of(chosen)
    deciding = [
        *_lines(queues),
        *(MenuLine(one.name, f"{base}?{one.query}", is_current=one.query == query) for one in saved),
        *_pages(officer, _DECIDING),
        *([MenuLine(str(_("Candidates")), fixed_url("console:candidates"), candidates)] if candidates else []),
    ]
    return [
        *deciding,
        *_lines(flags, begins=True),
        *_pages(officer, _LOOKING_AFTER),
        *_lines(state_views(officer, chosen, base), begins=True),
    ]


def _lines(views: Sequence[dict[str, Any]], *, begins: bool = False) -> list[MenuLine]:
    return [
        MenuLine(str(one["label"]), one["url"], localize(one["count"]), one["current"], begins and place == 0)
        for place, one in enumerate(views)
    ]


def _pages(officer: Officer, pages: Sequence[tuple[Any, str, tuple[Can, ...]]]) -> list[MenuLine]:
    return [
        MenuLine(str(label), fixed_url(name)) for label, name, powers in pages if not powers or may(officer, *powers)
    ]


# Label, page, and who has it: with any of these powers; () for everybody.
_DECIDING = ((_("Proposals"), "console:proposals", (Can.APPROVE, Can.TRIAGE, Can.SEE_PROTECTED)),)
_LOOKING_AFTER = (
    (_("Call-back"), "console:callback", (Can.ASK_BACK,)),
    (_("Dispositions"), "console:dispositions", (Can.SEE_DISPOSITIONS,)),
    (_("Macros"), "console:macros", ()),
    (_("Response templates"), "console:templates", (Can.WRITE_TEMPLATES,)),
    (_("Who has what"), "console:sharing", (Can.HAND_OVER,)),
    (_("Hand over reports"), "console:handing_over", (Can.HAND_OVER,)),
)


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
