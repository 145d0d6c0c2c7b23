"""/konsol/keadaan/: is this installation in order? For an administrator who has no monitoring; the same table as the
alarms (alarms.py). Here messages that a restore held are let go."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lapor.agencies.officers.access import officers_only, signed_in
from lapor.agencies.roles import Can
from lapor.gateway.outbound.hold import held_since, is_held_by_hand, release_messages, waiting_before
from lapor.ops.alarms import judge
from lapor.ops.readings import readings


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@officers_only(Can.ADMINISTER)
def condition_view(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        if request.POST.get("do") in {"release", "release_new"} and held_since():
            release_messages(drop_older=request.POST["do"] == "release_new", by=signed_in(request))
            messages.success(request, _("Messages go out again."))
        return HttpResponseRedirect(reverse("ops:condition"))
    since = held_since()
    judged = judge(readings())
    context = {
        "raised": [one for one in judged if one.is_raised],
        "good": [one for one in judged if one.worst is not None and not one.is_raised],
        "held_since": since,
        "is_held_by_hand": is_held_by_hand(),
        "waited": waiting_before(since) if since else 0,
        "unknown": [one for one in judged if one.worst is None],
    }
    return render(request, "ops/condition.html", context)
