"""Where an officer goes after an act: on through the list that the report was opened from."""

from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from lapor.agencies.models import Officer
from lapor.casework.inbox import Inbox, InboxFilters
from lapor.console.inbox.filters import address_of, report_address
from lapor.core.ids import parse_tracking_id, show_tracking_id
from lapor.reports import queries
from lapor.reports.models import Report


def url_after(request: HttpRequest, officer: Officer, read: Report, filters: InboxFilters, now: Report) -> str:
    """ "" = back to the report. `read`: as it stood before, `now`: after it. Says where the report went."""
    if back := parse_tracking_id(request.POST.get("back", "")):  # done from the page of the other report
        return report_address(back, filters)
    sees, number = queries.may_see(officer, now), show_tracking_id(read.tracking_id)
    if filters == InboxFilters():
        if not sees:
            messages.info(request, _("Report %(number)s is with somebody else now.") % {"number": number})
        return "" if sees else reverse("console:inbox")
    inbox = Inbox(officer, filters)
    if inbox.holds(now):
        return ""
    following = inbox.following(read)
    if not following:
        messages.info(request, _("%(number)s was the last one of this list.") % {"number": number})
        return f"{reverse('console:inbox')}?{address_of(filters)}"
    messages.info(request, _("%(number)s is no longer in this list. This is the next one.") % {"number": number})
    return report_address(following, filters)
