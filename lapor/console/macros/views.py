"""/konsol/makro/: the macros that an officer may write, their own and those of offices."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from lapor.agencies.models import Officer
from lapor.agencies.officers.access import officers_only, signed_in
from lapor.agencies.roles import Can
from lapor.casework.macro_forms import MOST_STEPS, MacroForm, MacroStepForm, step_choices
from lapor.casework.macros import editable_macros, remove_macro, write_macro
from lapor.casework.models import Macro
from lapor.casework.response_templates import FIELDS
from lapor.presentation.acts import act_label
from lapor.reports.vocabulary import State


@never_cache
@require_safe
@officers_only(Can.HANDLE_REPORTS)
def macros_view(request: HttpRequest) -> HttpResponse:
    rows = editable_macros(signed_in(request)).select_related("agency", "category").order_by("agency__name", "name")
    return render(request, "console/macros.html", {"rows": [_line(row) for row in rows]})


def _line(row: Macro) -> dict[str, Any]:
    return {
        "row": row,
        "acts": [act_label(step["act"]) for step in row.steps],
        "state": State(row.state).label if row.state else "",
        "url": reverse("console:macro", args=[row.pk]),
    }


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@officers_only(Can.HANDLE_REPORTS)
def macro_view(request: HttpRequest, pk: UUID | None = None) -> HttpResponse:
    """One macro, or a new one; 404 for one that is not theirs to write."""
    officer = signed_in(request)
    row = editable_macros(officer).filter(pk=pk).first() if pk else None
    if pk and row is None:
        raise Http404
    away = HttpResponseRedirect(reverse("console:macros"))
    if row and request.method == "POST" and request.POST.get("do") == "remove":
        remove_macro(row, by=officer)
        messages.success(request, _("The macro is gone."))
        return away
    form, steps = _forms(request, row, officer)
    if request.method == "POST" and _write(form, steps, row, officer):
        messages.success(request, _("The macro is saved: it stands on each report that it fits."))
        return away
    context = {
        "form": form,
        "steps": steps,
        "row": row,
        "fields": [(f"{{{name}}}", field.label) for name, field in FIELDS.items()],
    }
    is_wrong = form.errors or any(step.errors for step in steps)
    return render(request, "console/macro.html", context, status=422 if is_wrong else 200)


def _forms(request: HttpRequest, row: Macro | None, officer: Officer) -> tuple[MacroForm, list[MacroStepForm]]:
    data = request.POST if request.method == "POST" else None
    kept = row.steps if row else []
    values = {name: getattr(row, name) for name in ("name", "key", "state")} if row else {}
    more = {"category": row.category_id, "agency": row.agency_id} if row else {}
    form = MacroForm(data, officer=officer, initial={**values, **more})
    choices = step_choices(officer)
    steps = [
        MacroStepForm(data, prefix=f"step{n}", choices=choices, initial=kept[n] if n < len(kept) else {})
        for n in range(MOST_STEPS)
    ]
    return form, steps


def _write(form: MacroForm, steps: list[MacroStepForm], row: Macro | None, by: Officer) -> bool:
    """Whether it was written; what stands against it is among the errors of the forms."""
    if not all([form.is_valid(), *(step.is_valid() for step in steps)]):
        return False
    kept = [found for step in steps if (found := step.step())]
    if not kept:
        steps[0].add_error("act", _("Choose at least one act."))
        return False
    try:
        write_macro(row, form.values(kept), by=by)
    except ValidationError as error:
        form.add_error(None, error)
        return False
    return True
