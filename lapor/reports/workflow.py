"""ONE table of everything that may be done to a report: from where to where, by whom, with what, and what the clocks do.

Pure: no database. `reports.actions.take_act` applies a row; surfaces ask `offered` for the buttons to show. The content is
PRODUCT.md, "The life of a report". Rows of one act are tried from top to bottom; the first that fits wins.
Not yet here (they come with approvals and incidents): schedule, merge, split, release, support.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.utils.functional import Promise as Text
from django.utils.translation import gettext_lazy as _

from lapor.agencies.models import Role
from lapor.reports.vocabulary import ClockKind, Kind, State

REPORTER, SYSTEM = "reporter", "system"
TRIAGE, LIAISON, FIELD = Role.TRIAGE_OFFICER.value, Role.LIAISON_OFFICER.value, Role.FIELD_OFFICER.value
DESK, HEAD, OVERSEER, ADMIN = Role.DESK_OFFICER.value, Role.HEAD.value, Role.OVERSEER.value, Role.ADMINISTRATOR.value
PROTECTED = Role.PROTECTED_CASE_OFFICER.value
# On protected reports the officer of the standing group stands for these, and nobody else does.
PROTECTED_STANDS_FOR = frozenset({TRIAGE, LIAISON, HEAD})

SAME, RETURN, HOLDER = "same", "return_state", "in_progress or received"
CLOSED = frozenset({State.RESOLVED, State.CLOSED_UNCONFIRMED, State.ARCHIVED, State.REFERRED, State.MERGED})
ALL_STATES = frozenset(State)
OPEN = frozenset(ALL_STATES - CLOSED)

REFUSE_WITHIN_DAYS = 2
REFUSALS_BEFORE_DECIDE = 3
REOPEN_WITHIN_DAYS = 30
OBJECT_WITHIN_WORKING_DAYS = 30
LATE_REPLY_WITHIN_DAYS = 30


@dataclass(frozen=True)
class Facts:
    """What a rule may look at: the report as it stands, and whose hands are on it. Days are counted at the moment of asking."""

    state: str
    kind: str = Kind.COMPLAINT
    archive_reason: str = ""
    has_agency: bool = False
    asked_by_agency: bool = False
    is_as_imported: bool = False  # nobody here has moved it since an earlier system handed it over
    is_decided: bool = False
    has_appealed: bool = False
    has_objected: bool = False
    is_extended: bool = False
    has_rated: bool = False
    refusals: int = 0
    working_days_in_state: int = 0
    days_in_state: int = 0
    working_days_since_forward: int = 0
    waiting_time_over: bool = False
    actor_archived_it: bool = False
    actor_in_root: bool = False
    visibility: str = "public"
    publication: str = "pending"


@dataclass(frozen=True)
class Act:
    """One row. `needs` and `may` name the fields of ActData; `clocks` are (verb, clock) pairs; `rule` gives a reason to refuse."""

    name: str
    sources: frozenset[str]
    target: str
    actors: frozenset[str]
    needs: tuple[str, ...] = ()
    may: tuple[str, ...] = ()
    clocks: tuple[tuple[str, str], ...] = ()
    rule: Callable[[Facts], "Text | None"] | None = None
    audience: str = "public"
    label: "Text | str" = ""
    consequence: "Text | str" = ""
    is_main: bool = field(default=False)


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
STOP_ALL = (("stop", V), ("stop", R), ("stop", S), ("stop", C))
VERIFY_ANEW = (*STOP_ALL, ("restart", V))


def _within_refusal_time(facts: Facts) -> "Text | None":
    if facts.is_decided:
        return _("The head of the city has decided who handles this; it can no longer be refused.")
    if facts.working_days_since_forward > REFUSE_WITHIN_DAYS:
        return _("A report can be refused within 2 working days after it was forwarded.")
    return None


def _refused_often(facts: Facts) -> "Text | None":
    if not facts.actor_in_root:
        return _("Only the head of the city decides.")
    if facts.refusals < REFUSALS_BEFORE_DECIDE:
        return _("The head decides after three refusals.")
    return None


def _still_reopenable(facts: Facts) -> "Text | None":
    return None if facts.days_in_state <= REOPEN_WITHIN_DAYS else _("The 30 days for reopening are over.")


def _objection_possible(facts: Facts) -> "Text | None":
    if facts.kind != Kind.INFORMATION_REQUEST:
        return _("An objection is possible for information requests.")
    if facts.has_objected:
        return _("An objection was made already.")
    if facts.working_days_in_state > OBJECT_WITHIN_WORKING_DAYS:
        return _("The 30 working days for an objection are over.")
    return None


def _extension_possible(facts: Facts) -> "Text | None":
    if facts.kind != Kind.INFORMATION_REQUEST:
        return _("Only an information request can be extended.")
    return _("It was extended once already.") if facts.is_extended else None


def _may_appeal(facts: Facts) -> "Text | None":
    if facts.archive_reason in {"withdrawn", "imported"}:
        return _("This report was not archived by an officer here.")
    return _("An appeal was made already.") if facts.has_appealed else None


def _late_reply_possible(facts: Facts) -> "Text | None":
    if facts.archive_reason != "incomplete":
        return _("A late reply is possible where an answer to a question was missing.")
    return None if facts.days_in_state <= LATE_REPLY_WITHIN_DAYS else _("The 30 days for a late reply are over.")


def _not_my_archive(facts: Facts) -> "Text | None":
    return _("You archived this report; another officer handles it after the appeal.") if facts.actor_archived_it else None


def _asked_by_triage(facts: Facts) -> "Text | None":
    if facts.asked_by_agency:
        return _("An agency asked.")
    if facts.is_as_imported:
        return _("An imported report runs no clock.")
    return None if facts.waiting_time_over else _("The time to reply is not over.")


def _asked_by_agency(facts: Facts) -> "Text | None":
    if not facts.asked_by_agency:
        return _("No agency asked.")
    return None if facts.waiting_time_over else _("The time to reply is not over.")


def _confirmation_over(facts: Facts) -> "Text | None":
    return None if facts.waiting_time_over else _("The time to confirm is not over.")


def _may_publish(facts: Facts) -> "Text | None":
    if facts.visibility == "confidential":
        return _("A confidential report is not published.")
    return _("It is published already.") if facts.publication == "published" else None


def _may_withhold(facts: Facts) -> "Text | None":
    return _("It is withheld already.") if facts.publication == "withheld" else None


def _is_public(facts: Facts) -> "Text | None":
    return None if facts.visibility == "public" else _("It is confidential already.")


def _is_confidential(facts: Facts) -> "Text | None":
    return None if facts.visibility == "confidential" else _("It is public already.")


def _may_rate(facts: Facts) -> "Text | None":
    return _("You rated this report already.") if facts.has_rated else None


TABLE: tuple[Act, ...] = (
    Act("file", _states(), RECEIVED, _by(REPORTER, DESK, SYSTEM), ("text",), clocks=(("start", V),), label=_("Filed")),
    Act("import", _states(), "any", _by(ADMIN, SYSTEM), label=_("Imported from an earlier system")),
    # --- triage
    Act("ask", _states(RECEIVED), AWAITING, _by(TRIAGE), ("text",), clocks=(("pause", V),), rule=_not_my_archive,
        label=_("Ask the reporter"), consequence=_("The verification clock pauses until the answer, at most 10 working days.")),
    Act("forward", _states(RECEIVED), FORWARDED, _by(TRIAGE, SYSTEM), ("category", "agency", "publication"), ("text",),
        (("stop", V), ("start_or_resume", R), ("start_or_keep", S)), _not_my_archive, label=_("Verify and forward"), is_main=True,
        consequence=_("The agency's clocks start: first response and resolution.")),
    Act("decide", _states(RECEIVED), FORWARDED, _by(HEAD), ("agency", "text"), (),
        (("stop", V), ("start_or_resume", R), ("start_or_keep", S)), _refused_often, label=_("Decide who handles it"),
        consequence=_("Binding: the agency can no longer refuse.")),
    Act("reroute", HELD, FORWARDED, _by(TRIAGE), ("agency", "text"), label=_("Send to another agency"),
        consequence=_("The response time goes on counting.")),
    Act("archive", _states(RECEIVED, AWAITING), ARCHIVED, _by(TRIAGE), ("archive_reason", "text"), (), STOP_ALL, _not_my_archive,
        label=_("Archive"), consequence=_("All clocks stop. The reporter is told why and may appeal once.")),
    Act("refer", _states(RECEIVED, FORWARDED, IN_PROGRESS, SCHEDULED, ANSWERED), REFERRED, _by(TRIAGE), ("destination", "text"),
        (), STOP_ALL, _not_my_archive, label=_("Refer outside"), consequence=_("All clocks stop. The reporter is told where it went.")),
    Act("outside_answer", _states(REFERRED), ANSWERED, _by(TRIAGE), ("text", "source"), ("outcome",), (("start", C),),
        label=_("Enter the answer from outside"), consequence=_("The reporter is asked to confirm.")),
    # --- the agency
    Act("forward", HELD, FORWARDED, _by(LIAISON, HEAD), ("unit",), ("text",), label=_("Forward to a unit"),
        consequence=_("The clocks go on.")),
    Act("refuse", HELD, RECEIVED, _by(LIAISON), ("text",), ("proposed_agency",),
        (("pause", R), ("restart_again", V)), _within_refusal_time, audience="public", label=_("Not our responsibility"),
        consequence=_("It goes back to verification; resolution time runs on.")),
    Act("start", _states(FORWARDED), IN_PROGRESS, _by(LIAISON, FIELD), ("text",), ("photos",), (("stop", R),), is_main=True,
        label=_("Respond and start"), consequence=_("This is the first response: its clock stops.")),
    Act("ask", HELD, AWAITING, _by(LIAISON), ("text",), clocks=(("stop", R), ("pause", S)), label=_("Ask the reporter"),
        consequence=_("Counts as first response; the resolution clock pauses until the answer.")),
    Act("respond", _states(IN_PROGRESS, SCHEDULED), SAME, _by(LIAISON, FIELD), ("text",), ("photos",),
        label=_("Report progress"), consequence=_("The reporter is told.")),
    Act("answer", _states(FORWARDED, IN_PROGRESS, SCHEDULED), ANSWERED, _by(LIAISON), ("text", "outcome"), ("photos",),
        (("stop", R), ("stop", S), ("start", C)), label=_("Answer"), is_main=True,
        consequence=_("Your clocks stop. The reporter has 10 working days to confirm.")),
    Act("extend", _states(IN_PROGRESS), SAME, _by(LIAISON), ("text",), (), (("extend", S),), _extension_possible,
        label=_("Extend by 7 working days"), consequence=_("Once, with a reason the reporter sees.")),
    # --- the reporter
    Act("reply", _states(AWAITING), RETURN, _by(REPORTER, DESK), ("text",), ("photos",), (("resume", V), ("resume", S)),
        label=_("Reply"), is_main=True),
    Act("late_reply", _states(ARCHIVED), RECEIVED, _by(REPORTER, DESK), ("text",), ("photos",), VERIFY_ANEW, _late_reply_possible,
        label=_("Reply late"), consequence=_("Your report is verified again.")),
    Act("confirm", _states(ANSWERED, UNCONFIRMED), RESOLVED, _by(REPORTER, DESK), (), ("text",), (("stop", C),),
        label=_("Yes, it is solved"), consequence=_("Your report is closed as confirmed."), is_main=True),
    Act("reject", _states(ANSWERED), HOLDER, _by(REPORTER, DESK), ("text",), ("photos",), (("stop", C), ("reopen", S)),
        label=_("No, not yet"), consequence=_("The agency has to go on.")),
    Act("reopen", _states(RESOLVED, UNCONFIRMED), HOLDER, _by(REPORTER, DESK), ("text",), ("photos",),
        (("stop", C), ("reopen", S)), _still_reopenable, label=_("Reopen"), consequence=_("The agency has to go on.")),
    Act("reopen", _states(RESOLVED, UNCONFIRMED), HOLDER, _by(OVERSEER), ("text",), (), (("stop", C), ("reopen", S)),
        label=_("Reopen"), consequence=_("The agency has to go on.")),
    Act("object", _states(ANSWERED, RESOLVED, UNCONFIRMED), HOLDER, _by(REPORTER, DESK), ("text",), (),
        (("stop", C), ("object", S)), _objection_possible, label=_("Object to the answer"),
        consequence=_("The head answers within 30 working days.")),
    Act("withdraw", _states(RECEIVED, AWAITING, FORWARDED, IN_PROGRESS, SCHEDULED, MERGED, REFERRED), ARCHIVED,
        _by(REPORTER, DESK), (), ("text",), STOP_ALL, label=_("Withdraw"), consequence=_("Your report is archived at your wish.")),
    Act("appeal", _states(ARCHIVED), RECEIVED, _by(REPORTER, DESK), ("text",), (), VERIFY_ANEW, _may_appeal,
        label=_("Appeal"), consequence=_("Once. Another officer reads it.")),
    Act("note", ALL_STATES - {ARCHIVED}, SAME, _by(REPORTER, DESK), ("text",), ("photos",), label=_("Add something")),
    Act("rate", _states(RESOLVED, UNCONFIRMED), SAME, _by(REPORTER, DESK), ("rating",), ("text",), rule=_may_rate,
        label=_("Rate"), audience="reporter"),
    Act("lower_privacy", ALL_STATES, SAME, _by(REPORTER), (), (), (), _is_confidential, audience="reporter",
        label=_("Make public"), consequence=_("Officers check it for personal data first.")),
    # --- time
    Act("expire", _states(AWAITING), ARCHIVED, _by(SYSTEM), (), (), STOP_ALL, _asked_by_triage, label=_("Closed: no reply came")),
    Act("expire", _states(AWAITING), IN_PROGRESS, _by(SYSTEM), (), (), (("resume", S),), _asked_by_agency,
        label=_("Goes on: the reporter could not be reached")),
    Act("lapse", _states(ANSWERED), UNCONFIRMED, _by(SYSTEM), (), (), (("stop", C),), _confirmation_over,
        label=_("Closed without confirmation")),
    # --- any time
    Act("correct", _states(ARCHIVED, REFERRED), RECEIVED, _by(OVERSEER), ("text",), (), VERIFY_ANEW, label=_("Correct: verify again"),
        consequence=_("The report is verified anew.")),
    Act("publish", ALL_STATES, SAME, _by(TRIAGE), (), ("published_text",), rule=_may_publish, label=_("Publish"), audience="internal",
        consequence=_("Everyone can read it. Check first that no personal data is in it.")),
    Act("withhold", ALL_STATES, SAME, _by(TRIAGE), ("text",), rule=_may_withhold, label=_("Withhold the text"), audience="internal",
        consequence=_("The public sees number, state and clocks only.")),
    Act("raise_privacy", ALL_STATES, SAME, _by(TRIAGE, LIAISON, FIELD, HEAD, REPORTER, DESK), (), ("text",), (), _is_public,
        label=_("Make confidential"), audience="internal", consequence=_("At once: only its handlers see it.")),
    Act("work_note", ALL_STATES, SAME, _by(TRIAGE, LIAISON, FIELD, HEAD, OVERSEER), ("text",), ("photos",), label=_("Internal note"),
        audience="internal", consequence=_("Seen by officers only.")),
)  # fmt: skip


def acting_as(role: str, *, is_protected: bool) -> frozenset[str]:
    """For whom a role counts in the table. On a protected report only its standing group (and reporter, desk, system) acts."""
    if is_protected:
        if role == PROTECTED:
            return PROTECTED_STANDS_FOR
        return frozenset({role}) - {TRIAGE, LIAISON, FIELD, HEAD, ADMIN}
    return frozenset({role})


def rows_for(name: str, state: str | None, roles: frozenset[str]) -> list[Act]:
    """The rows of an act that fit the state (None: no report yet) and the roles, rules not yet asked."""
    return [row for row in TABLE if row.name == name and row.actors & roles and (state in row.sources or (state is None and not row.sources))]


def refusal(name: str, facts: Facts, roles: frozenset[str]) -> "Text | None":
    """Why an act is not possible, in words for the person who tried; None if it is."""
    rows = rows_for(name, facts.state, roles)
    if rows:
        reasons = [row.rule(facts) if row.rule else None for row in rows]
        return None if None in reasons else reasons[0]
    if any(row.name == name and row.actors & roles for row in TABLE):
        return _("This is not possible while the report is in this state.")
    if any(row.name == name for row in TABLE):
        return _("Your role does not allow this.")
    return _("There is no such act.")


def find_row(name: str, facts: Facts, roles: frozenset[str]) -> Act | None:
    """The row that applies, its rule satisfied."""
    rows = rows_for(name, facts.state, roles)
    return next((row for row in rows if row.rule is None or row.rule(facts) is None), None)


def offered(facts: Facts, roles: frozenset[str]) -> list[Act]:
    """Exactly the acts that the table allows these roles now, in the table's order."""
    fitting = (row for row in TABLE if facts.state in row.sources and row.actors & roles)
    return [row for row in fitting if row.rule is None or row.rule(facts) is None]


def target_state(row: Act, facts: Facts, return_state: str) -> str:
    """Where the row leads from here."""
    if row.target == SAME:
        return facts.state
    if row.target == RETURN:
        return return_state or State.RECEIVED
    if row.target == HOLDER:
        return State.IN_PROGRESS if facts.has_agency else State.RECEIVED
    return row.target
