"""POST bulk-acts: one act on several reports, what it would do to each first."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _

from lapor.agencies.models import Officer
from lapor.api.problems import FieldError, Problem, invalid
from lapor.api.v1.acting import is_plain
from lapor.api.v1.shapes import shown
from lapor.api.v1.worktable_access import handling_officer, ids_of
from lapor.api.v1.worktable_schemas import SentBulk
from lapor.casework.actions import form_for
from lapor.casework.bulk import BULK_ACTS, FIELDS_OF_ONE, Effect, act_on_each, chosen_reports, effects_of
from lapor.casework.forms import ActForm
from lapor.casework.shown_files import FilesLookedAt
from lapor.core.ids import parse_tracking_id
from lapor.reports.models import Report


def bulk_act(request: HttpRequest, sent: SentBulk) -> JsonResponse:
    """Each by an act of its own; what is refused stands with its reason, what the officer may not see as unknown."""
    officer = handling_officer(request)
    if sent.act not in BULK_ACTS:
        raise invalid("act", _("There is no such act."))
    numbers = [parse_tracking_id(one.tracking_id) or one.tracking_id for one in sent.reports]
    reports = chosen_reports(officer, numbers)
    effects = effects_of(sent.act, reports, officer)
    known = {report.tracking_id for report in reports}
    unknown = [_unknown(number) for number in numbers if number not in known]
    first = next((effect for effect in effects if effect.row), None)
    if sent.preview or first is None or first.row is None:
        return JsonResponse({"is_preview": sent.preview, "items": [*map(_effect_out, effects), *unknown]})
    data = ids_of(sent.fields(), officer)
    form = form_for(first.row, first.report, data)
    _check(form, data)
    looked_at = {n: one.version for n, one in zip(numbers, sent.reports, strict=True) if one.version is not None}
    versions = {f"version_{n}": version for n, version in looked_at.items()}
    parent = form.cleaned_data.get("parent")
    items = _done(sent, [one for one in reports if one != parent], {**data, **versions}, officer)
    items += [
        _item(one, is_done=False, reason=_("The others are merged into this one.")) for one in reports if one == parent
    ]
    return JsonResponse({"is_preview": False, "items": [*items, *unknown]})


def _check(form: ActForm, data: dict[str, Any]) -> None:
    """Problem 422 for what the act has no field for on many reports, and for what the form refuses."""
    unknown = sorted(set(data) - (set(form.fields) - FIELDS_OF_ONE))
    errors = [FieldError(name, _("There is no such field.")) for name in unknown]
    errors += [FieldError(name, _("Enter a valid value.")) for name, value in data.items() if not is_plain(value)]
    errors += [FieldError(shown(name), str(said)) for name, found in form.errors.items() for said in found]
    if errors:
        raise Problem(422, errors=errors)


def _done(sent: SentBulk, reports: list[Report], data: dict[str, Any], officer: Officer) -> list[dict[str, Any]]:
    looked_at = FilesLookedAt(frozenset(sent.shown_files), frozenset(sent.kept_files))
    result = act_on_each(
        sent.act, reports, data, by=officer, masks=sent.masks, looked_at=looked_at, can_undo=sent.can_undo
    )
    until = {taken.report.pk: taken.held_until for taken in result.taken}
    done = [_item(report, is_done=True, undo_until=until.get(report.pk)) for report in result.done]
    return [*done, *(_item(report, is_done=False, reason=reason) for report, reason in result.refused)]


def _item(report: Report, *, is_done: bool, reason: str = "", undo_until: datetime | None = None) -> dict[str, Any]:
    return {
        "tracking_id": report.tracking_id,
        "is_done": is_done,
        "state": report.state,
        "version": report.version,
        "reason": reason,
        "undo_until": undo_until,
    }


def _effect_out(effect: Effect) -> dict[str, Any]:
    item = _item(effect.report, is_done=effect.row is not None, reason=effect.reason)
    return {**item, "state": effect.to_state or effect.report.state}


def _unknown(number: str) -> dict[str, Any]:
    reason = _("There is no report with this number, or you cannot see it.")
    return {
        "tracking_id": number,
        "is_done": False,
        "state": None,
        "version": None,
        "reason": reason,
        "undo_until": None,
    }
