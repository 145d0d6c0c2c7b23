"""Writes about officers: accounts and their tokens for the REST interface."""

import hashlib
import secrets

from django.db import transaction
from django.utils import timezone

from lapor.agencies.models import Agency, ApiToken, Officer, Role
from lapor.core import clock
from lapor.ledger.actions import append
from lapor.ledger.models import Stream


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
        if not is_active:
            ApiToken.objects.filter(officer=officer).delete()
        tell_of_account(officer, "officer.switched_on" if is_active else "officer.switched_off")


def new_password(officer: Officer) -> str:
    """A new random password, shown once; the officer changes it at /masuk/aman/sandi. Open sessions end."""
    password = "-".join(secrets.token_hex(2) for _ in range(4))
    with transaction.atomic():
        officer.set_password(password)
        officer.save(update_fields=["password"])
        tell_of_account(officer, "officer.password_set")
    return password


def tell_of_account(officer: Officer, name: str, **data: object) -> None:
    """Into the installation's chain of the officer's jurisdiction: ids and codes, no names. Needs a transaction."""
    append(
        stream_id=officer.agency.path[0], kind=Stream.Kind.INSTALLATION, name=name, actor_kind="system",
        data={"officer": str(officer.pk), "role": officer.role, "agency": str(officer.agency_id), **data},
    )  # fmt: skip


def create_token(officer: Officer) -> str:
    """A new bearer token; shown once, kept as a hash."""
    token = f"lapor_{secrets.token_urlsafe(32)}"
    ApiToken.objects.create(officer=officer, token_hash=token_digest(token), created_at=clock.now())
    return token


def officer_with_token(token: str) -> Officer | None:
    """The active officer whose bearer token this is. The day of its last use is written once a day."""
    found = ApiToken.objects.select_related("officer__agency__root").filter(token_hash=token_digest(token), officer__is_active=True).first()
    if found is None:
        return None
    today = timezone.localdate(clock.now())
    if found.last_used_on != today:
        ApiToken.objects.filter(pk=found.pk).update(last_used_on=today)
    return found.officer


def token_digest(token: str) -> bytes:
    """SHA-256: the token has 256 random bits, so that no salt is needed."""
    return hashlib.sha256(token.encode()).digest()
