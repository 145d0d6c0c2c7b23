"""What some acts change besides state and clocks: holder, privacy, outcome, counters.

Called by `perform_action` only."""

from collections.abc import Callable
from datetime import datetime

from django.db.models import F
from django.utils.translation import gettext as _

from lapor.agencies.models import Agency
from lapor.agencies.queries import standing_group
from lapor.reports import publication
from lapor.reports.models import (
    Assignment,
    Attachment,
    Audience,
    Entry,
    Exclusion,
    Feedback,
    Report,
    Support,
    SupportingAgency,
)
from lapor.reports.permissions import can_be_asked
from lapor.reports.vocabulary import (
    ActName,
    ArchiveReason,
    OfficerCall,
    Outcome,
    Publication,
    State,
    Urgency,
    Verdict,
    Visibility,
)
from lapor.reports.workflow.acting import ActData, Actor
from lapor.reports.workflow.refusals import ActRefused


def _assign(report: Report, to_agency: Agency, *, at: datetime, reason: str) -> None:
    Assignment.objects.filter(report=report, ended_at=None).update(ended_at=at)
    Assignment.objects.create(report=report, from_agency=report.agency, to_agency=to_agency, reason=reason, began_at=at)
    report.agency, report.held_since, report.officer = to_agency, at, None


def _forward(report: Report, actor: Actor, data: ActData, at: datetime) -> None:  # noqa: ARG001
    if data.unit is not None:
        _assign(report, data.unit, at=at, reason=data.text)
        return
    agency = data.agency
    if data.category is not None:
        report.category = data.category
        if data.category.is_protected:
            agency = _protect(report)
    if data.publication:
        report.publication = data.publication if report.visibility == Visibility.PUBLIC else Publication.WITHHELD
    _publish_words(report, data)
    if agency is not None:
        _assign(report, agency, at=at, reason=data.text)


def _protect(report: Report) -> Agency | None:
    """A category of the protected cases: confidential, urgent, and with its standing group whatever agency was chosen.

    Where that group has no active officer the nearest one that has takes it: a case that nobody can open helps
    nobody."""
    report.is_protected, report.urgency, report.visibility = True, Urgency.URGENT, Visibility.CONFIDENTIAL
    report.publication = Publication.WITHHELD
    own = report.category.agency if report.category else None
    return (standing_group(own) or own) if own else None


def _protect_later(report: Report, actor: Actor, data: ActData, at: datetime) -> None:
    """What was said later makes it a case of its own, also where it was merged or closed."""
    report.archive_reason = ""
    _leave_parent(report)
    _forward(report, actor, data, at)


def _decide(report: Report, actor: Actor, data: ActData, at: datetime) -> None:
    _forward(report, actor, data, at)
    report.is_decided = True


def _refuse(report: Report, actor: Actor, data: ActData, at: datetime) -> None:  # noqa: ARG001
    Assignment.objects.filter(report=report, ended_at=None).update(ended_at=at, was_refused=True)
    report.agency = report.held_since = report.officer = None
    report.refusals += 1


def _first_response(report: Report, actor: Actor, data: ActData, at: datetime) -> None:  # noqa: ARG001
    if report.first_response_at is None:
        report.first_response_at = at


def _ask(report: Report, actor: Actor, data: ActData, at: datetime) -> None:
    if report.state != State.RECEIVED:
        _first_response(report, actor, data, at)


def _answer(report: Report, actor: Actor, data: ActData, at: datetime) -> None:
    _first_response(report, actor, data, at)
    report.outcome, report.answered_at = data.outcome, at
    _ask_children_anew(report)


def _ask_children_anew(report: Report) -> None:
    """Who was merged into it is asked about this answer, whatever was said of an earlier one."""
    if report.children_count:
        Report.objects.filter(parent=report).update(verdict="")


def _outside_answer(report: Report, actor: Actor, data: ActData, at: datetime) -> None:  # noqa: ARG001
    report.outcome, report.answered_at = data.outcome or Outcome.PARTLY, at
    _ask_children_anew(report)


def _answer_gone(report: Report, actor: Actor, data: ActData, at: datetime) -> None:  # noqa: ARG001
    """What was shown as solved was not: its evidence no longer counts, the next answer needs new."""
    report.outcome, report.answered_at = "", None
    report.change_story(Attachment.objects.filter(report=report, is_evidence=True), is_evidence=False)


def _object(report: Report, actor: Actor, data: ActData, at: datetime) -> None:
    _answer_gone(report, actor, data, at)
    report.has_objected = True


def _release_holder(report: Report, at: datetime) -> None:
    Assignment.objects.filter(report=report, ended_at=None).update(ended_at=at)
    report.agency = report.held_since = report.officer = None


def _archive(report: Report, actor: Actor, data: ActData, at: datetime) -> None:  # noqa: ARG001
    report.archive_reason, report.archived_by = data.archive_reason, actor.officer


def _withdraw(report: Report, actor: Actor, data: ActData, at: datetime) -> None:  # noqa: ARG001
    report.archive_reason, report.archived_by = ArchiveReason.WITHDRAWN, None
    _leave_parent(report)
    _release_holder(report, at)


def _take_back(report: Report, actor: Actor, data: ActData, at: datetime) -> None:  # noqa: ARG001
    """A protected case goes to whom it was with: nobody would look for it among what has to be verified."""
    report.archive_reason = ""
    if report.is_protected and (group := _protect(report)) is not None:
        _assign(report, group, at=at, reason="")


def _expire(report: Report, actor: Actor, data: ActData, at: datetime) -> None:  # noqa: ARG001
    if report.return_state == State.RECEIVED:
        report.archive_reason = ArchiveReason.INCOMPLETE


def _refer(report: Report, actor: Actor, data: ActData, at: datetime) -> None:  # noqa: ARG001
    _release_holder(report, at)


def _verify_anew(report: Report, actor: Actor, data: ActData, at: datetime) -> None:  # noqa: ARG001
    report.archive_reason = ""
    _leave_parent(report)
    _release_holder(report, at)


def _appeal(report: Report, actor: Actor, data: ActData, at: datetime) -> None:
    _verify_anew(report, actor, data, at)
    report.has_appealed = True


def _extend(report: Report, actor: Actor, data: ActData, at: datetime) -> None:  # noqa: ARG001
    report.is_extended = True


def _publish(report: Report, actor: Actor, data: ActData, at: datetime) -> None:  # noqa: ARG001
    report.publication = Publication.PUBLISHED
    _publish_words(report, data)


def _publish_words(report: Report, data: ActData) -> None:
    publication.publish_words(report, data)
    if report.publication == Publication.PUBLISHED:
        publication.publish_filed_files(report, data.withheld_files)


def _entry_of(report: Report, data: ActData) -> Entry:
    """The reporter's words that the act is about. Raises ActRefused."""
    entry = data.entry
    if entry is None or entry.report_id != report.pk or entry.audience != Audience.PUBLIC or not _is_checkable(entry):
        raise ActRefused(_("There are no such words of the reporter on this report."), field="entry")
    return entry


def _is_checkable(entry: Entry) -> bool:
    """The reporter's words, and what was said in confidence and waits; an office cannot take its own public words
    back."""
    return entry.act != ActName.FILE and (entry.is_reporters or entry.publication == Publication.PENDING)


def _publish_entry(report: Report, actor: Actor, data: ActData, at: datetime) -> None:  # noqa: ARG001
    entry, words = _entry_of(report, data), data.published_text
    words = "" if words == entry.text else words
    report.change_story(Entry.objects.filter(pk=entry.pk), publication=Publication.PUBLISHED, published_text=words)
    files = Attachment.objects.filter(entry=entry)
    inside = [file.pk for file in data.withheld_files]
    report.change_story(files.exclude(pk__in=inside), publication=Publication.PUBLISHED)
    report.change_story(files.filter(pk__in=inside), publication=Publication.WITHHELD)
    report.has_unchecked = publication.has_waiting(report.pk)


def _withhold_entry(report: Report, actor: Actor, data: ActData, at: datetime) -> None:  # noqa: ARG001
    entry = _entry_of(report, data)
    report.change_story(Entry.objects.filter(pk=entry.pk), publication=Publication.WITHHELD)
    report.change_story(Attachment.objects.filter(entry=entry), publication=Publication.WITHHELD)
    report.has_unchecked = publication.has_waiting(report.pk)


def _withhold(report: Report, actor: Actor, data: ActData, at: datetime) -> None:  # noqa: ARG001
    report.publication = Publication.WITHHELD


def _raise_privacy(report: Report, actor: Actor, data: ActData, at: datetime) -> None:  # noqa: ARG001
    report.visibility, report.publication = Visibility.CONFIDENTIAL, Publication.WITHHELD


def _lower_privacy(report: Report, actor: Actor, data: ActData, at: datetime) -> None:  # noqa: ARG001
    report.visibility, report.publication = Visibility.PUBLIC, Publication.PENDING
    report.has_unchecked = publication.check_anew(report)


def _rate(report: Report, actor: Actor, data: ActData, at: datetime) -> None:  # noqa: ARG001
    Feedback.objects.create(report=report, rating=data.rating, text=data.text, at=at)


def _merge(report: Report, actor: Actor, data: ActData, at: datetime) -> None:  # noqa: ARG001
    """Rows are locked from the child to the parent, here and everywhere."""
    assert data.parent is not None  # noqa: S101 - the table needs it
    parent = (
        Report.objects.select_for_update().only("state", "visibility", "root", "is_protected").get(pk=data.parent.pk)
    )
    if parent.pk == report.pk:
        raise ActRefused(_("A report cannot be merged into itself."), field="parent")
    if parent.root_id != report.root_id:
        raise ActRefused(_("There is no such report."), field="parent")
    if parent.state in {State.MERGED, State.ARCHIVED}:
        raise ActRefused(_("The other report is merged or archived itself."), field="parent")
    if parent.is_protected or parent.visibility != report.visibility:
        raise ActRefused(_("Both reports must be public, or both confidential."), field="parent")
    Report.objects.filter(pk=parent.pk).update(children_count=F("children_count") + 1)
    report.parent, report.verdict = parent, ""
    _release_holder(report, at)


def _leave_parent(report: Report) -> None:
    if report.parent_id is not None:
        Report.objects.filter(pk=report.parent_id).update(children_count=F("children_count") - 1)
        report.parent, report.verdict = None, ""


def _confirm(report: Report, actor: Actor, data: ActData, at: datetime) -> None:  # noqa: ARG001
    if report.state == State.MERGED:
        report.verdict = Verdict.CONFIRMED


def _reject(report: Report, actor: Actor, data: ActData, at: datetime) -> None:
    if report.state == State.MERGED:
        report.verdict = Verdict.REJECTED
    else:
        _answer_gone(report, actor, data, at)


def _promise(report: Report, actor: Actor, data: ActData, at: datetime) -> None:  # noqa: ARG001
    report.promised_on = data.promised_on


def _assign_officer(report: Report, actor: Actor, data: ActData, at: datetime) -> None:  # noqa: ARG001
    report.officer = data.officer


def _unassign(report: Report, actor: Actor, data: ActData, at: datetime) -> None:  # noqa: ARG001
    if data.officer is None or report.officer_id != data.officer.pk or data.officer.is_active:
        raise ActRefused(
            _("The officer has an account that is switched on, or does not have this report."), field="officer"
        )
    report.officer = None


def _call_support(report: Report, actor: Actor, data: ActData, at: datetime) -> None:  # noqa: ARG001
    SupportingAgency.objects.get_or_create(report=report, agency=data.agency, defaults={"at": at})
    report.has_helpers = True


def _support(report: Report, actor: Actor, data: ActData, at: datetime) -> None:  # noqa: ARG001
    _row, is_new = Support.objects.get_or_create(report=report, supporter=data.supporter, defaults={"at": at})
    if not is_new:
        raise ActRefused(_("You have already said so."))
    report.supporters_count += 1


def _exclude(report: Report, actor: Actor, data: ActData, at: datetime) -> None:  # noqa: ARG001
    if data.agency is None and data.officer is None:
        raise ActRefused(_("Choose an agency or an officer."), field="agency")
    Exclusion.objects.create(report=report, agency=data.agency, officer=data.officer)
    report.has_exclusions = True


def _lapse(report: Report, actor: Actor, data: ActData, at: datetime) -> None:  # noqa: ARG001
    """Where there was nobody to ask, it is counted apart."""
    report.is_unreachable = not report.children_count and not can_be_asked(report)


def _mask(report: Report, actor: Actor, data: ActData, at: datetime) -> None:  # noqa: ARG001
    _publish_words(report, data)


def _mask_photo(report: Report, actor: Actor, data: ActData, at: datetime) -> None:  # noqa: ARG001
    """The masked variant takes the place of the one it was made from, wherever the report shows that photo."""
    masked = data.masked
    assert masked is not None  # noqa: S101 - the table needs it
    same = Attachment.objects.filter(report=report, kind=Attachment.Kind.PHOTO, sha256=masked.was_sha256)
    if not same.filter(pk=masked.photo_id).exists():
        raise ActRefused(_("This photo has been changed in the meantime. Look at it again."), field="photo")
    report.change_story(same, sha256=masked.sha256, width=masked.width, height=masked.height, is_masked=True)


def _move_out(report: Report, actor: Actor, data: ActData, at: datetime) -> None:  # noqa: ARG001
    """The words stay in the history for officers; nobody else reads them here any more."""
    entry, target = data.entry, data.parent
    assert entry is not None  # noqa: S101 - the table needs it
    if entry.report_id != report.pk or not entry.is_movable:
        raise ActRefused(_("Only words of the reporter can be moved, once."), field="entry")
    if target is None or target.pk == report.pk or target.root_id != report.root_id:
        raise ActRefused(_("There is no such report."), field="parent")
    if (report.is_protected and not target.is_protected) or (
        report.visibility == Visibility.CONFIDENTIAL != target.visibility
    ):
        raise ActRefused(
            _("More people may read the other report: these words would lose their protection."), field="parent"
        )
    details = {**entry.details, "moved_to": target.tracking_id}
    report.change_story(
        Entry.objects.filter(pk=entry.pk), audience=Audience.INTERNAL, publication=Publication.WITHHELD, details=details
    )
    report.change_story(Attachment.objects.filter(entry=entry), publication=Publication.WITHHELD)
    report.has_unchecked = publication.has_waiting(report.pk)


def _call_officer(report: Report, actor: Actor, data: ActData, at: datetime) -> None:  # noqa: ARG001
    report.officer_call = OfficerCall.OPEN


def _end_call(report: Report, actor: Actor, data: ActData, at: datetime) -> None:  # noqa: ARG001
    report.officer_call = OfficerCall.ANSWERED


EFFECTS: dict[str, Callable[[Report, Actor, ActData, datetime], None]] = {
    ActName.FORWARD: _forward,
    ActName.REROUTE: _forward,
    ActName.DECIDE: _decide,
    ActName.REFUSE: _refuse,
    ActName.ASK: _ask,
    ActName.START: _first_response,
    ActName.ANSWER: _answer,
    ActName.OUTSIDE_ANSWER: _outside_answer,
    ActName.CONFIRM: _confirm,
    ActName.REJECT: _reject,
    ActName.REOPEN: _answer_gone,
    ActName.OBJECT: _object,
    ActName.ARCHIVE: _archive,
    ActName.WITHDRAW: _withdraw,
    ActName.TAKE_BACK: _take_back,
    ActName.EXPIRE: _expire,
    ActName.REFER: _refer,
    ActName.APPEAL: _appeal,
    ActName.LATE_REPLY: _verify_anew,
    ActName.CORRECT: _verify_anew,
    ActName.SPLIT: _verify_anew,
    ActName.RELEASE: _verify_anew,
    ActName.EXTEND: _extend,
    ActName.PUBLISH: _publish,
    ActName.PUBLISH_ENTRY: _publish_entry,
    ActName.WITHHOLD_ENTRY: _withhold_entry,
    ActName.MOVE_OUT: _move_out,
    ActName.MASK: _mask,
    ActName.MASK_PHOTO: _mask_photo,
    ActName.WITHHOLD: _withhold,
    ActName.RAISE_PRIVACY: _raise_privacy,
    ActName.LOWER_PRIVACY: _lower_privacy,
    ActName.RATE: _rate,
    ActName.MERGE: _merge,
    ActName.SCHEDULE: _promise,
    ActName.RESCHEDULE: _promise,
    ActName.ASSIGN_OFFICER: _assign_officer,
    ActName.CALL_SUPPORT: _call_support,
    ActName.UNASSIGN: _unassign,
    ActName.SUPPORT: _support,
    ActName.EXCLUDE: _exclude,
    ActName.PROTECT: _protect_later,
    ActName.LAPSE: _lapse,
    ActName.CALL_OFFICER: _call_officer,
    ActName.END_CALL: _end_call,
}
