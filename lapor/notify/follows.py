"""To follow something and to end it: by mail after a yes from the mailbox, by notices on a device at once.

Called by the pages /ikuti."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.core import signing
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from lapor.agencies.current import base_url
from lapor.agencies.models import Agency, Area, Category
from lapor.core import clock
from lapor.core.ids import show_tracking_id
from lapor.gateway.models import MessageAudience, OutboundMessage
from lapor.gateway.outbound.sealed_words import sealed_words
from lapor.gateway.tasks import queue_all
from lapor.reporters import vault
from lapor.reporters.models import FURTHEST_METRES, ContactPoint, Follow
from lapor.reports.models import Report
from lapor.reports.vocabulary import Visibility

MOST = 50  # things that one address follows in a city
NEAREST_METRES = 100
KEEP_UNCONFIRMED = timedelta(days=7)
_SALT = "follow"
_BATCH = 1000


class CannotFollow(ValueError):
    """What was asked for cannot be followed; the text is for the person."""


@dataclass(frozen=True)
class Target:
    """What is followed: one of them. `is_own`: the receipt code of the report was shown."""

    report: Report | None = None
    category: Category | None = None
    area: Area | None = None
    circle: tuple[float, float, int] | None = None  # latitude, longitude, metres
    is_own: bool = False

    @property
    def kind(self) -> str:
        given = (
            (self.report, Follow.Kind.REPORT),
            (self.category, Follow.Kind.CATEGORY),
            (self.area, Follow.Kind.AREA),
        )
        return next((kind for value, kind in given if value is not None), Follow.Kind.CIRCLE)

    @property
    def word(self) -> str:
        if self.circle is not None:
            return f"circle {self.circle[0]:.4f} {self.circle[1]:.4f} {self.circle[2]}"
        found = self.report or self.category or self.area
        return f"{self.kind} {found.pk if found else ''}"


def may_follow(report: Report, *, is_own: bool) -> bool:
    """Confidential ones by whoever holds the receipt; protected ones leave nothing on a device, and by nobody."""
    return not report.is_protected and (is_own or report.visibility == Visibility.PUBLIC)


def follow(root: Agency, target: Target, *, way: str, address: str, rhythm: str, language: str) -> Follow:
    """Follow it, or change the rhythm of what is followed already.

    A mail address is asked first (a mail with a link); a subscription, checked by the caller, is proof in itself.
    Raises CannotFollow."""
    _check(target)
    lookup = vault.contact_lookup("email", address) if way == Follow.Way.EMAIL else vault.push_lookup(address)
    if (
        target.is_own
        and target.report
        and ContactPoint.objects.filter(reporter=target.report.reporter_id, lookup=lookup, opted_out_at=None).exists()
    ):
        raise CannotFollow(_("You hear of this report at this address already, as its reporter."))
    rhythm = Follow.Rhythm.AT_ONCE if target.report else rhythm
    with transaction.atomic():
        known = list(Follow.objects.filter(lookup=lookup, root=root).select_for_update()[: MOST + 1])
        found = next((row for row in known if row.target == target.word), None)
        if found is None and len(known) >= MOST:
            raise CannotFollow(_("You follow %(count)s things already. End one of them first.") % {"count": MOST})
        now = clock.now()
        row = found or Follow(
            root=root,
            kind=target.kind,
            target=target.word,
            way=way,
            address=vault.seal(address),
            lookup=lookup,
            created_at=now,
        )
        row.rhythm, row.language, row.told_until = rhythm, language, row.told_until or now
        row.is_own = row.is_own or target.is_own
        _aim(row, target)
        is_proved = way == Follow.Way.PUSH or any(one.confirmed_at for one in known)  # the mailbox said yes before
        row.confirmed_at = row.confirmed_at or (now if is_proved else None)
        row.save()
    if row.confirmed_at is None:
        _ask(row)
    return row


def _check(target: Target) -> None:
    if target.report is not None and not may_follow(target.report, is_own=target.is_own):
        raise CannotFollow(_("You cannot follow this report."))
    if target.circle is not None and not NEAREST_METRES <= target.circle[2] <= FURTHEST_METRES:
        raise CannotFollow(
            _("The circle is between %(least)s m and %(most)s km wide.")
            % {"least": NEAREST_METRES, "most": FURTHEST_METRES // 1000}
        )


def _aim(row: Follow, target: Target) -> None:
    row.report_id, row.number = (target.report.pk, target.report.tracking_id) if target.report else (None, "")
    row.category, row.area = target.category, target.area
    if target.circle is not None:
        row.latitude, row.longitude, row.metres = target.circle


def _ask(row: Follow) -> None:
    """Whether the owner of the mailbox wants it: anybody can type an address. Asked once a day at most."""
    with translation.override(row.language):
        name = row.root.brand.get("name", row.root.name)
        text = _(
            "Somebody, you we hope, asked to be told by mail of: %(what)s.\n\nYes, send it to me:\n%(url)s\n\nIf it was"
            " not you, do nothing: you will hear no more of it."
        ) % {"what": words_of(row), "url": manage_url(row)}
        subject = _("Do you want to follow this? %(what)s") % {"what": words_of(row)}
    message = OutboundMessage(
        channel="email",
        root_id=row.root_id,
        audience=MessageAudience.FOLLOWER,
        cause="follow.ask",
        address=row.address,
        words=sealed_words(f"{text}\n\n--\n{name}\n", subject=subject),
        created_at=clock.now(),
        dedupe_key=f"follow:{row.pk}:ask:{clock.now():%Y%m%d}",
    )
    queue_all([message])


def words_of(row: Follow) -> str:
    """What is followed, in the language that is active."""
    if row.kind == Follow.Kind.REPORT:
        return _("Report %(number)s") % {"number": show_tracking_id(row.number)}
    if row.category is not None:
        return _("Reports of the category %(name)s") % {"name": row.category.label}
    if row.area is not None:
        return _("Reports in %(name)s") % {"name": row.area.name}
    return _("Reports within %(metres)s m of a place on the map") % {"metres": row.metres}


# --- the link in each mail: who has it may see and end what this address follows --------------------------------------


def token_of(row: Follow) -> str:
    return signing.Signer(salt=_SALT).sign(row.pk.hex).replace(":", ".")


def manage_url(row: Follow) -> str:
    return f"{base_url(row.root)}/ikuti/{token_of(row)}"


def stop_url(row: Follow, *, everything: bool = False) -> str:
    return f"{manage_url(row)}/berhenti{'?semua=1' if everything else ''}"


def of_token(token: str) -> Follow | None:
    """None where the link is not ours, or what it names was ended."""
    try:
        found = signing.Signer(salt=_SALT).unsign(token.replace(".", ":", 1))
        return Follow.objects.select_related("root", "category", "area").filter(pk=UUID(found)).first()
    except (signing.BadSignature, ValueError):
        return None


def all_of(row: Follow) -> list[Follow]:
    """Everything that the same address follows in the city."""
    rows = Follow.objects.filter(lookup=bytes(row.lookup), root=row.root_id).select_related("root", "category", "area")
    return list(rows.order_by("created_at"))


def confirm(row: Follow) -> None:
    """The owner of the mailbox says yes: to this and to whatever else was asked for with it."""
    Follow.objects.filter(lookup=bytes(row.lookup), root=row.root_id, confirmed_at=None).update(
        confirmed_at=clock.now(), told_until=clock.now()
    )


def stop(row: Follow, *, everything: bool = False) -> int:
    """End this, or everything that the address follows; the rows are gone. Gives how many."""
    rows = (
        Follow.objects.filter(lookup=bytes(row.lookup), root=row.root_id)
        if everything
        else Follow.objects.filter(pk=row.pk)
    )
    return rows.delete()[0]


# --- what ends by itself ----------------------------------------------------------------------------------------------


def forget_unconfirmed() -> int:
    """Addresses that nobody said yes to; a batch."""
    old = Follow.objects.filter(confirmed_at=None, created_at__lt=clock.now() - KEEP_UNCONFIRMED).values_list(
        "pk", flat=True
    )[:_BATCH]
    return Follow.objects.filter(pk__in=list(old)).delete()[0]


def forget_gone() -> int:
    """Follows whose device or mailbox is no more: what was sent there failed for good.

    Looks at the last day. Gives how many."""
    since = clock.now() - timedelta(days=1)
    failed = OutboundMessage.objects.filter(
        status=OutboundMessage.Status.FAILED, audience=MessageAudience.FOLLOWER, done_at__gt=since
    )
    gone = failed.filter(delivery_attempts__outcome="permanent").values_list("dedupe_key", flat=True).distinct()
    return Follow.objects.filter(pk__in={UUID(key.split(":")[1]) for key in gone[:_BATCH]}).delete()[0]
