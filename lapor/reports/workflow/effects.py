"""What some acts change besides state and clocks: holder, privacy, outcome, counters.

Called by `perform_action` only."""

from collections.abc import Callable
from datetime import datetime

from django.db.models import F
from django.utils.translation import gettext as _

from lapor.agencies.models import Agency
from lapor.agencies.queries import standing_group
from lapor.reports.models import (
    Assignment,
    Attachment,
    Exclusion,
    Feedback,
    Report,
    Support,
    SupportingAgency,
)
from lapor.reports.permissions import can_be_asked
from lapor.reports.vocabulary import (
    ActName,
    ArchiveReason,
    OfficerCall,
    Outcome,
    Publication,
    State,
    Urgency,
    Verdict,
    Visibility,
)
from lapor.reports.workflow import effects_on_partners
from lapor.reports.workflow.effect_context import EffectContext
from lapor.reports.workflow.effects_on_words import (
    lower_privacy,
    mask,
    mask_photo,
    move_out,
    publish,
    publish_entry,
    publish_words,
    raise_privacy,
    withhold,
    withhold_entry,
)
from lapor.reports.workflow.refusals import ActRefused
from lapor.reports.workflow.rules import leaves_unit


def _assign(report: Report, to_agency: Agency, *, at: datetime, reason: str) -> None:
    Assignment.objects.filter(report=report, ended_at=None).update(ended_at=at)
    Assignment.objects.create(report=report, from_agency=report.agency, to_agency=to_agency, reason=reason, began_at=at)
    report.agency, report.held_since = to_agency, at
    report.officer = report.team = None


def _forward(act: EffectContext) -> None:
    if act.data.unit is not None:
        _assign(act.report, act.data.unit, at=act.at, reason=act.data.text)
        return
    agency = act.data.agency
    if act.data.category is not None:
        act.report.category = act.data.category
        if act.data.category.is_protected:
            agency = _protect(act.report)
        elif act.data.category.is_urgent:
            act.report.urgency = Urgency.URGENT
    if act.data.publication:
        act.report.publication = (
            act.data.publication if act.report.visibility == Visibility.PUBLIC else Publication.WITHHELD
        )
    publish_words(act.report, act.data)
    if agency is not None:
        _assign(act.report, agency, at=act.at, reason=act.data.text)


def _protect(report: Report) -> Agency | None:
    """A category of the protected cases: confidential, urgent, and with its standing group whatever agency was chosen.

    Where that group has no active officer the nearest one that has takes it: a case that nobody can open helps
    nobody."""
    report.is_protected, report.urgency, report.visibility = True, Urgency.URGENT, Visibility.CONFIDENTIAL
    report.publication = Publication.WITHHELD
    own = report.category.agency if report.category else None
    return (standing_group(own) or own) if own else None


def _protect_later(act: EffectContext) -> None:
    """What was said later makes it a case of its own, also where it was merged or closed."""
    act.report.archive_reason, act.report.awaits_decision = "", False
    _leave_parent(act.report)
    _forward(act)


def _decide(act: EffectContext) -> None:
    if act.report.is_protected:  # to a group that can open it, whatever agency was chosen
        group = standing_group(act.data.agency) if act.data.agency else None
        group = group or _protect(act.report) or act.report.agency
        assert group is not None  # noqa: S101 - a protected case has one
        _assign(act.report, group, at=act.at, reason=act.data.text)
    else:
        _forward(act)
    act.report.is_decided, act.report.awaits_decision = True, False


def _refuse(act: EffectContext) -> None:
    Assignment.objects.filter(report=act.report, ended_at=None).update(ended_at=act.at, was_refused=True)
    act.report.agency = act.report.held_since = act.report.officer = act.report.team = None
    act.report.refusals += 1


def _first_response(act: EffectContext) -> None:
    if act.report.first_response_at is None:
        act.report.first_response_at = act.at


def _ask(act: EffectContext) -> None:
    if act.report.state != State.RECEIVED:
        _first_response(act)


def _answer(act: EffectContext) -> None:
    _first_response(act)
    act.report.outcome, act.report.answered_at = act.data.outcome, act.at
    _ask_children_anew(act.report)


def _ask_children_anew(report: Report) -> None:
    """Who was merged into it is asked about this answer, whatever was said of an earlier one."""
    if report.children_count:
        Report.objects.filter(parent=report).update(verdict="")


def _outside_answer(act: EffectContext) -> None:
    act.report.outcome, act.report.answered_at = act.data.outcome or Outcome.PARTLY, act.at
    _ask_children_anew(act.report)


def _answer_gone(act: EffectContext) -> None:
    """What was shown as solved was not: its evidence no longer counts, the next answer needs new."""
    act.report.outcome, act.report.answered_at = "", None
    act.report.change_story(Attachment.objects.filter(report=act.report, is_evidence=True), is_evidence=False)


def _rejected(act: EffectContext) -> None:
    """Said not to be solved, by whatever way: counted, and from the second time on it leaves the unit, for the head to
    decide. The one place where this is done."""
    _answer_gone(act)
    act.report.rejections = max(act.report.rejections, act.data.rejected_before) + 1
    if leaves_unit(act.report.rejections):
        act.report.awaits_decision = True
        if not act.report.is_protected:  # its group stands for the head: nobody else is to see the case meanwhile
            _release_holder(act.report, act.at)


def _object(act: EffectContext) -> None:
    _answer_gone(act)
    act.report.has_objected = True


def _release_holder(report: Report, at: datetime) -> None:
    Assignment.objects.filter(report=report, ended_at=None).update(ended_at=at)
    report.agency = report.held_since = report.officer = report.team = None


def _archive(act: EffectContext) -> None:
    act.report.archive_reason, act.report.archived_by = act.data.archive_reason, act.actor.officer


def _withdraw(act: EffectContext) -> None:
    act.report.archive_reason, act.report.archived_by = ArchiveReason.WITHDRAWN, None
    _leave_parent(act.report)
    _release_holder(act.report, act.at)


def _take_back(act: EffectContext) -> None:
    """A protected case goes to whom it was with: nobody would look for it among what has to be verified."""
    act.report.archive_reason = ""
    _reset_decision(act.report)
    if act.report.is_protected and (group := _protect(act.report)) is not None:
        _assign(act.report, group, at=act.at, reason="")


def _expire(act: EffectContext) -> None:
    if act.report.return_state == State.RECEIVED:
        act.report.archive_reason = ArchiveReason.INCOMPLETE


def _refer(act: EffectContext) -> None:
    _release_holder(act.report, act.at)


def _reset_decision(report: Report) -> None:
    """What comes back to be checked after the head decided goes to nobody before the head has decided anew."""
    if report.is_decided:
        report.is_decided, report.awaits_decision = False, leaves_unit(report.rejections)


def _verify_anew(act: EffectContext) -> None:
    act.report.archive_reason = ""
    _reset_decision(act.report)
    _leave_parent(act.report)
    _release_holder(act.report, act.at)


def _appeal(act: EffectContext) -> None:
    _verify_anew(act)
    act.report.has_appealed = True


def _extend(act: EffectContext) -> None:
    act.report.is_extended = True


def _rate(act: EffectContext) -> None:
    Feedback.objects.create(report=act.report, rating=act.data.rating, text=act.data.text, at=act.at)


def _merge(act: EffectContext) -> None:
    """Rows are locked from the child to the parent, here and everywhere."""
    assert act.data.parent is not None  # noqa: S101 - the table needs it
    parent = (
        Report.objects.select_for_update()
        .only("state", "visibility", "root", "is_protected")
        .get(pk=act.data.parent.pk)
    )
    if parent.pk == act.report.pk:
        raise ActRefused(_("A report cannot be merged into itself."), field="parent")
    if parent.root_id != act.report.root_id:
        raise ActRefused(_("There is no such report."), field="parent")
    if parent.state in {State.MERGED, State.ARCHIVED}:
        raise ActRefused(_("The other report is merged or archived itself."), field="parent")
    if parent.is_protected or parent.visibility != act.report.visibility:
        raise ActRefused(_("Both reports must be public, or both confidential."), field="parent")
    Report.objects.filter(pk=parent.pk).update(children_count=F("children_count") + 1)
    act.report.parent, act.report.verdict = parent, ""
    _release_holder(act.report, act.at)


def _leave_parent(report: Report) -> None:
    if report.parent_id is not None:
        Report.objects.filter(pk=report.parent_id).update(children_count=F("children_count") - 1)
        report.parent, report.verdict = None, ""


def _confirm(act: EffectContext) -> None:
    if act.report.state == State.MERGED:
        act.report.verdict = Verdict.CONFIRMED


def _reject(act: EffectContext) -> None:
    if act.report.state == State.MERGED:
        act.report.verdict = Verdict.REJECTED
        act.report.rejections += 1
    else:
        _rejected(act)


def _promise(act: EffectContext) -> None:
    act.report.promised_on = act.data.promised_on


def _assign_officer(act: EffectContext) -> None:
    """It is this officer's then and no team's."""
    act.report.officer, act.report.team = act.data.officer, None


def _give_team(act: EffectContext) -> None:
    act.report.officer, act.report.team = None, act.data.team


def _take(act: EffectContext) -> None:
    """Whoever takes it in a lent role takes it for its lender: it stays theirs when the loan ends."""
    officer = act.actor.officer
    act.report.officer = officer.stands_in_for or officer if officer else None


def _hand_back(act: EffectContext) -> None:
    act.report.officer = None


def _unassign(act: EffectContext) -> None:
    if act.data.officer is None or act.report.officer_id != act.data.officer.pk or act.data.officer.is_active:
        raise ActRefused(
            _("The officer has an account that is switched on, or does not have this report."), field="officer"
        )
    act.report.officer = None


def _call_support(act: EffectContext) -> None:
    SupportingAgency.objects.get_or_create(report=act.report, agency=act.data.agency, defaults={"at": act.at})
    act.report.has_helpers = True


def _support(act: EffectContext) -> None:
    _row, is_new = Support.objects.get_or_create(
        report=act.report, supporter=act.data.supporter, defaults={"at": act.at}
    )
    if not is_new:
        raise ActRefused(_("You have already said so."))
    act.report.supporters_count += 1


def _exclude(act: EffectContext) -> None:
    if act.data.agency is None and act.data.officer is None:
        raise ActRefused(_("Choose an agency or an officer."), field="agency")
    Exclusion.objects.create(report=act.report, agency=act.data.agency, officer=act.data.officer)
    act.report.has_exclusions = True


def _lapse(act: EffectContext) -> None:
    """Where there was nobody to ask, it is counted apart."""
    act.report.is_unreachable = not act.report.children_count and not can_be_asked(act.report)


def _call_officer(act: EffectContext) -> None:
    act.report.officer_call = OfficerCall.OPEN


def _end_call(act: EffectContext) -> None:
    act.report.officer_call = OfficerCall.ANSWERED


EFFECTS: dict[str, Callable[[EffectContext], None]] = {
    ActName.FORWARD: _forward,
    ActName.REROUTE: _forward,
    ActName.DECIDE: _decide,
    ActName.REFUSE: _refuse,
    ActName.ASK: _ask,
    ActName.START: _first_response,
    ActName.ANSWER: _answer,
    ActName.OUTSIDE_ANSWER: _outside_answer,
    ActName.CONFIRM: _confirm,
    ActName.REJECT: _reject,
    ActName.REOPEN: _rejected,
    ActName.OBJECT: _object,
    ActName.ARCHIVE: _archive,
    ActName.WITHDRAW: _withdraw,
    ActName.TAKE_BACK: _take_back,
    ActName.EXPIRE: _expire,
    ActName.REFER: _refer,
    ActName.APPEAL: _appeal,
    ActName.LATE_REPLY: _verify_anew,
    ActName.CORRECT: _verify_anew,
    ActName.SPLIT: _verify_anew,
    ActName.RELEASE: _verify_anew,
    ActName.EXTEND: _extend,
    ActName.PUBLISH: publish,
    ActName.PUBLISH_ENTRY: publish_entry,
    ActName.WITHHOLD_ENTRY: withhold_entry,
    ActName.MOVE_OUT: move_out,
    ActName.MASK: mask,
    ActName.MASK_PHOTO: mask_photo,
    ActName.WITHHOLD: withhold,
    ActName.RAISE_PRIVACY: raise_privacy,
    ActName.LOWER_PRIVACY: lower_privacy,
    ActName.RATE: _rate,
    ActName.MERGE: _merge,
    ActName.SCHEDULE: _promise,
    ActName.RESCHEDULE: _promise,
    ActName.ASSIGN_OFFICER: _assign_officer,
    ActName.GIVE_TEAM: _give_team,
    ActName.TAKE: _take,
    ActName.HAND_BACK: _hand_back,
    ActName.CALL_SUPPORT: _call_support,
    ActName.UNASSIGN: _unassign,
    ActName.SUPPORT: _support,
    ActName.INVITE_PARTNER: effects_on_partners.invite,
    ActName.END_PARTNER: effects_on_partners.end,
    ActName.EXCLUDE: _exclude,
    ActName.PROTECT: _protect_later,
    ActName.LAPSE: _lapse,
    ActName.CALL_OFFICER: _call_officer,
    ActName.END_CALL: _end_call,
}
