"""Lists under a name: save the one that is shown, forget one."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lapor.agencies.officers.access import officers_only, signed_in
from lapor.agencies.roles import Can
from lapor.casework.saved_views import forget_view, save_view
from lapor.console.inbox.filters import address_of, filters_from
from lapor.core.text import clean_text


@require_POST
@officers_only(Can.HANDLE_REPORTS)
def saved_view(request: HttpRequest) -> HttpResponse:
    """Saves the list of the address under `name`, or forgets the one whose `forget` is given."""
    officer, query = signed_in(request), address_of(filters_from(request.GET))
    name = clean_text(request.POST.get("name", ""))[:60]
    if (pk := request.POST.get("forget", "")) and forget_view(officer, pk):
        messages.success(request, _("The view is gone."))
    elif name and save_view(officer, name, query, is_shared="shared" in request.POST):
        messages.success(request, _("The view is saved: it stands beside the queues."))
    else:
        messages.warning(request, _("Give it a name; twenty views are the most."))
    return HttpResponseRedirect(f"{reverse('console:inbox')}?{query}")
