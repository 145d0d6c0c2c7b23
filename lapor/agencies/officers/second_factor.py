"""The second factor of officers: who needs one, who has one, and the secrets behind it (sealed with the vault's keys).

Roles that may open an identity, and the administrator, cannot work without one (issue of safety: a password alone is
guessed or told).
"""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction

from lapor.agencies.models import Officer
from lapor.agencies.roles import Can, may
from lapor.core.ttl_cache import TTLCache

NEEDS_ONE = (Can.OPEN_IDENTITIES, Can.ADMINISTER)
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def lacks_second_factor(officer: Officer) -> bool:
    """Whether the officer has to set one up before anything else. That there is one is believed for some seconds."""
    if not settings.SECOND_FACTOR_REQUIRED or not may(officer, *NEEDS_ONE):
        return False
    return not _has_one.get(officer.pk) and not _find_one(officer.pk)


def _find_one(officer_id: UUID) -> bool:
    return bool(Authenticator.objects.filter(user=officer_id, type__in=FACTORS).exists())


_has_one: TTLCache[UUID, bool] = TTLCache(_find_one)


def forget_second_factor(officer: Officer) -> int:
    """For somebody who lost phone and recovery codes: all of it goes, a new one is asked for at the next sign-in.

    Gives how many."""
    return int(Authenticator.objects.filter(user=officer).delete()[0])


def sealed_secrets() -> Iterator[bytes]:
    """Every sealed value, for the rotation of keys."""
    for data in Authenticator.objects.values_list("data", flat=True).iterator():
        yield from (value.encode() for value in _tokens(data).values())


def reseal_secrets(reseal: Any) -> int:
    """Every secret sealed anew with the first key; `reseal` takes and gives a token (bytes). Gives how many rows."""
    done = 0
    for pk in list(Authenticator.objects.values_list("pk", flat=True)):
        with transaction.atomic():
            row = Authenticator.objects.select_for_update().filter(pk=pk).first()
            if row is None or not (tokens := _tokens(row.data)):
                continue
            row.data = {**row.data, **{name: reseal(value.encode()).decode() for name, value in tokens.items()}}
            row.save(update_fields=["data"])
            done += 1
    return done


def _tokens(data: dict[str, Any]) -> dict[str, str]:
    """What of an authenticator's data is sealed: the app's secret or the seed of the recovery codes.

    A passkey's public key is not."""
    return {name: data[name] for name in ("secret", "seed") if name in data}
