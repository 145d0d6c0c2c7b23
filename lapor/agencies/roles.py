"""Roles and what each may do: the one table.

Pages, the menu, queries, REST, notices, lending and the second factor ask it, none of them names a role. Which act on a
report is whose stands beside the acts (reports.workflow.table); how far a role's hands reach, in reports.permissions.

A new role is a value of `Role` and a row of `CAPABILITIES`; tests/agencies/test_roles.py fails for a role without one,
and for a capability that no role has or nothing asks for.
"""

from enum import StrEnum, auto
from typing import Protocol

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """What a person may do; the acts of each stand in reports.workflow.table."""

    TRIAGE_OFFICER = "triage_officer", _("Triage officer")
    LIAISON_OFFICER = "liaison_officer", _("Liaison officer")
    FIELD_OFFICER = "field_officer", _("Field officer")
    DESK_OFFICER = "desk_officer", _("Desk officer")
    HEAD = "head", _("Head")
    OVERSEER = "overseer", _("Overseer")
    ADMINISTRATOR = "administrator", _("Administrator")
    PROTECTED_CASE_OFFICER = "protected_case_officer", _("Protected case officer")


class Can(StrEnum):
    """A capability."""

    HANDLE_REPORTS = auto()  # an inbox, a report's page, the search
    SEE_CITY = auto()  # every report of the city that is not protected
    SEE_CITY_AT_ROOT = auto()  # the same, for who belongs to the city itself and not to an agency of it
    SEE_AGENCY = auto()  # those that their agency, or one below it, holds or helps with
    SEE_PROTECTED = auto()  # the protected ones, and no others
    TRIAGE = auto()  # publish in bulk, shut writers out, take a mail of a machine as a person's, merge into an incident
    DECIDE_CANDIDATES = auto()  # public words, mails without proof
    WRITE_TEMPLATES = auto()  # the office's response templates
    WRITE_CITY_TEMPLATES = auto()  # those of every office
    MASK_FILES = auto()
    MOVE_ENTRIES = auto()  # words put to the wrong report
    BE_GIVEN_WORK = auto()
    HAND_OVER = auto()  # all that was given to one officer of their agency, to another
    TAKE_UNASSIGNED = auto()  # what their agency holds and nobody was given waits for them
    APPROVE = auto()  # what was proposed waits for them
    SEE_INCIDENTS = auto()
    SEE_DISPOSITIONS = auto()  # how reports go back and forth between offices
    DECLARE_INCIDENTS = auto()
    OPEN_IDENTITIES = auto()  # ask to, and consent to another's asking
    CONSENT_FOR_PROTECTED = auto()  # consent where the report is protected
    CONSENT_EVERYWHERE = auto()  # in their own right also within one agency: they belong to none
    SEE_CONSENTS = auto()  # what waits for consent stands in the menu
    ASK_BACK = auto()  # is drawn to ask reporters of other offices whether a closed report is solved
    DRAW_SAMPLE = auto()  # draws whom is asked, sees how far it is
    WORK_AT_DESK = auto()
    ACT_FOR_VISITORS = auto()  # decides in a reporter's name with the receipt code that they show
    SEE_CHANNELS = auto()  # how the accounts fare, what was sent
    ADMINISTER = auto()  # officers' tokens, accounts of channels, offices, texts, imports
    LEND = auto()  # lend the role to a substitute, or stand in for somebody
    LENT_INSIDE = auto()  # only to somebody of the same agency, and by nobody else
    LEND_OTHERS = auto()  # the roles of officers below
    HEAR_NOTICES = auto()  # is looked up when something happens (notify.officers)


_CASES = {Can.HANDLE_REPORTS, Can.LEND}
_WORKING = _CASES | {Can.SEE_AGENCY, Can.BE_GIVEN_WORK}
_HEARING = {Can.OPEN_IDENTITIES, Can.HEAR_NOTICES}
CAPABILITIES: dict[str, frozenset[Can]] = {
    Role.TRIAGE_OFFICER: frozenset(
        _CASES
        | _HEARING
        | {
            Can.SEE_CITY,
            Can.TRIAGE,
            Can.DECIDE_CANDIDATES,
            Can.WRITE_TEMPLATES,
            Can.WRITE_CITY_TEMPLATES,
            Can.MASK_FILES,
            Can.MOVE_ENTRIES,
            Can.SEE_INCIDENTS,
            Can.SEE_DISPOSITIONS,
            Can.ASK_BACK,
            Can.WORK_AT_DESK,
            Can.SEE_CHANNELS,
        }
    ),
    Role.LIAISON_OFFICER: frozenset(
        _WORKING | _HEARING | {Can.MOVE_ENTRIES, Can.TAKE_UNASSIGNED, Can.WRITE_TEMPLATES, Can.HAND_OVER, Can.ASK_BACK}
    ),
    Role.FIELD_OFFICER: frozenset(_WORKING),
    Role.DESK_OFFICER: frozenset({Can.WORK_AT_DESK, Can.ACT_FOR_VISITORS, Can.LEND}),
    Role.HEAD: frozenset(
        _CASES
        | _HEARING
        | {
            Can.SEE_AGENCY,
            Can.SEE_CITY_AT_ROOT,
            Can.APPROVE,
            Can.WRITE_TEMPLATES,
            Can.HAND_OVER,
            Can.SEE_INCIDENTS,
            Can.SEE_DISPOSITIONS,
            Can.DECLARE_INCIDENTS,
            Can.SEE_CONSENTS,
            Can.LEND_OTHERS,
        }
    ),
    Role.OVERSEER: frozenset(
        _CASES
        | _HEARING
        | {
            Can.SEE_CITY,
            Can.CONSENT_FOR_PROTECTED,
            Can.CONSENT_EVERYWHERE,
            Can.SEE_CONSENTS,
            Can.SEE_DISPOSITIONS,
            Can.ASK_BACK,
            Can.DRAW_SAMPLE,
            Can.LENT_INSIDE,
        }
    ),
    Role.ADMINISTRATOR: frozenset({Can.ADMINISTER, Can.SEE_CHANNELS, Can.HEAR_NOTICES}),
    Role.PROTECTED_CASE_OFFICER: frozenset(
        _CASES
        | _HEARING
        | {
            Can.SEE_PROTECTED,
            Can.DECIDE_CANDIDATES,
            Can.MASK_FILES,
            Can.MOVE_ENTRIES,
            Can.CONSENT_FOR_PROTECTED,
            Can.SEE_CONSENTS,
            Can.LENT_INSIDE,
        }
    ),
}


class HasRole(Protocol):
    @property
    def role(self) -> str: ...


def may(officer: HasRole, *capabilities: Can) -> bool:
    """Whether the role that an officer acts in has one of these."""
    return not CAPABILITIES[officer.role].isdisjoint(capabilities)


def roles_that(*capabilities: Can) -> tuple[Role, ...]:
    """The roles that have one of these, in the order of `Role`."""
    return tuple(role for role in Role if not CAPABILITIES[role].isdisjoint(capabilities))


def role_choices() -> list[tuple[str, str]]:
    """For the column: asked when it is needed, so that a new role is no migration."""
    return [(role.value, str(role.label)) for role in Role]
