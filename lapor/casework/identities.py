"""Opening an identity, or the sealed original of a file: a reason that is logged, for anonymous and confidential reports also a second
officer (PRODUCT.md, privacy).

Each step is an event in the report's own chain; the words opened are given back once and stored nowhere.
"""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from lapor.agencies.delegations import stand_in_note
from lapor.agencies.models import Officer, Role
from lapor.agencies.queries import root_of
from lapor.agencies.second_factor import OPENS_IDENTITIES
from lapor.casework.models import IdentityOpening
from lapor.core import clock
from lapor.core.text import clean_text, one_line
from lapor.intake.attachments import read_original
from lapor.ledger.actions import append
from lapor.ledger.models import Stream
from lapor.reporters import vault
from lapor.reports.models import Attachment, Report
from lapor.reports.reach import may_see, reaches
from lapor.reports.recording import commitment
from lapor.reports.refusals import ActRefused
from lapor.reports.vocabulary import Identity, Visibility

VALID = timedelta(hours=24)  # from the consent to the opening
LEAST_REASON = 15  # characters
MAY_ASK = OPENS_IDENTITIES
MAY_CONSENT = MAY_ASK


@dataclass(frozen=True)
class Opened:
    """Who reported, in words. Never stored, logged or cached."""

    name: str
    contacts: list[tuple[str, str]]


def ask_to_open(report: Report, *, by: Officer, reason: str, attachment: Attachment | None = None) -> IdentityOpening:
    """Note who wants to know and why. Raises ActRefused with what is missing."""
    reason = one_line(clean_text(reason))[:500]
    if by.role not in MAY_ASK or not reaches(by, report):
        raise ActRefused(_("Your role does not allow this."))
    if attachment is None and report.reporter_id is None:
        raise ActRefused(_("The reporter left neither name nor contact."))
    if len(reason) < LEAST_REASON:
        raise ActRefused(_("Say in a sentence why you need to know."), field="reason")
    needs_second = report.identity == Identity.ANONYMOUS or report.visibility == Visibility.CONFIDENTIAL
    with transaction.atomic():
        opening = IdentityOpening.objects.create(
            report=report, officer=by, agency=by.agency, reason=reason, attachment=attachment, needs_second=needs_second, requested_at=clock.now()
        )  # fmt: skip
        _tell(opening, "requested", by, {"reason": commitment(report, reason), "needs_second": needs_second})
    return opening


def consent(opening_id: UUID, *, by: Officer) -> IdentityOpening:
    """The second officer agrees. Raises ActRefused: never the same person, another agency's officer or an overseer."""
    with transaction.atomic():
        opening = _locked(opening_id)
        if opening.approved_at is not None or not opening.needs_second:
            raise ActRefused(_("This request needs no consent (any more)."))
        if not may_consent(opening, by):
            raise ActRefused(_("An officer of another agency or an overseer has to agree."))
        opening.approved_by, opening.approved_at = by, clock.now()
        opening.save(update_fields=["approved_by", "approved_at"])
        _tell(opening, "approved", by, {})
    return opening


def may_consent(opening: IdentityOpening, officer: Officer) -> bool:
    """Not who asks, and of another agency; the overseer of the same jurisdiction always, also of protected cases."""
    if officer.pk == opening.officer_id or officer.role not in MAY_CONSENT:
        return False
    if opening.report.root_id not in officer.agency.path:
        return False
    if opening.report.is_protected and officer.role not in {Role.OVERSEER, Role.PROTECTED_CASE_OFFICER}:
        return False
    return officer.role == Role.OVERSEER or officer.agency_id not in {opening.agency_id, opening.officer.agency_id}


def waiting_for_consent(officer: Officer) -> list[IdentityOpening]:
    """The requests that this officer may agree to, oldest first."""
    rows = IdentityOpening.objects.filter(needs_second=True, approved_at=None, requested_at__gt=clock.now() - VALID)
    rows = rows.filter(report__root=root_of(officer)).select_related("report", "officer__agency", "attachment").order_by("requested_at")
    return [opening for opening in rows[:200] if may_consent(opening, officer)]


def openings_of(report: Report, officer: Officer) -> list[IdentityOpening]:
    """What this officer has asked for on a report, newest first."""
    return list(
        IdentityOpening.objects.filter(report=report, officer=officer).select_related("approved_by", "attachment").order_by("-requested_at")[:10]
    )


def open_identity(opening_id: UUID, *, by: Officer) -> Opened:
    """The words themselves, once for each request. Raises ActRefused."""
    with transaction.atomic():
        opening = _openable(opening_id, by)
        reporter = opening.report.reporter
        if reporter is None or opening.attachment_id is not None:
            raise ActRefused(_("The reporter left neither name nor contact."))
        _note_opened(opening, by)
        name, contacts = vault.identity_of(reporter)
    return Opened(name, contacts)


def open_original(opening_id: UUID, *, by: Officer) -> tuple[Attachment, bytes]:
    """The file exactly as it was received, once for each request. Raises ActRefused."""
    with transaction.atomic():
        opening = _openable(opening_id, by)
        if opening.attachment is None:
            raise ActRefused(_("There is no such request."))
        try:
            content = read_original(opening.attachment.original_sha256)
        except FileNotFoundError:
            raise ActRefused(_("The original was destroyed: its sender asked for it, or its time was over.")) from None
        _note_opened(opening, by)
    return opening.attachment, content


def _openable(opening_id: UUID, by: Officer) -> IdentityOpening:
    """Locked, and allowed to be opened now. Raises ActRefused."""
    opening = _locked(opening_id)
    if opening.officer_id != by.pk:
        raise ActRefused(_("Only who asked may open it."))
    if not may_see(by, opening.report):
        raise ActRefused(_("This report is not with your office."))
    if opening.opened_at is not None:
        raise ActRefused(_("It was opened already; ask again with a new reason."))
    if opening.needs_second and opening.approved_at is None:
        raise ActRefused(_("It waits for the consent of a second officer."))
    if clock.now() - (opening.approved_at or opening.requested_at) > VALID:
        raise ActRefused(_("The request is older than a day; ask again."))
    return opening


def _note_opened(opening: IdentityOpening, by: Officer) -> None:
    opening.opened_at = clock.now()
    opening.save(update_fields=["opened_at"])
    _tell(opening, "opened", by, {"approved_by": str(opening.approved_by_id) if opening.approved_by_id else None})


def _locked(opening_id: UUID) -> IdentityOpening:
    rows = IdentityOpening.objects.select_for_update(of=("self",)).select_related(
        "report__agency", "report__reporter", "report__root", "officer", "attachment"
    )
    opening = rows.filter(pk=opening_id).first()
    if opening is None:
        raise ActRefused(_("There is no such request."))
    return opening


def _tell(opening: IdentityOpening, step: str, officer: Officer, data: dict[str, object]) -> None:
    what = "identity" if opening.attachment_id is None else "original"
    if opening.attachment_id is not None:
        data = {**data, "attachment": str(opening.attachment_id)}
    append(
        stream_id=opening.report_id, kind=Stream.Kind.REPORT, name=f"{what}.{step}", actor_kind="officer", actor_id=officer.pk,
        data={"opening": str(opening.pk), **stand_in_note(officer), **data},
    )  # fmt: skip
