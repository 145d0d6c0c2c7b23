"""Writes about officers and their office: accounts, tokens for the REST interface, what the head approves."""

import hashlib
import secrets
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import DateTimeField
from django.utils import timezone

from lapor.agencies.models import Agency, ApiToken, Officer
from lapor.agencies.officers.delegations import stand_in_note
from lapor.agencies.roles import Role
from lapor.core import clock
from lapor.db.compiled import Compiled, Given
from lapor.ledger.actions import append
from lapor.ledger.event_names import EventName
from lapor.ledger.models import Stream

TOKEN_DAYS = 365


def create_officer(*, username: str, password: str, name: str, agency: Agency, role: Role, email: str = "") -> Officer:
    """Make an account, or set an existing one to these values. Raises ValidationError where a value is not valid."""
    officer = Officer.objects.filter(username=username).first() or Officer(username=username)
    officer.name, officer.agency, officer.role, officer.email = name, agency, role, email
    officer.set_password(password)
    officer.full_clean()
    officer.save()
    return officer


def set_active(officer: Officer, *, is_active: bool) -> None:
    """An account is switched off, never deleted: its name stands in the history. Its tokens go."""
    with transaction.atomic():
        officer.is_active = is_active
        officer.session_epoch += 0 if is_active else 1  # what was open does not live again when it is switched on
        officer.save(update_fields=["is_active", "session_epoch"])
        ended = 0 if is_active else end_tokens(officer)
        tell_of_account(
            officer, EventName.OFFICER_SWITCHED_ON if is_active else EventName.OFFICER_SWITCHED_OFF, tokens_ended=ended
        )


def new_password(officer: Officer) -> str:
    """A new random password, shown once; the officer changes it at /masuk/aman/sandi. Open sessions and tokens end."""
    password = "-".join(secrets.token_hex(2) for _ in range(4))
    set_password(officer, password, name=EventName.OFFICER_PASSWORD_SET)
    return password


def set_password(officer: Officer, password: str, *, name: str = EventName.OFFICER_PASSWORD_CHANGED) -> None:
    """With it end the officer's tokens: whoever changes a password may fear that somebody else knows what it opened."""
    with transaction.atomic():
        officer.set_password(password)
        officer.save(update_fields=["password"])
        tell_of_account(officer, name, tokens_ended=end_tokens(officer))


def tell_of_account(officer: Officer, name: str, **data: object) -> None:
    """Into the installation's chain of the officer's jurisdiction: ids and codes, no names. Needs a transaction."""
    record_power_event(
        officer.agency.path[0],
        name,
        by=None,
        officer=str(officer.pk),
        role=officer.role,
        agency=str(officer.agency_id),
        **data,
    )


def record_power_event(root_id: UUID, name: str, *, by: Officer | None = None, **data: object) -> None:
    """Who may do what was changed, or used: the one way into the installation's chain. In a lent role it names the
    lender.

    `by` None: at the command line, or by the program."""
    append(
        stream_id=root_id,
        kind=Stream.Kind.INSTALLATION,
        name=name,
        actor_kind="officer" if by else "system",
        actor_id=by.pk if by else None,
        data={**data, **(stand_in_note(by) if by else {})},
    )


def set_approval(agency: Agency, *, is_wanted: bool, by: Officer) -> None:
    """Whether the head approves the agency's answers before they go out. What was proposed before still waits."""
    with transaction.atomic():
        if Agency.objects.filter(pk=agency.pk, approves_answers=not is_wanted).update(approves_answers=is_wanted):
            record_power_event(
                agency.path[0], EventName.AGENCY_APPROVAL_SET, by=by, agency=str(agency.pk), is_wanted=is_wanted
            )


def create_token(officer: Officer, *, days: int = TOKEN_DAYS) -> str:
    """A new bearer token; shown once, kept as a hash. It ends by itself."""
    token, now = f"lapor_{secrets.token_urlsafe(32)}", clock.now()
    with transaction.atomic():
        row = ApiToken.objects.create(
            officer=officer, token_hash=token_digest(token), created_at=now, expires_at=now + timedelta(days=days)
        )
        tell_of_account(officer, EventName.TOKEN_MADE, token=row.pk, expires_at=row.expires_at.isoformat())
    return token


def revoke_token(token_id: int, *, root: Agency | None = None, by: Officer | None = None) -> bool:
    """Whether there was such a token (of that city)."""
    with transaction.atomic():
        rows = ApiToken.objects.select_related("officer__agency").filter(pk=token_id)
        row = (rows.filter(officer__agency__path__contains=[root.pk]) if root else rows).first()
        if row is None:
            return False
        row.delete()
        record_power_event(
            row.officer.agency.path[0], EventName.TOKEN_REVOKED, by=by, token=token_id, officer=str(row.officer_id)
        )
    return True


def end_tokens(officer: Officer) -> int:
    """How many there were."""
    return int(ApiToken.objects.filter(officer=officer).delete()[0])


_TOKEN: Compiled[ApiToken] = Compiled(
    lambda: ApiToken.objects.select_related("officer__agency__root").filter(
        token_hash=Given("token_hash"), officer__is_active=True, expires_at__gt=Given("now", DateTimeField())
    )
)


def officer_with_token(token: str) -> Officer | None:
    """The active officer whose bearer token this is. The day of its last use is written once a day."""
    now = clock.now()
    found = _TOKEN.first(token_hash=token_digest(token), now=now)
    if found is None:
        return None
    today = timezone.localdate(now)
    if found.last_used_on != today:
        ApiToken.objects.filter(pk=found.pk).update(last_used_on=today)
    return found.officer


def token_digest(token: str) -> bytes:
    """SHA-256: the token has 256 random bits, so that no salt is needed."""
    return hashlib.sha256(token.encode()).digest()
