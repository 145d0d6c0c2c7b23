"""/loket/nomor, /loket/denyut, /loket/simpanan, /loket/kerja.js: the counter while the network is gone
(docs/operate/desk.md).

The page of the counter asks for numbers while it can, keeps what is typed when it cannot, and sends it here afterwards.
"""

import uuid
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from lapor.agencies.models import Officer
from lapor.agencies.officers.access import officers_only, signed_in
from lapor.agencies.queries import root_of
from lapor.agencies.roles import Can
from lapor.core.ids import show_tracking_id
from lapor.desk.forms import KeptForm
from lapor.desk.views import file_for_a_person, keep_files, page_of
from lapor.gateway import rate_limits
from lapor.intake.filing.actions import KeyUsedBefore
from lapor.intake.filing.contact_fields import without_asking
from lapor.intake.filing.desk_numbers import MOST_AT_ONCE, hand_out
from lapor.reports.provenance import Provenance
from lapor.ui.qr import qr_svg
from lapor.ui.service_workers import worker_response


class _Wanted(forms.Form):
    count = forms.IntegerField(min_value=0, max_value=MOST_AT_ONCE)


@never_cache
@require_safe
@officers_only(Can.WORK_AT_DESK)
def pulse_view(request: HttpRequest) -> JsonResponse:
    """The network is there and the officer is signed in; the token is for what the machine sends now."""
    return JsonResponse({"token": get_token(request), "desk": str(signed_in(request).agency_id)})


@never_cache
@require_POST
@officers_only(Can.WORK_AT_DESK)
def numbers_view(request: HttpRequest) -> JsonResponse:
    """A batch of numbers with their codes, shown this once; all that a receipt needs comes with each."""
    officer = signed_in(request)
    wanted = _Wanted(request.POST)
    if not wanted.is_valid():
        return JsonResponse({"numbers": []}, status=422)
    if wait := rate_limits.seconds_to_wait(rate_limits.DESK_NUMBERS, str(officer.pk)):
        return JsonResponse({"numbers": [], "why": rate_limits.too_often(wait)}, status=429)
    root = root_of(officer)
    found: list[dict[str, Any]] = []
    for ready in hand_out(officer, wanted.cleaned_data["count"]):
        url = page_of(root, ready.number)
        found.append(
            {
                "key": ready.key,
                "number": ready.number,
                "code": ready.code,
                "url": url,
                "qr": str(qr_svg(url)),
                "until": ready.expires_at.isoformat(),
            }
        )
    return JsonResponse({"numbers": found, "desk": str(officer.agency_id)})


@never_cache
@require_POST
@officers_only(Can.WORK_AT_DESK)
def kept_view(request: HttpRequest) -> JsonResponse:
    """A report that a machine kept.

    Sent twice it is one; a number that is not this desk's, used or too old is not given again: the report gets another
    one, and the machine says so until somebody has read it."""
    officer = signed_in(request)
    form = KeptForm(without_asking(request.POST), root=root_of(officer), officer=officer)
    form.is_valid()
    keep_files(request, form)
    if form.errors:
        return JsonResponse({"errors": [str(error) for errors in form.errors.values() for error in errors]}, status=422)
    data = form.cleaned_data
    taker = (
        Officer.objects.filter(pk=data["taken_by"], agency_id=officer.agency_id).first() if data["taken_by"] else None
    )
    more: Provenance = {
        "taken_at": data["taken_at"].isoformat(),
        "printed_number": data["printed_number"],
        "sent_by": officer.name,
    }
    if taker:
        more["typed_by"] = taker.name
    try:
        filed = file_for_a_person(form, officer, more)
    except KeyUsedBefore:  # two machines with one key (a copied profile): both reports are kept
        data["draft_id"] = uuid.uuid5(data["draft_id"], data["text"])
        filed = file_for_a_person(form, officer, more)
    number = filed.report.tracking_id
    is_as_printed = number == data["printed_number"]
    answer = {
        "number": number,
        "shown": show_tracking_id(number),
        "is_as_printed": is_as_printed,
        "is_repeat": filed.is_repeat,
    }
    if not is_as_printed:
        answer["code"] = filed.receipt_code  # nothing is printed yet that is true: the right paper has to be
    return JsonResponse(answer, status=200 if filed.is_repeat else 201)


@require_safe
@officers_only(Can.WORK_AT_DESK)
def worker_view(_request: HttpRequest) -> HttpResponse:
    """The service worker, served from where its scope begins: /loket/."""
    return worker_response("desk_worker.js")
