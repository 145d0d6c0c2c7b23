"""What a task of the list says: number, title, place, deadline, and how to get there."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.urls import reverse

from lapor.agencies.models import Agency
from lapor.casework.inbox import InboxFilters, QueueName
from lapor.console.inbox.rows import nearest_clocks
from lapor.core import clock
from lapor.core.ids import show_tracking_id
from lapor.presentation.story import RunningClock, list_title, place_words, running_clock_view
from lapor.reports.vocabulary import Urgency
from lapor.ui.language import reads_english

MOST = 100
FILTERS = InboxFilters(queue=QueueName.MINE)
# All that a row looks at.
COLUMNS = (
    *("tracking_id", "title", "is_protected", "state", "urgency", "latitude", "longitude"),
    *("category_text", "category__name", "category__name_en"),
    *("area_text", "area__name", "area__level", "area__parent__name"),
)
_DIRECTIONS = "https://www.openstreetmap.org/directions"


class TaskRow(NamedTuple):
    """`at`: "latitude,longitude", "" where the report has no point; `due`: seconds since 1970, "" where no deadline
    runs. `geo_url` opens the maps of the phone, `way_url` those of OpenStreetMap."""

    number: str
    shown: str
    url: str
    title: str
    state: str
    place: str
    at: str
    geo_url: str
    way_url: str
    clock_name: str
    clock: str
    due: str
    is_late: bool
    is_urgent: bool


def task_rows(lines: Sequence[Mapping[str, Any]], root: Agency) -> list[TaskRow]:
    """In the order of the lines. One query, for the deadlines."""
    clocks, now = nearest_clocks([line["id"] for line in lines]), clock.now()
    return [_row(line, clocks.get(line["id"]), root, now) for line in lines]


def _row(line: Mapping[str, Any], nearest: RunningClock | None, root: Agency, now: datetime) -> TaskRow:
    view = running_clock_view(root, nearest, now) if nearest else {}
    area = place_words(line["area__name"], line["area__level"], line["area__parent__name"]) or line["area_text"]
    category = line["category__name_en" if reads_english() else "category__name"] or line["category_text"]
    at = point_words(line["latitude"], line["longitude"])
    return TaskRow(
        number=line["tracking_id"],
        shown=show_tracking_id(line["tracking_id"]),
        url=task_address(line["tracking_id"]),
        title=list_title(line["title"], line["words_begin"], is_protected=line["is_protected"]),
        state=line["state"],
        place=" · ".join(part for part in (area, category) if part),
        at=at,
        **ways_to(at),
        clock_name=str(view.get("name", "")),
        clock=str(view.get("remaining_text", "")),
        due=str(int(view["due_at"].timestamp())) if view else "",
        is_late=bool(view.get("late")),
        is_urgent=line["urgency"] == Urgency.URGENT,
    )


def task_address(number: str) -> str:
    """Of the page on which a task is done."""
    return reverse("console:task", args=[number])


def point_words(latitude: float | None, longitude: float | None) -> str:
    """ "" for no point."""
    return "" if latitude is None or longitude is None else f"{latitude:.5f},{longitude:.5f}"


def ways_to(at: str) -> dict[str, str]:
    """The two links that lead to a point; empty ones where there is none."""
    if not at:
        return {"geo_url": "", "way_url": ""}
    return {"geo_url": f"geo:{at}?q={at}", "way_url": f"{_DIRECTIONS}?{urlencode({'to': at})}"}
