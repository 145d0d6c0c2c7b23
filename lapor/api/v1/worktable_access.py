"""Who may call what officers have beside the acts, and names instead of ids: categories and agencies by code, officers
by user name. Used by the worktable modules beside this file."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from lapor.agencies.models import Agency, Category, Officer
from lapor.agencies.queries import active_categories, agencies_in, root_of
from lapor.agencies.roles import Can, may
from lapor.api.access import asked_report, signed_in
from lapor.api.problems import FieldError, Problem, invalid, unknown_report
from lapor.api.v1.reading import known_filters_only
from lapor.core.text import clean_text
from lapor.reports.models import Report

NAMES = {"category": "code", "agency": "code", "unit": "code", "proposed_agency": "code", "officer": "username"}


def officer_with(request: HttpRequest, *capabilities: Can) -> Officer:
    """The officer of the token. Problem 401 without one, 403 for a role that has none of the capabilities; without any
    of them every officer may."""
    officer = signed_in(request)
    known_filters_only(request, set())
    _refuse_without(officer, capabilities)
    return officer


def handling_officer(request: HttpRequest, *capabilities: Can) -> Officer:
    """The officer of the token. Problem 401 without one, 403 for a role that handles no reports, or has none of the
    capabilities."""
    officer = officer_with(request, Can.HANDLE_REPORTS)
    _refuse_without(officer, capabilities)
    return officer


def _refuse_without(officer: Officer, capabilities: tuple[Can, ...]) -> None:
    if capabilities and not may(officer, *capabilities):
        raise Problem(403, detail=_("Your role does not allow this."))


def handled_report(request: HttpRequest, number: str, *capabilities: Can) -> tuple[Report, Officer]:
    """The report that this officer may see. Problem 404 for any other one, whoever may read of it in public."""
    officer = handling_officer(request, *capabilities)
    asked = asked_report(request, number)
    if asked.officer is None:
        raise unknown_report()
    return asked.report, officer


def ids_of(given: Mapping[str, Any], officer: Officer, where: str = "") -> dict[str, Any]:
    """The fields with ids for names, of this city's. Problem 422 for a name that nothing has. `where`: before the name
    of a field at fault."""
    found, errors = dict(given), []
    for name in NAMES.keys() & given.keys():
        if not given[name]:
            continue
        row = _rows(name, officer).filter(**{NAMES[name]: str(given[name])}).first()
        if row is None:
            errors.append(
                FieldError(f"{where}{name}", _("There is no such name here: %(name)s") % {"name": given[name]})
            )
        else:
            found[name] = str(row.pk)
    if errors:
        raise Problem(422, errors=sorted(errors, key=lambda error: error.field))
    return found


def named_officer(rows: QuerySet[Officer], field: str, username: str) -> Officer:
    """The one of `rows` with this user name. Problem 422, at `field`, for none."""
    found = rows.filter(username=clean_text(username)).first()
    if found is None:
        raise invalid(field, _("There is no such name here: %(name)s") % {"name": username})
    return found


def _rows(name: str, officer: Officer) -> "QuerySet[Any]":
    root = root_of(officer)
    if name == "category":
        return active_categories(root)
    if name == "officer":
        return Officer.objects.filter(agency__path__contains=[root.pk], is_active=True)
    return agencies_in(root)


def names_by_id(model: type[Model], ids: set[Any], name: str) -> dict[str, str]:
    """Code or user name of each id. One query, where there are any."""
    rows = model._default_manager.filter(pk__in=ids).values_list("pk", name) if ids else ()
    return {str(pk): value for pk, value in rows}


def names_in(steps: list[dict[str, Any]]) -> dict[str, dict[str, str]]:
    """Of what macros hold: by field, the name of each id. Three queries at most."""
    ids = {field: {step[field] for step in steps if step.get(field)} for field in ("category", "agency", "officer")}
    return {
        "category": names_by_id(Category, ids["category"], "code"),
        "agency": names_by_id(Agency, ids["agency"], "code"),
        "officer": names_by_id(Officer, ids["officer"], "username"),
    }


def uuid_or_404(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise Problem(404) from error
