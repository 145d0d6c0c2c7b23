"""The vault: the only code that turns sealed identities into words. Its importers are listed in pyproject.toml.

Nothing here logs or returns an identity beyond the value asked for.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.conf import settings

from lapor.core import clock, contact, environment
from lapor.core.crypto import CannotDecrypt, Sealer
from lapor.core.ids import keyed_hash, new_id
from lapor.core.keyring import Keyring
from lapor.core.keys import load_keys
from lapor.core.text import fold
from lapor.reporters.models import ContactPoint, Reporter

NO_NAME = b"-"  # look-up of a name that has neither letters nor digits
_keyring = Keyring(environment.keys_file, lambda: settings.VAULT_KEYS)


def seal(text: str) -> bytes:
    """Encrypt words for the database; empty words stay empty."""
    return _keyring.sealer().seal(text.encode()) if text else b""


def seal_bytes(content: bytes) -> bytes:
    return _keyring.sealer().seal(content)


def open_sealed(token: bytes) -> str:
    """Raises core.crypto.CannotDecrypt."""
    return _keyring.sealer().open(bytes(token)).decode() if token else ""


def open_bytes(token: bytes) -> bytes:
    return _keyring.sealer().open(bytes(token))


def reseal(token: bytes) -> bytes:
    """The same value under the first key; empty stays empty. Raises core.crypto.CannotDecrypt."""
    return _keyring.sealer().reseal(bytes(token)) if token else b""


def needing_older_keys(tokens: Iterable[bytes]) -> int:
    """How many of the values do not open with the first key alone; the keys file is read once."""
    first = Sealer(list(load_keys(environment.keys_file()).vault)[:1])
    return sum(not _opens(first, bytes(token)) for token in tokens if token)


def _opens(sealer: Sealer, token: bytes) -> bool:
    try:
        sealer.open(token)
    except CannotDecrypt:
        return False
    return True


def identity_of(reporter: Reporter) -> tuple[str, list[tuple[str, str]]]:
    """Name and contact points (kind, address) in words.

    Callers see to the reason and the event (casework.identities)."""
    points = ContactPoint.objects.filter(reporter=reporter).order_by("created_at", "id")
    return open_sealed(bytes(reporter.name)), [(point.kind, open_sealed(bytes(point.address))) for point in points]


def phones_of(reporter: Reporter, points: Iterable[ContactPoint]) -> tuple[str, list[str]]:
    """The name, and these of the person's addresses in words, each once.

    Callers see to the reason and the event (casework.callback)."""
    addresses = [open_sealed(bytes(point.address)) for point in points if point.reporter_id == reporter.pk]
    return open_sealed(bytes(reporter.name)), list(dict.fromkeys(addresses))


def normalise_contact(kind: str, value: str) -> str:
    """One form for each address: lower-case mail, phone as +62… See core.contact."""
    return contact.normalise(kind, value)


def contact_lookup(kind: str, value: str) -> bytes:
    return keyed_hash(settings.LOOKUP_KEY, kind, normalise_contact(kind, value))


def name_lookup(name: str) -> bytes:
    """Finds a full name again, however it is written: capitals, accents and signs do not count. b"" for none."""
    folded = fold(name)
    return keyed_hash(settings.LOOKUP_KEY, "name", folded) if folded else b""


def _named(name: str) -> dict[str, bytes]:
    return {"name": seal(name.strip()), "name_lookup": name_lookup(name)}


def add_name_lookups(most: int) -> int:
    """For people who were stored before names could be looked up; gives how many."""
    rows = list(Reporter.objects.filter(name_lookup=b"").exclude(name=b"").order_by("id")[:most])
    for row in rows:
        row.name_lookup = name_lookup(open_sealed(bytes(row.name))) or NO_NAME
    return Reporter.objects.bulk_update(rows, ["name_lookup"])


def channel_lookup(account_id: UUID, sender: str) -> bytes:
    """Finds the conversation of a sender on an account of ours."""
    return keyed_hash(settings.LOOKUP_KEY, "channel", account_id.hex, sender)


def sender_rows(*, account_id: UUID, sender: str, name: str, language: str) -> tuple[Reporter, ContactPoint]:
    """A new reporter who is answered on the channel that they wrote on, sealed and not yet saved."""
    now = clock.now()
    reporter = Reporter(**_named(name), language=language, created_at=now)
    point = ContactPoint(
        reporter=reporter,
        kind=ContactPoint.Kind.CHANNEL,
        address=seal(sender),
        account_id=account_id,
        lookup=channel_lookup(account_id, sender),
        created_at=now,
    )
    return reporter, point


def add_sender(reporter: Reporter, *, account_id: UUID, sender: str) -> None:
    """The reporter is answered on this channel too; once, however often they say so."""
    lookup = channel_lookup(account_id, sender)
    if not ContactPoint.objects.filter(reporter=reporter, lookup=lookup).exists():
        ContactPoint.objects.create(
            reporter=reporter,
            kind=ContactPoint.Kind.CHANNEL,
            address=seal(sender),
            account_id=account_id,
            lookup=lookup,
            created_at=clock.now(),
        )


def address_is_gone(kind: str, address: bytes) -> None:
    """A server said that there is nobody: whoever left this address is not written to there any more.

    `address`: sealed."""
    lookup = contact_lookup(kind, open_sealed(bytes(address)))
    ContactPoint.objects.filter(lookup=lookup, unreachable_at=None).update(unreachable_at=clock.now())


def mark_reachable(lookups: Iterable[bytes]) -> None:
    """Somebody wrote from there."""
    ContactPoint.objects.filter(lookup__in=list(lookups)).exclude(unreachable_at=None).update(unreachable_at=None)


def store_reporter(*, name: str, email: str, phone: str, language: str) -> Reporter:
    """A new reporter with the contact points given.

    Two reports of one person are joined only by proof, never by a guess."""
    reporter, points = reporter_rows(name=name, email=email, phone=phone, language=language, at=clock.now())
    reporter.save(force_insert=True)
    ContactPoint.objects.bulk_create(points)
    return reporter


def reporter_rows(
    *, name: str, email: str, phone: str, language: str, at: datetime
) -> tuple[Reporter, list[ContactPoint]]:
    """The rows of a person, sealed and not yet saved."""
    reporter = Reporter(**_named(name), language=language, created_at=at)
    return reporter, _points(reporter, email=email, phone=phone, at=at)


def _points(reporter: Reporter, *, email: str, phone: str, at: datetime) -> list[ContactPoint]:
    given = ((ContactPoint.Kind.EMAIL, email), (ContactPoint.Kind.PHONE, phone))
    return [
        ContactPoint(
            reporter=reporter,
            kind=kind,
            address=seal(normalise_contact(kind, value)),
            lookup=contact_lookup(kind, value),
            created_at=at,
        )
        for kind, value in given
        if value.strip()
    ]


def further_points(reporter: Reporter, *, email: str, phone: str, at: datetime) -> list[ContactPoint]:
    """The addresses that a known person left now and had not left before, not yet saved."""
    points = _points(reporter, email=email, phone=phone, at=at)
    known = (
        {bytes(lookup) for lookup in ContactPoint.objects.filter(reporter=reporter).values_list("lookup", flat=True)}
        if points
        else set()
    )
    return [point for point in points if bytes(point.lookup) not in known]


def copied(reporter: Reporter) -> Reporter:
    """A row of their own for reports that go on when the person is erased from the others: the same sealed values."""
    points = list(ContactPoint.objects.filter(reporter=reporter))
    kept = {name: getattr(reporter, name) for name in ("name", "name_lookup", "language", "created_at")}
    copy = Reporter.objects.create(**kept)
    for point in points:
        point.pk, point.reporter, point._state.adding = new_id(), copy, True
    ContactPoint.objects.bulk_create(points)
    return copy


def push_lookup(subscription: str) -> bytes:
    """Finds what a browser's push subscription follows."""
    return keyed_hash(settings.LOOKUP_KEY, "push", subscription)
