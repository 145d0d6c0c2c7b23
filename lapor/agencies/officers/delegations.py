"""A role lent for a time: who may lend what to whom, who stands in for whom now.

Every act says both names (reports.history.recording).

The substitute acts with the lender's role and agency, as themselves: what bars a person (own proposal, own archiving,
an exclusion by name, consenting to their own request) bars them under every role.
"""

import copy
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from lapor.agencies.models import Agency, Delegation, Officer
from lapor.agencies.roles import Can, may, roles_that
from lapor.core import clock
from lapor.ledger.actions import append
from lapor.ledger.event_names import EventName
from lapor.ledger.models import Stream

LONGEST = timedelta(days=92)


def lend_role(
    officer: Officer, substitute: Officer, *, first_day: date, last_day: date, by: Officer | None
) -> Delegation:
    """Lend from the morning of the first to the end of the last day, in the jurisdiction's time.

    Raises ValidationError with the reason."""
    zone = ZoneInfo(officer.agency.timezone)
    starts, ends = (datetime.combine(day, time.min, tzinfo=zone) for day in (first_day, last_day + timedelta(days=1)))
    if reason := _reason_against(officer, substitute, starts, ends, by):
        raise ValidationError(reason)
    with transaction.atomic():
        delegation = Delegation.objects.create(
            officer=officer,
            substitute=substitute,
            made_by=by,
            made_at=clock.now(),
            starts_at=starts,
            ends_at=ends,
        )
        _tell(
            EventName.OFFICER_ROLE_LENT,
            delegation,
            by,
            {"from": starts.isoformat(), "to": ends.isoformat(), "role": officer.role},
        )
    return delegation


def take_back(delegation_id: UUID, *, by: Officer | None) -> None:
    """End it now: the lender, whoever lent it, or a head over the lender. Raises ValidationError."""
    with transaction.atomic():
        rows = Delegation.objects.select_for_update(of=("self",)).select_related("officer__agency")
        delegation = rows.filter(pk=delegation_id, ended_at=None).first()
        if delegation is None or not (
            by is None
            or by.pk in {delegation.officer_id, delegation.made_by_id}
            or is_head_over(by, delegation.officer)
        ):
            raise ValidationError(_("Only the person who lent this role, or their head, can end this."))
        delegation.ended_at = clock.now()
        delegation.save(update_fields=["ended_at"])
        _tell(EventName.OFFICER_ROLE_TAKEN_BACK, delegation, by, {})


def _reason_against(
    officer: Officer, substitute: Officer, starts: datetime, ends: datetime, by: Officer | None
) -> str | None:
    inside = may(officer, Can.LENT_INSIDE)
    is_near = officer.agency_id in substitute.agency.path or (
        not inside and substitute.agency_id in officer.agency.path
    )
    reasons = (
        (
            by is not None and (by.stands_in_for is not None or not (by.pk == officer.pk or is_head_over(by, officer))),
            _("You can lend your own role. A head can also lend the roles below."),
        ),
        (not may(officer, Can.LEND) or not officer.is_active, _("This role cannot be lent.")),
        (substitute.pk == officer.pk, _("Choose another person.")),
        (
            not substitute.is_active or not is_near,
            _("The substitute has to work in the same agency.")
            if inside
            else _("The substitute has to work in the same agency, or one above or below it."),
        ),
        (not clock.now() < ends, _("The last day is in the past.")),
        (ends <= starts, _("The last day is before the first day.")),
        (
            ends - starts > LONGEST,
            _("A role can be lent for three months at most. For longer, change the account's role."),
        ),
    )
    return next((text for applies, text in reasons if applies), None)


def is_head_over(head: Officer, officer: Officer) -> bool:
    """A head lends the roles of the own agency and below; those of protected cases and oversight are not a head's to
    lend."""
    return may(head, Can.LEND_OTHERS) and head.agency_id in officer.agency.path and not may(officer, Can.LENT_INSIDE)


def in_force(at: datetime | None = None) -> QuerySet[Delegation]:
    """The delegations that count now, with both officers and their agencies; a lender who left lends nothing."""
    now = at or clock.now()
    rows = Delegation.objects.filter(
        ended_at=None, starts_at__lte=now, ends_at__gt=now, officer__is_active=True, substitute__is_active=True
    )
    return rows.select_related("officer__agency__root", "substitute__agency__root").order_by("ends_at")


def lent_by(officer: Officer) -> list[Delegation]:
    """What of this officer's (and, for a head, of the officers' below) is lent now or later."""
    rows = Delegation.objects.filter(ended_at=None, ends_at__gt=clock.now()).select_related(
        "officer__agency", "substitute__agency"
    )
    below = (
        rows.filter(officer__agency__path__contains=[officer.agency_id])
        if may(officer, Can.LEND_OTHERS)
        else rows.filter(officer=officer)
    )
    return [
        row
        for row in below.order_by("starts_at")[:200]
        if row.officer_id == officer.pk or is_head_over(officer, row.officer)
    ]


def standing_in(officer: Officer, delegation_id: UUID | str) -> Officer | None:
    """The officer with the lent role and agency instead of their own; None where it is not (or no longer) lent to them.

    A copy that is never saved.
    """
    delegation = in_force().filter(pk=delegation_id, substitute=officer).first()
    return dressed(delegation) if delegation else None


def standing_in_for(officer: Officer, username: str) -> Officer | None:
    """The same by the absent officer's user name, as programs say it."""
    delegation = in_force().filter(officer__username=username, substitute=officer).first()
    return dressed(delegation) if delegation else None


def dressed(delegation: Delegation) -> Officer:
    """The substitute of a delegation in force, as the lender's role makes them."""
    lender = delegation.officer
    return in_role(delegation.substitute, lender.role, lender.agency, lender)


def in_role(officer: Officer, role: str, agency: Agency, lender: Officer) -> Officer:
    """The person with this role and agency, in the lender's place. A copy that is never saved."""
    acting = copy.copy(officer)
    acting.role, acting.agency = role, agency
    acting.stands_in_for, acting.in_own_right = lender, officer
    return acting


def acting_accounts(officer: Officer) -> list[Officer]:
    """The person with their own role and agency, and, where they stand in for somebody, that one: what bars either bars
    them. No query."""
    return (
        [officer.in_own_right, officer.stands_in_for] if officer.in_own_right and officer.stands_in_for else [officer]
    )


def substitutes_of(officers: Iterable[Officer]) -> dict[UUID, list[Officer]]:
    """Who stands in for each of these officers now, in the role that they lent; one query."""
    found: dict[UUID, list[Officer]] = {}
    for delegation in in_force().filter(officer__in=[officer.pk for officer in officers]):
        found.setdefault(delegation.officer_id, []).append(dressed(delegation))
    return found


def lent_to(officer_ids: Iterable[UUID]) -> list[Officer]:
    """These officers in each role that is lent to them now; one query."""
    return [dressed(delegation) for delegation in in_force().filter(substitute__in=list(officer_ids))]


def possible_substitutes(officer: Officer) -> QuerySet[Officer]:
    """Active officers of the same agency, or one above or below it."""
    rows = Officer.objects.filter(is_active=True).exclude(pk=officer.pk).select_related("agency")
    below = rows.filter(agency__path__contains=[officer.agency_id])
    return (below if may(officer, Can.LENT_INSIDE) else below | rows.filter(agency__in=officer.agency.path)).order_by(
        "agency__name", "name"
    )


def lendable_by(head: Officer) -> QuerySet[Officer]:
    """Whose role this officer may lend: their own; a head's also those below."""
    rows = Officer.objects.filter(is_active=True, role__in=roles_that(Can.LEND)).select_related("agency")
    if not may(head, Can.LEND_OTHERS):
        return rows.filter(pk=head.pk)
    below = rows.filter(agency__path__contains=[head.agency_id]).exclude(role__in=roles_that(Can.LENT_INSIDE))
    return (below | rows.filter(pk=head.pk)).order_by(F("agency__name"), "name")


def stand_in_note(officer: Officer) -> dict[str, object]:
    """What an event says of an officer who acts in a lent role."""
    return {"stands_in_for": str(officer.stands_in_for.pk)} if officer.stands_in_for else {}


def _tell(name: str, delegation: Delegation, by: Officer | None, data: dict[str, object]) -> None:
    append(
        stream_id=delegation.officer.agency.path[0],
        kind=Stream.Kind.INSTALLATION,
        name=name,
        actor_kind="officer" if by else "system",
        actor_id=by.pk if by else None,
        data={
            "delegation": str(delegation.pk),
            "officer": str(delegation.officer_id),
            "substitute": str(delegation.substitute_id),
            **data,
        },
    )
