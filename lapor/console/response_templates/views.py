"""/konsol/teks/: the response templates of the officer's agency, and the city's for who may write these."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from lapor.agencies.models import Agency, Officer
from lapor.agencies.officers.access import officers_only, signed_in
from lapor.agencies.queries import active_categories, root_of
from lapor.agencies.roles import Can
from lapor.casework.choices import KnownChoiceField, category_choices
from lapor.casework.models import ResponseTemplate
from lapor.casework.response_templates import (
    FIELDS,
    TEMPLATE_ACTS,
    agencies_of,
    editable_by,
    remove_template,
    write_template,
)
from lapor.intake.filing.actions import MAX_TEXT
from lapor.presentation.acts import act_label
from lapor.reports.workflow.table import TABLE


class TemplateForm(forms.Form):
    """One template: for which act, category and office, and its words."""

    act = forms.ChoiceField(label=gettext_lazy("For the act"))
    name = forms.CharField(label=gettext_lazy("Name"), max_length=60)
    text = forms.CharField(label=gettext_lazy("Text"), max_length=MAX_TEXT, widget=forms.Textarea(attrs={"rows": 8}))

    def __init__(self, *args: Any, officer: Officer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        act = self.fields["act"]
        assert isinstance(act, forms.ChoiceField)  # noqa: S101
        act.choices = _acts()
        root, agencies = root_of(officer), agencies_of(officer)
        self.fields["category"] = KnownChoiceField(
            active_categories(root), category_choices(root), label=_("Only for the category"), required=False
        )
        self.fields["agency"] = forms.ModelChoiceField(
            Agency.objects.filter(pk__in=[one.pk for one in agencies]),
            label=_("For the office"),
            initial=officer.agency_id,
            empty_label=None,
            help_text=_("One of the city's own is offered to every office."),
        )

    def write(self, row: ResponseTemplate | None, by: Officer) -> bool:
        """Whether it was written; what stands against it is among the form's errors."""
        if not self.is_valid():
            return False
        try:
            write_template(row, by=by, **self.cleaned_data)
        except ValidationError as error:
            self.add_error(None, error)
            return False
        return True


def _acts() -> list[tuple[str, str]]:
    """In the order of the table."""
    names = dict.fromkeys(row.name for row in TABLE if row.name in TEMPLATE_ACTS)
    return [(name, act_label(name)) for name in names]


@never_cache
@require_safe
@officers_only(Can.WRITE_TEMPLATES)
def templates_view(request: HttpRequest) -> HttpResponse:
    officer = signed_in(request)
    rows = editable_by(officer).select_related("agency", "category").order_by("act", "name")
    views = [{"row": row, "act": act_label(row.act), "url": reverse("console:template", args=[row.pk])} for row in rows]
    return render(request, "console/response_templates.html", {"rows": views})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@officers_only(Can.WRITE_TEMPLATES)
def template_view(request: HttpRequest, pk: UUID | None = None) -> HttpResponse:
    """One template, or a new one; 404 for one of another office."""
    officer = signed_in(request)
    row = editable_by(officer).filter(pk=pk).first() if pk else None
    if pk and row is None:
        raise Http404
    away = HttpResponseRedirect(reverse("console:templates"))
    if row and request.method == "POST" and request.POST.get("do") == "remove":
        remove_template(row, by=officer)
        messages.success(request, _("The template is gone."))
        return away
    form = TemplateForm(request.POST or None, officer=officer, initial=_values(row))
    if request.method == "POST" and form.write(row, officer):
        messages.success(request, _("The template is saved: it stands beside the form of the act."))
        return away
    context = {
        "form": form,
        "row": row,
        "fields": [(f"{{{name}}}", field.label) for name, field in FIELDS.items()],
    }
    return render(request, "console/response_template.html", context, status=422 if form.errors else 200)


def _values(row: ResponseTemplate | None) -> dict[str, Any]:
    if row is None:
        return {}
    return {
        "act": row.act,
        "name": row.name,
        "text": row.text,
        "category": row.category_id,
        "agency": row.agency_id,
    }
