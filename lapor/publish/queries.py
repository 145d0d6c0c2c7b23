"""Reads for the public: the list with words and filters, newest first, in pages that cost the same however deep."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import F, Q, QuerySet

from lapor.agencies.models import Agency
from lapor.core import clock
from lapor.core.ids import parse_tracking_id
from lapor.publish.models import PublicReport
from lapor.reports.vocabulary import Publication, State
from lapor.reports.workflow import OPEN

PAGE = 20
SIMILAR_SHOWN, SIMILAR_LOOKED_AT, SIMILAR_WORDS = 4, 400, 24
SIMILAR_DAYS = 180  # what was filed earlier is hardly the same hole in the road


@dataclass(frozen=True)
class Box:
    """A piece of the map, in degrees; its borders belong to it."""

    west: float
    south: float
    east: float
    north: float


@dataclass(frozen=True)
class Filters:
    """What the list is narrowed to; empty = everything."""

    words: str = ""
    state: str = ""
    category: str = ""
    agency: str = ""
    area: str = ""
    kind: str = ""


def _narrowed(root: Agency, filters: Filters) -> QuerySet[PublicReport]:
    rows = PublicReport.objects.filter(root=root)
    if filters.state:
        rows = rows.filter(state=filters.state)
    if filters.kind:
        rows = rows.filter(kind=filters.kind)
    if filters.category:
        rows = rows.filter(category__code=filters.category)
    if filters.agency:
        rows = rows.filter(agency__code=filters.agency)
    if filters.area:
        rows = rows.filter(Q(area=filters.area) | Q(area__parent=filters.area))
    if filters.words:
        number = parse_tracking_id(filters.words)
        former = Q(former_number=filters.words.strip())
        query = SearchQuery(filters.words, config="indonesian", search_type="websearch")
        rows = rows.filter(former | (Q(tracking_id=number) if number else Q(search=query)))
    return rows


def _within(rows: QuerySet[PublicReport], box: Box) -> QuerySet[PublicReport]:
    """Those whose point lies in the box; the condition on latitude and longitude is that of the index `public_point`."""
    return rows.filter(latitude__isnull=False, longitude__isnull=False).extra(
        where=["point(publish_publicreport.longitude, publish_publicreport.latitude) <@ box(point(%s, %s), point(%s, %s))"],
        params=[box.west, box.south, box.east, box.north],
    )


def _page(rows: QuerySet[PublicReport], after: str) -> QuerySet[PublicReport]:
    """Newest first, after a position. Raises ValueError for a position nobody gave out."""
    rows = rows.order_by("-filed_at", "-id")
    if not after:
        return rows
    filed_text, _, last_id = after.partition("|")
    filed_at = datetime.fromisoformat(filed_text)
    return rows.filter(Q(filed_at__lt=filed_at) | Q(filed_at=filed_at, id__lt=UUID(last_id)))


def public_list(root: Agency, filters: Filters, *, after: str = "", size: int = PAGE) -> tuple[list[PublicReport], str]:
    """One page and the position of the next ("" = none): one query. Raises ValueError for a position nobody gave out."""
    rows = _narrowed(root, filters).select_related("category", "agency", "area", "area__parent").defer("search")
    found = list(_page(rows, after)[: size + 1])
    last = found[size - 1] if len(found) > size else None
    return found[:size], f"{last.filed_at.isoformat()}|{last.pk}" if last else ""


def public_values(root: Agency, filters: Filters, *, box: Box | None = None, after: str = "", size: int = PAGE) -> tuple[list[dict[str, Any]], str]:
    """The same page as plain values for machines, without model objects: one query."""
    rows = _narrowed(root, filters)
    values = _page(_within(rows, box) if box else rows, after).values(
        "id", "tracking_id", "former_number", "kind", "state", "publication", "title", "text", "channel", "filed_at", "closed_at",
        "latitude", "longitude", "category__code", "category__name", "category__name_en", "category_text",
        "agency__code", "agency__name", "agency_text", "area_id", "area__name", "area_text",
    )  # fmt: skip
    found: list[dict[str, Any]] = [dict(row) for row in values[: size + 1]]
    last = found[size - 1] if len(found) > size else None
    return found[:size], f"{last['filed_at'].isoformat()}|{last['id']}" if last else ""


def latest_solved(root: Agency, count: int = 3, *, year: int | None = None) -> list[PublicReport]:
    """The newest confirmed and published ones; of those filed in a year, where one is given."""
    rows = PublicReport.objects.filter(root=root, state=State.RESOLVED, publication=Publication.PUBLISHED)
    rows = rows.filter(filed_at__year=year) if year else rows
    return list(rows.select_related("category", "area").defer("search").order_by("-filed_at", "-id")[:count])


def similar_open(root: Agency, *, text: str, category: str, area: str) -> list[PublicReport]:
    """Published open reports of the same kelurahan or category that share words with the text, the most alike first: one query.

    Looks at the newest few hundred of the place (else of the category) only, so that it costs the same in a city of a million reports.
    """
    words = [word for word in dict.fromkeys(re.findall(r"[^\W_]{3,40}", text.lower())) if not word.isdigit()][:SIMILAR_WORDS]
    if not words or not (category or area):
        return []
    since = clock.now() - timedelta(days=SIMILAR_DAYS)
    near = PublicReport.objects.filter(root=root, publication=Publication.PUBLISHED, state__in=OPEN, filed_at__gt=since)
    near = near.filter(area=area) if area else near.filter(category__code=category)
    newest = near.order_by("-filed_at", "-id").values("id")[:SIMILAR_LOOKED_AT]
    query = SearchQuery(" | ".join(words), config="indonesian", search_type="raw")
    rows = PublicReport.objects.filter(id__in=newest, search=query).annotate(likeness=SearchRank(F("search"), query))
    rows = rows.select_related("category", "area", "agency").defer("search").order_by("-likeness", "-filed_at")
    found = list[PublicReport](rows[: 2 * SIMILAR_SHOWN])
    found.sort(key=lambda row: bool(category) and (row.category is None or row.category.code != category))
    return found[:SIMILAR_SHOWN]
