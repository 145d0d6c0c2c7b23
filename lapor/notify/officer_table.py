"""Event → who among the officers hears of it → in which words: one table, complete over all acts
(tests/promises/test_who_waits_is_told.py).

What no officer hears of stands in UNTOLD with its reason. Who acted is never told of their own act.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto

from lapor.ledger.event_names import EventName
from lapor.ledger.models import Event
from lapor.reports.models import Report
from lapor.reports.vocabulary import ActName, Reminder, State, Urgency
from lapor.reports.workflow.rules import REFUSALS_BEFORE_DECIDE, leaves_unit


class To(Enum):
    """Whom a line means. A protected case is told to its own group only, whatever stands here."""

    OFFICE = auto()  # the liaison officers nearest to the agency that has it, without an agency triage
    HOLDER = auto()  # the officer it was given to, and the office
    GIVEN = auto()  # the officer named by the act
    TEAM = auto()  # the officers of the team that has it, once they are on duty
    MENTIONED = auto()  # by @user name in the words of the act, of those who may see the report
    WRITER = auto()  # the officer who wrote the words this is about (`about`), else the office
    PROPOSER = auto()  # the officer whose proposal was decided
    APPROVER = auto()  # the role whose approval the proposal needs
    TRIAGE = auto()
    HEAD = auto()  # the heads nearest to the agency that has it
    CALLED = auto()  # the liaison officers of the agency named by the act
    LEVEL = auto()  # by how late it is: whom the level of the escalation names (escalated)
    UNHELD = auto()  # overseers and administrators, where a protected case has no group of its own
    OVERSEER = auto()
    LEFT = auto()  # who had it before the act took it away: HANDS, and the liaison officers nearest to that agency
    HANDS = auto()  # of those the officer it was given to there, else the team
    DECIDER = auto()  # the heads of the city; where it has none, overseers and administrators


When = Callable[[Event, Report], bool]


def _always(_event: Event, _report: Report) -> bool:
    return True


@dataclass(frozen=True)
class NoticeRule:
    event: str
    kind: str  # of officer_words.KINDS
    to: tuple[To, ...]
    when: When = _always
    about: tuple[str, ...] = ()  # acts whose writer is meant by To.WRITER


def _is_protected(_event: Event, report: Report) -> bool:
    return report.is_protected


def _is_urgent(_event: Event, report: Report) -> bool:
    return report.urgency == Urgency.URGENT and not report.is_protected


def _by_reporter(event: Event, _report: Report) -> bool:
    return event.actor_kind != "officer" or bool(event.data.get("for_reporter"))


def _is_often(_event: Event, report: Report) -> bool:
    return report.refusals >= REFUSALS_BEFORE_DECIDE


def _leaves(event: Event, _report: Report) -> bool:
    return leaves_unit(int(event.data.get("rejections", 0)))


def _leaves_an_agency(event: Event, _report: Report) -> bool:
    return "left_agency" in event.data


def _stays(event: Event, report: Report) -> bool:
    return not _leaves(event, report)


def _with_proposal(event: Event, _report: Report) -> bool:
    return bool(event.data.get("proposed_agency"))


def _not(first: When) -> When:
    return lambda event, report: not first(event, report)


def _became_urgent(event: Event, report: Report) -> bool:
    return _is_urgent(event, report) and _by_reporter(event, report)


def _has_agency(_event: Event, report: Report) -> bool:
    return report.agency_id is not None  # else it is with triage, who merged them


def _goes_on(event: Event, _report: Report) -> bool:
    return bool(event.data.get("to") == State.IN_PROGRESS)


def _is_approval(event: Event, _report: Report) -> bool:
    return "approved_by" in event.data


def _of_known_level(event: Event, _report: Report) -> bool:
    return event.data.get("reminder") in {Reminder.NEAR, Reminder.PASSED, Reminder.FAR_PASSED, Reminder.REFERRED}


def _handed(event: str) -> tuple[NoticeRule, ...]:
    return (NoticeRule(event, "came", (To.OFFICE,)), NoticeRule(event, "protected_unheld", (To.UNHELD,), _is_protected))


def _taken(event: str, to: To, kind: str = "taken_away") -> tuple[NoticeRule, ...]:
    """Decided by somebody else than who had it, who may be at work on it."""
    return (NoticeRule(event, kind, (to,), _leaves_an_agency),)


def _said(event: str, kind: str, *to: To, about: tuple[str, ...] = (), when: When = _always) -> tuple[NoticeRule, ...]:
    """Words from outside: to whom they are, and at once to triage and office if they sound dangerous."""
    return (
        NoticeRule(event, kind, to, when, about),
        NoticeRule(event, "became_urgent", (To.HOLDER, To.TRIAGE), _became_urgent),
    )


def _left(event: str) -> tuple[NoticeRule, ...]:
    """The second time and later: the head of the city decides, and the unit hears that it left."""
    return (
        NoticeRule(event, "rejected_again", (To.DECIDER,), _leaves),
        NoticeRule(event, "left_unit", (To.LEFT,), _leaves_an_agency),
    )


TOLD: tuple[NoticeRule, ...] = (
    NoticeRule(ActName.FILE.event, "came_urgent", (To.TRIAGE,), _is_urgent),
    *_handed(ActName.FORWARD.event),
    *_handed(ActName.REROUTE.event),
    *_handed(ActName.DECIDE.event),
    *_handed(ActName.PROTECT.event),
    *_taken(ActName.REROUTE.event, To.LEFT),
    *_taken(ActName.DECIDE.event, To.LEFT),
    *_taken(ActName.REFER.event, To.LEFT),
    *_taken(ActName.MERGE.event, To.LEFT, "merged_away"),
    *_taken(ActName.FORWARD.event, To.HANDS),  # to a unit, by the office itself
    *_taken(ActName.REFUSE.event, To.HANDS),
    NoticeRule(ActName.ARCHIVE.event, "taken_away", (To.HOLDER,), _has_agency),  # it had asked the reporter
    NoticeRule(ActName.ASSIGN_OFFICER.event, "given", (To.GIVEN,)),
    NoticeRule(ActName.GIVE_TEAM.event, "given_team", (To.TEAM,)),
    NoticeRule(ActName.HAND_BACK.event, "team_again", (To.TEAM,)),
    NoticeRule(ActName.WORK_NOTE.event, "mentioned", (To.MENTIONED,)),
    NoticeRule(ActName.UNASSIGN.event, "given_back", (To.OFFICE,)),
    NoticeRule(ActName.CALL_SUPPORT.event, "called", (To.CALLED,)),
    *_said(ActName.REPLY.event, "replied", To.WRITER, about=(ActName.ASK,)),
    *_said(ActName.NOTE.event, "added", To.HOLDER),
    *_said(ActName.CALL_OFFICER.event, "officer_called", To.HOLDER),
    NoticeRule(ActName.TAKE_IN.event, "added", (To.HOLDER,), lambda event, _report: event.actor_kind == "system"),
    *_said(
        ActName.REJECT.event,
        "rejected",
        To.WRITER,
        To.HOLDER,
        about=(ActName.ANSWER, ActName.OUTSIDE_ANSWER),
        when=_stays,
    ),
    *_said(ActName.REOPEN.event, "reopened", To.HOLDER, when=_stays),
    *_left(ActName.REJECT.event),
    *_left(ActName.REOPEN.event),
    *_said(ActName.OBJECT.event, "objected", To.HOLDER, To.HEAD),
    *_said(ActName.APPEAL.event, "appealed", To.TRIAGE),
    *_said(ActName.LATE_REPLY.event, "late_reply", To.WRITER, To.TRIAGE, about=(ActName.ASK,)),
    *_said(ActName.PARTNER_NEWS.event, "partner_said", To.HOLDER),
    NoticeRule(ActName.CORRECT.event, "corrected", (To.TRIAGE,)),
    NoticeRule(ActName.CONFIRM.event, "confirmed", (To.HOLDER,)),
    NoticeRule(ActName.WITHDRAW.event, "withdrawn", (To.HOLDER,), _not(_leaves_an_agency)),
    NoticeRule(ActName.WITHDRAW.event, "withdrawn_held", (To.LEFT,), _leaves_an_agency),
    NoticeRule(ActName.TAKE_BACK.event, "not_withdrawn", (To.OFFICE,)),
    NoticeRule(ActName.EXPIRE.event, "no_reply", (To.WRITER,), _goes_on, about=(ActName.ASK,)),
    NoticeRule(ActName.REFUSE.event, "refused", (To.TRIAGE,), _not(_with_proposal)),
    NoticeRule(ActName.REFUSE.event, "refused_proposing", (To.TRIAGE,), _with_proposal),
    NoticeRule(ActName.REFUSE.event, "refused_often", (To.DECIDER,), _is_often),
    NoticeRule(ActName.PROPOSE.event, "proposed", (To.APPROVER,)),
    NoticeRule(ActName.DECLINE.event, "declined", (To.PROPOSER,)),
    NoticeRule(ActName.SUPPORT.event, "supported", (To.HOLDER,)),
    NoticeRule(ActName.REMIND.event, "reminded", (To.LEVEL,), _of_known_level),
    NoticeRule(EventName.INCIDENT_MERGED, "merged", (To.OFFICE,), _has_agency),
    NoticeRule(EventName.MESSAGE_FAILED, "not_told", (To.WRITER,)),
    NoticeRule(EventName.CALLBACK_ASSIGNED, "asks_back", (To.GIVEN,)),
    NoticeRule(EventName.IDENTITY_OPENED, "opened", (To.OVERSEER,)),
    NoticeRule(EventName.ORIGINAL_OPENED, "opened", (To.OVERSEER,)),
)
APPROVED = NoticeRule("", "approved", (To.PROPOSER,), _is_approval)  # whatever the act is called that was approved

UNTOLD: dict[str, str] = {
    ActName.IMPORT.event: "thousands at a time; nobody waits for them",
    ActName.ASK.event: "the reporter is asked; officers see it in the list",
    ActName.SPLIT.event: "it waits among what has to be verified",
    ActName.RELEASE.event: "it waits among what has to be verified",
    ActName.OUTSIDE_ANSWER.event: "triage writes it down",
    ActName.TAKE.event: "the team sees in its list that it is gone",
    ActName.START.event: "the office's own act",
    ActName.RESPOND.event: "the office's own act",
    ActName.SCHEDULE.event: "the office's own act; its approval is told as a proposal",
    ActName.RESCHEDULE.event: "the office's own act; its approval is told as a proposal",
    ActName.ANSWER.event: "the office's own act; its approval is told as a proposal",
    ActName.EXTEND.event: "the office's own act; its approval is told as a proposal",
    ActName.APPROVE.event: "told by the act that was approved",
    ActName.ANSWER_CALL.event: "the office's own act",
    ActName.END_CALL.event: "the office's own act",
    ActName.RATE.event: "counted in the figures",
    ActName.LOWER_PRIVACY.event: "it waits among what has to be published",
    ActName.RAISE_PRIVACY.event: "nothing has to be done",
    ActName.LAPSE.event: "nothing has to be done",
    ActName.PUBLISH.event: "nothing has to be done",
    ActName.MASK.event: "nothing has to be done",
    ActName.MASK_PHOTO.event: "nothing has to be done",
    ActName.PUBLISH_ENTRY.event: "nothing has to be done",
    ActName.WITHHOLD_ENTRY.event: "nothing has to be done",
    ActName.WITHHOLD.event: "nothing has to be done",
    ActName.MOVE_OUT.event: "the other report hears of it by take_in or note",
    ActName.DIVIDE.event: "triage decides it; the new report is filed",
    ActName.INVITE_PARTNER.event: "the office's own act",
    ActName.END_PARTNER.event: "the office's own act",
    ActName.EXCLUDE.event: "who is kept out is not told",
    ActName.STATEMENT.event: "told to newsrooms",
    ActName.CALL_BACK.event: "counted in the figures; not solved is told as reopened",
    ActName.UNDO.event: "handed to no reader: of what was undone nobody was told either",
}


def lines_for(event: Event, report: Report) -> list[NoticeRule]:
    """What is told of an event about `report`."""
    found = [line for line in _BY_EVENT.get(event.name, ()) if line.when(event, report)]
    return [*found, APPROVED] if APPROVED.when(event, report) else found


def is_told(event: Event) -> bool:
    return event.name in _BY_EVENT or "approved_by" in event.data


_BY_EVENT: dict[str, list[NoticeRule]] = {}
for _line in TOLD:
    _BY_EVENT.setdefault(_line.event, []).append(_line)
