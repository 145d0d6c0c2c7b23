"""/konsol/keadaan/: is this installation in order? For an administrator who has no monitoring; the same table as the
alarms (alarms.py)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lapor.agencies.officers.access import officers_only
from lapor.agencies.roles import Can
from lapor.ops.alarms import judge
from lapor.ops.readings import readings


@never_cache
@require_safe
@officers_only(Can.ADMINISTER)
def condition_view(request: HttpRequest) -> HttpResponse:
    judged = judge(readings())
    context = {
        "raised": [one for one in judged if one.is_raised],
        "good": [one for one in judged if one.worst is not None and not one.is_raised],
        "unknown": [one for one in judged if one.worst is None],
    }
    return render(request, "ops/condition.html", context)
