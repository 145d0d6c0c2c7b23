"""/konsol/aset/: the registered things of the city as CSV, their stickers and the poster as PDF."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from lapor.agencies.assets import COLUMNS, AssetsError, asset_code, import_assets
from lapor.agencies.current import base_url
from lapor.agencies.models import Agency, Asset
from lapor.agencies.officers.access import officers_only, signed_in
from lapor.agencies.queries import root_of
from lapor.agencies.roles import Can
from lapor.presentation.posters import COLUMNS as STICKERS_ACROSS
from lapor.presentation.posters import ROWS as STICKERS_DOWN
from lapor.presentation.posters import Poster, Sticker, poster_pdf, stickers_pdf
from lapor.publish.brand_icons import BRAND, hue_of, rgb_of
from lapor.publish.brand_shown import shown_brand

SHEET = STICKERS_ACROSS * STICKERS_DOWN
MOST_SHEETS = 10  # at once: a second
MOST_LINES = 10_000  # of a list that a request reads: longer ones are read by `lapor assets import`


class AssetsForm(forms.Form):
    """The whole list anew."""

    file = forms.FileField(label=gettext_lazy("List as CSV"))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@officers_only(Can.ADMINISTER)
def assets_view(request: HttpRequest) -> HttpResponse:
    """A sheet of them from a code on (`?from=`), and the form for another list."""
    officer = signed_in(request)
    root = root_of(officer)
    form = AssetsForm(request.POST or None, request.FILES or None)
    faults: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            count = import_assets(root, form.cleaned_data["file"].read(), by=officer, most=MOST_LINES)
        except AssetsError as error:
            form.add_error("file", _("The file has faults. Nothing was changed."))
            faults = str(error).splitlines()
        else:
            words = ngettext("%(count)s asset is on the list.", "%(count)s assets are on the list.", count)
            messages.success(request, words % {"count": count})
            return HttpResponseRedirect(reverse("console:assets"))
    begin = asset_code(request.GET.get("from", ""))[:40]
    rows = list(_from(root, begin)[: SHEET * MOST_SHEETS + 1])
    context = {
        "form": form,
        "faults": faults,
        "begin": begin,
        "rows": rows[:SHEET],
        "more": rows[SHEET].code if len(rows) > SHEET else "",
        "sheets": [n for n in range(1, MOST_SHEETS + 1) if len(rows) > (n - 1) * SHEET],
        "columns": ", ".join(COLUMNS),
    }
    return render(request, "console/assets.html", context, status=422 if form.errors else 200)


def _from(root: Agency, begin: str) -> Any:
    """In the order of their codes; read from the index."""
    return Asset.objects.filter(root=root, code__gte=begin, is_active=True).order_by("code").select_related("category")


@never_cache
@require_safe
@officers_only(Can.ADMINISTER)
def stickers_view(request: HttpRequest) -> HttpResponse:
    """`?from=`: the first code; `?sheets=`: how many, ten at most."""
    root = root_of(signed_in(request))
    try:
        sheets = min(max(int(request.GET.get("sheets", "1")), 1), MOST_SHEETS)
    except ValueError:
        sheets = 1
    begin = asset_code(request.GET.get("from", ""))[:40]
    form_url = base_url(root) + reverse("web:file")
    stickers = [
        Sticker(one.code, one.name, f"{form_url}?aset={one.code}") for one in _from(root, begin)[: sheets * SHEET]
    ]
    if not stickers:
        messages.info(request, _("Nothing is registered yet that could have a sticker."))
        return HttpResponseRedirect(reverse("console:assets"))
    content = stickers_pdf(_service(root), stickers, rgb_of(hue_of(root.brand), BRAND))
    return _pdf(content, "stiker.pdf")


@never_cache
@require_safe
@officers_only(Can.ADMINISTER)
def poster_view(request: HttpRequest) -> HttpResponse:
    root = root_of(signed_in(request))
    brand = shown_brand(root, root.brand)
    lines = [f"{way['label']}: {way['value']}" for way in brand["ways"]]
    if brand["telephone"]:
        telephone = _("Telephone")
        lines.append(f"{telephone}: {brand['telephone']}")
    if brand["email"]:
        lines.append(brand["email"])
    lines += [", ".join(filter(None, one.values())) for one in brand["counters"]]
    poster = Poster(
        service=_service(root),
        owner=brand["owner"],
        url=base_url(root) + reverse("web:file"),
        lines=lines,
        dangers=[f"{line['number']} {line['name']}" for line in brand["emergency"]],
        colour=rgb_of(hue_of(root.brand), BRAND),
    )
    return _pdf(poster_pdf(poster), "poster.pdf")


def _service(root: Agency) -> str:
    return str(root.brand.get("name", root.name))


def _pdf(content: bytes, name: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name}"'},
    )
