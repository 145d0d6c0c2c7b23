"""ONE table of everything that may be done to a report: from where to where, by whom, with what, and what the clocks
do.

Pure: no database. `reports.actions.perform_action` applies a row; surfaces ask `offered` for the buttons to show. The
content is docs/product.md, "States"; the rules it names stand in rules.py. Rows of one act are tried from top to
bottom; the first that fits wins.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise as Text
from django.utils.translation import gettext_lazy as _

from lapor.agencies.roles import Role
from lapor.reports.vocabulary import ClockKind, State
from lapor.reports.workflow import rules
from lapor.reports.workflow.rules import GuardContext, Rule

REPORTER, SYSTEM, ANYONE = "reporter", "system", "anyone"
TRIAGE, LIAISON, FIELD = Role.TRIAGE_OFFICER.value, Role.LIAISON_OFFICER.value, Role.FIELD_OFFICER.value
DESK, HEAD, OVERSEER, ADMIN = Role.DESK_OFFICER.value, Role.HEAD.value, Role.OVERSEER.value, Role.ADMINISTRATOR.value
PROTECTED = Role.PROTECTED_CASE_OFFICER.value
# On protected reports the officer of the standing group stands for these, and nobody else does.
PROTECTED_STANDS_FOR = frozenset({TRIAGE, LIAISON, HEAD})

NOT_OFFICERS = frozenset({REPORTER, DESK, SYSTEM, ANYONE})  # a desk writes down what somebody else says
CHECKED = frozenset({"publish", "mask", "publish_entry"})
# An officer's words that the person gets in a message (presentation.reporter_messages): who asked for an officer has
# been answered by them.
SPEAKING = frozenset(
    {
        "ask",
        "start",
        "respond",
        "answer",
        "outside_answer",
        "archive",
        "refer",
        "extend",
        "schedule",
        "reschedule",
        "answer_call",
    }
)

SAME, RETURN, HOLDER, PROPOSED = "same", "return_state", "in_progress or received", "what was proposed"
CLOSED = frozenset({State.RESOLVED, State.CLOSED_UNCONFIRMED, State.ARCHIVED, State.REFERRED, State.MERGED})
ALL_STATES = frozenset(State)
OPEN = frozenset(ALL_STATES - CLOSED)


@dataclass(frozen=True)
class Act:
    """One row.

    `needs` and `may` name the fields of ActData; `clocks` are (verb, clock) pairs; `rule` gives a reason to refuse.

    `consequence` may name a term of the policy in force: `%(expire)s`, `%(confirmation)s`. `approver`: the role whose
    approval it needs (where `approval` is given: if that says so); until then it is a proposal. `is_quiet`: leaves the
    report's version, since nobody's decision hangs on it. `for_helpers`: also open to supporting agencies.
    """

    name: str
    sources: frozenset[str]
    target: str
    actors: frozenset[str]
    needs: tuple[str, ...] = ()
    may: tuple[str, ...] = ()
    clocks: tuple[tuple[str, str], ...] = ()
    rule: Rule | None = None
    audience: str = "public"
    label: "Text | str" = ""
    consequence: "Text | str" = ""
    is_main: bool = False
    approver: str = ""
    approval: Callable[[GuardContext], bool] | None = None
    is_quiet: bool = False
    for_helpers: bool = False

    @property
    def is_checked(self) -> bool:
        """Whether it may put words before the public that an officer answers for: then findings can be ticked, with a
        reason."""
        return self.name in CHECKED or (self.audience == "public" and bool(self.actors - NOT_OFFICERS))

    def needs_approval(self, facts: GuardContext, roles: frozenset[str]) -> bool:
        """Whether the act is only proposed when these roles do it."""
        return bool(self.approver) and self.approver not in roles and (self.approval is None or self.approval(facts))


def _states(*states: str) -> frozenset[str]:
    return frozenset(states)


def _by(*actors: str) -> frozenset[str]:
    return frozenset(actors)


V, R, S, C = ClockKind.VERIFY, ClockKind.RESPONSE, ClockKind.RESOLUTION, ClockKind.CONFIRMATION
RECEIVED, AWAITING, FORWARDED = State.RECEIVED, State.AWAITING_REPORTER, State.FORWARDED
IN_PROGRESS, SCHEDULED, ANSWERED = State.IN_PROGRESS, State.SCHEDULED, State.ANSWERED
RESOLVED, UNCONFIRMED, MERGED = State.RESOLVED, State.CLOSED_UNCONFIRMED, State.MERGED
ARCHIVED, REFERRED = State.ARCHIVED, State.REFERRED
HELD = _states(FORWARDED, IN_PROGRESS)
WORKED_ON = HELD | {SCHEDULED}
HANDLERS = _by(TRIAGE, LIAISON, FIELD, HEAD)
STOP_ALL = (("stop", V), ("stop", R), ("stop", S), ("stop", C))
VERIFY_ANEW = (*STOP_ALL, ("restart", V))
TO_AGENCY = (("stop", V), ("start_or_resume", R), ("start_or_keep", S))
AS_PUBLISHED = ("published_title", "published_text")
TO_PROTECTION = (("stop", V), ("stop", C), ("start_or_resume", R), ("start_or_keep", S))
ANSWERING = (("stop", R), ("stop", S), ("start", C))

TABLE: tuple[Act, ...] = (
    Act(
        "file",
        _states(),
        RECEIVED,
        _by(REPORTER, DESK, SYSTEM, HEAD),
        ("text",),
        clocks=(("start", V),),
        label=_("Filed"),
    ),
    Act("import", _states(), "any", _by(ADMIN, SYSTEM), label=_("Imported from an earlier system")),
    # --- triage
    Act(
        "ask",
        _states(RECEIVED),
        AWAITING,
        _by(TRIAGE),
        ("text",),
        clocks=(("pause", V),),
        label=_("Ask the reporter"),
        consequence=_("The verification deadline pauses until the answer, at most %(expire)s working days."),
    ),
    Act(
        "forward",
        _states(RECEIVED),
        FORWARDED,
        _by(TRIAGE, SYSTEM),
        ("category", "agency", "publication"),
        ("text", *AS_PUBLISHED, "withheld_files"),
        TO_AGENCY,
        label=_("Verify and forward"),
        is_main=True,
        consequence=_("The agency's deadlines start: first response and resolution."),
    ),
    Act(
        "decide",
        _states(RECEIVED),
        FORWARDED,
        _by(HEAD),
        ("agency", "text"),
        (),
        TO_AGENCY,
        rules.refused_often,
        label=_("Decide who handles it"),
        consequence=_("Binding: the agency can no longer refuse."),
    ),
    Act(
        "reroute",
        HELD,
        FORWARDED,
        _by(TRIAGE),
        ("agency", "text"),
        label=_("Send to another agency"),
        consequence=_("The response time goes on counting."),
    ),
    Act(
        "merge",
        HELD | {RECEIVED},
        MERGED,
        _by(TRIAGE),
        ("parent",),
        ("text",),
        STOP_ALL,
        rules.may_merge,
        label=_("Merge into another report"),
        consequence=_("Its deadlines stop. Its reporter is told of the other report's answer and confirms it."),
    ),
    Act(
        "split",
        _states(MERGED),
        RECEIVED,
        _by(TRIAGE),
        ("text",),
        (),
        VERIFY_ANEW,
        label=_("Split off again"),
        consequence=_("The report will be checked again."),
    ),
    Act(
        "archive",
        _states(RECEIVED, AWAITING),
        ARCHIVED,
        _by(TRIAGE),
        ("archive_reason", "text"),
        (),
        STOP_ALL,
        label=_("Archive"),
        consequence=_("All deadlines stop. The reporter is told why and may appeal once."),
    ),
    Act(
        "refer",
        WORKED_ON | {RECEIVED, ANSWERED},
        REFERRED,
        _by(TRIAGE),
        ("destination", "text"),
        (),
        STOP_ALL,
        label=_("Refer outside"),
        consequence=_("All deadlines stop. The reporter is told where it went."),
    ),
    Act(
        "outside_answer",
        _states(REFERRED),
        ANSWERED,
        _by(TRIAGE),
        ("text", "source"),
        ("outcome",),
        (("start", C),),
        label=_("Enter the answer from outside"),
        consequence=_("The reporter is asked to confirm."),
    ),
    # --- the agency
    Act(
        "forward",
        HELD,
        FORWARDED,
        _by(LIAISON, HEAD),
        ("unit",),
        ("text",),
        label=_("Forward to a unit"),
        consequence=_("The deadlines stay."),
    ),
    Act(
        "assign_officer",
        WORKED_ON,
        SAME,
        _by(LIAISON, HEAD),
        ("officer",),
        ("text",),
        audience="internal",
        label=_("Give to an officer"),
        consequence=_("The officer finds it in the inbox."),
    ),
    Act(
        "refuse",
        HELD,
        RECEIVED,
        _by(LIAISON),
        ("text", "proposed_agency"),
        (),
        (("pause", R), ("restart_again", V)),
        rules.within_refusal_time,
        label=_("Not our responsibility"),
        consequence=_("It goes back to verification; resolution time runs on."),
    ),
    Act(
        "start",
        _states(FORWARDED),
        IN_PROGRESS,
        _by(LIAISON, FIELD),
        ("text",),
        ("photos",),
        (("stop", R),),
        is_main=True,
        label=_("Respond and start"),
        consequence=_("This is the first response: its deadline is met."),
    ),
    Act(
        "ask",
        HELD,
        AWAITING,
        _by(LIAISON),
        ("text",),
        clocks=(("stop", R), ("pause", S)),
        label=_("Ask the reporter"),
        consequence=_("Counts as first response; the resolution deadline pauses until the answer."),
    ),
    Act(
        "respond",
        _states(IN_PROGRESS, SCHEDULED),
        SAME,
        _by(LIAISON, FIELD),
        ("text",),
        ("photos",),
        for_helpers=True,
        label=_("Report progress"),
        consequence=_("The reporter is told."),
    ),
    Act(
        "schedule",
        _states(IN_PROGRESS),
        SCHEDULED,
        _by(LIAISON),
        ("promised_on", "text"),
        (),
        (("promise", S),),
        approver=HEAD,
        label=_("Schedule"),
        consequence=_("Needs the head's approval. The date is public and takes the place of the deadline."),
    ),
    Act(
        "reschedule",
        _states(SCHEDULED),
        SAME,
        _by(LIAISON),
        ("promised_on", "text"),
        (),
        (("promise", S),),
        approver=HEAD,
        label=_("Change the promised date"),
        consequence=_("Needs the head's approval. The old date stays public."),
    ),
    Act(
        "answer",
        WORKED_ON,
        ANSWERED,
        _by(HEAD),
        ("text", "outcome"),
        ("photos",),
        ANSWERING,
        rules.head_answers_objection,
        label=_("Answer the objection"),
        is_main=True,
        consequence=_("The reporter has %(confirmation)s working days to confirm."),
    ),
    Act(
        "answer",
        WORKED_ON,
        ANSWERED,
        _by(LIAISON),
        ("text", "outcome"),
        ("photos",),
        ANSWERING,
        rules.not_objected,
        approver=HEAD,
        approval=lambda facts: facts.wants_approval,
        label=_("Answer"),
        is_main=True,
        consequence=_("Your deadlines stop. The reporter has %(confirmation)s working days to confirm."),
    ),
    Act(
        "extend",
        _states(IN_PROGRESS),
        SAME,
        _by(LIAISON),
        ("text",),
        (),
        (("extend", S),),
        rules.extension_possible,
        label=_("Extend by 7 working days"),
        consequence=_("Once, with a reason the reporter sees."),
    ),
    Act(
        "refer",
        WORKED_ON,
        REFERRED,
        _by(LIAISON),
        ("destination", "text"),
        (),
        STOP_ALL,
        approver=TRIAGE,
        label=_("Propose to refer outside"),
        consequence=_("Verification decides on your proposal."),
    ),
    Act(
        "unassign",
        ALL_STATES,
        SAME,
        _by(SYSTEM),
        ("officer",),
        (),
        audience="internal",
        label=_("Taken back from an account that was switched off"),
        is_quiet=True,
    ),
    Act(
        "call_support",
        WORKED_ON,
        SAME,
        _by(TRIAGE, LIAISON, HEAD),
        ("agency",),
        ("text",),
        label=_("Ask another agency to help"),
        consequence=_("It sees the report and may report progress; you stay responsible."),
    ),
    Act(
        "approve",
        OPEN,
        PROPOSED,
        _by(HEAD, TRIAGE),
        (),
        (),
        (),
        rules.may_decide_proposal,
        label=_("Approve the proposal"),
        is_main=True,
        consequence=_("It takes effect at once, with its deadlines."),
    ),
    Act(
        "decline",
        OPEN,
        SAME,
        _by(HEAD, TRIAGE),
        ("text",),
        (),
        (),
        rules.may_decide_proposal,
        audience="internal",
        label=_("Decline the proposal"),
        consequence=_("The officer is told why; nothing else changes."),
    ),
    # --- the reporter
    Act(
        "reply",
        _states(AWAITING),
        RETURN,
        _by(REPORTER, DESK),
        ("text",),
        ("photos",),
        (("resume", V), ("resume", S)),
        label=_("Reply"),
        is_main=True,
    ),
    Act(
        "late_reply",
        _states(ARCHIVED),
        RECEIVED,
        _by(REPORTER, DESK),
        ("text",),
        ("photos",),
        VERIFY_ANEW,
        rules.late_reply_possible,
        label=_("Reply late"),
        consequence=_("Your report will be checked again."),
    ),
    Act(
        "confirm",
        _states(ANSWERED, UNCONFIRMED),
        RESOLVED,
        _by(REPORTER, DESK),
        (),
        ("text",),
        (("stop", C),),
        label=_("Yes, it is solved"),
        consequence=_("Your report is closed as confirmed."),
        is_main=True,
    ),
    Act(
        "confirm",
        _states(MERGED),
        SAME,
        _by(REPORTER, DESK),
        (),
        ("text",),
        (),
        rules.may_judge_parent,
        label=_("Yes, it is solved"),
        consequence=_("It has been added to your report."),
        is_main=True,
    ),
    Act(
        "reject",
        _states(ANSWERED),
        HOLDER,
        _by(REPORTER, DESK),
        ("text",),
        ("photos",),
        (("stop", C), ("reopen", S)),
        label=_("No, not yet"),
        consequence=_("The agency has to continue."),
    ),
    Act(
        "reject",
        _states(MERGED),
        SAME,
        _by(REPORTER, DESK),
        ("text",),
        ("photos",),
        (),
        rules.may_judge_parent,
        label=_("No, not yet"),
        consequence=_("The agency has to continue."),
    ),
    Act(
        "reopen",
        _states(RESOLVED, UNCONFIRMED),
        HOLDER,
        _by(REPORTER, DESK),
        ("text",),
        ("photos",),
        (("stop", C), ("reopen", S)),
        rules.still_reopenable,
        label=_("Reopen"),
        consequence=_("The agency has to continue."),
    ),
    Act(
        "reopen",
        _states(RESOLVED, UNCONFIRMED),
        HOLDER,
        _by(OVERSEER),
        ("text",),
        (),
        (("stop", C), ("reopen", S)),
        label=_("Reopen"),
        consequence=_("The agency has to continue."),
    ),
    Act(
        "object",
        _states(ANSWERED, RESOLVED, UNCONFIRMED),
        HOLDER,
        _by(REPORTER, DESK),
        ("text",),
        (),
        (("stop", C), ("object", S)),
        rules.objection_possible,
        label=_("Object to the answer"),
        consequence=_("The head answers within 30 working days."),
    ),
    Act(
        "release",
        _states(MERGED),
        RECEIVED,
        _by(REPORTER, DESK),
        (),
        ("text",),
        VERIFY_ANEW,
        label=_("Take my report out of the other one"),
        consequence=_("Your report will be checked by itself."),
    ),
    Act(
        "release",
        _states(MERGED),
        RECEIVED,
        _by(SYSTEM),
        (),
        (),
        VERIFY_ANEW,
        rules.parent_is_archived,
        label=_("Taken out of the archived one"),
    ),
    Act(
        "withdraw",
        WORKED_ON | {RECEIVED, AWAITING, MERGED, REFERRED},
        ARCHIVED,
        _by(REPORTER, DESK),
        (),
        ("text",),
        STOP_ALL,
        label=_("Withdraw"),
        consequence=_("Your report is archived at your wish. You can take that back for 24 hours."),
    ),
    Act(
        "take_back",
        _states(ARCHIVED),
        FORWARDED,
        _by(REPORTER, DESK),
        (),
        (),
        TO_PROTECTION,
        rules.may_take_back_protected,
        label=_("Take the withdrawal back"),
        consequence=_("Your report goes back to the team for protected cases."),
    ),
    Act(
        "take_back",
        _states(ARCHIVED),
        RECEIVED,
        _by(REPORTER, DESK),
        (),
        (),
        VERIFY_ANEW,
        rules.may_take_back,
        label=_("Take the withdrawal back"),
        consequence=_("Your report is verified anew."),
    ),
    Act(
        "appeal",
        _states(ARCHIVED),
        RECEIVED,
        _by(REPORTER, DESK),
        ("text",),
        (),
        VERIFY_ANEW,
        rules.may_appeal,
        label=_("Appeal"),
        consequence=_("Once. Another officer reads it."),
    ),
    Act(
        "note",
        ALL_STATES - {ARCHIVED},
        SAME,
        _by(REPORTER, DESK),
        ("text",),
        ("photos",),
        label=_("Add something"),
        is_quiet=True,
    ),
    Act(
        "call_officer",
        ALL_STATES,
        SAME,
        _by(REPORTER, DESK),
        (),
        ("text",),
        (),
        rules.may_call_officer,
        audience="reporter",
        is_quiet=True,
        label=_("Ask for an officer"),
        consequence=_("An officer reads your report and writes to you."),
    ),
    Act(
        "rate",
        _states(RESOLVED, UNCONFIRMED),
        SAME,
        _by(REPORTER, DESK),
        ("rating",),
        ("text",),
        rule=rules.may_rate,
        label=_("Rate"),
        audience="reporter",
        is_quiet=True,
    ),
    Act(
        "lower_privacy",
        ALL_STATES,
        SAME,
        _by(REPORTER, DESK),
        (),
        (),
        (),
        rules.may_lower_privacy,
        audience="reporter",
        label=_("Make public"),
        consequence=_("Officers check it for personal data first."),
    ),
    Act(
        "support",
        OPEN,
        SAME,
        _by(ANYONE),
        ("supporter",),
        (),
        (),
        rules.may_be_supported,
        audience="internal",
        label=_("I experience this too"),
        is_quiet=True,
    ),
    # --- time
    Act(
        "expire",
        _states(AWAITING),
        ARCHIVED,
        _by(SYSTEM),
        (),
        (),
        STOP_ALL,
        rules.asked_by_triage,
        label=_("Closed: no reply came"),
    ),
    Act(
        "expire",
        _states(AWAITING),
        IN_PROGRESS,
        _by(SYSTEM),
        (),
        (),
        (("resume", S),),
        rules.asked_by_agency,
        label=_("Goes on: the reporter could not be reached"),
    ),
    Act(
        "lapse",
        _states(ANSWERED),
        UNCONFIRMED,
        _by(SYSTEM),
        (),
        (),
        (("stop", C),),
        rules.confirmation_over,
        label=_("Closed without confirmation"),
    ),
    Act(
        "remind",
        ALL_STATES,
        SAME,
        _by(SYSTEM),
        ("reminder",),
        (),
        (),
        audience="internal",
        label=_("Reminder"),
        is_quiet=True,
    ),
    # --- any time
    Act(
        "correct",
        _states(ARCHIVED, REFERRED),
        RECEIVED,
        _by(OVERSEER),
        ("text",),
        (),
        VERIFY_ANEW,
        label=_("Correct: verify again"),
        consequence=_("The report will be checked again."),
    ),
    Act(
        "publish",
        ALL_STATES,
        SAME,
        _by(TRIAGE),
        (),
        (*AS_PUBLISHED, "withheld_files"),
        rule=rules.may_publish,
        label=_("Publish"),
        audience="internal",
        consequence=_("Everyone can read it. Check first that no personal data is in it."),
    ),
    Act(
        "mask",
        ALL_STATES,
        SAME,
        _by(TRIAGE),
        ("published_text",),
        ("published_title", "withheld_files"),
        (),
        rules.is_published,
        audience="internal",
        label=_("Mask words"),
        consequence=_("The public reads the new text; the original stays with the officers."),
    ),
    Act(
        "mask_photo",
        ALL_STATES,
        SAME,
        _by(TRIAGE),
        ("masked",),
        audience="internal",
        label=_("Blur parts of a photo"),
        is_quiet=True,
        consequence=_("The blurred photo takes the place of the other everywhere; the original stays sealed."),
    ),
    Act(
        "move_out",
        ALL_STATES,
        SAME,
        _by(TRIAGE, LIAISON),
        ("entry", "text"),
        ("parent",),
        audience="internal",
        label=_("Belongs to another report"),
        is_quiet=True,
        consequence=_(
            "These words leave this report for the other one, or become a report of their own. What was decided on them"
            " stays."
        ),
    ),
    Act(
        "divide",
        HELD | {RECEIVED, AWAITING},
        SAME,
        _by(TRIAGE),
        ("text",),
        ("taken_files",),
        audience="internal",
        label=_("Make another report of a part"),
        is_quiet=True,
        consequence=_(
            "For several matters in one letter: the part is filed for the same person, who gets its number. This report"
            " stays as it is."
        ),
    ),
    Act(
        "take_in",
        ALL_STATES - {ARCHIVED},
        SAME,
        _by(TRIAGE, LIAISON, SYSTEM),
        ("text",),
        ("source", "photos"),
        audience="reporter",
        label=_("Take in words from elsewhere"),
        is_quiet=True,
        consequence=_("The reporter and the officers read them."),
    ),
    Act(
        "answer_call",
        ALL_STATES,
        SAME,
        HANDLERS,
        ("text",),
        (),
        (),
        rules.was_called,
        audience="reporter",
        is_quiet=True,
        label=_("Write to the reporter"),
        consequence=_("For who asked for an officer. Only the reporter and officers read it."),
    ),
    Act(
        "end_call",
        ALL_STATES,
        SAME,
        HANDLERS,
        (),
        ("text",),
        (),
        rules.call_is_open,
        audience="internal",
        is_quiet=True,
        label=_("The wish for an officer is settled"),
        consequence=_("If you spoke by phone, for instance. The reporter gets no message."),
    ),
    Act(
        "publish_entry",
        ALL_STATES,
        SAME,
        HANDLERS,
        ("entry",),
        ("published_text", "withheld_files"),
        audience="internal",
        is_quiet=True,
        label=_("Publish what the reporter added"),
        consequence=_("Everyone can read it, once the report itself is published."),
    ),
    Act(
        "withhold_entry",
        ALL_STATES,
        SAME,
        HANDLERS,
        ("entry",),
        ("text",),
        audience="internal",
        is_quiet=True,
        label=_("Keep what the reporter added inside"),
        consequence=_("Officers and the reporter read it, nobody else."),
    ),
    Act(
        "withhold",
        ALL_STATES,
        SAME,
        _by(TRIAGE),
        ("text",),
        rule=rules.may_withhold,
        label=_("Withhold the text"),
        audience="internal",
        consequence=_("The public sees number, state and deadlines only."),
    ),
    Act(
        "raise_privacy",
        ALL_STATES,
        SAME,
        HANDLERS | {REPORTER, DESK},
        (),
        ("text",),
        (),
        rules.is_public,
        label=_("Make confidential"),
        audience="internal",
        consequence=_("At once: only its handlers see it."),
    ),
    Act(
        "protect",
        ALL_STATES,
        FORWARDED,
        _by(SYSTEM),
        ("category", "agency"),
        (),
        TO_PROTECTION,
        rules.is_not_protected,
        audience="internal",
        label=_("Made a protected case by later words"),
    ),
    Act(
        "exclude",
        ALL_STATES,
        SAME,
        _by(TRIAGE),
        (),
        ("agency", "officer"),
        (),
        rules.is_protected,
        audience="internal",
        label=_("Exclude an agency or officer"),
        consequence=_("Neither it nor anyone below it sees the report."),
    ),
    Act(
        "statement",
        ALL_STATES,
        SAME,
        _by(TRIAGE, LIAISON, HEAD),
        ("text",),
        rule=rules.may_tell_press,
        label=_("Statement to the press"),
        is_quiet=True,
        consequence=_(
            "It goes by email to the newsrooms that told of this; everyone reads it on the report's page once that is"
            " published."
        ),
    ),
    Act(
        "work_note",
        ALL_STATES,
        SAME,
        HANDLERS | {OVERSEER},
        ("text",),
        ("photos",),
        label=_("Internal note"),
        for_helpers=True,
        audience="internal",
        consequence=_("Seen by officers only."),
        is_quiet=True,
    ),
)


def acting_as(role: str, *, is_protected: bool) -> frozenset[str]:
    """For whom a role counts in the table.

    On a protected report only its standing group (and reporter, desk, overseer, system) acts."""
    if is_protected:
        if role == PROTECTED:
            return PROTECTED_STANDS_FOR
        return frozenset({role}) - {TRIAGE, LIAISON, FIELD, HEAD, ADMIN}
    return frozenset({role})


def rows_for(name: str, state: str | None, roles: frozenset[str]) -> list[Act]:
    """The rows of an act that fit the state (None: no report yet) and the roles, rules not yet asked."""
    return [
        row
        for row in TABLE
        if row.name == name and row.actors & roles and (state in row.sources or (state is None and not row.sources))
    ]


def barred(row: Act, facts: GuardContext, roles: frozenset[str]) -> "Text | None":
    """Why these hands may not do the row, whatever its own rule says."""
    if facts.actor_archived_it:
        return _("You archived this report; another officer handles it after the appeal.")
    if not facts.actor_reaches and not (facts.actor_supports and row.for_helpers):
        return _("This report is not with your office.")
    if DESK in roles and REPORTER in row.actors and not facts.actor_has_receipt:
        return _("Ask the person for the receipt: its code allows this.")
    return None


def _reason_against(row: Act, facts: GuardContext, roles: frozenset[str]) -> "Text | None":
    return barred(row, facts, roles) or (row.rule(facts) if row.rule else None)


def refusal(name: str, facts: GuardContext, roles: frozenset[str]) -> "Text | None":
    """Why an act is not possible, in words for the person who tried; None if it is."""
    rows = rows_for(name, facts.state, roles)
    if rows:
        reasons = [_reason_against(row, facts, roles) for row in rows]
        return None if None in reasons else reasons[0]
    if any(row.name == name and row.actors & roles for row in TABLE):
        return _("This is not possible while the report is in this state.")
    if any(row.name == name for row in TABLE):
        return _("Your role does not allow this.")
    return _("There is no such act.")


def find_row(name: str, facts: GuardContext, roles: frozenset[str]) -> Act | None:
    """The row that applies, its rule satisfied."""
    return next((row for row in rows_for(name, facts.state, roles) if _reason_against(row, facts, roles) is None), None)


def offered(facts: GuardContext, roles: frozenset[str]) -> list[Act]:
    """Exactly the acts that the table allows these roles now, in the table's order; of one act only the row that would
    apply."""
    found: dict[str, Act] = {}
    for row in TABLE:
        fits = facts.state in row.sources and row.actors & roles and row.name not in found
        if fits and _reason_against(row, facts, roles) is None:
            found[row.name] = row
    return list(found.values())


def target_state(row: Act, facts: GuardContext, return_state: str) -> str:
    """Where the row leads from here."""
    if row.target == SAME:
        return facts.state
    if row.target == RETURN:
        return return_state or State.RECEIVED
    if row.target == HOLDER:
        return State.IN_PROGRESS if facts.has_agency else State.RECEIVED
    return row.target
