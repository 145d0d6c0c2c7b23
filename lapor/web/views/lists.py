"""/laporan/: the list of public reports with words and filters."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from lapor.agencies.current import base_url, current_jurisdiction
from lapor.agencies.models import Agency
from lapor.core.ids import number_in
from lapor.presentation.story import file_views
from lapor.publish.models import PublicReport
from lapor.publish.queries import public_list
from lapor.publish.searching import MOST_COUNTED, Found
from lapor.web.cards import public_cards
from lapor.web.filter_form import FilterForm, address, without_empty
from lapor.web.list_order import ChosenOrder
from lapor.web.queries import before_and_after


def list_cards(rows: list[PublicReport]) -> list[dict[str, Any]]:
    """Cards with the first photo, where there is one."""
    photos = before_and_after(row.pk for row in rows)
    firsts = {pk: before or after for pk, (before, after) in photos.items()}
    return [
        {**shown, "photo_url": file_views([photo])[0]["thumbnail_url"] if (photo := firsts.get(row.pk)) else ""}
        for row, shown in zip(rows, public_cards(rows), strict=True)
    ]


def _followed(kept: dict[str, str]) -> dict[str, str]:
    """What of the filters can be followed: the area, else the category."""
    return next(({name: kept[name]} for name in ("area", "category") if kept.get(name)), {})


@require_safe
def list_view(request: HttpRequest) -> HttpResponse:
    """A whole number leads to its report."""
    if shared := without_empty(request):
        return HttpResponseRedirect(shared)
    root = current_jurisdiction(request)
    form = FilterForm(request.GET, root=root)
    filters, after = form.filters(), request.GET.get("after", "")
    if number := number_in(filters.words):
        return HttpResponseRedirect(reverse("web:report", args=[number]))
    chosen = ChosenOrder(request.GET, filters.area)
    try:
        rows, found = public_list(root, filters, after=after, order=chosen.order, with_count=True)
    except ValueError:
        after = ""
        rows, found = public_list(root, filters, order=chosen.order, with_count=True)
    base, kept = reverse("web:report_list"), form.kept()
    context = {
        "search_text": kept.get("q", ""),
        "filter_form": form,
        **_narrowed(form, base, kept, root),
        **_ordered(chosen, base, kept),
        "reports": chosen.with_ways(rows, list_cards(rows)),
        "hits_text": hits_text(found),
        "previous_url": address(base, {**kept, **chosen.kept}) if after else None,
        "mended": found.mended,
        "is_cut": found.is_cut,
        "next_url": address(base, {**kept, **_next(found), **chosen.kept}) if found.next else None,
        "is_narrowed": bool(kept or after or chosen.kept),
    }
    return render(request, "web/report_list.html", context)


def _next(found: Found) -> dict[str, str]:
    """Words that were mended stay so."""
    return {**({"q": found.mended} if found.mended else {}), "after": found.next}


def _narrowed(form: FilterForm, base: str, kept: dict[str, str], root: Agency) -> dict[str, Any]:
    """What the filters lead to: themselves to take off, the same reports for programs, on the map, by message."""
    chips = form.chips(base)
    return {
        "filters_open": bool(chips),
        "chips": chips,
        "machines": {name: address(reverse(f"web:{name}"), kept) for name in ("feed", "csv", "json")},
        "map_url": address(reverse("web:map"), kept),
        "canonical_url": f"{base_url(root)}{base}",
        "follow_url": address(reverse("web:follow"), _followed(kept)),
    }


def _ordered(chosen: ChosenOrder, base: str, kept: dict[str, str]) -> dict[str, Any]:
    return {"orders": chosen.choices(base, kept), "kept_order": chosen.kept, "wants_place": chosen.wants_place}


def hits_text(found: Found) -> str:
    """How many fit; "" where that is not known (a later page)."""
    if found.count is None or (found.count == 0 and found.has_more):
        return ""
    number = {"n": number_format(found.count, use_l10n=True, force_grouping=True)}
    if not found.has_more:
        return ngettext("%(n)s report", "%(n)s reports", found.count) % number
    if found.count >= MOST_COUNTED:
        return _("more than %(n)s reports") % number
    return ngettext("at least %(n)s report", "at least %(n)s reports", found.count) % number
