"""Open reports that may be of the same matter as one, for the officer who decides: by place, time and words, each with
the reason why; and what was merged already. Called by the console; what is shown before filing is publish/similar.py.

Radius and days are those of the report's category. Three queries at most, each along an index of the open reports
(report_open_place, report_open_area) or the newest of the city (report_filed), each of a bounded number of rows: the
rest is arithmetic on words (likeness.py)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.contrib.postgres.search import SearchQuery
from django.db.models import BooleanField, QuerySet
from django.db.models.expressions import RawSQL

from lapor.agencies.models import Category, Officer
from lapor.core.geometry import METRES_A_DEGREE, degrees_east, metres_between, true_point
from lapor.db.sql_literal import literals
from lapor.reports import permissions
from lapor.reports.models import Report
from lapor.reports.publication import may_be_named
from lapor.reports.queries import visible_reports
from lapor.reports.vocabulary import ActName
from lapor.reports.workflow import table as workflow
from lapor.reports.workflow.act import OPEN
from lapor.reports.workflow.rules import GuardContext
from lapor.triage.likeness import Matter, likeness, matter_of

SHOWN = 5
CHILDREN_SHOWN = 20
LOOKED_AT = 60  # rows of each query, the newest
NEWEST = 1_000  # reports of the city that are looked through for the words of one without a place
MOST_WORDS = 24  # stems that are looked for
_SHAPES = ("area__cell", "area__boundary", "area__parent__cell", "area__parent__boundary")  # large, of no use here
LEAST_SCORE = 0.22  # below it two reports are hardly the same; set on the invented reports that are for tuning


@dataclass(frozen=True)
class Similar:
    """`score`: 0 to 1. `metres`: None where one of the two has no point. `days`: whole ones between the two, whichever
    came first. `words`: those that both have. `may_be_merged`: the table offers to merge it into the one asked about.
    """

    report: Report
    score: float
    metres: int | None
    days: int
    words: tuple[str, ...]
    may_be_merged: bool


def similar_reports(report: Report, officer: Officer) -> list[Similar]:
    """At most SHOWN, the most alike first: open, this officer's to see and of the same visibility, so that the one may
    be merged into the other. Protected ones stand beside protected ones only. One to three queries."""
    mine, radius = matter_of(_said(report)), _radius(report)
    found = (_compared(report, mine, other, officer) for other in _looked_at(report, mine, officer))
    alike = [one for one in found if one.score >= LEAST_SCORE and (one.metres is None or one.metres <= radius)]
    alike.sort(key=lambda one: (-one.score, one.report.filed_at))
    return alike[:SHOWN]


_DEFAULT = Category()  # radius and days of a report without a category


def _radius(report: Report) -> int:
    return (report.category or _DEFAULT).duplicate_radius


def _days(report: Report) -> timedelta:
    return timedelta(days=(report.category or _DEFAULT).duplicate_days)


def _said(report: Report) -> str:
    return "\n".join(dict.fromkeys(filter(None, (report.title, report.text, report.address))))


def _looked_at(report: Report, mine: Matter, officer: Officer) -> Iterator[Report]:
    """Each once."""
    days = _days(report)
    rows = (
        visible_reports(officer)
        .filter(
            state__in=literals(OPEN),
            is_protected=report.is_protected,
            visibility=report.visibility,
            filed_at__range=(report.filed_at - days, report.filed_at + days),
        )
        .exclude(pk=report.pk)
        .select_related("category", "agency", "area__parent")
        .defer("search", "published_text", "answers", "provenance", *_SHAPES)
        .order_by("-filed_at")
    )
    seen = {report.pk}
    for several in _queries(report, mine, rows):
        for other in several[:LOOKED_AT]:
            if other.pk not in seen and may_be_named(other, report, to_officers=True):
                seen.add(other.pk)
                yield other


def _queries(report: Report, mine: Matter, rows: QuerySet[Report]) -> Iterable[QuerySet[Report]]:
    """Near it; of its kelurahan, where one of the two has no point; of those without any place."""
    if report.latitude is not None and report.longitude is not None:
        yield rows.filter(_in_box(report.latitude, report.longitude, _radius(report)))
        rows = rows.filter(latitude=None)
    elif report.area_id is None:
        if mine.words:
            yield _with_words(report, mine, rows)
        return
    if report.area_id is not None:
        yield rows.filter(area=report.area_id)
    yield rows.filter(area=None, latitude=None)


def _in_box(latitude: float, longitude: float, metres: int) -> RawSQL:
    """In the words of the index report_open_place."""
    north, east = metres / METRES_A_DEGREE, degrees_east(metres, latitude)
    return RawSQL(
        '"reports_report"."latitude" IS NOT NULL AND point("reports_report"."longitude", "reports_report"."latitude")'
        " <@ box(point(%s, %s), point(%s, %s))",
        [longitude - east, latitude - north, longitude + east, latitude + north],
        output_field=BooleanField(),
    )


def _with_words(report: Report, mine: Matter, rows: QuerySet[Report]) -> QuerySet[Report]:
    """Of the NEWEST of the city those that have one of its words. Which are the newest is asked for apart: in one query
    the database looks through all open ones of the city."""
    newest = Report.objects.filter(root=report.root_id, filed_at__lte=report.filed_at + _days(report))
    ids = list(newest.order_by("-filed_at", "id").values_list("pk", flat=True)[:NEWEST])
    words = " | ".join(list(mine.words.values())[:MOST_WORDS])
    return rows.filter(pk__in=ids, search=SearchQuery(words, config="indonesian", search_type="raw"))


def _compared(report: Report, mine: Matter, other: Report, officer: Officer) -> Similar:
    metres, nearness = _distance(report, other)
    is_same = report.category_id == other.category_id if report.category_id and other.category_id else None
    alike = likeness(mine, matter_of(_said(other)), nearness=nearness, is_same_category=is_same)
    days = abs(report.filed_at - other.filed_at).days
    return Similar(other, alike.score, metres, days, alike.shared, is_offered(ActName.MERGE, other, officer))


def _distance(report: Report, other: Report) -> tuple[int | None, float | None]:
    """Metres, and nearness as likeness() takes it."""
    here, there = (true_point(one.latitude, one.longitude) for one in (report, other))
    if here is None or there is None:
        return None, None
    metres = metres_between(here, there)
    return round(metres), max(0.0, 1 - metres / max(1, _radius(report)))


def merged_into(report: Report, officer: Officer) -> list[Report]:
    """The reports merged into it that this officer may see, the last merged first, at most CHILDREN_SHOWN: one query,
    none where there are none."""
    if not report.children_count:
        return []
    rows = visible_reports(officer).filter(parent=report).select_related("category", "agency", "area__parent")
    rows = rows.defer("search", "published_text", "provenance", *_SHAPES).order_by("-state_since", "-id")
    return [child for child in rows[:CHILDREN_SHOWN] if may_be_named(child, report, to_officers=True)]


def is_offered(name: str, other: Report, officer: Officer) -> bool:
    """Whether the table offers `merge` or `split` of this one, without a query: what few reports have (proposals,
    ratings, helpers) says nothing of them. Loaded with agency."""
    facts = GuardContext(
        state=other.state,
        is_protected=other.is_protected,
        has_children=other.children_count > 0,
        awaits_decision=other.awaits_decision,
        is_decided=other.is_decided,
        refusals=other.refusals,
        actor_archived_it=other.archived_by_id == officer.pk and other.has_appealed,
        actor_reaches=permissions.has_access(officer, other),
    )
    roles = workflow.acting_as(officer.role, is_protected=other.is_protected)
    return workflow.find_row(name, facts, roles) is not None
