"""/konsol/tulisan/buang: an officer needs the words no more that were typed and not taken."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from lapor.agencies.current import OFFICERS_PAGES
from lapor.agencies.officers.access import officers_only
from lapor.agencies.roles import Can
from lapor.casework.kept_words import forget_words


@require_POST
@officers_only(*Can)
def dismiss_view(request: HttpRequest) -> HttpResponse:
    """Back to the page where they stood (`next`)."""
    forget_words(request)
    page = request.POST.get("next", "")
    return HttpResponseRedirect(page if page.startswith(OFFICERS_PAGES) else reverse("console:inbox"))
