"""/konsol/tugas/: what an officer was given, as a list and a map for a phone."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lapor.agencies.officers.access import officers_only, signed_in
from lapor.agencies.queries import root_of
from lapor.agencies.roles import Can
from lapor.casework.inbox import Inbox
from lapor.console.inbox.filters import address_of
from lapor.console.tasks.rows import COLUMNS, FILTERS, MOST, task_rows


@never_cache
@require_safe
@officers_only(Can.BE_GIVEN_WORK)
def tasks_view(request: HttpRequest) -> HttpResponse:
    """The same list as the queue "Waiting for me", no further than MOST: what one person does in a day is less."""
    officer = signed_in(request)
    lines, following = Inbox(officer, FILTERS).lines(COLUMNS, size=MOST)
    context = {
        "tasks": task_rows(lines, root_of(officer)),
        "rest_url": f"{reverse('console:inbox')}?{address_of(FILTERS)}" if following else "",
        "most": MOST,
        "map_data_url": reverse("web:areas"),
    }
    return render(request, "console/tasks.html", context)
