"""Asking: the number, the tries, what came of it. Called by the console; the result is an act of the table."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from lapor.agencies.callback_rules import rules_from
from lapor.agencies.models import Officer
from lapor.agencies.officers.delegations import stand_in_note
from lapor.agencies.queries import root_of, zone_of
from lapor.agencies.roles import Can, may
from lapor.casework import identities
from lapor.casework.callback.callers import CallerPicker, hands_on, may_ask_back
from lapor.casework.callback.draws import CLOSED_HERE, phone_points, tell_caller
from lapor.casework.models import CallbackCase, IdentityOpening
from lapor.core import clock
from lapor.ledger.actions import append
from lapor.ledger.event_names import EventName
from lapor.ledger.models import Stream
from lapor.reporters import vault
from lapor.reporters.models import ContactPoint
from lapor.reports.actions import perform_action
from lapor.reports.models import Report
from lapor.reports.vocabulary import ActName, CallResult, Identity, Visibility
from lapor.reports.workflow.acting import SYSTEM, ActData, officer_actor
from lapor.reports.workflow.refusals import ActRefused

OVERTAKEN = "overtaken"  # it was opened again before anybody asked


@dataclass(frozen=True)
class CalledPerson:
    """Whom to ask. Never stored, logged or cached. `name`: "" where the report is anonymous."""

    name: str
    phones: list[str]


def calls_of(officer: Officer) -> list[CallbackCase]:
    """What this officer is still to ask, the oldest draw first. One query."""
    rows = (
        CallbackCase.objects.filter(officer=officer, outcome="")
        .select_related("draw", "report__category")
        .defer("draw__frame")
    )
    rows = rows.filter(report__visibility=Visibility.PUBLIC, report__is_protected=False)
    return list(rows.select_related("report__area__parent", "report__agency").order_by("draw__month", "place"))


def case_of(case_id: UUID, officer: Officer) -> CallbackCase | None:
    """An open case of this officer's; None where it is not theirs, or no longer."""
    related = ("draw__root", "report__root", "report__agency", "report__category", "report__area__parent")
    rows = CallbackCase.objects.select_related(*related).defer("draw__frame")
    case = rows.filter(pk=case_id, officer=officer, outcome="").first()
    return case if case is not None and may_ask_back(officer, case.report) else None


def is_overtaken(case: CallbackCase) -> bool:
    return case.report.state not in CLOSED_HERE


def tries_left(case: CallbackCase) -> int:
    return rules_from(case.draw.rules).tries - len(case.tries)


def waiting_opening(case: CallbackCase, officer: Officer) -> IdentityOpening | None:
    """Asked for and not opened yet: it waits for a second officer, or has been agreed to."""
    rows = IdentityOpening.objects.filter(report=case.report, officer=officer, attachment=None, opened_at=None)
    rows = rows.filter(requested_at__gt=clock.now() - identities.VALID, reason=reason_of(case))
    return rows.order_by("-requested_at").first()


def open_number(case_id: UUID, *, by: Officer) -> CalledPerson | None:
    """Name and telephone, once each time they are asked for: an opening like every other, with the reason "call-back".
    None: a second officer has to agree first, since the report is anonymous. Raises ActRefused."""
    case = _mine(case_id, by)
    opening = waiting_opening(case, by) or identities.ask_to_open(
        case.report, by=by, reason=reason_of(case), asks_back=True
    )
    if opening.needs_second and opening.approved_at is None:
        return None
    with transaction.atomic():
        reporter = identities.note_call(opening.pk, by=by)
        points = ContactPoint.objects.filter(phone_points(), reporter=reporter).order_by("created_at", "id")
        name, phones = vault.phones_of(reporter, points)
    return CalledPerson(name if case.report.identity == Identity.NAMED else "", phones)


def write_result(case_id: UUID, *, by: Officer, result: str, way: str, text: str = "") -> CallbackCase:
    """What came of a try. Not reached: another day, up to as many days as the draw's rules say. Raises ActRefused."""
    with transaction.atomic():
        case = _mine(case_id, by, for_update=True)
        report = Report.objects.select_related("root").get(pk=case.report_id)
        if report.state not in CLOSED_HERE:
            return _end(case, OVERTAKEN, way)
        if way == CallbackCase.Way.PHONE and not _was_opened(case, by):
            raise ActRefused(_("You have not opened the number, so nobody was called."), field="way")
        if result == CallResult.NOT_REACHED and not _is_last_try(case, by):
            return case
        actor = officer_actor(by, asks_back=True)
        perform_action(case.report_id, ActName.CALL_BACK, actor=actor, data=ActData(text=text, call_result=result))
        if result == CallResult.NOT_SOLVED:
            with translation.override(report.language):
                words = _("An officer of another office asked about it: it is not solved.")
            perform_action(case.report_id, ActName.REOPEN, actor=SYSTEM, data=ActData(text=words))
        return _end(case, result, way)


def pass_on(case_id: UUID, *, by: Officer) -> CallbackCase:
    """Who cannot ask gives it to the next one who may; so does the overseer for somebody else. Raises ActRefused."""
    with transaction.atomic():
        rows = CallbackCase.objects.select_for_update(of=("self",)).select_related("draw__root", "report__agency")
        case = rows.filter(pk=case_id, outcome="", draw__root=root_of(by)).first()
        if case is None or (case.officer_id != by.pk and not may(by, Can.DRAW_SAMPLE)):
            raise ActRefused(_("This call is not yours."))
        case.passed = [*case.passed, str(case.officer_id)]
        picker = CallerPicker(case.draw.root, case.draw.seed)
        for officer_id in CallbackCase.objects.filter(draw=case.draw, outcome="").values_list("officer", flat=True):
            picker.load[officer_id] += 1
        found = picker.pick(case.report, hands_on([case.report])[case.report_id], without=case.passed)
        if found is None:
            raise ActRefused(_("There is nobody else of another office who could ask."))
        case.officer = found
        case.save(update_fields=["officer", "passed"])
        tell_caller(case, by)
    return case


def _was_opened(case: CallbackCase, by: Officer) -> bool:
    """Whether this officer had the number for this call: who never saw it has called nobody."""
    rows = IdentityOpening.objects.filter(report=case.report_id, officer=by, attachment=None, reason=reason_of(case))
    return rows.exclude(opened_at=None).exists()


def _is_last_try(case: CallbackCase, by: Officer) -> bool:
    """Note a day on which nobody answered; whether it was the last one."""
    today = _today(case)
    if today.isoformat() in case.tries:
        raise ActRefused(_("You tried today already: try again on another day."), field="result")
    case.tries = [*case.tries, today.isoformat()]
    case.save(update_fields=["tries"])
    append(
        stream_id=case.report_id,
        kind=Stream.Kind.REPORT,
        name=EventName.CALLBACK_TRIED,
        actor_kind="officer",
        actor_id=by.pk,
        data={"case": str(case.pk), "tries": len(case.tries), **stand_in_note(by)},
    )
    return tries_left(case) <= 0


def _today(case: CallbackCase) -> date:
    return clock.now().astimezone(zone_of(case.draw.root)).date()


def _mine(case_id: UUID, by: Officer, *, for_update: bool = False) -> CallbackCase:
    rows = CallbackCase.objects.select_related("draw__root", "report__root", "report__agency", "report__reporter")
    rows = rows.select_for_update(of=("self",)) if for_update else rows
    case = rows.filter(pk=case_id, officer=by, outcome="").first()
    if case is None or not may_ask_back(by, case.report):
        raise ActRefused(_("This call is not yours."))
    return case


def _end(case: CallbackCase, outcome: str, way: str) -> CallbackCase:
    case.outcome, case.way, case.done_at = outcome, way, clock.now()
    case.save(update_fields=["outcome", "way", "done_at"])
    return case


def reason_of(case: CallbackCase) -> str:
    return f"Uji petik / call-back {case.draw.month:%Y-%m}"
