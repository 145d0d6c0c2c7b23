"""The first page as an administrator's draft of the brand makes it, for the administrator alone (/konsol/tampilan/)."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lapor.agencies.models import Agency
from lapor.agencies.officers.access import officers_only, signed_in
from lapor.agencies.queries import root_of
from lapor.agencies.roles import Can
from lapor.publish.brand_shown import DRAFT, brand_css, shown_brand, with_draft
from lapor.web.views.pages import home_context


@never_cache
@require_safe
@officers_only(Can.ADMINISTER)
def preview_view(request: HttpRequest) -> HttpResponse:
    root = Agency.objects.get(pk=root_of(signed_in(request)).pk)
    if DRAFT not in request.session:
        raise Http404
    brand = shown_brand(root, with_draft(request, root)) | {"css_url": reverse("web:brand_preview_css")}
    return render(request, "web/home.html", {**home_context(root), "brand": brand, "is_preview": True})


@never_cache
@require_safe
@officers_only(Can.ADMINISTER)
def preview_css_view(request: HttpRequest) -> HttpResponse:
    root = Agency.objects.get(pk=root_of(signed_in(request)).pk)
    return HttpResponse(brand_css(root, with_draft(request, root)), content_type="text/css")
