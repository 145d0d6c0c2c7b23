"""/lapor: one plain form that works without JavaScript; every error keeps words and files; sent twice it is one
report."""

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_http_methods

from lapor.agencies.current import base_url, current_jurisdiction
from lapor.agencies.queries import DangerHeard, rules_of
from lapor.casework.files import ACCEPT, store_files
from lapor.casework.files import limits as file_limits
from lapor.gateway import rate_limits
from lapor.intake.files.attachments import MAX_FILES, drop_upload, keep_upload, place_of, uploads_of
from lapor.intake.filing.actions import FilingResult, KeyUsedBefore, file_new_report
from lapor.intake.filing.forms import FilingForm, as_new, asking_form
from lapor.intake.filing.places import area_at, outside_words
from lapor.intake.filing.said import said_in_form, seconds_to_wait
from lapor.intake.models import Upload
from lapor.reports.vocabulary import Channel
from lapor.reports.workflow.acting import reporter_actor
from lapor.ui.client_address import client_address
from lapor.ui.qr import qr_svg
from lapor.web import proofs
from lapor.web.errors import too_many


@gzip_page  # half of what a first visit weighs; token and key are other ones each time, and Django pads the answer
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def file_view(request: HttpRequest) -> HttpResponse:
    root = current_jurisdiction(request)
    if request.method != "POST":
        return _empty(request, FilingForm(root=root, initial={"category": request.GET.get("category", "")}))
    said = said_in_form(request.POST)
    if wait := seconds_to_wait(rate_limits.UPLOAD, client_address(request), root=root, said=said):
        return too_many(request, wait)
    form = FilingForm(request.POST, root=root)
    if request.GET.get("do") == "files" or "use_place" in request.GET:
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


def _file(request: HttpRequest, form: FilingForm, uploads: list[Upload]) -> HttpResponse:
    new = form.new_report(channel=channel_of(request), language=get_language() or "id", uploads=uploads)
    try:
        filed = file_new_report(new, root=form.root, actor=reporter_actor(None))
    except KeyUsedBefore:
        fresh = as_new(form)
        return show_form(request, fresh, uploads_of(str(fresh.data["draft_id"])), status=409)
    return receipt_page(request, filed, str(form.cleaned_data["draft_id"]))


def _step(request: HttpRequest, form: FilingForm) -> HttpResponse:
    """A step on the way, for browsers without JavaScript: files are sent, or a photo's place is taken over; nothing is
    judged yet."""
    form.only_show()
    uploads = take_files(request, form)
    is_used = _use_place(form, uploads, request.GET.get("use_place", ""))
    return show_form(request, form, uploads, status=422 if form.errors else 200, place_is_used=is_used)


def _empty(request: HttpRequest, form: FilingForm) -> HttpResponse:
    """The form, with `?category=` chosen already; `?part=questions`: only what that category asks, for the script of
    the page."""
    if request.GET.get("part") == "questions":
        return render(request, "ui/parts/questions.html", {"form": form})
    return show_form(request, form, [])


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
    kept = uploads_of(key)
    files = [file for file in request.FILES.getlist("photos") if file.size]
    stored, errors = store_files(files[: max(0, MAX_FILES - len(kept)) + 1]) if files else ((), [])
    known = {upload.original_sha256 for upload in kept}
    for file in stored:
        if file.original_sha256 not in known:
            keep_upload(key, file)
    for error in errors:
        form.add_error("photos", error)
    return uploads_of(key) if files else kept


def _use_place(form: FilingForm, uploads: list[Upload], chosen: str) -> bool:
    """Take over the place of the photo that its sender chose; nothing of it is used otherwise."""
    place = next((place_of(upload) for upload in uploads if str(upload.pk) == chosen), None)
    if place is None:
        return False
    area = area_at(form.root, *place)
    latitude, longitude = place
    for name, value in (("latitude", str(latitude)), ("longitude", str(longitude)), ("area", area.pk if area else "")):
        form.data[name] = value  # type: ignore[index]
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
    request: HttpRequest, form: FilingForm, uploads: list[Upload], *, status: int = 200, place_is_used: bool = False
) -> HttpResponse:
    """The page with the form, whatever is in it."""
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
        "accept": ACCEPT,
        "map_data_url": reverse("web:areas"),
        "limits": file_limits(),
        "information_days": rules.policy.resolution["information"],
        "show_protected": bool(heard.category),
        "show_urgent": heard.is_danger,
    }
    return render(request, "web/file.html", context, status=status)


def receipt_page(request: HttpRequest, filed: FilingResult, draft_key: str) -> HttpResponse:
    """The receipt: number, code (the same however often the form is sent), what happens next and by when.

    By its key the phone finds and forgets what it kept of the report.
    """
    url = reverse("web:report", args=[filed.report.tracking_id])
    absolute = f"{base_url(filed.report.root)}{url}"
    context = {
        "report": filed.report,
        "draft_key": draft_key,
        "receipt_code": filed.receipt_code,
        "verify_due_at": filed.verify_due_at,
        "report_url": url,
        "report_absolute_url": absolute,
        "qr_svg": qr_svg(absolute),
        "is_protected": filed.report.is_protected,
        "outside_words": outside_words(filed.report),
        "receipt_file_url": reverse("web:receipt_file", args=[filed.report.tracking_id]),
    }
    response = render(request, "web/receipt.html", context, status=200 if filed.is_repeat else 201)
    proofs.remember(request, response, filed.report)
    return response
