"""What came together in a day or a week, in one message to each address.

Called each hour by a job; sent in the morning of the city."""

from collections.abc import Iterable, Sequence
from datetime import datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import translation

from lapor.agencies.models import Agency
from lapor.core import clock
from lapor.gateway.models import OutboundMessage
from lapor.gateway.tasks import queue_all
from lapor.notify.follow_words import digest_words
from lapor.notify.followers import concerns, queued
from lapor.notify.follows import manage_url
from lapor.notify.models import PublicNews
from lapor.reporters.models import Follow
from lapor.reports.models import Report
from lapor.reports.queries import is_public

MORNING = time(6)
LISTED = 20  # reports in one message; the rest is counted
KEEP_NEWS = timedelta(days=10)  # a week's digest and some days of standing still
ADDRESSES = 200  # in one transaction
MOST_NEWS = 50_000  # of a city in the days looked at
_BATCH = 5000


def send_digests() -> int:
    """Every digest that is due now, city by city; gives the number of messages.

    Safe to stop and repeat: what was told is not told again."""
    return sum(_of_city(root) for root in Agency.objects.filter(parent=None))


def due_since(rhythm: str, now: datetime, timezone: str) -> datetime | None:
    """The morning that a digest belongs to which is sent now: today's, or last Monday's; None before the hour has come
    for the first time (so early in the week that the last Monday's was long ago)."""
    local = now.astimezone(ZoneInfo(timezone))
    days_back = 0 if rhythm == Follow.Rhythm.DAILY else local.weekday()
    morning = datetime.combine(local.date() - timedelta(days=days_back), MORNING, local.tzinfo)
    return morning if local >= morning else None


def _of_city(root: Agency) -> int:
    now, sent = clock.now(), 0
    news = _news(root, now)
    for rhythm in (Follow.Rhythm.DAILY, Follow.Rhythm.WEEKLY):
        since = due_since(rhythm, now, root.timezone)
        while since is not None and (rows := _due(root, rhythm, since)):
            with transaction.atomic():
                messages = _messages(_by_address(rows), news, since)
                Follow.objects.filter(pk__in=[row.pk for row in rows]).update(told_until=now)
                queue_all(messages)
            sent += len(messages)
    return sent


def _news(root: Agency, now: datetime) -> list[PublicNews]:
    """The newest first."""
    return list(PublicNews.objects.filter(root=root, at__gt=now - KEEP_NEWS).order_by("-at")[:MOST_NEWS])


def _due(root: Agency, rhythm: str, since: datetime) -> list[Follow]:
    """Everything that the next addresses follow in this rhythm."""
    waiting = Follow.objects.filter(root=root, rhythm=rhythm, told_until__lt=since, confirmed_at__isnull=False)
    lookups = list(waiting.order_by("told_until").values_list("lookup", flat=True)[:ADDRESSES])
    return list(waiting.filter(lookup__in=lookups).select_related("root", "category", "area").order_by("created_at"))


def _by_address(rows: Iterable[Follow]) -> list[list[Follow]]:
    found: dict[tuple[bytes, str], list[Follow]] = {}
    for row in rows:
        found.setdefault((bytes(row.lookup), row.way), []).append(row)
    return list(found.values())


def _messages(addresses: Sequence[list[Follow]], news: Sequence[PublicNews], since: datetime) -> list[OutboundMessage]:
    told = [(rows, _told(rows, news)) for rows in addresses]
    wanted = {one.report_id for _rows, found in told for one in found[:LISTED]}
    rows = Report.objects.filter(pk__in=wanted).select_related("root", "category", "area").defer("search")
    reports = {report.pk: report for report in rows if is_public(report)}  # it may have been withheld since
    return [message for rows, found in told if (message := _message(rows, found, reports, since)) is not None]


def _told(rows: Sequence[Follow], news: Iterable[PublicNews]) -> list[PublicNews]:
    """The newest of each report that one of the rows is about and has not told yet; `news` is the newest first."""
    oldest = min(row.told_until for row in rows if row.told_until)
    found: dict[UUID, PublicNews] = {}
    for one in news:
        if one.at <= oldest:
            break
        if one.report_id not in found and any(
            row.told_until and one.at > row.told_until and concerns(row, one) for row in rows
        ):
            found[one.report_id] = one
    return list(found.values())


def _message(
    rows: list[Follow], found: list[PublicNews], reports: dict[UUID, Report], since: datetime
) -> OutboundMessage | None:
    """None where nothing happened: nobody gets a message that says nothing."""
    listed = [(one, reports[one.report_id]) for one in found[:LISTED] if one.report_id in reports]
    if not listed:
        return None
    with translation.override(rows[0].language):
        subject, text = digest_words(listed, len(found[LISTED:]), rows, manage_url(rows[0]))
    return queued(
        rows[0],
        subject,
        text,
        cause="follow.digest",
        key=f"digest:{since:%Y%m%d}",
        opens="/laporan/",
        everything=len(rows) > 1,
    )


def forget_old_news() -> int:
    old = PublicNews.objects.filter(at__lt=clock.now() - KEEP_NEWS).values_list("pk", flat=True)[:_BATCH]
    return PublicNews.objects.filter(pk__in=list(old)).delete()[0]
