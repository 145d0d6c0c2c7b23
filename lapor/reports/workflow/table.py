"""ONE table of everything that may be done to a report: from where to where, by whom, with what, and what the deadlines
do.

Pure: no database. `reports.actions.perform_action` applies a row; surfaces ask `offered` for the buttons to show. The
content is docs/product.md, "States"; the rules it names stand in rules.py. Rows of one act are tried from top to
bottom; the first that fits wins.
"""

from django.utils.functional import Promise as Text
from django.utils.translation import gettext_lazy as _

from lapor.reports.vocabulary import State
from lapor.reports.workflow.act import (
    ADMIN,
    DESK,
    FIELD,
    HEAD,
    HOLDER,
    LIAISON,
    PROTECTED,
    PROTECTED_STANDS_FOR,
    REPORTER,
    RETURN,
    SAME,
    TRIAGE,
    Act,
)
from lapor.reports.workflow.acts import agency, any_time, deadlines, partners, reporter, triage
from lapor.reports.workflow.rules import GuardContext

TABLE: tuple[Act, ...] = (*triage.ROWS, *agency.ROWS, *partners.ROWS, *reporter.ROWS, *deadlines.ROWS, *any_time.ROWS)


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


def barred(row: Act, facts: GuardContext, roles: frozenset[str]) -> "Text | str | None":
    """Why these hands may not do the row, whatever its own rule says."""
    if facts.actor_archived_it:
        return _("You archived this report; another officer handles it after the appeal.")
    is_let_in = (facts.actor_supports and row.for_helpers) or (facts.actor_asks_back and row.for_askers)
    if not facts.actor_reaches and not is_let_in:
        return _("This report is not with your office.")
    if DESK in roles and REPORTER in row.actors and not facts.actor_has_receipt:
        return _("Ask the person for the receipt: its code allows this.")
    return None


def _reason_against(row: Act, facts: GuardContext, roles: frozenset[str]) -> "Text | str | None":
    return barred(row, facts, roles) or (row.rule(facts) if row.rule else None)


def refusal(name: str, facts: GuardContext, roles: frozenset[str]) -> "Text | str | None":
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
