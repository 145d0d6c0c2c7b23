"""/konsol/token/: the bearer tokens of the city's officers; an administrator ends one here.

One is made at the command line only."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lapor.agencies.actions import revoke_token
from lapor.agencies.officers.access import officers_only, signed_in
from lapor.agencies.queries import root_of, tokens_of
from lapor.agencies.roles import Can
from lapor.core import clock
from lapor.core.text import whole_number


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@officers_only(Can.ADMINISTER)
def tokens_view(request: HttpRequest) -> HttpResponse:
    officer = signed_in(request)
    root = root_of(officer)
    if request.method == "POST":
        number = whole_number(request.POST.get("id", ""))
        done = number is not None and revoke_token(number, root=root, by=officer)
        messages.success(request, _("The token has ended.")) if done else messages.warning(
            request, _("This token does not exist, or no longer.")
        )
        return HttpResponseRedirect(reverse("ops:tokens"))
    return render(request, "ops/tokens.html", {"tokens": tokens_of(root), "now": clock.now()})
