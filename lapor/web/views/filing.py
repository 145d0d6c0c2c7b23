"""/lapor: one plain form that works without JavaScript; every error keeps words and files; sent twice it is one
report."""

import uuid
from textwrap import wrap
from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_http_methods

from lapor.agencies.assets import find_asset
from lapor.agencies.current import base_url, current_jurisdiction
from lapor.agencies.models import Agency, Asset
from lapor.agencies.queries import DangerHeard, rules_of
from lapor.casework.files import ACCEPT, keep_for_draft
from lapor.casework.files import limits as file_limits
from lapor.core.geometry import point_of
from lapor.core.ids import show_tracking_id
from lapor.gateway import rate_limits
from lapor.intake.files.attachments import drop_upload, place_of, uploads_of
from lapor.intake.filing.actions import FilingResult, KeyUsedBefore, file_new_report
from lapor.intake.filing.forms import FilingForm, as_new, asking_form
from lapor.intake.filing.places import area_at, outside_words
from lapor.intake.filing.said import said_in_form, seconds_to_wait
from lapor.intake.models import Upload
from lapor.presentation.next_step import gone_on
from lapor.publish.place_search import FoundPlace, find_places
from lapor.reports.vocabulary import Channel, Kind, Visibility
from lapor.reports.workflow.acting import reporter_actor
from lapor.ui.client_address import client_address
from lapor.ui.qr import qr_svg
from lapor.web import proofs
from lapor.web.errors import too_many

NO_PLACE = gettext_lazy(
    "Your phone did not know where it was and sent the point 0/0, in the sea off Africa. We left it out: say on the"
    " page of your report where it is."
)


@gzip_page  # half of what a first visit weighs; token and key are other ones each time, and Django pads the answer
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def file_view(request: HttpRequest) -> HttpResponse:
    root = current_jurisdiction(request)
    if request.method != "POST":
        return _first(request, root)
    said = said_in_form(request.POST)
    if wait := seconds_to_wait(rate_limits.UPLOAD, client_address(request), root=root, said=said):
        return too_many(request, wait)
    form = FilingForm(request.POST, root=root)
    if request.GET.get("do") in {"files", "find"} or {"use_place", "spot"} & set(request.GET):
        return _step(request, form)
    uploads = take_files(request, form)
    asking = asking_form(form, request.GET)
    if asking is not None or not form.is_valid() or request.POST.get("website"):
        return show_form(request, asking or form, uploads, status=422 if asking is None else 200)
    if wait := seconds_to_wait(rate_limits.FILE_REPORT, client_address(request), root=root, said=said):
        form.add_error(None, str(rate_limits.too_often(wait)))
        response = show_form(request, form, uploads, status=429)
        response["Retry-After"] = str(wait)
        return response
    return _file(request, form, uploads)


def _first(request: HttpRequest, root: Agency) -> HttpResponse:
    """The empty form; by a sticker (`?aset=`) with what is known of the thing it stands on."""
    code = request.GET.get("aset", "")
    asset = find_asset(root, code) if code else None
    initial: dict[str, Any] = {"category": request.GET.get("category", "")}
    if asset is not None:
        area = area_at(root, asset.latitude, asset.longitude)
        initial = {
            "asset": asset.code,
            "category": asset.category.code,
            "latitude": asset.latitude,
            "longitude": asset.longitude,
            "area": area.pk if area else "",
            "address": f"{asset.name} ({asset.code})",
        }
    form = FilingForm(root=root, initial=initial)
    return _empty(request, form, asset=asset, is_unknown_asset=bool(code) and asset is None)


def _file(request: HttpRequest, form: FilingForm, uploads: list[Upload]) -> HttpResponse:
    new = form.new_report(channel=channel_of(request), language=get_language() or "id", uploads=uploads)
    try:
        filed = file_new_report(new, root=form.root, actor=reporter_actor(None))
    except KeyUsedBefore:
        fresh = as_new(form)
        return show_form(request, fresh, uploads_of(str(fresh.data["draft_id"])), status=409)
    no_place = NO_PLACE if form.had_no_place and not filed.report.latitude else ""
    return receipt_page(request, filed, str(form.cleaned_data["draft_id"]), place_words=str(no_place))


def _step(request: HttpRequest, form: FilingForm) -> HttpResponse:
    """A step on the way, for browsers without JavaScript: files are sent, a photo's place is taken over, a place is
    looked for by its words or chosen of those found; nothing is judged yet."""
    form.only_show()
    uploads = take_files(request, form)
    is_used = _use_place(form, uploads, request.GET.get("use_place", ""))
    places: list[FoundPlace] | None = None
    if request.GET.get("do") == "find":
        if wait := rate_limits.seconds_to_wait(rate_limits.PLACE, client_address(request)):
            return too_many(request, wait)
        places = find_places(form.root, str(form.data.get("address", "")))
    is_chosen = _take_spot(form, request.GET.get("spot", ""))
    status = 422 if form.errors else 200
    return show_form(
        request, form, uploads, status=status, place_is_used=is_used, places=places, spot_is_used=is_chosen
    )


def _take_spot(form: FilingForm, chosen: str) -> bool:
    """The point of a place that was found by its words: "latitude,longitude"."""
    if (point := point_of(chosen)) is None:
        return False
    _set_point(form, *point)
    return True


def _set_point(form: FilingForm, latitude: float, longitude: float) -> None:
    area = area_at(form.root, latitude, longitude)
    for name, value in (("latitude", str(latitude)), ("longitude", str(longitude)), ("area", area.pk if area else "")):
        form.data[name] = value  # type: ignore[index]


def _empty(
    request: HttpRequest, form: FilingForm, *, asset: Asset | None = None, is_unknown_asset: bool = False
) -> HttpResponse:
    """The form, with `?category=` chosen already; `?part=questions`: only what that category asks, for the script of
    the page."""
    if request.GET.get("part") == "questions":
        return render(request, "ui/parts/questions.html", {"form": form})
    return show_form(request, form, [], asset=asset, is_unknown_asset=is_unknown_asset)


def channel_of(request: HttpRequest) -> str:
    """The installed app says so itself."""
    return Channel.APP if request.POST.get("channel") == Channel.APP else Channel.WEB


def _draft_key(form: FilingForm) -> str:
    """The form's key; a damaged one is replaced, so that files are kept all the same."""
    try:
        key = str(uuid.UUID(str(form.data.get("draft_id"))))
    except ValueError:
        key = str(uuid.uuid4())
    form.data = form.data.copy()  # type: ignore[attr-defined]
    form.data["draft_id"] = key  # type: ignore[index]
    return key


def take_files(request: HttpRequest, form: FilingForm) -> list[Upload]:
    """Keep the files of this request for the draft before anything else is looked at."""
    key = _draft_key(form)
    for text in request.POST.getlist("remove_upload"):
        try:
            drop_upload(key, uuid.UUID(text))
        except ValueError:
            continue
    if files := request.FILES.getlist("photos"):
        for error in keep_for_draft(key, files):
            form.add_error("photos", error)
    return uploads_of(key)


def _use_place(form: FilingForm, uploads: list[Upload], chosen: str) -> bool:
    """Take over the place of the photo that its sender chose; nothing of it is used otherwise."""
    place = next((place_of(upload) for upload in uploads if str(upload.pk) == chosen), None)
    if place is None:
        return False
    _set_point(form, *place)
    return True


def _place_offer(form: FilingForm, uploads: list[Upload]) -> dict[str, Any] | None:
    """The first photo that knows where it was taken, unless there is a point already."""
    if form.data.get("latitude"):
        return None
    for upload in uploads:
        if place := place_of(upload):
            area = area_at(form.root, *place)
            near = _("This photo knows where it was taken (near {area}). Use it as the place of the report?")
            words = (
                near.replace("{area}", area.name)
                if area
                else _("This photo knows where it was taken. Use it as the place of the report?")
            )
            return {"upload_id": upload.pk, "words": words}
    return None


def show_form(
    request: HttpRequest,
    form: FilingForm,
    uploads: list[Upload],
    *,
    status: int = 200,
    place_is_used: bool = False,
    places: list[FoundPlace] | None = None,
    spot_is_used: bool = False,
    asset: Asset | None = None,
    is_unknown_asset: bool = False,
) -> HttpResponse:
    """The page with the form, whatever is in it. `places`: what was found by words, None where nobody looked."""
    rules = rules_of(form.root)
    heard = (
        rules.heard_in(*said_in_form(form.data), *(upload.called for upload in uploads))
        if form.is_bound
        else DangerHeard()
    )
    context: dict[str, Any] = {
        "form": form,
        "uploads": [
            {
                "id": u.pk,
                "url": reverse("web:kept_photo", args=[u.pk]) if u.sha256 else "",
                "name": u.called,
                "kind_label": u.get_kind_display(),
            }
            for u in uploads
        ],
        "place_offer": _place_offer(form, uploads),
        "place_is_used": place_is_used,
        "places": places,
        "spot_is_used": spot_is_used,
        "asset": asset,
        "is_unknown_asset": is_unknown_asset,
        "accept": ACCEPT,
        "map_data_url": reverse("web:areas"),
        "limits": file_limits(),
        "information_days": rules.policy.resolution["information"],
        "show_protected": bool(heard.category),
        "show_urgent": heard.is_danger,
        "danger_label": heard.label,
        "kind_is_other": (form["kind"].value() or Kind.COMPLAINT) != Kind.COMPLAINT,
        "is_confidential": form["visibility"].value() == Visibility.CONFIDENTIAL,
    }
    return render(request, "web/file.html", context, status=status)


def receipt_page(request: HttpRequest, filed: FilingResult, draft_key: str, *, place_words: str = "") -> HttpResponse:
    """The receipt: number, code (the same however often the form is sent), what happens next and by when.
    `place_words`: what is to be said of the point, where it is none.

    By its key the phone finds and forgets what it kept of the report.
    """
    url = reverse("web:report", args=[filed.report.tracking_id])
    absolute = f"{base_url(filed.report.root)}{url}"
    context = {
        "report": filed.report,
        "draft_key": draft_key,
        "receipt_code": filed.receipt_code,
        "verify_due_at": filed.verify_due_at,
        "gone_on": gone_on(filed.report),
        "files": filed.report.attachments.count(),
        "report_url": url,
        "report_absolute_url": absolute,
        "qr_svg": qr_svg(absolute),
        "whatsapp_url": _whatsapp_url(filed, absolute),
        "is_protected": filed.report.is_protected,
        "outside_words": place_words or outside_words(filed.report),
        "receipt_file_url": reverse("web:receipt_file", args=[filed.report.tracking_id]),
    }
    response = render(request, "web/receipt.html", context, status=200 if filed.is_repeat else 201)
    proofs.remember(request, response, filed.report)
    return response


def _whatsapp_url(filed: FilingResult, address: str) -> str:
    """Number, code and address as a message to oneself; "" for a protected report: a phone may be in other hands."""
    if not filed.receipt_code or filed.report.is_protected:
        return ""
    words = _("Report %(number)s, receipt code %(code)s") % {
        "number": show_tracking_id(filed.report.tracking_id),
        "code": " ".join(wrap(filed.receipt_code, 4)),
    }
    return f"https://wa.me/?text={quote(f'{words}{chr(10)}{address}')}"
