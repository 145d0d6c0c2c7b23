"""GET reports, GET reports/{tracking_id} and GET inbox: lists in pages that cost the same however deep, and one
report."""

import math
from dataclasses import replace
from typing import Any

from django.core import signing
from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _

from lapor.agencies.current import current_jurisdiction
from lapor.agencies.queries import active_categories, root_of
from lapor.agencies.roles import Can, may
from lapor.api.access import Asked, asked_report, signed_in
from lapor.api.problems import FieldError, Problem, invalid
from lapor.api.v1 import shapes
from lapor.api.v1.inbox_items import COLUMNS, inbox_items
from lapor.api.v1.schemas import InboxQuery, ListQuery
from lapor.casework.inbox import Inbox, InboxFilters
from lapor.core import clock
from lapor.core.geometry import point_of
from lapor.publish.filters import Box, Filters
from lapor.publish.mending import mended_words
from lapor.publish.orders import NEAREST, ListOrder, order_of
from lapor.publish.queries import public_values
from lapor.reports import queries
from lapor.reports.workflow.acting import Actor, officer_actor, reporter_actor

_SALT = "api-cursor"


def list_reports(request: HttpRequest, query: ListQuery) -> JsonResponse:
    """The same few queries however long the page.

    A page may be short and have a `next`: older reports may fit (publish.searching)."""
    known_filters_only(request, set(ListQuery.model_fields))
    filters = Filters(
        words=query.q,
        state=query.state or "",
        kind=query.kind or "",
        category=query.category,
        agency=query.agency,
        area=query.area,
    )
    box = box_of(query.bbox)
    root = current_jurisdiction(request)
    order, after = _order_of(query), position_of(query.cursor)
    try:
        rows, found = public_values(root, filters, box=box, after=after, size=query.limit, order=order)
    except ValueError as error:  # of another order
        raise _foreign_cursor() from error
    return JsonResponse({"items": shapes.list_items(root, rows), "next": cursor_of(found.next)})


def _order_of(query: ListQuery) -> ListOrder:
    point = point_of(query.near)
    if (query.sort == NEAREST) != bool(query.near) or (query.near and point is None):
        raise invalid("near", _("Give the point as latitude,longitude, and only with sort=nearest."))
    return order_of(query.sort, point)


def list_categories(request: HttpRequest) -> JsonResponse:
    """All that can be chosen."""
    known_filters_only(request, set())
    return JsonResponse(
        [shapes.category_out(category) for category in active_categories(current_jurisdiction(request))], safe=False
    )


def get_report(request: HttpRequest, tracking_id: str) -> JsonResponse:
    """What this caller may know of a report."""
    asked = asked_report(request, tracking_id)
    clocks = queries.clocks_of(asked.report)
    acts = queries.offered_acts(asked.report, actor_of(asked), clocks) if asked.has_proof else []
    return JsonResponse(shapes.report_out(asked, clocks, queries.story(asked.report, _audiences(asked)), acts))


def list_inbox(request: HttpRequest, query: InboxQuery) -> JsonResponse:
    """A queue of this officer, or all that they may see: what is urgent first, then by deadline."""
    officer = signed_in(request)
    if not may(officer, Can.HANDLE_REPORTS):
        raise Problem(403, detail=_("Your role does not allow this."))
    known_filters_only(request, set(InboxQuery.model_fields))
    given = query.model_dump(exclude={"limit", "cursor"}, exclude_none=True)
    filters = InboxFilters(**given)
    try:
        rows, following = Inbox(officer, filters).lines(COLUMNS, after=position_of(query.cursor), size=query.limit)
    except ValueError as error:  # of another list
        raise _foreign_cursor() from error
    root = root_of(officer)
    if filters.q and not rows and not query.cursor and (meant := mended_words(root, filters.q)):
        filters = replace(filters, q=meant)
        rows, following = Inbox(officer, filters).lines(COLUMNS, size=query.limit)
    items = inbox_items(root, rows, clock.now())
    return JsonResponse({"items": items, "next": cursor_of(following), "searched": filters.q})


def actor_of(asked: Asked) -> Actor:
    """The officer who may see the report, else its reporter."""
    return officer_actor(asked.officer) if asked.officer else reporter_actor(asked.report.reporter_id)


def _audiences(asked: Asked) -> tuple[str, ...]:
    if asked.officer:
        return queries.AUDIENCES_OFFICER
    return queries.AUDIENCES_REPORTER if asked.has_receipt else queries.AUDIENCES_PUBLIC


def known_filters_only(request: HttpRequest, names: set[str]) -> None:
    """A filter with a typing error would else give everything."""
    unknown = sorted(set(request.GET) - names)
    if unknown:
        raise Problem(422, errors=[FieldError(name, _("There is no such field.")) for name in unknown])


def cursor_of(position: str) -> str | None:
    """Signed, so that positions only come from us."""
    return signing.dumps(position, salt=_SALT) if position else None


def position_of(cursor: str) -> str:
    if not cursor:
        return ""
    try:
        found: Any = signing.loads(cursor, salt=_SALT)
    except signing.BadSignature as error:
        raise _foreign_cursor() from error
    return str(found)


def _foreign_cursor() -> Problem:
    return invalid("cursor", _("Take `next` of the page before, unchanged."))


def box_of(text: str) -> Box | None:
    if not text:
        return None
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError as error:
        raise _bad_box() from error
    edges = (west, south, east, north)
    if not all(math.isfinite(edge) for edge in edges) or west > east or south > north or max(map(abs, edges)) > 180:  # noqa: PLR2004
        raise _bad_box()
    return Box(*edges)


def _bad_box() -> Problem:
    return invalid("bbox", _("Four numbers: west,south,east,north, for example 110.40,-7.00,110.45,-6.95."))
