"""/webhooks/<channel>/<account>: the one door for platforms.

Checks the signature on the raw bytes, stores, answers 200. Nothing else."""

from django.core.cache import cache
from django.db import DatabaseError
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from lapor.channels.base import Received, Rejected
from lapor.gateway.accounts.accounts import OpenedAccount, account_at_door
from lapor.gateway.accounts.setup import as_before
from lapor.gateway.inbound.receiving import store
from lapor.gateway.models import ChannelAccount

BUSY_SECONDS = "30"
NOTED_EVERY = 60  # seconds: a flood of forged calls writes one row a minute


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def webhook_view(request: HttpRequest, channel: str, account: str) -> HttpResponse:
    """404 unknown, 403 not from the platform, 413 too large, 503 the database is away: the platform delivers again
    later."""
    try:
        at = account_at_door(channel, account)
        if at is None or not at.is_active:
            return HttpResponse(status=404)
        call = _call(request, at.channel.capabilities.largest_body)
        if call is None:
            return HttpResponse(status=413)
        if request.method == "GET" and at.channel.capabilities.takes_get and call.query:
            call = Received(request.META.get("QUERY_STRING", "").encode(), call.headers, call.query)
        elif request.method != "POST":
            answer = at.channel.handshake(
                at.account, Received(request.META.get("QUERY_STRING", "").encode(), call.headers, call.query)
            )
            return HttpResponse(status=404) if answer is None else HttpResponse(answer, content_type=_type_of(answer))
        _authenticate(at, call)
        store(at, call)
    except Rejected:
        _count_rejected(channel, account)
        return HttpResponse(status=403)
    except DatabaseError:
        return HttpResponse(status=503, headers={"Retry-After": BUSY_SECONDS})
    return HttpResponse("ok\n", content_type="text/plain")


def _type_of(answer: bytes) -> str:
    return "application/json" if answer.startswith(b"{") else "text/plain"


def _authenticate(at: OpenedAccount, call: Received) -> None:
    """Raises Rejected. What was signed with a secret that was replaced lately is still the platform's."""
    try:
        at.channel.authenticate(at.account, call)
    except Rejected:
        before = as_before(at.account)
        if before is None:
            raise
        at.channel.authenticate(before, call)


def _call(request: HttpRequest, largest: int) -> Received | None:
    """The raw call; None where the body is larger than the channel allows."""
    size = request.META.get("CONTENT_LENGTH") or "0"
    if size.isdecimal() and int(size) > largest:
        return None
    body = request.read(largest + 1)
    if len(body) > largest:
        return None
    return Received(
        body,
        {name.lower(): value for name, value in request.headers.items()},
        {name: str(value) for name, value in request.GET.items()},
    )


def _count_rejected(channel: str, account: str) -> None:
    if cache.add(f"rejected:{channel}:{account}", 1, NOTED_EVERY):
        ChannelAccount.objects.filter(channel=channel, name=account).update(rejected_count=F("rejected_count") + 1)
