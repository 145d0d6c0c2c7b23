"""Writes about officers: accounts and their tokens for the REST interface."""

import hashlib
import secrets

from django.utils import timezone

from lapor.agencies.models import Agency, ApiToken, Officer, Role
from lapor.core import clock


def create_officer(*, username: str, password: str, name: str, agency: Agency, role: Role, email: str = "") -> Officer:
    """Make an account, or set an existing one to these values. Raises ValidationError where a value is not valid."""
    officer = Officer.objects.filter(username=username).first() or Officer(username=username)
    officer.name, officer.agency, officer.role, officer.email = name, agency, role, email
    officer.set_password(password)
    officer.full_clean()
    officer.save()
    return officer


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
