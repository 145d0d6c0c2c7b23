"""What the rules of the workflow table look at (GuardContext), and the rules themselves: each gives a reason to refuse,
or None. Pure."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise as Text
from django.utils.translation import gettext_lazy as _

from lapor.reports.vocabulary import ArchiveReason, Kind, OfficerCall, Publication, State, Visibility

REFUSE_WITHIN_DAYS = 2  # working days after a report came to an agency
REFUSALS_BEFORE_DECIDE = 3
REJECTIONS_BEFORE_DECIDE = 2  # answers that were said not to have solved it; each further one goes there too
REOPEN_WITHIN_DAYS = 30
OBJECT_WITHIN_WORKING_DAYS = 30  # UU 14/2008, to be checked against the text
LATE_REPLY_WITHIN_DAYS = 30
TAKE_BACK_WITHIN_HOURS = 24  # who can write in somebody's name (an SMS) withdraws nothing for good


@dataclass(frozen=True)
class GuardContext:
    """A report as it stands, and whose hands are on it. Days are counted at the moment of asking."""

    state: str
    kind: str = Kind.COMPLAINT
    visibility: str = Visibility.PUBLIC
    publication: str = Publication.PENDING
    archive_reason: str = ""
    is_protected: bool = False
    is_as_imported: bool = False  # nobody here has moved it since an earlier system handed it over
    is_decided: bool = False
    is_extended: bool = False
    has_agency: bool = False
    has_reporter: bool = True
    has_partners: bool = False  # links were given to some
    has_appealed: bool = False
    has_objected: bool = False
    has_rated: bool = False
    has_children: bool = False
    parent_state: str = ""
    parent_is_protected: bool = False
    parent_visibility: str = ""
    verdict: str = ""  # of a merged report's reporter on the parent's answer
    asked_by_agency: bool = False
    wants_approval: bool = False  # the agency lets its head approve answers
    refusals: int = 0
    rejections: int = 0  # how often an answer was rejected or the closed report reopened
    awaits_decision: bool = False  # rejected for the second time: the head of the city decides who goes on
    days_in_state: int = 0
    hours_in_state: int = 0  # whole ones
    working_days_in_state: int = 0
    working_days_held: int = 0  # by the calendar of the agency that holds it
    officer_call: str = ""  # whether the reporter asked for an officer
    waiting_time_over: bool = False
    has_newsroom: bool = False  # it came from an outlet whose newsroom can be written to
    is_unreachable: bool = False  # no contact point, no conversation, no receipt code
    actor_reaches: bool = True  # the report is with the actor's office or below it
    actor_supports: bool = False  # the actor's office was asked to help
    has_team: bool = False  # it is with a team of the agency
    is_taken: bool = False  # some officer was given it, or took it
    actor_in_team: bool = False  # the actor is one of that team
    actor_has_taken: bool = False  # it is the actor's
    actor_archived_it: bool = False
    actor_asks_back: bool = False  # drawn to ask its reporter, from another office
    actor_in_root: bool = False
    actor_may_decide_proposal: bool = False
    can_be_undone: bool = False  # the last act was the actor's, seconds ago, and nobody was told of it
    actor_has_receipt: bool = True  # false: a desk officer whose visitor has shown none


Rule = Callable[[GuardContext], "Text | str | None"]


def within_refusal_time(facts: GuardContext) -> "Text | str | None":
    if facts.is_decided:
        return _("The head of the city has decided who handles this; it can no longer be refused.")
    if facts.working_days_held > REFUSE_WITHIN_DAYS:
        return _("A report can be refused within 2 working days after it was forwarded.")
    return None


def leaves_unit(rejections: int) -> bool:
    """Whether after so many rejections another one than the office itself says who goes on: for the second and every
    later one the head of the root agency (docs/product.md)."""
    return rejections >= REJECTIONS_BEFORE_DECIDE


def rejected_again(facts: GuardContext) -> "Text | str | None":
    """Of the rows that lead to the head; the others of the same act follow them in the table."""
    return None if leaves_unit(facts.rejections + 1) else _("The agency goes on after the first rejection.")


def reopened_again(facts: GuardContext) -> "Text | str | None":
    return still_reopenable(facts) or rejected_again(facts)


def head_decides(facts: GuardContext) -> "Text | str | None":
    """After three refusals, or two rejections. Of a protected case its standing group stands for the head."""
    if not facts.actor_in_root and not facts.is_protected:
        return _("Only the head of the city decides.")
    if facts.refusals < REFUSALS_BEFORE_DECIDE and not facts.awaits_decision:
        return _("The head decides after three refusals or two rejections.")
    return None


def is_refused_too_often(state: str, refusals: int, *, is_decided: bool) -> bool:
    """Whether the head decides who handles it: after three refusals, once it is back and nobody has decided. The same
    as a condition on rows: models.queue.REFUSED_TOO_OFTEN."""
    return state == State.RECEIVED and refusals >= REFUSALS_BEFORE_DECIDE and not is_decided


def not_before_head(facts: GuardContext) -> "Text | str | None":
    """What leaves the unit, or was refused three times, comes to nobody, and to no end, before the head has decided."""
    if facts.awaits_decision:
        return _("Its reporter said twice that it is not solved: the head of the city decides who handles it.")
    if is_refused_too_often(facts.state, facts.refusals, is_decided=facts.is_decided):
        return _("It was refused three times: the head of the city decides who handles it.")
    return None


def not_decided(facts: GuardContext) -> "Text | str | None":
    return _("The head of the city has decided who handles this.") if facts.is_decided else None


def head_decides_anew(facts: GuardContext) -> "Text | str | None":
    """What was decided binds everybody else."""
    if not facts.actor_in_root and not facts.is_protected:
        return _("Only the head of the city decides.")
    return None if facts.is_decided else _("The head decides after three refusals or two rejections.")


def may_go_to_partners(facts: GuardContext) -> "Text | str | None":
    if facts.is_protected or facts.visibility != Visibility.PUBLIC:
        return _("A protected or confidential report is not shown to anybody outside.")
    return None


def has_partners(facts: GuardContext) -> "Text | str | None":
    return None if facts.has_partners else _("No link was given to anybody.")


def still_reopenable(facts: GuardContext) -> "Text | str | None":
    if facts.days_in_state <= REOPEN_WITHIN_DAYS:
        return None
    return _("The %(days)s days for reopening are over.") % {"days": REOPEN_WITHIN_DAYS}


def objection_possible(facts: GuardContext) -> "Text | str | None":
    if facts.kind != Kind.INFORMATION_REQUEST:
        return _("An objection is possible for information requests.")
    if facts.has_objected:
        return _("An objection has already been made.")
    if facts.working_days_in_state > OBJECT_WITHIN_WORKING_DAYS:
        return _("The %(days)s working days for an objection are over.") % {"days": OBJECT_WITHIN_WORKING_DAYS}
    return None


def head_answers_objection(facts: GuardContext) -> "Text | str | None":
    return None if facts.has_objected else _("The head answers after an objection only.")


def not_objected(facts: GuardContext) -> "Text | str | None":
    return _("After an objection only the head may answer.") if facts.has_objected else None


def extension_possible(facts: GuardContext) -> "Text | str | None":
    if facts.kind != Kind.INFORMATION_REQUEST:
        return _("Only an information request can be extended.")
    return _("It has already been extended once.") if facts.is_extended else None


def may_appeal(facts: GuardContext) -> "Text | str | None":
    if facts.archive_reason in {ArchiveReason.WITHDRAWN, ArchiveReason.IMPORTED}:
        return _("This report was not archived by an officer here.")
    return _("An appeal has already been made.") if facts.has_appealed else None


def may_take_back(facts: GuardContext) -> "Text | str | None":
    if facts.archive_reason != ArchiveReason.WITHDRAWN:
        return _("This report was not withdrawn.")
    return (
        None
        if facts.hours_in_state < TAKE_BACK_WITHIN_HOURS
        else _("The 24 hours for taking the withdrawal back are over.")
    )


def may_take_back_protected(facts: GuardContext) -> "Text | str | None":
    return may_take_back(facts) if facts.is_protected else _("It is not a protected case.")


def late_reply_possible(facts: GuardContext) -> "Text | str | None":
    if facts.archive_reason != ArchiveReason.INCOMPLETE:
        return _("A late reply is possible where an answer to a question was missing.")
    if facts.days_in_state <= LATE_REPLY_WITHIN_DAYS:
        return None
    return _("The %(days)s days for a late reply are over.") % {"days": LATE_REPLY_WITHIN_DAYS}


def asked_by_triage(facts: GuardContext) -> "Text | str | None":
    return _("An agency asked.") if facts.asked_by_agency else _reply_time_over(facts)


def asked_by_agency(facts: GuardContext) -> "Text | str | None":
    return _reply_time_over(facts) if facts.asked_by_agency else _("No agency asked.")


def _reply_time_over(facts: GuardContext) -> "Text | str | None":
    if facts.is_as_imported:
        return _("An imported report has no deadlines.")
    return None if facts.waiting_time_over else _("The time to reply is not over yet.")


def confirmation_over(facts: GuardContext) -> "Text | str | None":
    return None if facts.waiting_time_over or facts.is_unreachable else _("The time to confirm is not over yet.")


def may_publish(facts: GuardContext) -> "Text | str | None":
    if facts.visibility == Visibility.CONFIDENTIAL:
        return _("A confidential report is not published.")
    return _("It is published already.") if facts.publication == Publication.PUBLISHED else None


def may_tell_press(facts: GuardContext) -> "Text | str | None":
    if facts.is_protected or facts.visibility == Visibility.CONFIDENTIAL:
        return _("A confidential report is not told to the press.")
    return (
        None
        if facts.has_newsroom
        else _("This report does not come from an outlet whose newsroom has an email address here.")
    )


def may_call_officer(facts: GuardContext) -> "Text | str | None":
    return (
        _("The officers have been told already; one of them answers you.")
        if facts.officer_call == OfficerCall.OPEN
        else None
    )


def was_called(facts: GuardContext) -> "Text | str | None":
    return None if facts.officer_call else _("The reporter did not ask for an officer.")


def call_is_open(facts: GuardContext) -> "Text | str | None":
    return None if facts.officer_call == OfficerCall.OPEN else _("The reporter does not wait for an officer.")


def may_ask_back(facts: GuardContext) -> "Text | str | None":
    return None if facts.actor_asks_back else _("You were not drawn to ask about this report.")


def may_withhold(facts: GuardContext) -> "Text | str | None":
    return _("It is withheld already.") if facts.publication == Publication.WITHHELD else None


def is_published(facts: GuardContext) -> "Text | str | None":
    return None if facts.publication == Publication.PUBLISHED else _("Its text is not published.")


def is_public(facts: GuardContext) -> "Text | str | None":
    return None if facts.visibility == Visibility.PUBLIC else _("It is confidential already.")


def may_lower_privacy(facts: GuardContext) -> "Text | str | None":
    if facts.is_protected:
        return _("A protected case stays confidential.")
    return None if facts.visibility == Visibility.CONFIDENTIAL else _("It is public already.")


def may_rate(facts: GuardContext) -> "Text | str | None":
    return _("You have already rated this report.") if facts.has_rated else None


def waits_for_team_of_actor(facts: GuardContext) -> "Text | str | None":
    if not facts.actor_in_team:
        return _("It was not given to a team of yours.")
    return _("One of your team has taken it already.") if facts.is_taken else None


def was_taken_by_actor(facts: GuardContext) -> "Text | str | None":
    if facts.has_team and facts.actor_has_taken:
        return None
    return _("You have not taken it for a team.")


def may_merge(facts: GuardContext) -> "Text | str | None":
    if (reason := not_before_head(facts)) is not None:
        return reason
    if facts.is_protected:
        return _("A protected case is never merged.")
    return _("Other reports are merged into this one: split them first.") if facts.has_children else None


def may_judge_parent(facts: GuardContext) -> "Text | str | None":
    if facts.parent_state != State.ANSWERED:
        return _("The report that yours was merged into waits for no confirmation now.")
    return _("You have said already whether it is solved.") if facts.verdict else None


def lets_go_of_children(facts: GuardContext) -> bool:
    """Whether the parent no longer goes on for a report that was merged into it: it is archived, or others than the
    child's readers see it. The same as a condition on rows: models.queue.STRANDED."""
    is_elsewhere = facts.parent_visibility not in {"", facts.visibility}
    return facts.parent_state == State.ARCHIVED or facts.parent_is_protected or is_elsewhere


def parent_lets_go(facts: GuardContext) -> "Text | str | None":
    return None if lets_go_of_children(facts) else _("The report it was merged into goes on.")


def may_decide_proposal(facts: GuardContext) -> "Text | str | None":
    return None if facts.actor_may_decide_proposal else _("No proposal waits for your decision.")


def may_undo(facts: GuardContext) -> "Text | str | None":
    return None if facts.can_be_undone else _("This can no longer be undone.")


def is_protected(facts: GuardContext) -> "Text | str | None":
    return None if facts.is_protected else _("Only the team for protected cases does this.")


def is_not_protected(facts: GuardContext) -> "Text | str | None":
    return _("It is already a protected case.") if facts.is_protected else None


def may_be_supported(facts: GuardContext) -> "Text | str | None":
    return _("A protected case has no supporters.") if facts.is_protected else is_published(facts)
