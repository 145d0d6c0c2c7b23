"""What a row of the table of acts is, and the short names its rows are written with."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise as Text

from lapor.agencies.roles import Role
from lapor.reports.vocabulary import CLOSED_STATES, ActName, Audience, ClockKind, State
from lapor.reports.workflow.rules import GuardContext, Rule

REPORTER, SYSTEM, ANYONE, PARTNER = "reporter", "system", "anyone", "partner"
TRIAGE, LIAISON, FIELD = Role.TRIAGE_OFFICER.value, Role.LIAISON_OFFICER.value, Role.FIELD_OFFICER.value
DESK, HEAD, OVERSEER, ADMIN = Role.DESK_OFFICER.value, Role.HEAD.value, Role.OVERSEER.value, Role.ADMINISTRATOR.value
PROTECTED = Role.PROTECTED_CASE_OFFICER.value
# On protected reports the officer of the standing group stands for these, and nobody else does.
PROTECTED_STANDS_FOR = frozenset({TRIAGE, LIAISON, HEAD})

NOT_OFFICERS = frozenset({REPORTER, DESK, SYSTEM, ANYONE, PARTNER})  # a desk writes down what somebody else says
CHECKED = frozenset({ActName.PUBLISH, ActName.MASK, ActName.PUBLISH_ENTRY})
# An officer's words that the person gets in a message (presentation.reporter_messages): who asked for an officer has
# been answered by them.
SPEAKING = frozenset(
    {
        ActName.ASK,
        ActName.START,
        ActName.RESPOND,
        ActName.ANSWER,
        ActName.OUTSIDE_ANSWER,
        ActName.ARCHIVE,
        ActName.REFER,
        ActName.EXTEND,
        ActName.SCHEDULE,
        ActName.RESCHEDULE,
        ActName.ANSWER_CALL,
        ActName.DECIDE,
    }
)

# Acts whose files are evidence when an officer or a partner of their office does them.
EVIDENCE_ACTS = frozenset({ActName.START, ActName.RESPOND, ActName.ANSWER, ActName.PARTNER_NEWS})

# What somebody outside the office that holds it did: it stands before others until an officer has done something.
UNANSWERED = frozenset(
    {
        ActName.REPLY,
        ActName.LATE_REPLY,
        ActName.NOTE,
        ActName.REJECT,
        ActName.REOPEN,
        ActName.OBJECT,
        ActName.APPEAL,
        ActName.REFUSE,
        ActName.PARTNER_NEWS,
    }
)

SAME, RETURN, HOLDER, PROPOSED = "same", "return_state", "in_progress or received", "what was proposed"
BEFORE = "as before"
CLOSED = frozenset(CLOSED_STATES)
ALL_STATES = frozenset(State)
OPEN = frozenset(ALL_STATES - CLOSED)


@dataclass(frozen=True)
class Act:
    """One row.

    `needs` and `may` name the fields of ActData; `clocks` are (verb, clock) pairs; `rule` gives a reason to refuse.

    `consequence` may name a term of the policy in force: `%(expire)s`, `%(confirmation)s`. `approver`: the role whose
    approval it needs (where `approval` is given: if that says so); until then it is a proposal. `is_quiet`: leaves the
    report's version, since nobody's decision hangs on it. `for_helpers`: also open to supporting agencies;
    `for_askers`: to who was drawn to ask about it, whoever's report it is. `inverse`:
    the act that takes it back while nobody was told (workflow.undoing); "" = none does.
    """

    name: str
    sources: frozenset[str]
    target: str
    actors: frozenset[str]
    needs: tuple[str, ...] = ()
    may: tuple[str, ...] = ()
    clocks: tuple[tuple[str, str], ...] = ()
    rule: Rule | None = None
    audience: str = Audience.PUBLIC
    label: "Text | str" = ""
    consequence: "Text | str" = ""
    is_main: bool = False
    approver: str = ""
    approval: Callable[[GuardContext], bool] | None = None
    is_quiet: bool = False
    for_helpers: bool = False
    for_askers: bool = False
    inverse: str = ""

    @property
    def is_checked(self) -> bool:
        """Whether it may put words before the public that an officer answers for: then findings can be ticked, with a
        reason."""
        return self.name in CHECKED or (self.audience == "public" and bool(self.actors - NOT_OFFICERS))

    def needs_approval(self, facts: GuardContext, roles: frozenset[str]) -> bool:
        """Whether the act is only proposed when these roles do it."""
        return bool(self.approver) and self.approver not in roles and (self.approval is None or self.approval(facts))


def states(*states: str) -> frozenset[str]:
    return frozenset(states)


def by(*actors: str) -> frozenset[str]:
    return frozenset(actors)


V, R, S, C = ClockKind.VERIFY, ClockKind.RESPONSE, ClockKind.RESOLUTION, ClockKind.CONFIRMATION
RECEIVED, AWAITING, FORWARDED = State.RECEIVED, State.AWAITING_REPORTER, State.FORWARDED
IN_PROGRESS, SCHEDULED, ANSWERED = State.IN_PROGRESS, State.SCHEDULED, State.ANSWERED
RESOLVED, UNCONFIRMED, MERGED = State.RESOLVED, State.CLOSED_UNCONFIRMED, State.MERGED
ARCHIVED, REFERRED = State.ARCHIVED, State.REFERRED
HELD = states(FORWARDED, IN_PROGRESS)
WORKED_ON = HELD | {SCHEDULED}
HANDLERS = by(TRIAGE, LIAISON, FIELD, HEAD)
STOP_ALL = (("stop", V), ("stop", R), ("stop", S), ("stop", C))
VERIFY_ANEW = (*STOP_ALL, ("restart", V))
TO_AGENCY = (("stop", V), ("start_or_resume", R), ("start_or_keep", S))
AS_PUBLISHED = ("published_title", "published_text")
TO_PROTECTION = (("stop", V), ("stop", C), ("start_or_resume", R), ("start_or_keep", S))
ANSWERING = (("stop", R), ("stop", S), ("start", C))
