"""/loket/hari: what the desk took in on a day, how many by which way, and the word for the next shift; printed it is
the journal."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lapor.agencies.officers.access import officers_only, signed_in
from lapor.agencies.roles import Can
from lapor.core import clock
from lapor.desk import queries
from lapor.desk.models import HandOver
from lapor.intake.filing.forms import KeptTextField


class NoteForm(forms.Form):
    """For whoever sits here next."""

    text = KeptTextField(
        label=gettext_lazy("Note for the next shift"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("What waits, what is broken, who comes back. No names and no phone numbers."),
    )


class _DayForm(forms.Form):
    """Which day (today unless said), and whether only one's own work."""

    tanggal = forms.DateField(required=False)
    siapa = forms.ChoiceField(choices=[("", ""), ("saya", "")], required=False)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@officers_only(Can.WORK_AT_DESK)
def day_view(request: HttpRequest) -> HttpResponse:
    officer = signed_in(request)
    form = NoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        HandOver.objects.create(agency=officer.agency, officer=officer, text=form.cleaned_data["text"], at=clock.now())
        messages.success(request, _("Left for the next shift."))
        return HttpResponseRedirect(reverse("desk:day"))
    asked = _DayForm(request.GET)
    said = asked.cleaned_data if asked.is_valid() else {}
    today = timezone.localdate(clock.now())
    day = min(said.get("tanggal") or today, today)
    is_mine = said.get("siapa") == "saya"
    whose = officer if is_mine else None
    totals = queries.totals(officer.agency, day, officer=whose)
    context: dict[str, Any] = {
        "form": form,
        "day": day,
        "is_today": day == today,
        "is_mine": is_mine,
        "desk_name": officer.agency.name,
        "lines": queries.journal(officer.agency, day, officer=whose),
        "totals": totals,
        "sum": sum(count for _way, count in totals),
        "most": queries.MOST_ROWS,
        "note": queries.last_note(officer.agency) if day == today else None,
        "notes": queries.notes_of_day(officer.agency, day),
        "before": _address(day - timedelta(days=1), today, is_mine=is_mine),
        "after": _address(day + timedelta(days=1), today, is_mine=is_mine) if day < today else "",
        "other": _address(day, today, is_mine=not is_mine),
        "printed_at": clock.now(),
    }
    return render(request, "desk/day.html", context, status=422 if form.errors else 200)


def _address(day: date, today: date, *, is_mine: bool) -> str:
    parts = ([] if day == today else [f"tanggal={day.isoformat()}"]) + (["siapa=saya"] if is_mine else [])
    return f"{reverse('desk:day')}{'?' if parts else ''}{'&'.join(parts)}"
