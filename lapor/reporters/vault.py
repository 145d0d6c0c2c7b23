"""The vault: the only code that turns sealed identities into words. Its importers are listed in pyproject.toml.

Nothing here logs or returns an identity beyond the value asked for.
"""

from functools import lru_cache

from django.conf import settings

from lapor.core import clock
from lapor.core.crypto import Sealer
from lapor.core.ids import keyed_hash
from lapor.reporters.models import ContactPoint, Reporter


@lru_cache(maxsize=1)
def _sealer() -> Sealer:
    return Sealer(settings.VAULT_KEYS)


def seal(text: str) -> bytes:
    """Encrypt words for the database; empty words stay empty."""
    return _sealer().seal(text.encode()) if text else b""


def seal_bytes(content: bytes) -> bytes:
    return _sealer().seal(content)


def open_sealed(token: bytes) -> str:
    """Raises core.crypto.CannotDecrypt."""
    return _sealer().open(bytes(token)).decode() if token else ""


def open_bytes(token: bytes) -> bytes:
    return _sealer().open(bytes(token))


def normalise_contact(kind: str, value: str) -> str:
    """One form for each address: lower-case mail, phone as +62…"""
    value = value.strip()
    if kind == ContactPoint.Kind.EMAIL:
        return value.lower()
    digits = "".join(c for c in value if c.isdigit())
    return "+62" + digits[1:] if digits.startswith("0") else "+" + digits


def contact_lookup(kind: str, value: str) -> bytes:
    return keyed_hash(settings.LOOKUP_KEY, kind, normalise_contact(kind, value))


def store_reporter(*, name: str, email: str, phone: str, language: str) -> Reporter:
    """A new reporter with the contact points given. Two reports of one person are joined only by proof, never by a guess."""
    now = clock.now()
    reporter = Reporter.objects.create(name=seal(name.strip()), language=language, created_at=now)
    given = ((ContactPoint.Kind.EMAIL, email), (ContactPoint.Kind.PHONE, phone))
    ContactPoint.objects.bulk_create(
        ContactPoint(reporter=reporter, kind=kind, address=seal(normalise_contact(kind, value)),
                     lookup=contact_lookup(kind, value), created_at=now)
        for kind, value in given if value.strip()
    )  # fmt: skip
    return reporter
