"""What an office decides together, over REST: proposals that wait, incidents and what is merged into them, handing over
all of somebody's reports, how reports go between offices, reports of a person."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _

from lapor.agencies.models import Officer
from lapor.agencies.queries import root_of
from lapor.agencies.roles import Can
from lapor.api.problems import FieldError, Problem, invalid
from lapor.api.v1.inbox_items import COLUMNS, inbox_items
from lapor.api.v1.office_schemas import SentHandOver, SentIncident, SentMerge, SentReporterSearch
from lapor.api.v1.worktable_access import handling_officer, named_officer, uuid_or_404
from lapor.casework.handing_over import givers, hand_over, preview, takers
from lapor.casework.inbox import lines_of
from lapor.casework.proposed import WaitingProposal, waiting_proposals
from lapor.casework.reporter_search import search_reporter
from lapor.core import clock
from lapor.core.ids import parse_tracking_id
from lapor.core.text import clean_text
from lapor.gateway import rate_limits
from lapor.measure.dispositions import pairs_for
from lapor.presentation.story import list_title
from lapor.reports.models import Report
from lapor.reports.workflow.refusals import ActRefused
from lapor.triage.incidents import (
    MERGE_AT_ONCE,
    Declaration,
    areas_of_incidents,
    candidates,
    categories_of_incidents,
    declare_incident,
    merge_into_incident,
)
from lapor.triage.models import Incident

SHOWN = 30  # incidents, the newest ones


def list_proposals(request: HttpRequest) -> JsonResponse:
    officer = handling_officer(request, Can.APPROVE, Can.TRIAGE, Can.SEE_PROTECTED)
    return JsonResponse([_proposal(one) for one in waiting_proposals(officer)], safe=False)


def _proposal(one: WaitingProposal) -> dict[str, Any]:
    """As the page has it: the words of a protected case are read at its own address alone."""
    report, by = one.report, one.proposal.officer
    return {
        **_line(report),
        "act": one.proposal.act,
        "label": one.label,
        "text": "" if report.is_protected else one.text,
        "outcome": one.proposal.data.get("outcome") or None,
        "promised_on": one.promised_on,
        "destination": "" if report.is_protected else one.destination,
        "photo_questions": [] if report.is_protected else one.photo_questions,
        "officer": by.username,
        "agency": by.agency.code,
        "proposed_at": one.proposal.proposed_at,
        "is_own": one.is_own,
    }


def _line(report: Report) -> dict[str, Any]:
    return {
        "tracking_id": report.tracking_id,
        "version": report.version,
        "state": report.state,
        "title": list_title(report.title, report.text, is_protected=report.is_protected),
    }


def list_incidents(request: HttpRequest) -> JsonResponse:
    officer = handling_officer(request, Can.SEE_INCIDENTS)
    rows = Incident.objects.filter(root=root_of(officer)).select_related("parent")
    found = rows.prefetch_related("areas", "categories")[:SHOWN]
    return JsonResponse([_incident_out(one) for one in found], safe=False)


def _incident_out(one: Incident) -> dict[str, Any]:
    return {
        "id": str(one.pk),
        "title": one.title,
        "tracking_id": one.parent.tracking_id,
        "merged": one.parent.children_count,
        "categories": sorted(category.code for category in one.categories.all()),
        "areas": sorted(area.pk for area in one.areas.all()),
        "begins_at": one.begins_at,
        "ends_at": one.ends_at,
        "clock_note": one.clock_note,
    }


def declare(request: HttpRequest, sent: SentIncident) -> JsonResponse:
    """The report that stands for it is published at once."""
    officer = handling_officer(request, Can.DECLARE_INCIDENTS)
    root, given = root_of(officer), sent.model_dump()
    given["categories"] = _all_named(categories_of_incidents(root), "code", "categories", sent.categories)
    given["areas"] = _all_named(areas_of_incidents(root), "code", "areas", sent.areas)
    try:
        incident = declare_incident(Declaration(**given), by=officer)
    except ActRefused as refused:
        field = refused.field if refused.field in given else ""
        raise invalid(field, str(refused.reason)) if field else Problem(409, detail=str(refused.reason)) from refused
    incident.refresh_from_db(fields=["begins_at", "ends_at"])  # as any other answer says times
    return JsonResponse(_incident_out(incident), status=201)


def _all_named(rows: "QuerySet[Any]", name: str, field: str, codes: list[str]) -> list[Any]:
    """In the order given. Problem 422 for one that nothing has."""
    known = {getattr(row, name): row for row in rows.filter(**{f"{name}__in": codes})}
    if unknown := [code for code in codes if code not in known]:
        raise invalid(field, _("There is no such name here: %(name)s") % {"name": unknown[0]})
    return [known[code] for code in dict.fromkeys(codes)]


def list_candidates_of_incident(request: HttpRequest, incident_id: str) -> JsonResponse:
    _officer, incident = _incident(request, incident_id)
    return JsonResponse([_line(report) for report in candidates(incident)[:MERGE_AT_ONCE]], safe=False)


def merge_into(request: HttpRequest, incident_id: str, sent: SentMerge) -> JsonResponse:
    """Those that fit and stand as they were looked at; the others are named with the reason."""
    officer, incident = _incident(request, incident_id)
    named = {one.tracking_id: parse_tracking_id(one.tracking_id) for one in sent.reports}
    if unknown := [FieldError("reports", _("There is no such report.")) for number in named.values() if number is None]:
        raise Problem(422, errors=unknown[:1])
    versions = {number: one.version for one in sent.reports if (number := named[one.tracking_id])}
    merged = merge_into_incident(incident, versions, by=officer)
    return JsonResponse({"merged": merged.done, "refused": merged.refused})


def _incident(request: HttpRequest, incident_id: str) -> tuple[Officer, Incident]:
    officer = handling_officer(request, Can.TRIAGE)
    rows = Incident.objects.select_related("parent").filter(root=root_of(officer))
    incident = rows.filter(pk=uuid_or_404(incident_id)).first()
    if incident is None:
        raise Problem(404)
    return officer, incident


def hand_over_all(request: HttpRequest, sent: SentHandOver) -> JsonResponse:
    """A preview unless `preview` is false: a hundred in one go."""
    by = handling_officer(request, Can.HAND_OVER)
    officer, to = named_officer(givers(by), "officer", sent.officer), named_officer(takers(by), "to", sent.to)
    if sent.preview:
        found = preview(officer, by)
        return JsonResponse(
            {"is_preview": True, "given": found.given, "possible": found.possible, "refused": _refused(found.refused)}
        )
    try:
        result = hand_over(officer, to, by=by, reason=clean_text(sent.text))
    except ValidationError as error:
        raise invalid("to", error.messages[0]) from error
    given = preview(officer, by).given
    done = {"is_preview": False, "given": given, "possible": len(result.done), "refused": _refused(result.refused)}
    return JsonResponse(done)


def _refused(rows: Iterable[tuple[Report, str]]) -> list[dict[str, str]]:
    return [{"tracking_id": report.tracking_id, "reason": reason} for report, reason in rows]


def list_dispositions(request: HttpRequest) -> JsonResponse:
    officer = handling_officer(request, Can.SEE_DISPOSITIONS)
    return JsonResponse(
        [
            {
                "from_agency": one.from_agency.code if one.from_agency else None,
                "to_agency": one.to_agency.code,
                "handed": one.handed,
                "refused": one.refused,
                "held_days": round(one.held.total_seconds() / 86400, 1) if one.held is not None else None,
            }
            for one in pairs_for(officer)
        ],
        safe=False,
    )


def search_by_reporter(request: HttpRequest, sent: SentReporterSearch) -> JsonResponse:
    """Posted: what is looked for stands in no address and no log."""
    officer = handling_officer(request, Can.OPEN_IDENTITIES)
    if wait := rate_limits.seconds_to_wait(rate_limits.REPORTER_SEARCH, str(officer.person.pk)):
        raise Problem(429, headers={"Retry-After": str(wait)})
    lines = lines_of(search_reporter(clean_text(sent.who), by=officer), COLUMNS)
    return JsonResponse(inbox_items(root_of(officer), lines, clock.now()), safe=False)
