"""Opening an identity, or the sealed original of a file: a reason that is logged, for anonymous, confidential and
protected reports also a second officer (docs/product.md, privacy). Who may agree stands in `may_consent` alone; it is
asked again when it is opened.

Each step is an event in the report's own chain; the words opened are given back once and stored nowhere.
"""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from lapor.agencies.models import Agency, Officer
from lapor.agencies.officers.delegations import acting_accounts, stand_in_note
from lapor.agencies.queries import root_of
from lapor.agencies.roles import Can, may
from lapor.casework.models import IdentityOpening
from lapor.core import clock
from lapor.core.text import clean_text, one_line
from lapor.intake.files.attachments import read_original
from lapor.ledger import witness
from lapor.ledger.actions import append
from lapor.ledger.models import Stream
from lapor.reporters import vault
from lapor.reporters.models import Reporter
from lapor.reports.history.recording import commitment
from lapor.reports.models import Attachment, Report
from lapor.reports.permissions import exclusions_of, has_access, is_excluded
from lapor.reports.vocabulary import Identity, Visibility
from lapor.reports.workflow.refusals import ActRefused

VALID = timedelta(hours=24)  # from the consent to the opening
LEAST_REASON = 15  # characters


@dataclass(frozen=True)
class OpenedIdentity:
    """Who reported, in words. Never stored, logged or cached."""

    name: str
    contacts: list[tuple[str, str]]


def ask_to_open(
    report: Report, *, by: Officer, reason: str, attachment: Attachment | None = None, asks_back: bool = False
) -> IdentityOpening:
    """Note who wants to know and why. Raises ActRefused with what is missing.

    `asks_back`: drawn to ask the reporter, from an office that does not have the report (casework.callback, which has
    looked whether that is so)."""
    reason = one_line(clean_text(reason))[:500]
    reaches = has_access(by, report) or asks_back
    if not may(by, Can.OPEN_IDENTITIES) or not reaches or is_excluded(by, report):
        raise ActRefused(_("Your role does not allow this."))
    if attachment is None and report.reporter_id is None:
        raise ActRefused(_("The reporter left neither name nor contact."))
    if len(reason) < LEAST_REASON:
        raise ActRefused(_("Say in one sentence why you need to know."), field="reason")
    needs_second = is_guarded(report)
    with transaction.atomic():
        opening = IdentityOpening.objects.create(
            report=report,
            officer=by,
            agency=by.agency,
            reason=reason,
            attachment=attachment,
            needs_second=needs_second,
            requested_at=clock.now(),
        )
        _tell(opening, "requested", by, {"reason": commitment(report, reason), "needs_second": needs_second})
    return opening


def consent(opening_id: UUID, *, by: Officer) -> IdentityOpening:
    """The second officer agrees. Raises ActRefused."""
    with transaction.atomic():
        opening = _locked(opening_id)
        if opening.approved_at is not None or not opening.needs_second:
            raise ActRefused(_("This request needs no consent, or no longer."))
        if not may_consent(opening, by):
            raise ActRefused(_("An officer of another agency or an overseer has to agree."))
        opening.approved_by, opening.approved_as, opening.approved_at = by, by.role, clock.now()
        opening.save(update_fields=["approved_by", "approved_as", "approved_at"])
        _tell(opening, "approved", by, {})
    return opening


def is_guarded(report: Report) -> bool:
    """Whether a second officer has to agree."""
    return report.identity == Identity.ANONYMOUS or report.visibility == Visibility.CONFIDENTIAL or report.is_protected


def may_consent(opening: IdentityOpening, officer: Officer) -> bool:
    """Somebody else, of the same jurisdiction, whom the case does not exclude: an overseer in their own right, or an
    officer all of whose agencies, own and lent, are in no tree of who asks. For a protected case only overseers and the
    standing group."""
    return _may_consent(opening, officer) and not is_excluded(officer, opening.report)


def _may_consent(opening: IdentityOpening, officer: Officer) -> bool:
    """The same but for exclusions. No query."""
    accounts = acting_accounts(officer)
    if not may(officer, Can.OPEN_IDENTITIES) or opening.officer_id in {account.pk for account in accounts}:
        return False
    if any(opening.report.root_id not in account.agency.path for account in accounts):
        return False
    if opening.report.is_protected and not may(officer, Can.CONSENT_FOR_PROTECTED):
        return False
    if may(officer, Can.CONSENT_EVERYWHERE) and officer.in_own_right is None:
        return True
    asking = [opening.officer.agency, *([opening.agency] if opening.agency else [])]
    return not any(is_same_tree(account.agency, agency) for account in accounts for agency in asking)


def is_same_tree(one: Agency, other: Agency) -> bool:
    """Both in, or the same as, one agency below the root: colleagues, superiors, subordinates and sister units."""
    return one.pk == other.pk or bool(set(one.path[1:]) & set(other.path[1:]))


def waiting_for_consent(officer: Officer) -> list[IdentityOpening]:
    """The requests that this officer may agree to, oldest first."""
    rows = IdentityOpening.objects.filter(needs_second=True, approved_at=None, requested_at__gt=clock.now() - VALID)
    rows = rows.filter(report__root=root_of(officer)).exclude(report__in=exclusions_of(officer).values("report"))
    rows = rows.select_related("report", "officer__agency", "agency", "attachment").order_by("requested_at")
    return [opening for opening in rows[:200] if _may_consent(opening, officer)]


def openings_of(report: Report, officer: Officer) -> list[IdentityOpening]:
    """What this officer has asked for on a report, newest first."""
    return list(
        IdentityOpening.objects.filter(report=report, officer=officer)
        .select_related("approved_by", "attachment")
        .order_by("-requested_at")[:10]
    )


def open_identity(opening_id: UUID, *, by: Officer) -> OpenedIdentity:
    """The words themselves, once for each request. Raises ActRefused."""
    with transaction.atomic():
        opening = _openable(opening_id, by)
        reporter = opening.report.reporter
        if reporter is None or opening.attachment_id is not None:
            raise ActRefused(_("The reporter left neither name nor contact."))
        _note_opened(opening, by)
        name, contacts = vault.identity_of(reporter)
    return OpenedIdentity(name, contacts)


def note_call(opening_id: UUID, *, by: Officer) -> Reporter:
    """Whose number is opened for the call that `by` was drawn to make: as `open_identity`, of an office that does not
    have the report. Needs a transaction; raises ActRefused."""
    opening = _openable(opening_id, by, asks_back=True)
    reporter = opening.report.reporter
    if reporter is None or opening.attachment_id is not None:
        raise ActRefused(_("The reporter left neither name nor contact."))
    _note_opened(opening, by)
    return reporter


def open_original(opening_id: UUID, *, by: Officer) -> tuple[Attachment, bytes]:
    """The file exactly as it was received, once for each request. Raises ActRefused."""
    with transaction.atomic():
        opening = _openable(opening_id, by)
        if opening.attachment is None:
            raise ActRefused(_("There is no such request."))
        try:
            content = read_original(opening.attachment.original_sha256)
        except FileNotFoundError:
            raise ActRefused(_("The original no longer exists: its sender asked for that.")) from None
        _note_opened(opening, by)
    return opening.attachment, content


def _openable(opening_id: UUID, by: Officer, *, asks_back: bool = False) -> IdentityOpening:
    """Locked, and allowed to be opened now. Raises ActRefused."""
    opening = _locked(opening_id)
    if opening.officer_id != by.pk:
        raise ActRefused(_("Only the person who asked may open it."))
    reaches = has_access(by, opening.report) or asks_back
    if not may(by, Can.OPEN_IDENTITIES) or not reaches or is_excluded(by, opening.report):
        raise ActRefused(_("This report is not with your office."))
    if opening.opened_at is not None:
        raise ActRefused(_("It has already been opened. Ask again with a new reason."))
    if is_guarded(opening.report) and not opening.needs_second:
        raise ActRefused(
            _("The report has become confidential since you asked: ask again, a second officer has to agree.")
        )
    if opening.needs_second and opening.approved_at is None:
        raise ActRefused(_("It waits for the consent of a second officer."))
    if opening.needs_second and not _consent_stands(opening):
        raise ActRefused(_("The officer who agreed no longer has that right: ask again."))
    if clock.now() - (opening.approved_at or opening.requested_at) > VALID:
        raise ActRefused(_("The request is older than a day; ask again."))
    return opening


def _consent_stands(opening: IdentityOpening) -> bool:
    """Whether who agreed would be asked still: not excluded since, not left, not moved under who asks, the report not
    protected since."""
    agreed = opening.approved_by
    if agreed is None or not agreed.is_active:
        return False
    agreed.role = opening.approved_as or agreed.role
    return may_consent(opening, agreed)


def _note_opened(opening: IdentityOpening, by: Officer) -> None:
    opening.opened_at = clock.now()
    opening.save(update_fields=["opened_at"])
    _tell(opening, "opened", by, {"approved_by": str(opening.approved_by_id) if opening.approved_by_id else None})


def _locked(opening_id: UUID) -> IdentityOpening:
    rows = IdentityOpening.objects.select_for_update(of=("self",)).select_related(
        "report__agency",
        "report__reporter",
        "report__root",
        "officer__agency__root",
        "agency",
        "attachment",
        "approved_by__agency__root",
    )
    opening = rows.filter(pk=opening_id).first()
    if opening is None:
        raise ActRefused(_("There is no such request."))
    return opening


def _tell(opening: IdentityOpening, step: str, officer: Officer, data: dict[str, object]) -> None:
    what = "identity" if opening.attachment_id is None else "original"
    if opening.attachment_id is not None:
        data = {**data, "attachment": str(opening.attachment_id)}
    event = append(
        stream_id=opening.report_id,
        kind=Stream.Kind.REPORT,
        name=f"{what}.{step}",
        actor_kind="officer",
        actor_id=officer.pk,
        data={"opening": str(opening.pk), **stand_in_note(officer), **data},
    )
    witness.tell_when_committed(event)
