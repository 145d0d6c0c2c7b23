"""/lapor: one plain form that works without JavaScript; every error keeps words and photos; sent twice it is one report."""

import json
import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lapor.agencies.here import base_url, jurisdiction_here
from lapor.agencies.queries import rules_of
from lapor.casework.actions import store_photos
from lapor.core.images import MAX_BYTES
from lapor.gateway import limits
from lapor.intake.actions import Filed, file_new_report, is_urgent_by_words, protected_category
from lapor.intake.forms import FilingForm, asking_form
from lapor.intake.models import Upload
from lapor.intake.photos import MAX_PHOTOS, drop_upload, keep_upload, uploads_of
from lapor.reports.acting import reporter_actor
from lapor.reports.vocabulary import Channel
from lapor.ui.client_address import client_address
from lapor.ui.qr import qr_svg
from lapor.web import proofs
from lapor.web.errors import too_many


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def file_view(request: HttpRequest) -> HttpResponse:
    root = jurisdiction_here(request)
    if request.method != "POST":
        return _empty(request, FilingForm(root=root, initial={"category": request.GET.get("category", "")}))
    if wait := limits.seconds_to_wait(limits.UPLOAD, client_address(request)):
        return too_many(request, wait)
    form = FilingForm(request.POST, root=root)
    uploads = _take_photos(request, form)
    if (asking := asking_form(form, request.GET)) is not None:
        return _show(request, asking, uploads)
    if not form.is_valid() or request.POST.get("website"):
        return _show(request, form, uploads, status=422)
    if wait := limits.seconds_to_wait(limits.FILE_REPORT, client_address(request)):
        form.add_error(None, str(limits.too_often(wait)))
        response = _show(request, form, uploads, status=429)
        response["Retry-After"] = str(wait)
        return response
    new = form.new_report(channel=_channel(request), language=get_language() or "id", uploads=uploads)
    filed = file_new_report(new, root=root, actor=reporter_actor(None))
    return receipt_page(request, filed)


def _empty(request: HttpRequest, form: FilingForm) -> HttpResponse:
    """The form, with `?category=` chosen already; `?part=questions`: only what that category asks, for the script of the page."""
    if request.GET.get("part") == "questions":
        return render(request, "ui/parts/questions.html", {"form": form})
    return _show(request, form, [])


def _channel(request: HttpRequest) -> str:
    return Channel.APP if request.POST.get("channel") == Channel.APP else Channel.WEB


def _draft_key(form: FilingForm) -> str:
    """The form's key; a damaged one is replaced, so that photos are kept all the same."""
    try:
        key = str(uuid.UUID(str(form.data.get("draft_id"))))
    except ValueError:
        key = str(uuid.uuid4())
    form.data = form.data.copy()  # type: ignore[attr-defined]
    form.data["draft_id"] = key  # type: ignore[index]
    return key


def _take_photos(request: HttpRequest, form: FilingForm) -> list[Upload]:
    """Keep the photos of this request for the draft before anything else is looked at."""
    key = _draft_key(form)
    for text in request.POST.getlist("remove_upload"):
        try:
            drop_upload(key, uuid.UUID(text))
        except ValueError:
            continue
    kept = uploads_of(key)
    files = [file for file in request.FILES.getlist("photos") if file.size]
    stored, errors = store_photos(files[: max(0, MAX_PHOTOS - len(kept)) + 1]) if files else ((), [])
    known = {upload.original_sha256 for upload in kept}
    for photo in stored:
        if photo.original_sha256 not in known:
            keep_upload(key, photo)
    for error in errors:
        form.add_error("photos", error)
    return uploads_of(key) if files else kept


def _show(request: HttpRequest, form: FilingForm, uploads: list[Upload], *, status: int = 200) -> HttpResponse:
    rules = rules_of(form.root)
    said = str(form.data.get("text", "")) if form.is_bound else ""
    is_protected = protected_category(rules, said) is not None
    context: dict[str, Any] = {
        "form": form,
        "uploads": [{"id": u.pk, "url": reverse("web:kept_photo", args=[u.pk]), "name": u.name} for u in uploads],
        "map_data_url": reverse("web:areas"),
        "limits": {"photos": MAX_PHOTOS, "photo_megabytes": MAX_BYTES // 1024 // 1024},
        "protected_words_json": json.dumps([word for _category, words in rules.protected for word in words]),
        "urgent_words_json": json.dumps(rules.urgent),
        "show_protected": is_protected,
        "show_urgent": is_protected or is_urgent_by_words(rules, said),
    }
    return render(request, "web/file.html", context, status=status)


def receipt_page(request: HttpRequest, filed: Filed) -> HttpResponse:
    """The receipt: number, code (the same however often the form is sent), what happens next and by when."""
    url = reverse("web:report", args=[filed.report.tracking_id])
    absolute = f"{base_url(filed.report.root)}{url}"
    context = {
        "report": filed.report, "receipt_code": filed.receipt_code, "verify_due_at": filed.verify_due_at, "report_url": url,
        "report_absolute_url": absolute, "qr_svg": qr_svg(absolute), "is_protected": filed.report.is_protected,
        "receipt_file_url": reverse("web:receipt_file", args=[filed.report.tracking_id]),
    }  # fmt: skip
    response = render(request, "web/receipt.html", context, status=200 if filed.is_repeat else 201)
    proofs.remember(request, response, filed.report)
    return response
