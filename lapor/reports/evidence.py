"""Evidence by challenge: which photo of an officer counts as taken in the app. The one place that decides it.

A challenge is a word that has to be in the photo, for one report and one officer; the camera of the page announces the
photo's hash, before its file comes, and then the act brings the file. What it proves and what not: ADR 32. Both leave
an event that commits to their row (history.commitments), so that `lapor verify` names what was changed afterwards.
Called by casework.evidence; `how_taken` by history.recording."""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet

from lapor.agencies.models import Officer
from lapor.agencies.officers.delegations import stand_in_note
from lapor.agencies.queries import rules_of
from lapor.core import clock
from lapor.core.ids import keyed_hash
from lapor.ledger import chain
from lapor.ledger.actions import append
from lapor.ledger.event_names import EventName
from lapor.ledger.holding import held_last
from lapor.ledger.models import Stream
from lapor.reports.challenge_words import WORDS
from lapor.reports.history import commitments
from lapor.reports.models import Attachment, Capture, Challenge, PartnerLink, Report
from lapor.reports.vocabulary import ActName, Audience, PartnerStep, Publication
from lapor.reports.workflow.act import EVIDENCE_ACTS, PARTNER
from lapor.reports.workflow.acting import Actor, StoredFile

Taker = Officer | PartnerLink  # whoever holds the camera
VALID_FOR = timedelta(minutes=30)
STOCK = 3  # challenges ahead of one officer for one report
MOST_OPEN = 20  # unused ones of one officer for one report: whoever asks again gets the last
ARRIVES_WITHIN = timedelta(hours=24)  # after an ahead one ended: so long a network may be missing
SKEW = timedelta(minutes=5)  # by which a phone's clock may be wrong
SEEN = frozenset({Attachment.Kind.PHOTO, Attachment.Kind.VIDEO})  # kinds of files in which a result can be seen


@dataclass(frozen=True)
class Claim:
    """What the camera of the page says of a photo. `place`: sealed by the caller, and `place_words` what was sealed."""

    challenge_id: UUID | None
    sha256: str  # 64 hexadecimal digits, of the bytes as they were taken
    device_at: datetime
    was_offline: bool = False
    place: bytes = b""
    place_words: str = ""


def kept_hash(sha256: str) -> str:
    """Whoever has the same file cannot tell by it, without our key, that somebody sent it. Names a sealed original."""
    return keyed_hash(settings.LOOKUP_KEY, "original", sha256).hex()


def _columns(taker: Taker) -> dict[str, Any]:
    """Of a challenge or a capture: whose it is."""
    return {"officer": taker.person} if isinstance(taker, Officer) else {"partner": taker}


# --- challenges -------------------------------------------------------------------------------------------------------


def issue_challenge(report: Report, taker: Taker) -> Challenge:
    """A new one, valid 30 minutes."""
    at = clock.now()
    with transaction.atomic():
        _lock(report)
        unused = list(_unused(report, taker, at).filter(is_ahead=False)[:MOST_OPEN])
        return unused[0] if len(unused) == MOST_OPEN else _issue(report, taker, at, at + VALID_FOR)


def challenges_ahead(report: Report, taker: Taker) -> list[Challenge]:
    """STOCK unused ones for work without a network, until the day ends in the city: those that are there, and new ones
    for what is missing. Waits while the last act can be undone, which an event behind it would end."""
    at = clock.now()
    with transaction.atomic():
        _lock(report)
        found = list(_unused(report, taker, at).filter(is_ahead=True)[:STOCK])
        if len(found) == STOCK or held_last(report.pk) is not None:
            return found
        until = _end_of_day(report, at)
        return found + [_issue(report, taker, at, until, is_ahead=True) for _missing in range(STOCK - len(found))]


def _lock(report: Report) -> None:
    Report.objects.select_for_update(of=("self",)).only("pk").get(pk=report.pk)


def _unused(report: Report, taker: Taker, at: datetime) -> QuerySet[Challenge]:
    rows = Challenge.objects.filter(report=report, **_columns(taker), valid_until__gt=at, captures=None)
    return rows.order_by("-issued_at", "-id")


def _end_of_day(report: Report, at: datetime) -> datetime:
    calendar = rules_of(report.root).calendar
    tomorrow = calendar.local(at).date() + timedelta(days=1)
    return datetime.combine(tomorrow, time.min, calendar.timezone)


def _issue(report: Report, taker: Taker, at: datetime, until: datetime, *, is_ahead: bool = False) -> Challenge:
    word = f"{secrets.choice(WORDS)} {secrets.randbelow(90) + 10}"
    made = Challenge.objects.create(
        report=report, **_columns(taker), word=word, issued_at=at, valid_until=until, is_ahead=is_ahead
    )
    _tell(report, taker, EventName.REPORT_CHALLENGE_ISSUED, made)
    return made


# --- photos -----------------------------------------------------------------------------------------------------------


def announce_capture(report: Report, taker: Taker, claim: Claim) -> Capture:
    """Note a photo that was taken; announced twice it is one. Whether it counts is decided here and never again."""
    at, original = clock.now(), kept_hash(claim.sha256)
    with transaction.atomic():
        _lock(report)
        before = Capture.objects.filter(report=report, original_sha256=original).first()
        if before is not None:
            return before
        known = Challenge.objects.filter(report=report, **_columns(taker))
        challenge = known.filter(pk=claim.challenge_id).first() if claim.challenge_id else None
        made = Capture.objects.create(
            report=report,
            challenge=challenge,
            **_columns(taker),
            original_sha256=original,
            device_at=claim.device_at,
            announced_at=at,
            was_offline=claim.was_offline,
            place=claim.place,
            place_commitment=chain.commitment(bytes(report.salt), claim.place_words) if claim.place_words else "",
            fault=_fault_of(challenge, claim.device_at, at),
        )
        _tell(report, taker, EventName.REPORT_PHOTO_CAPTURED, made)
        return made


def _fault_of(challenge: Challenge | None, device_at: datetime, at: datetime) -> str:
    """Why the photo does not count as taken in the app, "" where it does.

    Of a challenge that was asked for on the spot the server's own clock decides; of one that was issued ahead the
    phone's, since the network may have been away."""
    if challenge is None:
        return Capture.Fault.UNKNOWN
    if Capture.objects.filter(challenge=challenge).exists():
        return Capture.Fault.USED
    if not challenge.is_ahead:
        return "" if at <= challenge.valid_until else Capture.Fault.EXPIRED
    is_of_its_time = challenge.issued_at - SKEW <= device_at <= min(challenge.valid_until, at) + SKEW
    return "" if is_of_its_time and at <= challenge.valid_until + ARRIVES_WITHIN else Capture.Fault.EXPIRED


def _tell(report: Report, taker: Taker, name: str, row: Challenge | Capture) -> None:
    """The event of a row: ids and its digest."""
    part = "challenge" if isinstance(row, Challenge) else "capture"
    lent = stand_in_note(taker) if isinstance(taker, Officer) else {}
    append(
        stream_id=report.pk,
        kind=Stream.Kind.REPORT,
        name=name,
        actor_kind="officer" if isinstance(taker, Officer) else PARTNER,
        actor_id=taker.pk,
        data={part: str(row.pk), commitments.KEY: commitments.of_evidence(report, row), **lent},
    )


def how_taken(
    report: Report, act: str, actor: Actor, files: Sequence[StoredFile]
) -> dict[UUID, tuple[str, Capture | None]]:
    """For each file of an act how it was taken, and the announcement that it fits: by the hash of the bytes that came,
    by this officer or partner, for this report, not shown before. Of an act that shows no result none is named. One
    query at most.

    `act`: what is done, or what is proposed."""
    taker = actor.officer or actor.partner
    if taker is None or act not in EVIDENCE_ACTS or not files:
        return {}
    rows = Capture.objects.filter(
        report=report,
        **_columns(taker),
        original_sha256__in={file.original_sha256 for file in files},
    )
    # what was proposed and not approved may be brought again
    unused = rows.exclude(pk__in=_shown(report).exclude(capture=None).values("capture"))
    left = {capture.original_sha256: capture for capture in unused.select_related("challenge")}
    found: dict[UUID, tuple[str, Capture | None]] = {}
    for file in files:
        capture = left.pop(file.original_sha256, None)
        counts = capture is not None and not capture.fault
        found[file.id] = (Attachment.Taken.IN_APP if counts else Attachment.Taken.GALLERY, capture)
    return found


def _shown(report: Report) -> QuerySet[Attachment]:
    """Files that others than officers were shown: neither notes nor what is only proposed."""
    return Attachment.objects.filter(report=report).exclude(entry__audience=Audience.INTERNAL)


def is_shown_by(report: Report, files: Iterable[StoredFile]) -> bool:
    """Whether the report has a photo or video of the result, with these files: one that counts still, or a new one; a
    file that was shown before, by whomever, is no new one. One query.

    What counts was sent with an answer, or by a partner who said that it is done, and may be seen: not what waits for
    the check or was kept inside, nor a photo of the work on its way."""
    said_done = Q(entry__act=ActName.PARTNER_NEWS, entry__details__partner_step=PartnerStep.DONE)
    of_result = Q(entry__act=ActName.ANSWER) | said_done
    counts = Q(of_result, is_evidence=True, kind__in=SEEN, publication=Publication.PUBLISHED)
    rows = _shown(report).annotate(counts=ExpressionWrapper(counts, BooleanField()))
    shown = list(rows.values_list("original_sha256", "counts"))
    known = {original for original, _counts in shown}
    is_new = any(file.kind in SEEN and file.original_sha256 not in known for file in files)
    return is_new or any(counts for _original, counts in shown)


def taken_at(capture: Capture) -> datetime:
    """When it was taken: as the phone says, where that lies between the challenge and the announcement."""
    issued_at = capture.challenge.issued_at if capture.challenge else capture.announced_at
    return min(max(capture.device_at, issued_at), capture.announced_at)


def arrived(report: Report, taker: Taker, hashes: Iterable[str]) -> set[str]:
    """Of these hashes of photos, those whose file has come with an act of this officer."""
    by_name = {kept_hash(sha256): sha256 for sha256 in hashes}
    rows = Capture.objects.filter(report=report, **_columns(taker), original_sha256__in=by_name)
    return {by_name[name] for name in rows.exclude(attachments=None).values_list("original_sha256", flat=True)}


def forget_places(before: datetime, most: int) -> int:
    """Where officers stood when they took photos that were announced before this instant; what the ledger commits to
    stays."""
    ids = list(Capture.objects.filter(announced_at__lt=before).exclude(place=b"").values_list("pk", flat=True)[:most])
    return Capture.objects.filter(pk__in=ids).update(place=b"")
