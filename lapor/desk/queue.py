"""/loket/antrean: waiting numbers, where the office wants them; /loket/antrean/layar is the screen of the room."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from lapor.agencies.models import Officer
from lapor.agencies.officers.access import officers_only, signed_in
from lapor.agencies.roles import Can
from lapor.desk.actions import call_next, mark_absent, set_room, take_ticket
from lapor.desk.queries import queue_of, today_of


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@officers_only(Can.WORK_AT_DESK)
def queue_view(request: HttpRequest) -> HttpResponse:
    officer = signed_in(request)
    if request.method == "POST":
        return HttpResponseRedirect(_act(request, officer))
    printed = request.GET.get("cetak", "")[:4]
    context = {
        "queue": queue_of(officer.agency),
        "printed": printed if printed.isdecimal() else "",
        "day": today_of(officer.agency),
    }
    return render(request, "desk/queue.html", context)


def _act(request: HttpRequest, officer: Officer) -> str:
    """Do what the button says; gives the address to go on to."""
    act, here = request.POST.get("act", ""), reverse("desk:queue")
    if act in {"open", "close"}:
        set_room(officer.agency, is_open=act == "open")
    elif act == "take":
        ticket = take_ticket(officer.agency)
        return f"{here}?cetak={ticket.number}" if ticket else here
    elif act == "call":
        called = call_next(officer)
        text = _("Called: %(number)s") % {"number": called.number} if called else _("Nobody waits.")
        messages.info(request, text)
        return reverse("desk:file") if called and request.POST.get("from") == "counter" else here
    elif act == "absent" and request.POST.get("number", "").isdecimal():
        mark_absent(officer, int(request.POST["number"][:4]))
    return here


@never_cache
@require_safe
@officers_only(Can.WORK_AT_DESK)
def screen_view(request: HttpRequest) -> HttpResponse:
    """Numbers only, large; the page asks for itself anew every few seconds."""
    template = "desk/parts/called.html" if request.GET.get("part") else "desk/screen.html"
    return render(request, template, {"queue": queue_of(signed_in(request).agency)})
