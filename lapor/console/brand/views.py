"""/konsol/tampilan/: the city's brand, written by the administrator: a draft first, looked at, then published."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lapor.agencies.brand import forget_known_files, forget_own_brand, write_brand
from lapor.agencies.models import Agency
from lapor.agencies.officers.access import officers_only, signed_in
from lapor.agencies.queries import root_of
from lapor.agencies.roles import Can
from lapor.console.brand.forms import BrandForm
from lapor.publish.brand_shown import DRAFT, with_draft


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@officers_only(Can.ADMINISTER)
def brand_view(request: HttpRequest) -> HttpResponse:
    """POST with `do=draft` keeps what was typed to be looked at, `publish` shows it to everybody, `drop` forgets it,
    `preset` goes back to what the preset says."""
    officer = signed_in(request)
    root = Agency.objects.get(pk=root_of(officer).pk)
    do = request.POST.get("do", "")
    if do in {"publish", "drop", "preset"}:
        return _done(request, root, do)
    form = BrandForm(
        request.POST if do == "draft" else None, request.FILES or None, root=root, brand=with_draft(request, root)
    )
    if do == "draft" and (values := form.draft()) is not None:
        request.session[DRAFT] = {**request.session.get(DRAFT, {}), **values}
        forget_known_files()
        return HttpResponseRedirect(reverse("console:brand"))
    context = {"form": form, "has_draft": DRAFT in request.session, "is_own": bool(root.own_brand)}
    return render(request, "console/brand.html", context, status=422 if form.errors else 200)


def _done(request: HttpRequest, root: Agency, do: str) -> HttpResponse:
    officer = signed_in(request)
    draft = request.session.pop(DRAFT, None)
    if do == "preset":
        forget_own_brand(root, by=officer)
        messages.success(request, _("It looks as the preset says again."))
    elif do == "publish" and draft is not None:
        try:
            write_brand(root, draft, by=officer)
            messages.success(request, _("Everybody sees it now; pages that are open already after a while."))
        except ValidationError as error:
            request.session[DRAFT] = draft
            messages.warning(request, " ".join(error.messages))
    forget_known_files()
    return HttpResponseRedirect(reverse("console:brand"))
