"""/lapor/denyut, /lapor/bagian, /lapor/simpanan, /lapor/bagikan: a report from a phone whose network comes and goes
(docs/operate/app.md).

The page and its service worker keep the report on the phone, send its files in parts, then its words; sent twice it is
one report.
"""

import uuid
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from lapor.agencies.current import current_jurisdiction
from lapor.casework.files import file_error
from lapor.core.cleaning.limits import FileRefused
from lapor.gateway import rate_limits
from lapor.intake.files.attachments import StorageFull, uploads_of
from lapor.intake.files.chunked_uploads import MOST_OF_A_PART, take_part
from lapor.intake.filing.actions import MAX_TEXT, KeyUsedBefore, file_new_report
from lapor.intake.filing.contact_fields import without_asking
from lapor.intake.filing.forms import SENT_BEFORE, FilingForm, KeptTextField
from lapor.intake.filing.said import said_in_form, seconds_to_wait
from lapor.reports.workflow.acting import reporter_actor
from lapor.ui.client_address import client_address
from lapor.web import proofs
from lapor.web.errors import too_many
from lapor.web.views.filing import channel_of, show_form, take_files


class PartForm(forms.Form):
    """Which bytes of which file of which draft; the keys are the phone's own random words."""

    draft_id = forms.UUIDField()
    file_id = forms.UUIDField()
    offset = forms.IntegerField(min_value=0)
    total = forms.IntegerField(min_value=1)
    name = KeptTextField(max_length=120, required=False)


class SharedForm(forms.Form):
    """What another app hands over to be reported."""

    title = KeptTextField(max_length=MAX_TEXT, required=False)
    text = KeptTextField(max_length=MAX_TEXT, required=False)
    url = KeptTextField(max_length=2000, required=False)

    def words(self) -> str:
        """One text of all three, nothing twice. Call after is_valid()."""
        found: list[str] = []
        for name in ("title", "text", "url"):
            said = str(self.cleaned_data.get(name, "")).strip()
            if said and not any(said in other for other in found):
                found.append(said)
        return "\n".join(found)[:MAX_TEXT]


def _wait(seconds: int) -> JsonResponse:
    response = JsonResponse({"errors": [rate_limits.too_often(seconds)]}, status=429)
    response["Retry-After"] = str(seconds)
    return response


@never_cache
@require_safe
def pulse_view(request: HttpRequest) -> JsonResponse:
    """The network is there; the token is for what the phone sends now."""
    return JsonResponse({"token": get_token(request)})


@never_cache
@require_POST
def part_view(request: HttpRequest) -> JsonResponse:
    """One part of a file: answers how many bytes are here, so that whoever lost an answer goes on from there."""
    if wait := rate_limits.seconds_to_wait(rate_limits.UPLOAD_PART, client_address(request)):
        return _wait(wait)
    form, part = PartForm(request.POST), request.FILES.get("part")
    if not form.is_valid() or not isinstance(part, UploadedFile):
        return JsonResponse({"errors": [str(error) for errors in form.errors.values() for error in errors]}, status=422)
    data = form.cleaned_data
    try:
        taken = take_part(
            str(data["draft_id"]),
            str(data["file_id"]),
            offset=data["offset"],
            total=data["total"],
            content=part.read(MOST_OF_A_PART + 1),
            name=data["name"],
        )
    except FileRefused as error:
        status = 503 if error.is_temporary else 422
        return JsonResponse({"errors": [file_error(error, data["name"], data["total"])]}, status=status)
    except StorageFull as error:
        return JsonResponse({"errors": [file_error(error, data["name"], data["total"])]}, status=507)
    return JsonResponse({"offset": taken.offset, "is_done": taken.is_done})


@never_cache
@require_POST
def kept_view(request: HttpRequest) -> JsonResponse:
    """A report that a phone kept, its files having come before. Sent twice it is one, and answered the same."""
    root = current_jurisdiction(request)
    if wait := seconds_to_wait(
        rate_limits.FILE_REPORT, client_address(request), root=root, said=said_in_form(request.POST)
    ):
        return _wait(wait)
    form = FilingForm(without_asking(request.POST), root=root)
    if not form.is_valid() or request.POST.get("website"):
        return JsonResponse({"errors": [str(error) for errors in form.errors.values() for error in errors]}, status=422)
    uploads = uploads_of(str(form.cleaned_data["draft_id"]))
    new = form.new_report(channel=channel_of(request), language=get_language() or "id", uploads=uploads)
    try:
        filed = file_new_report(new, root=root, actor=reporter_actor(None))
    except KeyUsedBefore:
        return JsonResponse({"errors": [str(SENT_BEFORE)]}, status=409)
    number = filed.report.tracking_id
    answer: dict[str, Any] = {
        "number": number,
        "code": filed.receipt_code,
        "url": reverse("web:report", args=[number]),
        "is_protected": filed.report.is_protected,
    }
    response = JsonResponse(answer, status=200 if filed.is_repeat else 201)
    proofs.remember(request, response, filed.report)
    return response


@csrf_exempt  # another app sends it and has no token; nothing is filed, a form is shown
@never_cache
@require_POST
def shared_view(request: HttpRequest) -> HttpResponse:
    """Something shared from another app where no service worker took it up: the form with it, to be sent or not.

    Files of other sites are not kept: a telephone's share says that it comes from no site."""
    if wait := rate_limits.seconds_to_wait(rate_limits.SHARED, client_address(request)):
        return too_many(request, wait)
    is_of_a_site = request.headers.get("Sec-Fetch-Site", "none") in {"cross-site", "same-site"}
    shared = SharedForm(request.POST)
    said = shared.words() if shared.is_valid() else ""
    form = FilingForm({"draft_id": str(uuid.uuid4()), "text": said}, root=current_jurisdiction(request))
    form.only_show()
    uploads = [] if is_of_a_site else take_files(request, form)
    return show_form(request, form, uploads)
