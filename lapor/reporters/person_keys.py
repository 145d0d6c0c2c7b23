"""Passkeys of people: made by who is signed in, and from then on as good as a code to the address.

Called by the pages /laporan-saya/.

The challenge is the caller's to keep (`state`, JSON); the relying party is the host name asked for, as for officers.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from fido2.server import Fido2Server
from fido2.utils import websafe_decode
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from lapor.core import clock
from lapor.core.ids import keyed_hash
from lapor.reporters import sign_in, vault
from lapor.reporters.models import PersonKey
from lapor.reporters.sign_in import Person

KEPT = timedelta(days=730)
MOST = 10  # of one address
_BATCH = 1000
# what the library raises for anything but a real answer
_UNREADABLE = (
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    AssertionError,
)


@dataclass(frozen=True)
class PasskeySite:
    """Where a passkey is for. `host`: without a port; `name`: what the device shows."""

    host: str
    name: str

    def server(self) -> Fido2Server:
        here = (
            (lambda origin: urlsplit(origin).hostname == self.host)
            if settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN
            else None
        )
        return Fido2Server(PublicKeyCredentialRpEntity(id=self.host, name=self.name), verify_origin=here)


def keys_of(people: Iterable[Person]) -> list[PersonKey]:
    """Of all of them, the oldest first: one query."""
    return list(PersonKey.objects.filter(lookup__in=[person.lookup for person in people]).order_by("made_at", "id"))


def begin_key(place: PasskeySite, person: Person) -> tuple[dict[str, Any], dict[str, Any]]:
    """(what the browser is asked, the state to come back with).

    The device shows the address masked, and keeps no more of it."""
    user = PublicKeyCredentialUserEntity(id=_handle(person.lookup), name=person.masked, display_name=person.masked)
    options, state = place.server().register_begin(
        user,
        credentials=[AttestedCredentialData(bytes(key.credential)) for key in keys_of([person])],
        resident_key_requirement=ResidentKeyRequirement.REQUIRED,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return dict(options), state


def add_key(place: PasskeySite, person: Person, state: Mapping[str, Any], answer: Mapping[str, Any]) -> bool:
    """False where the answer is not one to this state, the device is known already or the address has `MOST`."""
    try:
        data = place.server().register_complete(state, answer).credential_data
    except _UNREADABLE:
        return False
    if data is None or PersonKey.objects.filter(lookup=person.lookup).count() >= MOST:
        return False
    now = clock.now()
    try:
        with transaction.atomic():
            PersonKey.objects.create(
                kind=person.kind,
                address=vault.seal(person.address),
                lookup=person.lookup,
                credential_id=data.credential_id,
                credential=bytes(data),
                made_at=now,
                used_on=now.date(),
            )
    except IntegrityError:
        return False
    return True


def remove_key(people: Iterable[Person], key_id: UUID) -> bool:
    """Only of people who are signed in here."""
    return bool(PersonKey.objects.filter(pk=key_id, lookup__in=[person.lookup for person in people]).delete()[0])


def begin_sign_in(place: PasskeySite) -> tuple[dict[str, Any], dict[str, Any]]:
    """(what the browser is asked, the state to come back with); names no key, so that nobody learns which there are."""
    options, state = place.server().authenticate_begin(user_verification=UserVerificationRequirement.REQUIRED)
    return dict(options), state


def try_key(place: PasskeySite, state: Mapping[str, Any], answer: Mapping[str, Any]) -> str | None:
    """The token of a browser that is signed in now; None where the answer does not fit the state or no key of ours made
    it."""
    try:
        given = AuthenticationResponse.from_dict(answer)
        key = PersonKey.objects.filter(credential_id=given.raw_id).first()
        if key is None or (given.response.user_handle or _handle(bytes(key.lookup))) != _handle(bytes(key.lookup)):
            return None
        place.server().authenticate_complete(state, [AttestedCredentialData(bytes(key.credential))], given)
    except _UNREADABLE:
        return None
    with transaction.atomic():
        if not PersonKey.objects.filter(pk=key.pk).update(used_on=clock.now().date()):
            return None  # taken away in this moment
        return sign_in.open_session(key.kind, bytes(key.address), bytes(key.lookup))


def challenge_of(state: Mapping[str, Any]) -> str:
    """In hex, to see that it is answered once."""
    return websafe_decode(str(state["challenge"])).hex()


def _handle(lookup: bytes) -> bytes:
    """One for each address, so that a device keeps one key of it; says nothing of the address to who has not our
    key."""
    return keyed_hash(settings.LOOKUP_KEY, "person-key", lookup.hex())


def forget_old(now: datetime) -> int:
    old = PersonKey.objects.filter(used_on__lt=(now - KEPT).date()).values_list("pk", flat=True)[:_BATCH]
    return PersonKey.objects.filter(pk__in=list(old)).delete()[0]
