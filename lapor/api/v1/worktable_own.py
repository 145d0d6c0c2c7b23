"""What an officer or an office keeps for all reports: lists under a name, response templates, macros."""

from typing import Any
from urllib.parse import parse_qsl

from django.core.exceptions import ValidationError
from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _

from lapor.agencies.models import Agency, Category, Officer
from lapor.agencies.roles import Can
from lapor.api.problems import FieldError, Problem, invalid
from lapor.api.v1.worktable_access import handling_officer, ids_of, names_in, uuid_or_404
from lapor.api.v1.worktable_schemas import SentMacro, SentSavedView, SentTemplate
from lapor.casework.inbox import InboxFilters, query_of
from lapor.casework.macro_forms import MacroForm, MacroStepForm, step_choices
from lapor.casework.macros import editable_macros, remove_macro, usable_macros, write_macro
from lapor.casework.models import Macro, ResponseTemplate, SavedView
from lapor.casework.response_templates import (
    TEMPLATE_ACTS,
    agencies_of,
    editable_by,
    remove_template,
    write_template,
)
from lapor.casework.saved_views import forget_view, save_view, views_of
from lapor.core.text import clean_text
from lapor.intake.filing.actions import MAX_TEXT

# --- lists under a name


def list_saved_views(request: HttpRequest) -> JsonResponse:
    officer = handling_officer(request)
    return JsonResponse([_view_out(row, officer) for row in views_of(officer)], safe=False)


def post_saved_view(request: HttpRequest, sent: SentSavedView) -> JsonResponse:
    officer = handling_officer(request)
    unknown = sorted(sent.filters.keys() - InboxFilters.__dataclass_fields__.keys())
    if unknown:
        raise Problem(422, errors=[FieldError(f"filters.{name}", _("There is no such field.")) for name in unknown])
    given = {name: "1" if value is True else str(value or "") for name, value in sent.filters.items()}
    row = save_view(officer, clean_text(sent.name), query_of(InboxFilters(**given))[:2000], is_shared=sent.is_shared)
    if row is None:
        raise Problem(409, detail=_("Give it a name; twenty views are the most."))
    return JsonResponse(_view_out(row, officer), status=201)


def delete_saved_view(request: HttpRequest, view_id: str) -> None:
    """Only who made it."""
    if not forget_view(handling_officer(request), view_id):
        raise Problem(404)


def _view_out(row: SavedView, officer: Officer) -> dict[str, Any]:
    return {
        "id": str(row.pk),
        "name": row.name,
        "is_shared": row.agency_id is not None,
        "is_own": row.officer_id == officer.person.pk,
        "filters": dict(parse_qsl(row.query)),
    }


# --- response templates


def list_templates(request: HttpRequest) -> JsonResponse:
    officer = handling_officer(request, Can.WRITE_TEMPLATES)
    rows = editable_by(officer).select_related("agency", "category").order_by("act", "name")
    return JsonResponse([_template_out(row) for row in rows], safe=False)


def post_template(request: HttpRequest, sent: SentTemplate) -> JsonResponse:
    officer = handling_officer(request, Can.WRITE_TEMPLATES)
    return JsonResponse(_template_out(_write_template(None, sent, officer)), status=201)


def put_template(request: HttpRequest, template_id: str, sent: SentTemplate) -> JsonResponse:
    officer = handling_officer(request, Can.WRITE_TEMPLATES)
    return JsonResponse(_template_out(_write_template(_template(officer, template_id), sent, officer)))


def delete_template(request: HttpRequest, template_id: str) -> None:
    officer = handling_officer(request, Can.WRITE_TEMPLATES)
    remove_template(_template(officer, template_id), by=officer)


def _template(officer: Officer, template_id: str) -> ResponseTemplate:
    """Problem 404 for one that is not theirs to write."""
    row = editable_by(officer).filter(pk=uuid_or_404(template_id)).first()
    if row is None:
        raise Problem(404)
    return row


def _write_template(row: ResponseTemplate | None, sent: SentTemplate, officer: Officer) -> ResponseTemplate:
    ids = ids_of({"category": sent.category}, officer)
    if sent.act not in TEMPLATE_ACTS:
        raise invalid("act", _("There is no such act."))
    text, name = clean_text(sent.text), clean_text(sent.name)
    if not text or len(text) > MAX_TEXT:
        raise invalid("text", _("This must be a text of an allowed length."))
    agency = _office(agencies_of(officer), sent.agency)
    category = _category(ids["category"])
    try:
        return write_template(row, agency=agency, category=category, act=sent.act, name=name, text=text, by=officer)
    except ValidationError as error:
        raise _fault(error, "text") from error


def _office(offices: list[Agency], code: str) -> Agency:
    """The one of that code, without one the first. Problem 422 for an office that is not theirs to write for."""
    found = next((one for one in offices if code in {"", one.code}), None)
    if found is None:
        raise invalid("agency", _("There is no such name here: %(name)s") % {"name": code})
    return found


def _category(pk: str) -> Category | None:
    return Category.objects.get(pk=pk) if pk else None


def _fault(error: ValidationError, field: str) -> Problem:
    """What the writer refuses: a field of its own, or the most there may be."""
    if hasattr(error, "error_dict"):
        return Problem(
            422, errors=[FieldError(name, said) for name, found in error.message_dict.items() for said in found]
        )
    return invalid(field, " ".join(error.messages))


def _template_out(row: ResponseTemplate) -> dict[str, Any]:
    return {
        "id": str(row.pk),
        "act": row.act,
        "name": row.name,
        "text": row.text,
        "category": row.category.code if row.category else None,
        "agency": row.agency.code,
    }


# --- macros


def list_macros(request: HttpRequest) -> JsonResponse:
    """Those that the officer may use; which of them they may change, the answer to a change says."""
    rows = list(usable_macros(handling_officer(request)).select_related("agency", "category"))
    names = names_in([step for row in rows for step in row.steps])
    return JsonResponse([macro_out(row, names) for row in rows], safe=False)


def post_macro(request: HttpRequest, sent: SentMacro) -> JsonResponse:
    officer = handling_officer(request)
    return JsonResponse(macro_out(_write_macro(None, sent, officer)), status=201)


def put_macro(request: HttpRequest, macro_id: str, sent: SentMacro) -> JsonResponse:
    officer = handling_officer(request)
    return JsonResponse(macro_out(_write_macro(_macro(officer, macro_id), sent, officer)))


def delete_macro(request: HttpRequest, macro_id: str) -> None:
    officer = handling_officer(request)
    remove_macro(_macro(officer, macro_id), by=officer)


def _macro(officer: Officer, macro_id: str) -> Macro:
    row = editable_macros(officer).filter(pk=uuid_or_404(macro_id)).first()
    if row is None:
        raise Problem(404)
    return row


def _write_macro(row: Macro | None, sent: SentMacro, officer: Officer) -> Macro:
    """Through the forms of the screen."""
    given = sent.model_dump(exclude={"steps"})
    form = MacroForm({**given, **ids_of({n: given[n] for n in ("category", "agency")}, officer)}, officer=officer)
    errors = [] if form.is_valid() else _form_errors(form, "")
    kept, choices = [], step_choices(officer)
    for place, step in enumerate(sent.steps):
        where = f"steps[{place}]."
        one = MacroStepForm(ids_of(step.model_dump(), officer, where), choices=choices)
        found = one.step() if one.is_valid() else None
        errors += _form_errors(one, where)
        if one.is_valid() and found is None:
            errors.append(FieldError(f"{where}act", _("Choose at least one act.")))
        elif found:
            kept.append(found)
    if errors:
        raise Problem(422, errors=errors)
    try:
        return write_macro(row, form.values(kept), by=officer)
    except ValidationError as error:
        raise _fault(error, "name") from error


def _form_errors(form: MacroForm | MacroStepForm, where: str) -> list[FieldError]:
    return [FieldError(f"{where}{name}", str(said)) for name, found in form.errors.items() for said in found]


def macro_out(row: Macro, names: dict[str, dict[str, str]] | None = None) -> dict[str, Any]:
    """`names`: of the ids in its steps, where several are shown."""
    known = names_in(row.steps) if names is None else names
    steps = [
        {field: known[field].get(value, "") if field in known else value for field, value in step.items()}
        for step in row.steps
    ]
    return {
        "id": str(row.pk),
        "name": row.name,
        "key": row.key,
        "state": row.state,
        "category": row.category.code if row.category else None,
        "agency": row.agency.code if row.agency else None,
        "steps": steps,
    }
