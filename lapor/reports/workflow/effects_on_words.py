"""What acts change of the words and files of a report: published, kept inside, masked, moved."""

from django.utils.translation import gettext as _

from lapor.reports import publication
from lapor.reports.models import Attachment, Entry, Report
from lapor.reports.vocabulary import (
    ActName,
    Audience,
    Publication,
    Visibility,
)
from lapor.reports.workflow.acting import ActData
from lapor.reports.workflow.effect_context import EffectContext
from lapor.reports.workflow.refusals import ActRefused


def publish(act: EffectContext) -> None:
    act.report.publication = Publication.PUBLISHED
    publish_words(act.report, act.data)


def publish_words(report: Report, data: ActData) -> None:
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


def publish_entry(act: EffectContext) -> None:
    entry, words = _entry_of(act.report, act.data), act.data.published_text
    words = "" if words == entry.text else words
    act.report.change_story(Entry.objects.filter(pk=entry.pk), publication=Publication.PUBLISHED, published_text=words)
    files = Attachment.objects.filter(entry=entry)
    inside = [file.pk for file in act.data.withheld_files]
    act.report.change_story(files.filter(pk__in=inside), publication=Publication.WITHHELD)
    publication.publish_files(act.report, files.exclude(pk__in=inside))
    act.report.has_unchecked = publication.has_waiting(act.report.pk)


def withhold_entry(act: EffectContext) -> None:
    entry = _entry_of(act.report, act.data)
    act.report.change_story(Entry.objects.filter(pk=entry.pk), publication=Publication.WITHHELD)
    act.report.change_story(Attachment.objects.filter(entry=entry), publication=Publication.WITHHELD)
    act.report.has_unchecked = publication.has_waiting(act.report.pk)


def withhold(act: EffectContext) -> None:
    act.report.publication = Publication.WITHHELD


def raise_privacy(act: EffectContext) -> None:
    act.report.visibility, act.report.publication = Visibility.CONFIDENTIAL, Publication.WITHHELD


def lower_privacy(act: EffectContext) -> None:
    act.report.visibility, act.report.publication = Visibility.PUBLIC, Publication.PENDING
    act.report.has_unchecked = publication.check_anew(act.report)


def mask(act: EffectContext) -> None:
    publish_words(act.report, act.data)


def mask_photo(act: EffectContext) -> None:
    """The masked variant takes the place of the one it was made from, wherever the report shows that photo."""
    masked = act.data.masked
    assert masked is not None  # noqa: S101 - the table needs it
    same = Attachment.objects.filter(report=act.report, kind=Attachment.Kind.PHOTO, sha256=masked.was_sha256)
    if not same.filter(pk=masked.photo_id).exists():
        raise ActRefused(_("This photo has been changed in the meantime. Look at it again."), field="photo")
    act.report.change_story(same, sha256=masked.sha256, width=masked.width, height=masked.height, is_masked=True)


def move_out(act: EffectContext) -> None:
    """The words stay in the history for officers; nobody else reads them here any more."""
    entry, target = act.data.entry, act.data.parent
    assert entry is not None  # noqa: S101 - the table needs it
    if entry.report_id != act.report.pk or not entry.is_movable:
        raise ActRefused(_("Only words of the reporter can be moved, once."), field="entry")
    if target is None or target.pk == act.report.pk or target.root_id != act.report.root_id:
        raise ActRefused(_("There is no such report."), field="parent")
    if (act.report.is_protected and not target.is_protected) or (
        act.report.visibility == Visibility.CONFIDENTIAL != target.visibility
    ):
        raise ActRefused(
            _("More people may read the other report: these words would lose their protection."), field="parent"
        )
    details = {**entry.details, "moved_to": target.tracking_id}
    act.report.change_story(
        Entry.objects.filter(pk=entry.pk), audience=Audience.INTERNAL, publication=Publication.WITHHELD, details=details
    )
    act.report.change_story(Attachment.objects.filter(entry=entry), publication=Publication.WITHHELD)
    act.report.has_unchecked = publication.has_waiting(act.report.pk)
