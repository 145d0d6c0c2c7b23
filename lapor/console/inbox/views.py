"""/konsol/: the queues of an officer and one of them as a list, with its filters."""

from dataclasses import replace
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lapor.agencies.models import Officer
from lapor.agencies.officers.access import officer_behind, officers_only, signed_in
from lapor.agencies.queries import root_of
from lapor.agencies.roles import Can, may
from lapor.casework.act_keys import ACT_KEYS
from lapor.casework.bulk import bulk_acts_of
from lapor.casework.inbox import Inbox, InboxFilters, landing
from lapor.casework.saved_views import views_of
from lapor.console.inbox.filters import address_of, chips, filters_from, heading_of
from lapor.console.inbox.forms import InboxFilterForm
from lapor.console.inbox.queues import queue_and_flag_views, queues_menu
from lapor.console.inbox.rows import COLUMNS, row_lines
from lapor.console.running_macros.offered import macros_of_list
from lapor.publish.mending import mended_words
from lapor.ui.addresses import fixed_url

MOST_VIA = 40  # pages that are gone back one by one; before them the first


@never_cache
@require_safe
def inbox_view(request: HttpRequest) -> HttpResponseBase:
    """What waits for this officer; whoever handles no reports goes where their work is."""
    officer = officer_behind(request)
    if officer is not None and not may(officer, Can.HANDLE_REPORTS):
        away = "desk:file" if may(officer, Can.WORK_AT_DESK) else "ops:condition"
        return HttpResponseRedirect(fixed_url(away))
    return _inbox(request)


@officers_only(Can.HANDLE_REPORTS)
def _inbox(request: HttpRequest) -> HttpResponse:
    officer = signed_in(request)
    filters, base = filters_from(request.GET), fixed_url("console:inbox")
    if filters == InboxFilters():
        filters = InboxFilters(queue=landing(officer))
    saved, query = views_of(officer), address_of(filters)
    own = [one for one in saved if one.query == query and one.officer_id == officer.person.pk]
    context = {
        **_list(request, officer, filters),
        "queues_html": queues_menu(officer, filters, saved, base),
        "own_view": own[0] if own else None,
        "heading": heading_of(filters),
        "search_text": filters.q,
        "save_url": f"{fixed_url('console:saved_view')}?{query}",
        "chips": chips(root_of(officer), filters, base),
        "filters_url": f"{fixed_url('console:filters')}?{query}",
        "queues_url": f"{fixed_url('console:queues')}?{query}",
        "bulk_acts_html": _bulk_buttons(tuple((row.name, str(row.label)) for row in bulk_acts_of(officer))),
        "bulk_macros": macros_of_list(officer),
        "bulk_macro_url": f"{fixed_url('console:bulk_macro')}?{query}",
        "bulk_url": f"{fixed_url('console:bulk')}?{query}",
    }
    return render(request, "console/inbox.html", context)


@never_cache
@require_safe
@officers_only(Can.HANDLE_REPORTS)
def list_view(request: HttpRequest) -> HttpResponse:
    """A list and the queues above it, beside the report that was opened from it."""
    officer, filters = signed_in(request), filters_from(request.GET)
    queues, _flags = queue_and_flag_views(officer, filters, fixed_url("console:inbox"))
    return render(request, "console/parts/list_pane.html", {**_list(request, officer, filters), "queues": queues})


@never_cache
@require_safe
@officers_only(Can.HANDLE_REPORTS)
def queues_view(request: HttpRequest) -> HttpResponse:
    """The queues with their numbers alone: asked for again while the page is seen."""
    officer = signed_in(request)
    filters = filters_from(request.GET)
    return HttpResponse(queues_menu(officer, filters, views_of(officer), fixed_url("console:inbox")))


@never_cache
@require_safe
@officers_only(Can.HANDLE_REPORTS)
def filters_view(request: HttpRequest) -> HttpResponse:
    """All that a list can be narrowed to."""
    officer = signed_in(request)
    form = InboxFilterForm(initial=request.GET.dict(), root=root_of(officer))
    context = {"filter_form": form, "searches_reporters": may(officer, Can.OPEN_IDENTITIES)}
    return render(request, "console/filters.html", context)


def _list(request: HttpRequest, officer: Officer, filters: InboxFilters) -> dict[str, Any]:
    inbox, base, address = Inbox(officer, filters), fixed_url("console:inbox"), address_of(filters)
    after, asked = request.GET.get("after", ""), filters
    try:
        lines, following = inbox.lines(COLUMNS, after=after)
    except ValueError:
        after = ""
        lines, following = inbox.lines(COLUMNS)
    mended = "" if lines or after or not filters.q else mended_words(root_of(officer), filters.q)
    if mended:
        filters = replace(filters, q=mended)
        lines, following = Inbox(officer, filters).lines(COLUMNS)
        address = address_of(filters)
    rows = row_lines(lines, root_of(officer), address)
    return {
        "mended": mended if lines else "",
        "asked": request.GET.get("q", ""),
        "rows": rows,
        "rows_html": SafeString("".join(rows)),
        "nothing": {} if rows or not asked.q else _nothing_found(officer, asked, base),
        **_steps(f"{base}?{address}", after, request.GET.getlist("via")[-MOST_VIA:], following),
    }


def _steps(url: str, after: str, via: list[str], following: str) -> dict[str, str | None]:
    """The pages before and behind. `via`: where the pages before began, the first one apart; a keyset list knows only
    the way forward."""

    def page(begins: list[str]) -> str:
        *earlier, last = [("via", one) for one in begins]
        return f"{url}&{urlencode([*earlier, ('after', last[1])])}"

    begins = [*via, after] if after else []
    before = page(begins[:-1]) if begins[:-1] else url
    return {"previous_url": before if after else None, "next_url": page([*begins, following]) if following else None}


def _nothing_found(officer: Officer, asked: InboxFilters, base: str) -> dict[str, Any]:
    """No report has the words that were looked for: among which, and where else to look."""
    narrowed = replace(asked, q="")
    named = [heading_of(narrowed)] if narrowed.queue else []
    return {
        "words": asked.q,
        "filters": named + [one["label"] for one in chips(root_of(officer), narrowed, base)],
        "everywhere_url": f"{base}?{address_of(InboxFilters(q=asked.q))}" if narrowed != InboxFilters() else "",
        "reporters_url": fixed_url("console:reporter_search") if may(officer, Can.OPEN_IDENTITIES) else "",
    }


@lru_cache(maxsize=100)  # roles and languages
def _bulk_buttons(acts: tuple[tuple[str, str], ...]) -> SafeString:
    """Names and labels as buttons below the list."""
    keys = [ACT_KEYS[name] for name, _label in acts]
    shown = [
        {"name": name, "label": label, "key": "" if key in keys[:place] else key}  # acts of other states share a key
        for place, ((name, label), key) in enumerate(zip(acts, keys, strict=True))
    ]
    return SafeString(render_to_string("console/parts/bulk_acts.html", {"acts": shown}).strip())
