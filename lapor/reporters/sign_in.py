"""People sign in by a code that is sent to their mail address or telephone: no password, no registration.

Whoever can read what comes to an address may see the reports that were made with it. Called by notify.sign_in_codes and
the pages /laporan-saya/.
"""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import F

from lapor.core import clock
from lapor.core.ids import keyed_hash
from lapor.reporters import vault
from lapor.reporters.models import ContactPoint, Follow, PersonKey, Reporter, SignedIn, SignInCode

VALID = timedelta(minutes=10)
TRIES = 5
KEPT = timedelta(days=180)
_BATCH = 1000
_DIGITS = 8
_LIVE = 3  # codes of one browser for one address


@dataclass(frozen=True)
class Person:
    """A signed-in address as this browser knows it."""

    id: UUID
    kind: str
    address: str
    lookup: bytes

    @property
    def masked(self) -> str:
        """So that others who see the screen do not read it: s…i@contoh.example, +62…099."""
        if self.kind == ContactPoint.Kind.EMAIL:
            name, _at, host = self.address.partition("@")
            return f"{name[:1]}…{name[-1:] if len(name) > 1 else ''}@{host}"
        return f"{self.address[:3]}…{self.address[-3:]}"


def normalise_address(kind: str, address: str) -> str:
    """The same for all ways to write an address or a number: what is counted by it is counted once."""
    return vault.normalise_contact(kind, address)


def is_known(kind: str, address: str) -> bool:
    """Whether a report was made with it: nobody else is sent a code."""
    return ContactPoint.objects.filter(kind=kind, lookup=vault.contact_lookup(kind, address)).exists()


def browser_hash(browser: str) -> bytes:
    """Of the random word that a browser keeps while it waits for a code."""
    return _hash("browser", browser)


def new_code(kind: str, address: str, browser: bytes) -> tuple[UUID, str]:
    """(the row's id, the code), good for the browser of this hash.

    Codes of before stay good: who asks again ends nobody's."""
    lookup, code = vault.contact_lookup(kind, address), f"{secrets.randbelow(10**_DIGITS):0{_DIGITS}}"
    row = SignInCode.objects.create(
        lookup=lookup, browser_hash=browser, code_hash=_hash("code", lookup.hex(), code), expires_at=clock.now() + VALID
    )
    return row.pk, code


def try_code(kind: str, address: str, code: str, *, browser: str) -> str | None:
    """The token of a browser that is signed in now; None where the code is wrong, too old, tried too often or another
    browser's. Each try is counted before it is compared, so that many at once are as few as one after the other. A code
    is used once, and ends its browser's others."""
    lookup = vault.contact_lookup(kind, address)
    own = SignInCode.objects.filter(lookup=lookup, browser_hash=browser_hash(browser), expires_at__gt=clock.now())
    live = list(own.order_by("-expires_at").values_list("pk", flat=True)[:_LIVE])
    rows = own.filter(pk__in=live)
    if not rows.filter(tries__lt=TRIES).update(tries=F("tries") + 1):
        return None
    digits = "".join(sign for sign in code if sign.isdecimal())
    if not rows.filter(code_hash=_hash("code", lookup.hex(), digits), tries__lte=TRIES).delete()[0]:
        return None
    own.delete()
    return open_session(kind, vault.seal(vault.normalise_contact(kind, address)), lookup)


def open_session(kind: str, address: bytes, lookup: bytes) -> str:
    """The token of a browser whose person has shown who they are. `address`: sealed."""
    token, now = secrets.token_urlsafe(32), clock.now()
    SignedIn.objects.create(
        token_hash=_hash("token", token), kind=kind, address=address, lookup=lookup, used_on=now.date(), created_at=now
    )
    return token


def _hash(*parts: str) -> bytes:
    return keyed_hash(settings.LOOKUP_KEY, "sign-in", *parts)


def persons(tokens: Iterable[str]) -> dict[str, Person]:
    """By token, those that are signed in still: one query, and one more on the first look of a day."""
    hashes = {_hash("token", token): token for token in tokens}
    if not hashes:
        return {}
    today = clock.now().date()
    rows = list(SignedIn.objects.filter(token_hash__in=list(hashes), used_on__gte=today - KEPT))
    if stale := [row.pk for row in rows if row.used_on != today]:
        SignedIn.objects.filter(pk__in=stale).update(used_on=today)
    return {
        hashes[bytes(row.token_hash)]: Person(
            row.pk, row.kind, vault.open_sealed(bytes(row.address)), bytes(row.lookup)
        )
        for row in rows
    }


def sign_out(person: Person, *, everywhere: bool = False) -> None:
    """This browser, or every one of the address with its passkeys: after a telephone was lost, which could let itself
    in again."""
    if everywhere:
        end_all([person.lookup])
    else:
        SignedIn.objects.filter(pk=person.id).delete()


def end_all(lookups: Iterable[bytes]) -> None:
    """Nobody is signed in with these addresses any more, and no code or passkey of before lets anybody in; no browser
    that was shown a receipt code knows the reports either."""
    lookups = list(lookups)
    own = ContactPoint.objects.filter(lookup__in=lookups).values("reporter")
    Reporter.objects.filter(pk__in=own).update(proofs_ended_at=clock.now())
    for model in (SignInCode, PersonKey, SignedIn):
        model._default_manager.filter(lookup__in=lookups).delete()


def end_unknown(lookups: Iterable[bytes]) -> None:
    """The same, of those addresses that no report was made with any more: what was theirs has been erased.

    They follow nothing either."""
    lookups = {bytes(lookup) for lookup in lookups}
    known = {
        bytes(lookup) for lookup in ContactPoint.objects.filter(lookup__in=lookups).values_list("lookup", flat=True)
    }
    end_all(lookups - known)
    Follow.objects.filter(lookup__in=lookups - known).delete()


def reporter_ids(people: Iterable[Person]) -> set[UUID]:
    """Everybody who left one of these addresses and still has it."""
    lookups = [person.lookup for person in people]
    return (
        set(ContactPoint.objects.filter(lookup__in=lookups).values_list("reporter_id", flat=True)) if lookups else set()
    )


def forget_old(now: datetime) -> int:
    SignInCode.objects.filter(expires_at__lt=now).delete()
    old = SignedIn.objects.filter(used_on__lt=(now - KEPT).date()).values_list("pk", flat=True)[:_BATCH]
    return SignedIn.objects.filter(pk__in=list(old)).delete()[0]
