"""/keterbukaan/: the ledger's daily heads and the keys they are signed with, for anybody to save and check."""

from datetime import date

from django.conf import settings
from django.http import Http404, HttpRequest, JsonResponse
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from lapor.ledger.heads import published_days, published_head
from lapor.ledger.signing import published_keys

PRETTY = {"indent": 1, "ensure_ascii": False}


@require_safe
@cache_control(public=True, max_age=600)
def heads_view(_request: HttpRequest) -> JsonResponse:
    """The days that have a head, newest first."""
    heads = [
        {"day": day.isoformat(), "url": settings.BASE_URL + reverse("web:head", args=[day])} for day in published_days()
    ]
    return JsonResponse(
        {"keys": settings.BASE_URL + reverse("web:public_keys"), "heads": heads}, json_dumps_params=PRETTY
    )


@require_safe
@cache_control(public=True, max_age=86400)
def head_view(_request: HttpRequest, day: date) -> JsonResponse:
    """The head of a day; it never changes."""
    if (head := published_head(day)) is None:
        raise Http404
    return JsonResponse(head, json_dumps_params=PRETTY)


@require_safe
@cache_control(public=True, max_age=600)
def keys_view(_request: HttpRequest) -> JsonResponse:
    """Public keys: the one that signs now and the former ones."""
    return JsonResponse({"keys": published_keys()}, json_dumps_params=PRETTY)
