"""Reads for the public: the list with words and filters, newest first, in pages that cost the same however deep."""

from typing import Any

from django.db.models import QuerySet

from lapor.agencies.models import Agency
from lapor.core.geometry import METRES_A_DEGREE, degrees_east
from lapor.db.row_order import RowBefore
from lapor.publish.filters import Box, Filters, in_box
from lapor.publish.models import PublicReport
from lapor.publish.orders import BY_NEWEST, ListOrder
from lapor.publish.searching import Found, find, page_of
from lapor.reports.vocabulary import Publication, State

PAGE = 20
SAME_PLACE, SAME_PLACE_LOOKED_AT = 5, 1000
NEAR_METRES = 100


_MACHINES_READ = (
    "id",
    "tracking_id",
    "former_number",
    "kind",
    "state",
    "publication",
    "title",
    "text",
    "channel",
    "filed_at",
    "closed_at",
    "latitude",
    "longitude",
    "category__code",
    "category__name",
    "category__name_en",
    "category_text",
    "agency__code",
    "agency__name",
    "agency_text",
    "area_id",
    "area__name",
    "area_text",
)


def public_list(
    root: Agency,
    filters: Filters,
    *,
    box: Box | None = None,
    after: str = "",
    size: int = PAGE,
    order: ListOrder = BY_NEWEST,
    with_count: bool = False,
) -> tuple[list[PublicReport], Found]:
    """One page with all that a card shows, and how it was found; `with_count`: and how many fit (Found.count).

    Raises ValueError for a position nobody gave out."""
    rows = PublicReport.objects.select_related("category", "agency", "area", "area__parent").defer("search")
    if filters != Filters() or box or order is not BY_NEWEST or (with_count and not after):
        found = find(root, filters, box=box, after=after, size=size, order=order, with_count=with_count)
        by_id = rows.in_bulk(found.ids)
        return [by_id[pk] for pk in found.ids if pk in by_id], found
    page = list(_newest(rows.order_by("-filed_at", "-id"), root, after)[: size + 1])
    return page[:size], page_of([(row.pk, row.filed_at, row.pk) for row in page], size)


def public_values(
    root: Agency,
    filters: Filters,
    *,
    box: Box | None = None,
    after: str = "",
    size: int = PAGE,
    order: ListOrder = BY_NEWEST,
) -> tuple[list[dict[str, Any]], Found]:
    """The same page as plain values for machines, without model objects."""
    rows = PublicReport.objects.order_by("-filed_at", "-id")
    if filters != Filters() or box or order is not BY_NEWEST:
        found = find(root, filters, box=box, after=after, size=size, order=order)
        by_id = {row["id"]: dict(row) for row in rows.filter(pk__in=found.ids).values(*_MACHINES_READ)}
        return [by_id[pk] for pk in found.ids if pk in by_id], found
    page = [dict(row) for row in _newest(rows, root, after).values(*_MACHINES_READ)[: size + 1]]
    return page[:size], page_of([(row["id"], row["filed_at"], row["id"]) for row in page], size)


def _newest(rows: QuerySet[PublicReport], root: Agency, after: str) -> QuerySet[PublicReport]:
    """Everything, from a position on: nothing has to be searched, one query does."""
    rows = rows.filter(root=root)
    if position := BY_NEWEST.read(after):
        filed_at, last_id = position
        rows = rows.filter(RowBefore({"filed_at": filed_at, "id": last_id}))
    return rows


def same_place(report: PublicReport) -> list[PublicReport]:
    """Published reports of its category before it, within a short walk, or of its kelurahan where it has no point: the
    newest first, one query."""
    rows = PublicReport.objects.filter(
        root=report.root_id,
        category=report.category_id,
        publication=Publication.PUBLISHED,
        filed_at__lt=report.filed_at,
    )
    if report.category_id is None or (report.latitude is None and report.area_id is None):
        return []
    near: Any
    if report.latitude is None or report.longitude is None:
        near = rows.filter(area=report.area_id).order_by("-filed_at", "-id").values("id")[: SAME_PLACE + 1]
    else:
        up = NEAR_METRES / METRES_A_DEGREE
        aside = degrees_east(NEAR_METRES, report.latitude)
        box = Box(report.longitude - aside, report.latitude - up, report.longitude + aside, report.latitude + up)
        inside = in_box(box)
        near = (
            PublicReport.objects.all()
            .extra(where=[inside.sql], params=inside.params)  # noqa: S610
            .values("id")[:SAME_PLACE_LOOKED_AT]
        )
    found = (
        rows.filter(pk__in=near)
        .exclude(pk=report.pk)
        .select_related("category", "agency", "area", "area__parent")
        .defer("search")
    )
    return list(found.order_by("-filed_at", "-id")[:SAME_PLACE])


def latest_solved(root: Agency, count: int = 3, *, year: int | None = None) -> list[PublicReport]:
    """The newest confirmed and published ones; of those filed in a year, where one is given."""
    rows = PublicReport.objects.filter(root=root, state=State.RESOLVED, publication=Publication.PUBLISHED)
    rows = rows.filter(filed_at__year=year) if year else rows
    return list(rows.select_related("category", "area").defer("search").order_by("-filed_at", "-id")[:count])
