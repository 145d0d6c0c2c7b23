"""/konsol/kanal/: the city's accounts on channels, how they fare, and what is in quarantine."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lapor.agencies.officers.access import officers_only, signed_in
from lapor.agencies.queries import root_of
from lapor.agencies.roles import Can, may
from lapor.gateway.accounts.accounts import set_account_active
from lapor.gateway.channels import CHANNELS
from lapor.gateway.health.overview import health_of, missed_files, quarantined_items
from lapor.gateway.inbound.receiving import replay_delivery, replay_message
from lapor.gateway.tasks import queue_check
from lapor.reports.vocabulary import channel_label
from lapor.triage.blocked_senders import blocked_conversations
from lapor.triage.ignored import ignored_mails, read_as_report


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@officers_only(Can.SEE_CHANNELS)
def channels_view(request: HttpRequest) -> HttpResponse:
    officer = signed_in(request)
    root = root_of(officer)
    if request.method == "POST":
        _do(
            request,
            {str(health.account.pk) for health in health_of(root)},
            {item.id for item in quarantined_items(root)},
        )
        return HttpResponseRedirect(reverse("ops:channels"))
    is_triage = may(officer, Can.TRIAGE)
    context = {
        "ignored": ignored_mails(officer),
        "can_read_ignored": is_triage,
        "accounts": health_of(root),
        "quarantined": quarantined_items(root),
        "missed": missed_files(root),
        "can_switch": may(officer, Can.ADMINISTER),
        "blocked": blocked_conversations(officer)[:50] if is_triage else [],
        "channels": [(name, channel_label(name)) for name in CHANNELS],
    }
    return render(request, "ops/channels.html", context)


def uuid_of(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _do(request: HttpRequest, accounts: set[str], quarantined: set[str]) -> None:
    """Read something in quarantine again, or switch an account; only what this city's page shows."""
    what, name = request.POST.get("do", ""), request.POST.get("id", "")
    if what in {"delivery", "message"} and name in quarantined:
        done = replay_delivery(UUID(name)) if what == "delivery" else replay_message(UUID(name))
        messages.success(request, _("It is read again.")) if done else messages.warning(
            request, _("It is no longer in quarantine.")
        )
    elif what == "read_as_report" and may(signed_in(request), Can.TRIAGE) and (message_id := uuid_of(name)):
        done = read_as_report(message_id, by=signed_in(request))
        messages.success(request, _("It is now being read as a report.")) if done else messages.warning(
            request, _("It is no longer on the list.")
        )
    elif what == "check" and name in accounts:
        queue_check(UUID(name))
        messages.success(request, _("The platform is asked. Look again in a few seconds."))
    elif what in {"on", "off"} and name in accounts and may(signed_in(request), Can.ADMINISTER):
        set_account_active(UUID(name), is_active=what == "on", by=signed_in(request))
        messages.success(
            request, _("The account is on.") if what == "on" else _("The account is off and receives nothing.")
        )
    else:
        messages.warning(request, _("This is not possible."))
