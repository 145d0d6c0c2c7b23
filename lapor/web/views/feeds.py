"""Any search for programs: as an Atom feed, as a table (CSV) and as JSON.

Only what is published; each with its own bound and a next page."""

import csv
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import linebreaks
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lapor.agencies.current import base_url, current_jurisdiction
from lapor.core.ids import show_tracking_id
from lapor.gateway import rate_limits
from lapor.publish.queries import public_list, public_values
from lapor.ui.client_address import client_address
from lapor.web.cards import public_cards
from lapor.web.errors import too_many
from lapor.web.filter_form import FilterForm, address

IN_FEED, IN_JSON, IN_PIECE, PIECES = 50, 100, 500, 20
COLUMNS = (
    "tracking_id",
    "kind",
    "state",
    "publication",
    "title",
    "text",
    "category",
    "agency",
    "area_code",
    "area",
    "latitude",
    "longitude",
    "channel",
    "filed_at",
    "closed_at",
    "url",
)
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # XML 1.0 has no way to say these
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Narrowed:
    """A search as the address says it, for one caller."""

    def __init__(self, request: HttpRequest) -> None:
        self.root = current_jurisdiction(request)
        self.form = FilterForm(request.GET, root=self.root)
        self.filters = self.form.filters()
        self.after = request.GET.get("after", "")
        self.base = base_url(self.root)
        self.kept = self.form.kept()

    def url(self, name: str, after: str = "") -> str:
        return self.base + address(reverse(f"web:{name}"), {**self.kept, **({"after": after} if after else {})})

    def values(self, size: int, after: str) -> tuple[list[dict[str, Any]], str]:
        """A page and the position of the next; words that were mended once stay so.

        Raises ValueError for a position nobody gave out."""
        rows, found = public_values(self.root, self.filters, after=after, size=size)
        if found.mended:
            self.filters, self.kept = replace(self.filters, words=found.mended), {**self.kept, "q": found.mended}
        return rows, found.next


@require_safe
def feed_view(request: HttpRequest) -> HttpResponse:
    """Atom (RFC 4287): the newest fifty that fit."""
    if wait := rate_limits.seconds_to_wait(rate_limits.FEED, client_address(request)):
        return too_many(request, wait)
    asked = Narrowed(request)
    rows, _found = public_list(asked.root, asked.filters, size=IN_FEED)
    name = asked.root.brand.get("name", asked.root.name)
    feed = Atom1Feed(
        title=_clean(" · ".join([name, *_said(asked)])),
        link=asked.url("report_list"),
        description="",
        feed_url=asked.url("feed"),
        language="id",
        feed_guid=asked.url("feed"),
        author_name=_clean(name),
        author_link=asked.base,
    )
    for row, shown in zip(rows, public_cards(rows), strict=True):
        url = asked.base + shown["url"]
        title = shown["title"] or f"{shown['category_name'] or shown['kind_label']} {show_tracking_id(row.tracking_id)}"
        about = " · ".join(
            part
            for part in (shown["state_label"], shown["category_name"], shown["area_name"], shown["agency_name"])
            if part
        )
        feed.add_item(
            title=_clean(title),
            link=url,
            unique_id=url,
            pubdate=row.filed_at,
            updateddate=row.changed_at or row.closed_at or row.filed_at,
            description=linebreaks(_clean(f"{about}\n\n{row.text}".strip()), autoescape=True),
            categories=[shown["category_name"]] if shown["category_name"] else [],
        )
    kept = {"Cache-Control": "public, max-age=300"}
    return HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8", headers=kept)


def _said(asked: Narrowed) -> list[str]:
    return [asked.filters.words] * bool(asked.filters.words) + [chip["label"] for chip in asked.form.chips("")]


def _clean(text: str) -> str:
    return _UNWRITABLE.sub(" ", text)


def _record(row: dict[str, Any], base: str) -> dict[str, Any]:
    return {
        "tracking_id": row["tracking_id"],
        "kind": row["kind"],
        "state": row["state"],
        "publication": row["publication"],
        "title": row["title"],
        "text": row["text"],
        "category": row["category__name"] or row["category_text"],
        "agency": row["agency__name"] or row["agency_text"],
        "area_code": row["area_id"] or "",
        "area": row["area__name"] or row["area_text"],
        "latitude": row["latitude"],
        "longitude": row["longitude"],
        "channel": row["channel"],
        "filed_at": row["filed_at"].isoformat(),
        "closed_at": row["closed_at"].isoformat() if row["closed_at"] else None,
        "url": f"{base}{reverse('web:report', args=[row['tracking_id']])}",
    }


@require_safe
def json_view(request: HttpRequest) -> HttpResponse:
    """One page: items, and the address of the next (null: that is all)."""
    if wait := rate_limits.seconds_to_wait(rate_limits.FEED, client_address(request)):
        return too_many(request, wait)
    asked = Narrowed(request)
    try:
        rows, after = asked.values(IN_JSON, asked.after)
    except ValueError:
        return JsonResponse({"error": _("Take `next` of the page before, unchanged.")}, status=400)
    following = asked.url("json", after) if after else None
    found = {"items": [_record(row, asked.base) for row in rows], "next": following, "searched": asked.filters.words}
    return JsonResponse(found, headers={"Cache-Control": "public, max-age=60"})


@require_safe
def csv_view(request: HttpRequest) -> HttpResponseBase:
    """Up to ten thousand rows, sent as they are read; where there are more, the last line says with which address to go
    on."""
    if wait := rate_limits.seconds_to_wait(rate_limits.FEED, client_address(request)):
        return too_many(request, wait)
    asked = Narrowed(request)
    try:
        first = asked.values(IN_PIECE, asked.after)
    except ValueError:
        return HttpResponse(_("Take `next` of the page before, unchanged."), status=400)
    response = StreamingHttpResponse(_lines(asked, first), content_type="text/csv; charset=utf-8")
    name = quote(_("reports"))
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}.csv"
    return response


class _Line:
    """Gives back what csv writes."""

    def write(self, text: str) -> str:
        return text


def _lines(asked: Narrowed, first: Any) -> Iterator[str]:
    table = csv.DictWriter(_Line(), COLUMNS)
    yield "\ufeff"  # or Excel takes it for Latin-1
    yield str(table.writeheader())
    rows, after = first
    for piece in range(PIECES):
        for row in rows:
            yield str(table.writerow({name: _cell(value) for name, value in _record(row, asked.base).items()}))
        if not after or piece == PIECES - 1:
            break
        rows, after = asked.values(IN_PIECE, after)
    if after:
        yield str(table.writerow({"tracking_id": "next", "url": asked.url("csv", after)}))


def _cell(value: Any) -> Any:
    """No spreadsheet may take a person's words for a formula."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
