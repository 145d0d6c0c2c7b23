"""Who follows something hears of it at once; for digests what became public is noted. Called by its consumer.

Strangers hear what the report's public page shows, and nothing while its words are not published. Who showed the
receipt code of a report hears on their device what its reporter is told.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import timedelta
from uuid import UUID

from django.db.models import Q
from django.utils import translation

from lapor.core import clock
from lapor.core.geometry import METRES_A_DEGREE, metres_between
from lapor.gateway.models import MessageAudience, OutboundMessage
from lapor.gateway.outbound.formatting import end_of_quiet_hours
from lapor.gateway.outbound.sealed_words import sealed_words
from lapor.gateway.tasks import queue_all
from lapor.ledger.bulk_insert import bulk_insert_ignore
from lapor.ledger.cursors import Consumer
from lapor.ledger.models import Event
from lapor.notify.follow_words import news_words, own_words
from lapor.notify.follows import manage_url, stop_url
from lapor.notify.models import PublicNews
from lapor.reporters.models import FURTHEST_METRES, Follow
from lapor.reports.models import Entry, Report
from lapor.reports.queries import is_public
from lapor.reports.vocabulary import ActName, Publication, State

TOLD_OF = frozenset(
    {
        State.IN_PROGRESS,
        State.SCHEDULED,
        State.ANSWERED,
        State.RESOLVED,
        State.CLOSED_UNCONFIRMED,
        State.ARCHIVED,
        State.REFERRED,
    }
)
TOLD_AROUND = TOLD_OF - {State.IN_PROGRESS, State.SCHEDULED}  # of a whole area or category: what came, and how it ended
NEW_FOR = timedelta(days=30)  # what is published later than that is no news


def tell_followers(events: Sequence[Event]) -> None:
    """Note what became public and queue what is told at once: five queries however many events."""
    acts = [
        event
        for event in events
        if event.name.startswith("report.") and event.name != ActName.IMPORT.event and "entry" in event.data
    ]
    if not acts:
        return
    rows = Report.objects.filter(pk__in={event.stream_id for event in acts}, is_protected=False).select_related(
        "root", "category", "area", "agency"
    )
    reports = {report.pk: report for report in rows.defer("search")}
    news = [found for event in acts if (found := _news(event, reports.get(event.stream_id)))]
    new = bulk_insert_ignore(news)
    news = [one for one in news if one.pk in new]
    followers = _followers(news, reports)
    messages = [_message(one, reports[one.report_id], follow) for one in news for follow in _matching(one, followers)]
    messages += _own_messages(acts, reports, [row for row in followers if row.is_own])
    queue_all(messages)


def _news(event: Event, report: Report | None) -> PublicNews | None:
    """What an event lets the public know; None where it is nothing, or may not be known."""
    if report is None or report.is_imported or not is_public(report):
        return None
    is_new = event.data.get("publication") == Publication.PUBLISHED or event.name in {
        ActName.PUBLISH.event,
        ActName.LOWER_PRIVACY.event,
    }
    is_new = is_new and report.filed_at > clock.now() - NEW_FOR
    to = str(event.data.get("to", ""))
    if not is_new and (to == event.data.get("from") or to not in TOLD_OF):
        return None
    area = report.area
    return PublicNews(
        root_id=report.root_id,
        report_id=report.pk,
        is_new=is_new,
        state=to,
        category_id=report.category_id,
        area_code=area.pk if area else "",
        district_code=(area.parent_id or "") if area else "",
        latitude=report.latitude,
        longitude=report.longitude,
        at=clock.now(),
        dedupe_key=f"new:{report.pk}" if is_new else f"{event.stream_id}:{event.sequence}",
    )


def _followers(news: Iterable[PublicNews], reports: dict[UUID, Report]) -> list[Follow]:
    """Everybody who could be told at once: one query over the partial indexes of what is followed."""
    concerned = Q(report_id__in=list(reports))
    around = [one for one in news if one.is_new or one.state in TOLD_AROUND]
    if around:
        codes = {code for one in around for code in (one.area_code, one.district_code) if code}
        concerned |= Q(kind="category", category__in={one.category_id for one in around if one.category_id})
        concerned |= Q(kind="area", area__in=codes)
    points = [one.latitude for one in around if one.latitude is not None]
    if points:
        reach = FURTHEST_METRES / METRES_A_DEGREE
        concerned |= Q(
            kind="circle",
            root__in={one.root_id for one in around},
            latitude__range=(min(points) - reach, max(points) + reach),
        )
    rows = Follow.objects.filter(concerned, rhythm=Follow.Rhythm.AT_ONCE, confirmed_at__isnull=False)
    return list(rows.select_related("root", "category", "area"))


def _matching(one: PublicNews, followers: Iterable[Follow]) -> list[Follow]:
    """Each address once, however many things it follows that fit."""
    found = {bytes(row.lookup): row for row in followers if not row.is_own and concerns(row, one)}
    return list(found.values())


def concerns(row: Follow, one: PublicNews) -> bool:
    if row.root_id != one.root_id:
        return False
    if row.kind == Follow.Kind.REPORT:
        return row.report_id == one.report_id
    if not one.is_new and one.state not in TOLD_AROUND:
        return False
    if row.kind == Follow.Kind.CATEGORY:
        return row.category_id == one.category_id
    if row.kind == Follow.Kind.AREA:
        return row.area_id in {one.area_code, one.district_code}
    return is_within(row, one.latitude, one.longitude)


def is_within(row: Follow, latitude: float | None, longitude: float | None) -> bool:
    """On the ground."""
    if latitude is None or longitude is None or row.latitude is None or row.longitude is None:
        return False
    return metres_between((latitude, longitude), (row.latitude, row.longitude)) <= (row.metres or 0)


def _message(one: PublicNews, report: Report, row: Follow) -> OutboundMessage:
    with translation.override(row.language):
        subject, text = news_words(one, report, row, manage_url(row))
    return queued(
        row,
        subject,
        text,
        cause="follow.news",
        key=one.dedupe_key,
        opens=f"/laporan/{report.tracking_id}",
        report_id=report.pk,
    )


def _own_messages(acts: Sequence[Event], reports: dict[UUID, Report], own: Sequence[Follow]) -> list[OutboundMessage]:
    """What the reporter is told, to who showed the receipt code; nothing of what they did themselves."""
    by_report: dict[UUID | None, list[Follow]] = defaultdict(list)
    for row in own:
        by_report[row.report_id].append(row)
    told = [event for event in acts if event.stream_id in by_report and event.actor_kind != "reporter"]
    entries = Entry.objects.in_bulk([UUID(str(event.data["entry"])) for event in told]) if told else {}
    messages = []
    for event in told:
        report, entry = reports.get(event.stream_id), entries.get(UUID(str(event.data["entry"])))
        words = own_words(report, entry) if report and entry else None
        if report is None or words is None:
            continue
        key, opens = f"{event.stream_id}:{event.sequence}", f"/laporan/{report.tracking_id}"
        messages += [
            queued(row, *words, cause="follow.own", key=key, opens=opens, report_id=report.pk)
            for row in by_report[report.pk]
        ]
    return messages


def queued(
    row: Follow,
    subject: str,
    text: str,
    *,
    cause: str,
    key: str,
    opens: str,
    report_id: UUID | None = None,
    everything: bool = False,
) -> OutboundMessage:
    """A message to who follows; at night a device is left alone.

    `opens`: the page behind a notice, `everything`: its link ends all that the address follows."""
    now = clock.now()
    is_push = row.way == Follow.Way.PUSH
    return OutboundMessage(
        channel=row.way,
        root_id=row.root_id,
        report_id=report_id,
        audience=MessageAudience.FOLLOWER,
        cause=cause,
        address=bytes(row.address),
        words=sealed_words(text, subject=subject),
        created_at=now,
        opens=opens if is_push else "",
        stop_url=stop_url(row, everything=everything),
        dedupe_key=f"follow:{row.pk}:{key}"[:120],
        not_before=end_of_quiet_hours(now, row.root.timezone) if is_push else None,
    )


CONSUMER = Consumer("notify.followers", tell_followers)
