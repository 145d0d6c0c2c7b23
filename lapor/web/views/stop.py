"""/kabar/<token>/berhenti: the link by which the owner of a mail address says that STOP was theirs."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from lapor.agencies.current import current_jurisdiction
from lapor.intake.mail import answered_report
from lapor.web.errors import error_page, not_found


@csrf_exempt  # the token is the proof; a mail program posts without a cookie (RFC 8058)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop_mails_view(request: HttpRequest, token: str) -> HttpResponse:
    """A page with a button, since programs that look at mails open their links; POST stops."""
    conversation = answered_report.conversation_of_token(token)
    if conversation is None or conversation.account.root_id != current_jurisdiction(request).pk:
        return not_found(request)
    if request.method != "POST":
        return render(request, "web/stop_mails.html")
    answered_report.stop(conversation)
    return error_page(
        request,
        200,
        title=_("Nothing more is sent"),
        wrong=_("We no longer write to this address about any report."),
        todo=_("Write to us again at any time: a new report is answered."),
    )
