"""/laporan/: the list of public reports with words and filters."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from lapor.agencies.current import base_url, current_jurisdiction
from lapor.presentation.story import card, file_views
from lapor.publish.models import PublicReport
from lapor.publish.queries import public_list
from lapor.web.filter_form import FilterForm, address, without_empty
from lapor.web.queries import before_and_after


def list_cards(rows: list[PublicReport]) -> list[dict[str, Any]]:
    """Cards with the first photo, where there is one."""
    photos = before_and_after(row.pk for row in rows)
    firsts = {pk: before or after for pk, (before, after) in photos.items()}
    return [
        {**card(row), "photo_url": file_views([photo])[0]["thumbnail_url"] if (photo := firsts.get(row.pk)) else ""}
        for row in rows
    ]


def _followed(kept: dict[str, str]) -> dict[str, str]:
    """What of the filters can be followed: the area, else the category."""
    return next(({name: kept[name]} for name in ("area", "category") if kept.get(name)), {})


@require_safe
def list_view(request: HttpRequest) -> HttpResponse:
    if shared := without_empty(request):
        return HttpResponseRedirect(shared)
    root = current_jurisdiction(request)
    form = FilterForm(request.GET, root=root)
    filters, after = form.filters(), request.GET.get("after", "")
    try:
        rows, found = public_list(root, filters, after=after)
    except ValueError:
        rows, found = public_list(root, filters)
    base, kept = reverse("web:report_list"), form.kept()
    chips = form.chips(base)
    machines = {name: address(reverse(f"web:{name}"), kept) for name in ("feed", "csv", "json")}
    context = {
        "search_text": kept.get("q", ""),
        "filter_form": form,
        "filters_open": bool(chips),
        "chips": chips,
        "reports": list_cards(rows),
        "previous_url": address(base, kept) if after else None,
        "mended": found.mended,
        "is_cut": found.is_cut,
        "next_url": address(base, {**kept, **({"q": found.mended} if found.mended else {}), "after": found.next})
        if found.next
        else None,
        "machines": machines,
        "map_url": address(reverse("web:map"), kept),
        "canonical_url": f"{base_url(root)}{base}",
        "is_narrowed": bool(kept or after),
        "follow_url": address(reverse("web:follow"), _followed(kept)),
    }
    return render(request, "web/report_list.html", context)
