"""Reads of the desk: what was taken in by hand on a day, and the word from the shift before."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Count, Q, QuerySet

from lapor.agencies.models import Agency, Officer
from lapor.core import clock
from lapor.desk.models import HandOver, Room, Ticket
from lapor.reports.models import Entry
from lapor.reports.provenance import provenance_of
from lapor.reports.vocabulary import DESK_CHANNELS, ActName, Visibility, channel_label

MOST_ROWS = 500  # shown of one day; the totals count all
NOTE_IS_NEWS = timedelta(hours=36)  # so long the next shift is shown it on the counter's screen


@dataclass(frozen=True)
class JournalRow:
    """One report of the journal. Of a confidential one nothing but its number."""

    at: datetime
    number: str
    channel: str
    title: str
    typed_by: str
    taken_at: datetime | None  # where the network was gone: when the person stood here
    is_hidden: bool


def _of_day(agency: Agency, day: date, officer: Officer | None) -> QuerySet[Entry]:
    """By the index `entry_typed`: only what officers of this agency filed within the day is read."""
    begins = datetime.combine(day, time.min, ZoneInfo(agency.timezone))
    rows = Entry.objects.filter(
        agency=agency, act=ActName.FILE, actor_kind="officer", at__gte=begins, at__lt=begins + timedelta(days=1)
    )
    rows = rows.filter(Q(report__channel__in=DESK_CHANNELS) | Q(report__provenance__has_keys=["typed_by", "post"]))
    return rows.filter(officer=officer) if officer else rows


def journal(agency: Agency, day: date, *, officer: Officer | None = None) -> list[JournalRow]:
    """The manual intake of a desk on a day of its own timezone, in the order it came; of one officer where given."""
    rows = _of_day(agency, day, officer).select_related("report", "officer").order_by("at", "id")
    rows = rows.only(
        "at",
        "officer__name",
        "report__tracking_id",
        "report__channel",
        "report__title",
        "report__visibility",
        "report__provenance",
    )
    return [_line(entry) for entry in rows[:MOST_ROWS]]


def _line(entry: Entry) -> JournalRow:
    report = entry.report
    is_hidden = report.visibility == Visibility.CONFIDENTIAL
    taken = provenance_of(report.provenance).get("taken_at", "")
    return JournalRow(
        at=entry.at,
        number=report.tracking_id,
        channel=channel_label(report.channel),
        title="" if is_hidden else report.title,
        typed_by=entry.officer.name if entry.officer else "",
        taken_at=datetime.fromisoformat(taken) if taken else None,
        is_hidden=is_hidden,
    )


def totals(agency: Agency, day: date, *, officer: Officer | None = None) -> list[tuple[str, int]]:
    """How many came by which way, the most first."""
    rows = _of_day(agency, day, officer).order_by().values_list("report__channel").annotate(count=Count("pk"))
    return sorted(((channel_label(channel), count) for channel, count in rows), key=lambda row: (-row[1], row[0]))


def last_note(agency: Agency) -> HandOver | None:
    return HandOver.objects.filter(agency=agency).select_related("officer").order_by("-at").first()


def notes_of_day(agency: Agency, day: date) -> list[HandOver]:
    begins = datetime.combine(day, time.min, ZoneInfo(agency.timezone))
    rows = HandOver.objects.filter(agency=agency, at__gte=begins, at__lt=begins + timedelta(days=1))
    return list(rows.select_related("officer").order_by("at")[:50])


def news_for(officer: Officer) -> HandOver | None:
    """The word that somebody else left lately: shown on the counter's screen."""
    note = last_note(officer.agency)
    return note if note and note.officer_id != officer.pk and note.at > clock.now() - NOTE_IS_NEWS else None


def today_of(agency: Agency) -> date:
    return clock.now().astimezone(ZoneInfo(agency.timezone)).date()


@dataclass(frozen=True)
class Queue:
    """Of today: how many wait, and the numbers called last, the newest first."""

    waiting: int
    called: list[int]


def queue_of(agency: Agency) -> Queue | None:
    """None where the office gives no numbers."""
    if not Room.objects.filter(agency=agency, is_open=True).exists():
        return None
    today = Ticket.objects.filter(room=agency.pk, day=today_of(agency))
    called = today.filter(state=Ticket.State.CALLED).order_by("-called_at").values_list("number", flat=True)
    return Queue(today.filter(state=Ticket.State.WAITING).count(), list(called[:3]))
