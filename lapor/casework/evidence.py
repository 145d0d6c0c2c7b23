"""Evidence by challenge as the surfaces ask for it: who may get a word, and what a camera says of its photo, with the
place sealed. What counts decides reports.evidence."""

import re
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from lapor.agencies.models import Officer
from lapor.core import clock
from lapor.core.geometry import HALF_ROUND, POLE
from lapor.reporters import vault
from lapor.reports import queries
from lapor.reports.evidence import Claim, Taker, announce_capture, challenges_ahead, issue_challenge
from lapor.reports.models import Capture, Challenge, Report
from lapor.reports.workflow.act import EVIDENCE_ACTS
from lapor.reports.workflow.acting import officer_actor

_SHA256 = re.compile(r"[0-9a-f]{64}")
_MOST_METRES = 100_000
_NO_CLOCK = timedelta(days=3650)  # by which no phone is wrong: the database and Python know no year 0
MOST_ASKED = 50  # photos, at once


def may_take_evidence(report: Report, officer: Officer) -> bool:
    """Whether the table offers them an act whose photo shows the result."""
    return any(row.name in EVIDENCE_ACTS for row in queries.offered_acts(report, officer_actor(officer)))


def is_assigned(report: Report, officer: Officer) -> bool:
    """Words are issued ahead to who was given the report; to everybody who works on it where nobody was."""
    return report.officer_id in {None, officer.pk, officer.person.pk}


def challenge_for(report: Report, officer: Officer) -> Challenge | None:
    """A word for a photo that is taken now; None where no photo is asked of them."""
    return issue_challenge(report, officer) if may_take_evidence(report, officer) else None


def challenges_for_the_day(report: Report, officer: Officer) -> list[Challenge]:
    """Words for work without a network."""
    if not (is_assigned(report, officer) and may_take_evidence(report, officer)):
        return []
    return challenges_ahead(report, officer)


def note_capture(report: Report, taker: Taker, said: Mapping[str, str]) -> Capture:
    """What the camera of the page says of a photo. Raises ValueError where that is no photo at all."""
    sha256, device_at = said.get("sha256", ""), datetime.fromisoformat(said.get("device_at", ""))
    if not _SHA256.fullmatch(sha256) or device_at.tzinfo is None or abs(device_at - clock.now()) > _NO_CLOCK:
        raise ValueError("no hash, no time with a zone, or none that a phone shows")
    words = _place_words(said)
    claim = Claim(
        challenge_id=_uuid(said.get("challenge", "")),
        sha256=sha256,
        device_at=device_at,
        was_offline=said.get("offline") == "1",
        place=vault.seal(words) if words else b"",
        place_words=words,
    )
    return announce_capture(report, taker, claim)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _place_words(said: Mapping[str, str]) -> str:
    """What is sealed and committed to: degrees, metres, and a random word, without which nobody can try out places
    against the commitment. "" where the phone gave no place, or none there is."""
    try:
        latitude, longitude = float(said["latitude"]), float(said["longitude"])
        metres = float(said.get("accuracy") or 0)
    except (KeyError, ValueError):
        return ""
    if not (abs(latitude) <= POLE and abs(longitude) <= HALF_ROUND and 0 <= metres <= _MOST_METRES):
        return ""
    return f"{latitude:.6f} {longitude:.6f} {metres:.0f} {secrets.token_hex(16)}"


def hashes_in(text: str) -> list[str]:
    """Those of an address, comma between them."""
    return _SHA256.findall(text)[:MOST_ASKED]
