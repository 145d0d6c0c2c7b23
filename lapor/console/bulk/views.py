"""/konsol/banyak: what an act would do to each of the selected reports, then each done by an act of its own."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.forms import ChoiceField
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lapor.agencies.officers.access import officers_only, signed_in
from lapor.agencies.roles import Can
from lapor.casework.actions import consequence_of, form_for
from lapor.casework.bulk import BULK_ACTS, FIELDS_OF_ONE, BulkResult, Effect, act_on_each, chosen_reports, effects_of
from lapor.casework.forms import ActForm
from lapor.casework.shown_files import FilesLookedAt, may_publish
from lapor.casework.undoing import offer_undo
from lapor.console.bulk.shown import effect_views
from lapor.console.inbox.filters import address_of, filters_from
from lapor.presentation.story import list_title
from lapor.reports.models import Report
from lapor.reports.queries import may_see
from lapor.reports.vocabulary import OUTCOMES_OF_KIND, ActName, Outcome

NAMED = 20  # by number, of those that were done
# What a form fills in for the report that it is made of.
CHOSEN_FOR_ONE = frozenset({"category", "agency", "unit", "officer", "team", "destination", "publication"})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@officers_only(Can.HANDLE_REPORTS)
def bulk_view(request: HttpRequest) -> HttpResponse:
    """Shows the effects first; with `confirm` it is done, into the parent that was shown (`shown_parent`). 422: the
    form says what is at fault, nothing was done. By GET, as after another language was chosen, the list."""
    officer, name = signed_in(request), request.POST.get("act", "")
    back = f"{reverse('console:inbox')}?{address_of(filters_from(request.GET))}"
    if request.method != "POST":
        return HttpResponseRedirect(back)
    reports = chosen_reports(officer, request.POST.getlist("report"), children_of=request.POST.get("children_of", ""))
    if name not in BULK_ACTS or not reports:
        messages.warning(request, _("Select reports, then what is to be done to them."))
        return HttpResponseRedirect(back)
    effects = effects_of(name, reports, officer)
    first = next((effect for effect in effects if effect.row), None)
    if "confirm" not in request.POST or first is None or first.row is None:
        form = form_for(first.row, first.report) if first and first.row else None
        return _show(request, effects, form, back)
    form = form_for(first.row, first.report, request.POST)
    parent = form.cleaned_data.get("parent") if form.is_valid() else None
    others = [effect.report for effect in effects if effect.report != parent]
    if not others:
        form.add_error("parent", _("A report cannot be merged into itself."))
    if not form.is_valid():
        return _show(request, effects, form, back, status=422)
    if parent and request.POST.get("shown_parent", parent.tracking_id) != parent.tracking_id:
        return _show(request, effects, form, back, parent=parent)
    looked_at = FilesLookedAt(
        frozenset(request.POST.getlist("shown_files")), frozenset(request.POST.getlist("kept_files"))
    )
    data, masks = request.POST.dict(), "masks" in request.POST
    result = act_on_each(name, others, data, by=officer, masks=masks, looked_at=looked_at, can_undo=True)
    say_result(request, str(first.row.label), result)
    whole = first.report.parent if name == ActName.SPLIT else parent
    url = reverse("console:report", args=[whole.tracking_id]) if whole else back
    offer_undo(request, result.taken, str(first.row.label), url)
    return HttpResponseRedirect(url)


def _show(
    request: HttpRequest,
    effects: list[Effect],
    form: ActForm | None,
    back: str,
    *,
    parent: Report | None = None,
    status: int = 200,
) -> HttpResponse:
    """`parent`: into which the others would be merged; without one the first of several that fit is proposed."""
    possible, masks = [effect for effect in effects if effect.row], False
    first = possible[0] if possible else None
    if form is not None:
        if form.act.name == ActName.MERGE and not form.is_bound and len(possible) > 1:
            parent = possible[0].report
        _fit(form, [effect.report for effect in possible], parent)
        masks = may_publish(form.act)
    shown = [effect for effect in possible if effect.report != parent]
    context = {
        "form": form,
        "act": first.row if first else None,
        "consequence": consequence_of(first.row, first.report) if first and first.row else "",
        "parent": _parent_view(request, parent, effects) if parent else None,
        "effects": effect_views(shown, is_published=masks, may_keep=True, kept=request.POST.getlist("kept_files")),
        "refused": [effect for effect in effects if not effect.row and effect.report != parent],
        "masks": masks,
        "is_masking": "confirm" not in request.POST or "masks" in request.POST,
        "back_url": back,
    }
    return render(request, "console/bulk.html", context, status=status)


def _parent_view(request: HttpRequest, parent: Report, effects: list[Effect]) -> dict[str, Any]:
    """Its title for who may read it. `is_chosen`: it is one of the selected ones, and stays that where another one is
    taken instead."""
    is_seen = may_see(signed_in(request), parent)
    return {
        "number": parent.tracking_id,
        "title": list_title(parent.title, parent.text, is_protected=parent.is_protected) if is_seen else "",
        "is_chosen": any(effect.report == parent for effect in effects),
    }


def _fit(form: ActForm, reports: list[Report], parent: Report | None) -> None:
    """One form for all: nothing in it is of the first report alone."""
    for name in FIELDS_OF_ONE:
        form.fields.pop(name, None)
    if len(reports) > 1:
        for name in CHOSEN_FOR_ONE & form.fields.keys():
            field = form.fields[name]
            field.initial, field.help_text = None, ""
            field.widget.attrs.pop("data-agencies", None)
        categories = {report.category_id for report in reports}
        if "category" in form.fields and len(categories) == 1:
            form.fields["category"].initial = categories.pop()
    outcome = form.fields.get("outcome")
    if isinstance(outcome, ChoiceField):  # what fits the kind of every one of them
        kinds = {report.kind for report in reports}
        fitting = set.intersection(*(set(OUTCOMES_OF_KIND.get(kind, tuple(Outcome))) for kind in kinds))
        outcome.choices = [("", "—"), *((one.value, one.label) for one in Outcome if one in fitting)]
    if parent is not None:
        form.fields["parent"].initial = parent.tracking_id


def say_result(request: HttpRequest, act: str, result: BulkResult) -> None:
    """What was done to which, and which were refused with the reason."""
    if result.done:
        count = len(result.done)
        words = ngettext("%(count)s report: %(act)s. %(reports)s", "%(count)s reports: %(act)s. %(reports)s", count)
        messages.success(request, words % {"count": count, "act": act, "reports": named(result.done)})
    say_refused(request, result)


def named(reports: Sequence[Report]) -> str:
    """The numbers of the first of them."""
    return ", ".join(map(str, reports[:NAMED])) + (" …" if len(reports) > NAMED else "")


def say_refused(request: HttpRequest, result: BulkResult) -> None:
    """Each with the reason."""
    if result.refused:
        refused = "; ".join(f"{report}: {reason}" for report, reason in result.refused)
        messages.warning(request, _("Not done, look at them one by one: %(reports)s") % {"reports": refused})
