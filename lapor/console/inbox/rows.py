"""What a line of an officers' list says: state, age and deadline, title, place, channel, size, marks."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.timesince import timesince
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from lapor.agencies.models import Agency
from lapor.casework.inbox import TITLE_MOST
from lapor.core import clock
from lapor.core.ids import show_tracking_id
from lapor.db.compiled import Compiled, Given
from lapor.presentation.story import clock_view, place_words
from lapor.reports.models import Clock
from lapor.reports.vocabulary import ActName, OfficerCall, Urgency, Visibility, channel_label
from lapor.ui.addresses import url_about
from lapor.ui.language import reads_english
from lapor.ui.states import STATE_LOOKS

MARKS: dict[str, Promise] = {
    ActName.REPLY: _("Answered by the reporter"),
    ActName.LATE_REPLY: _("Answered by the reporter"),
    ActName.NOTE: _("Reporter added something"),
    ActName.REJECT: _("Rejected by the reporter"),
    ActName.REOPEN: _("Reopened"),
    ActName.OBJECT: _("Reporter objects"),
    ActName.APPEAL: _("Reporter appeals"),
    ActName.REFUSE: _("Sent back by the agency"),
    ActName.PARTNER_NEWS: _("News from a partner"),
}
# All that a line looks at.
COLUMNS = (
    *("tracking_id", "title", "state", "urgency", "visibility", "channel", "filed_at"),
    *("unanswered_act", "officer_call", "has_unchecked", "children_count", "supporters_count"),
    *("category_text", "category__name", "category__name_en", "agency_text", "agency__name"),
    *("area_text", "area__name", "area__level", "area__parent__name"),
)
Values = Mapping[str, Any]
_NUMBER = "NUMBER"  # in an address that is found once for a list, where that of each report comes


class Badge(NamedTuple):
    tone: str
    icon: str
    label: str


class RowView(NamedTuple):
    """All that a line shows, in the words of the reader's language. `percent`: of the deadline that is over; None where
    none runs."""

    tracking_id: str
    number: str
    url: str
    title: str
    badges: tuple[Badge, ...]
    place: str
    age: str
    clock: str
    days: str
    clock_name: str
    is_late: bool
    percent: int | None
    channel_icon: str
    channel_label: str
    language: str | None


@lru_cache(maxsize=2000)  # some 3 kB each
def _row_html(row: RowView) -> SafeString:
    """Made of these values alone, so that a line that looks as before need not be written again."""
    return render_to_string("console/parts/inbox_row.html", {"row": row})


def row_lines(lines: Sequence[Values], root: Agency, address: str) -> list[SafeString]:
    """The lines as HTML. `address`: the filters of the list, which each report's own address carries. One query, for
    the deadlines."""
    clocks, now = nearest_clocks([line["id"] for line in lines]), clock.now()
    query = f"?{address}" if address else ""
    url = url_about("console:report", _NUMBER) + query
    return [_row_html(_row_view(line, clocks.get(line["id"]), root, now, url)) for line in lines]


def _row_view(line: Values, nearest: Clock | None, root: Agency, now: datetime, url: str) -> RowView:
    view = clock_view(root, nearest, now) if nearest else {}
    number = show_tracking_id(line["tracking_id"])
    category = line["category__name_en" if reads_english() else "category__name"] or line["category_text"]
    area = place_words(line["area__name"], line["area__level"], line["area__parent__name"]) or line["area_text"]
    place = (number, area, category, line["agency__name"] or line["agency_text"])
    return RowView(
        tracking_id=line["tracking_id"],
        number=number,
        url=url.replace(_NUMBER, line["tracking_id"], 1),
        title=line["title"][:TITLE_MOST] or line["words_begin"],
        badges=_badges(line),
        place=" · ".join(part for part in place if part),
        age=timesince(line["filed_at"], now, depth=1),
        clock=str(view.get("remaining_text", "")),
        days=str(view.get("days_text", "")),
        clock_name=str(view.get("name", "")),
        is_late=bool(view.get("late")),
        percent=view.get("percent"),
        channel_icon=f"channel-{line['channel']}",
        channel_label=str(channel_label(line["channel"])),
        language=get_language(),
    )


def _badges(line: Values) -> tuple[Badge, ...]:
    """What sets it apart before what it is: of the first two the words are shown where there is room."""
    children, supporters = line["children_count"], line["supporters_count"]
    found = [
        (line["urgency"] == Urgency.URGENT, "bad", "alert", Urgency.URGENT.label),
        (line["unanswered_act"], "reply", "bell", MARKS.get(line["unanswered_act"], "")),
        (line["officer_call"] == OfficerCall.OPEN, "reply", "user", OfficerCall.OPEN.label),
        (line["has_unchecked"], "waiting", "alert", _("Added later, to be checked")),
        (children, "neutral", "state-merged", children and gettext("%s reports") % (children + 1)),
        (supporters, "neutral", "user", supporters and gettext("%s also affected") % supporters),
        (line["visibility"] == Visibility.CONFIDENTIAL, "neutral", "confidential", Visibility.CONFIDENTIAL.label),
    ]
    look = STATE_LOOKS[line["state"]]
    badges = [Badge(tone, icon, str(label)) for is_so, tone, icon, label in found if is_so]
    return (*badges[:1], Badge(look.tone, look.icon, str(look.label)), *badges[1:])


def nearest_clocks(report_ids: Sequence[UUID]) -> dict[UUID, Clock]:
    """For each report its running clock that is due first; reports without one are left out."""
    return {row.report_id: row for row in _NEAREST.rows(reports=list(report_ids))}


_NEAREST = Compiled(
    lambda: (
        Clock.objects.filter(report__any_of=Given("reports"), status=Clock.Status.RUNNING)
        .order_by("report", "due_at")
        .distinct("report")
    )
)
