"""What a line of an officers' list says: state, age and deadline, title, place, channel, size, marks."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.timesince import timesince
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from lapor.agencies.models import Agency
from lapor.core import clock
from lapor.core.ids import show_tracking_id
from lapor.db.compiled import Compiled, Given
from lapor.presentation.story import RunningClock, list_title, place_words, running_clock_view
from lapor.reports.models import Clock
from lapor.reports.vocabulary import ActName, OfficerCall, Urgency, Visibility, channel_label
from lapor.ui.addresses import url_about
from lapor.ui.frames import Frame, frame_of, placeholders
from lapor.ui.language import reads_english
from lapor.ui.states import STATE_LOOKS, Look
from lapor.ui.templatetags.ui import icon, lang_of

_MARKS: dict[str, Any] = {
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
_CALLED, _UNCHECKED = "called", "unchecked"
_LOOKS: dict[str, Look] = {
    **STATE_LOOKS,
    **{act: Look(label, "bell", "reply") for act, label in _MARKS.items()},
    Urgency.URGENT: Look(Urgency.URGENT.label, "alert", "bad"),
    _CALLED: Look(OfficerCall.OPEN.label, "user", "reply"),
    _UNCHECKED: Look(_("Added later, to be checked"), "alert", "waiting"),
    Visibility.CONFIDENTIAL: Look(Visibility.CONFIDENTIAL.label, "confidential", "neutral"),
}
_DAY, _MONTH = timedelta(days=1), timedelta(days=31)
_OTHER_ACT = Look("", "bell", "reply")
# All that a line looks at.
COLUMNS = (
    *("tracking_id", "title", "is_protected", "state", "urgency", "visibility", "channel", "filed_at"),
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
    """All that a line shows, in the words of the reader's language. `lang`: the attribute of a title in another one.
    `percent`: of the deadline that is over; None where none runs."""

    tracking_id: str
    number: str
    url: str
    title: str
    lang: str
    badges: SafeString
    place: str
    age: str
    clock: str
    days: str
    clock_name: str
    clock_icon: SafeString
    is_late: bool
    percent: int | None
    channel: SafeString


_PLACEHOLDERS = placeholders(RowView._fields)


def _row_html(row: RowView, language: str | None) -> SafeString:
    return _frame(bool(row.clock), row.is_late, row.percent is not None, language).filled(row)


@lru_cache(maxsize=50)  # of those there are: eight in a language
def _frame(has_clock: bool, is_late: bool, has_percent: bool, _language: str | None) -> Frame:
    row = {**_PLACEHOLDERS, "is_late": is_late}
    row |= {} if has_clock else {"clock": ""}
    row |= {} if has_percent else {"percent": None}
    return frame_of("console/parts/inbox_row.html", {"row": row})


def row_lines(lines: Sequence[Values], root: Agency, address: str) -> list[SafeString]:
    """The lines as HTML. `address`: the filters of the list, which each report's own address carries. One query, for
    the deadlines."""
    clocks, now = nearest_clocks([line["id"] for line in lines]), clock.now()
    query = f"?{address}" if address else ""
    url = url_about("console:report", _NUMBER) + query
    category = "category__name_en" if reads_english() else "category__name"
    common = _Lines(root, now, now.replace(second=0, microsecond=0), url, category, get_language())
    return [_row_html(common.view(line, clocks.get(line["id"])), common.language) for line in lines]


class _Lines(NamedTuple):
    """What all lines of a list have in common. `url`: of a report, with _NUMBER in it; `category`: the column of its
    name."""

    root: Agency
    now: datetime
    minute: datetime
    url: str
    category: str
    language: str | None

    def view(self, line: Values, nearest: RunningClock | None) -> RowView:
        view = running_clock_view(self.root, nearest, self.now) if nearest else {}
        name, is_late = view.get("name", ""), bool(view.get("late"))
        number = show_tracking_id(line["tracking_id"])
        title = list_title(line["title"], line["words_begin"], is_protected=line["is_protected"])
        return RowView(
            tracking_id=line["tracking_id"],
            number=number,
            url=self.url.replace(_NUMBER, line["tracking_id"], 1),
            title=title,
            lang=lang_of(title),
            badges=_badges(line, self.language),
            place=self._place(number, line),
            age=_age(line["filed_at"], self.minute, self.language),
            clock=view.get("remaining_text", ""),
            days=view.get("days_text", ""),
            clock_name=name,
            clock_icon=icon("clock-late" if is_late else "clock", name),
            is_late=is_late,
            percent=view.get("percent"),
            channel=_channel(line["channel"], self.language),
        )

    def _place(self, number: str, line: Values) -> str:
        area = place_words(line["area__name"], line["area__level"], line["area__parent__name"]) or line["area_text"]
        category = line[self.category] or line["category_text"]
        parts = (number, area, category, line["agency__name"] or line["agency_text"])
        return " · ".join([part for part in parts if part])


def _badges(line: Values, language: str | None) -> SafeString:
    """What sets it apart before what it is: of the first two the words are shown where there is room."""
    children, supporters = line["children_count"], line["supporters_count"]
    found = [
        line["urgency"] == Urgency.URGENT.value and _badge(Urgency.URGENT, language),
        line["unanswered_act"] and _badge(line["unanswered_act"], language),
        line["officer_call"] == OfficerCall.OPEN.value and _badge(_CALLED, language),
        line["has_unchecked"] and _badge(_UNCHECKED, language),
        children and Badge("neutral", "state-merged", gettext("%s reports") % (children + 1)),
        supporters and Badge("neutral", "user", gettext("%s also affected") % supporters),
        line["visibility"] == Visibility.CONFIDENTIAL.value and _badge(Visibility.CONFIDENTIAL, language),
    ]
    badges = [badge for badge in found if badge]
    badges.insert(1, _badge(line["state"], language))
    return SafeString("".join([_badge_html(badge) for badge in badges]))


@lru_cache(maxsize=500)
def _badge_html(badge: Badge) -> str:
    return render_to_string("console/parts/inbox_badge.html", {"badge": badge}).strip()


# Words of a language never change, and what is a minute old is as old for the whole of it.
@lru_cache(maxsize=200)
def _badge(name: str, _language: str | None) -> Badge:
    look = _LOOKS.get(name, _OTHER_ACT)
    return Badge(look.tone, look.icon, str(look.label))


@lru_cache(maxsize=200)
def _channel(name: str, _language: str | None) -> SafeString:
    return icon(f"channel-{name}", channel_label(name))


def _age(filed_at: datetime, minute: datetime, language: str | None) -> str:
    """In the greatest unit alone, so that the hours of what is a day old, and the days of what is a month old, need not
    be looked at: many lines are of the same age then."""
    age = minute - filed_at
    if age > _MONTH:
        filed_at, minute = filed_at.replace(hour=0, minute=0), minute.replace(hour=0, minute=0)
    elif age > _DAY:
        filed_at, minute = filed_at.replace(minute=0), minute.replace(minute=0)
    return _age_in_words(filed_at.replace(second=0, microsecond=0), minute, language)


@lru_cache(maxsize=5000)
def _age_in_words(filed_at: datetime, minute: datetime, _language: str | None) -> str:
    return timesince(filed_at, minute, depth=1)


def nearest_clocks(report_ids: Sequence[UUID]) -> dict[UUID, RunningClock]:
    """For each report its running clock that is due first; reports without one are left out."""
    rows = map(RunningClock._make, _NEAREST.rows(reports=list(report_ids)))
    return {row.report_id: row for row in rows}


_NEAREST = Compiled(
    lambda: (
        Clock.objects.filter(report__any_of=Given("reports"), status=Clock.Status.RUNNING)
        .order_by("report", "due_at")
        .distinct("report")
        .values_list(*RunningClock._fields)
    )
)
