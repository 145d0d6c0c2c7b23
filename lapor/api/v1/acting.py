"""POST reports/{tracking_id}/acts: an act of an officer or the reporter through the same form as the console and the
page; and taking back what an officer did seconds ago."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from lapor.agencies.queries import root_of
from lapor.agencies.roles import Can, may
from lapor.api.access import Asked, asked_report
from lapor.api.problems import FieldError, Problem, at_fault, invalid, too_often, unknown_report
from lapor.api.v1.bodies import files_of
from lapor.api.v1.reading import actor_of
from lapor.api.v1.schemas import PerformedAct, SentAct
from lapor.api.v1.shapes import shown
from lapor.api.v1.worktable_access import handling_officer
from lapor.casework.actions import form_for
from lapor.casework.files import OURS
from lapor.casework.forms import NAMED_BY, ActForm
from lapor.casework.officers import warning_after
from lapor.casework.performing import Changed, Done, FormAtFault, NotOffered, SentBefore, perform
from lapor.casework.undoing import report_to_undo, take_back
from lapor.core.text import clean_text
from lapor.gateway import rate_limits
from lapor.intake.filing.said import seconds_to_wait
from lapor.reports import queries
from lapor.reports.history.recording import ActionResult
from lapor.reports.vocabulary import ActName, State
from lapor.reports.workflow import table as workflow
from lapor.reports.workflow.act import Act
from lapor.reports.workflow.acting import ANYONE, Actor, officer_actor
from lapor.reports.workflow.refusals import ActRefused
from lapor.reports.workflow.undoing import WITHIN
from lapor.ui.client_address import client_address

_PLAIN = (str, int, float, bool, type(None))


def perform_action(request: HttpRequest, tracking_id: str, sent: SentAct) -> PerformedAct:
    """Do the act, or say why not: 403 not this role's, 409 not now, 422 a field."""
    asked = asked_report(request, tracking_id)
    actor = _actor(asked, sent.act)
    if actor.officer is None:
        said = (str(sent.fields().get("text", "")),)
        if wait := seconds_to_wait(
            rate_limits.REPORTER_ACT, client_address(request), root=asked.report.root, said=said
        ):
            raise too_often(wait)
    outcome = perform(
        asked.report,
        sent.act,
        actor=actor,
        data=sent.fields(),
        version=sent.version,
        make_form=lambda row: _form(asked, row, sent, files_of(request, sent.attachments)),
        undo_within=WITHIN if sent.can_undo and actor.officer is not None else None,
    )
    match outcome:
        case FormAtFault(form):
            raise _not_taken(form)
        case Changed():
            raise _changed(_("Somebody else has changed this report in the meantime. Look at it again, then decide."))
        case NotOffered():
            raise _not_offered(asked, actor, sent.act)
        case Done(_, taken) | SentBefore(taken):
            return _performed(taken, actor)


def undo(request: HttpRequest, tracking_id: str) -> PerformedAct:
    """Also of who sent the report to another office by it, as on the page. Problem 409 where it is too late."""
    officer = handling_officer(request)
    report = report_to_undo(tracking_id, officer)
    if report is None:
        raise unknown_report()
    try:
        return _performed(take_back(report, officer), officer_actor(officer))
    except ActRefused as refused:
        raise Problem(409, detail=str(refused.reason)) from refused


def _performed(taken: ActionResult, actor: Actor) -> PerformedAct:
    return PerformedAct(
        tracking_id=taken.report.tracking_id,
        act=taken.entry.act,
        at=taken.entry.at,
        state=State(taken.report.state),
        version=taken.report.version,
        warning=warning_after(taken) if actor.officer else "",
        undo_until=taken.held_until,
    )


def _actor(asked: Asked, act: str) -> Actor:
    """Raises Problem 401 without token and code, 404 where the token's officer may not see the report.

    Anyone may support."""
    officer = asked.caller
    if act == ActName.SUPPORT and officer is None and not asked.has_receipt:
        return ANYONE
    if officer is None or asked.officer is not None:
        if not asked.has_proof:
            raise Problem(
                401,
                detail=_("Send a token (Authorization: Bearer …), or the receipt code of the report (X-Receipt-Code)."),
            )
        return actor_of(asked)
    is_at_desk = may(officer, Can.ACT_FOR_VISITORS) and root_of(officer).pk == asked.report.root_id
    if not (is_at_desk and asked.has_receipt):
        raise unknown_report()
    return officer_actor(officer, has_receipt=True)


def _not_offered(asked: Asked, actor: Actor, act: str) -> Problem:
    """403 where this role never may, 409 where it may in another state."""
    named = [row for row in workflow.TABLE if row.name == act]
    if not named:
        return invalid("act", _("There is no such act."))
    roles = workflow.acting_as(actor.role, is_protected=asked.report.is_protected)
    status = 409 if any(row.actors & roles for row in named) else 403
    return Problem(status, detail=queries.refusal_of(asked.report, act, actor))


def _form(asked: Asked, row: Act, sent: SentAct, photos: list["UploadedFile[Any]"]) -> ActForm:
    """The console's form, bound; categories and agencies are named by code, officers by user name.

    Raises Problem 422 for fields that the act does not have.
    """
    given = sent.fields()
    data = {name: clean_text(value) if isinstance(value, str) else value for name, value in given.items()}
    files = MultiValueDict({"photos": photos})
    form = form_for(row, asked.report, {**data, "version": sent.version}, files)
    known = set(form.fields) - {"version", "photos"}
    errors = [FieldError(name, _("There is no such field.")) for name in sorted(set(given) - known)]
    errors += [
        FieldError(name, _("Enter a valid value.")) for name in sorted(known & set(given)) if not is_plain(given[name])
    ]
    if photos and "photos" not in form.fields:
        errors.append(FieldError("attachments", _("Files cannot be sent with this act.")))
    if errors:
        raise Problem(422, errors=errors)
    for field in form.fields.values():
        if isinstance(field, forms.ModelChoiceField) and field.queryset is not None:
            field.to_field_name = NAMED_BY.get(field.queryset.model, field.to_field_name)
    return form


def is_plain(value: Any) -> bool:
    return isinstance(value, _PLAIN) or (isinstance(value, list) and all(isinstance(one, str) for one in value))


def _not_taken(form: ActForm) -> Problem:
    """What the form says after the act was not possible: a field at fault, or the state of the report."""
    faults = form.errors.as_data()
    general = faults.pop("__all__", [])
    if faults:
        return at_fault(
            [
                FieldError(shown(name), message)
                for name, found in faults.items()
                for fault in found
                for message in fault.messages
            ],
            is_ours=any(fault.code == OURS for found in faults.values() for fault in found),
        )
    message = " ".join(message for fault in general for message in fault.messages)
    return _changed(message) if any(fault.code == "changed" for fault in general) else Problem(409, detail=message)


def _changed(message: str) -> Problem:
    return Problem(409, "changed", detail=message)
