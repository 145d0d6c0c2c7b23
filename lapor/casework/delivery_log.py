"""What of the messages sent an officer may know: that one went out, why, and how it fared.

Never to which address, never a word of it.

The one place for it (docs/security/promises.md). Listed are the messages about reports that this officer may see, in
their own city, and what is about no report and no person: notices to officers, and our own canaries. A code to sign in
is listed nowhere: that one was sent tells that somebody reported.
"""

from django.db.models import Q, QuerySet

from lapor.agencies.models import Officer
from lapor.agencies.queries import root_of
from lapor.db.compiled import Compiled, Given
from lapor.gateway.models import TO_REPORTERS, MessageAudience, OutboundMessage
from lapor.reports.models import Report
from lapor.reports.queries import visible_reports

SHOWN_ON_A_REPORT = (*TO_REPORTERS, MessageAudience.NEWSROOM)
ABOUT_NOBODY = (MessageAudience.OFFICER, MessageAudience.OURSELVES)
SECRET = ("address", "words", "provider_id", "public_post", "opens", "stop_url")


def messages_for(officer: Officer) -> QuerySet[OutboundMessage]:
    """The newest first, without the columns that tell who or what."""
    rows = OutboundMessage.objects.filter(root=root_of(officer)).exclude(audience=MessageAudience.CODE).defer(*SECRET)
    about_seen = Q(report_id__in=visible_reports(officer).values("pk"))
    return rows.filter(about_seen | Q(report_id=None, audience__in=ABOUT_NOBODY)).order_by("-created_at", "-id")


def messages_about(report: Report) -> list[OutboundMessage]:
    """What its reporter and newsrooms were sent, oldest first, for who may see the report. One query."""
    return _ABOUT.rows(report=report.pk)


_ABOUT = Compiled(
    lambda: (
        OutboundMessage.objects.filter(report_id=Given("report"), audience__in=SHOWN_ON_A_REPORT)
        .defer(*SECRET)
        .order_by("created_at")
    )
)
