"""Words that were put to the wrong report are moved to the right one, or become a report of their own.

Called by casework."""

from dataclasses import replace
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from lapor.core.cleaning.limits import PhotoFacts
from lapor.core.ids import new_id, show_tracking_id
from lapor.gateway.models import InboundMessage
from lapor.intake.conversations import replies
from lapor.intake.filing.actions import FilingResult, file_new_report, key_of_row
from lapor.intake.filing.new_report import NewReport
from lapor.intake.models import Conversation
from lapor.ledger.event_names import EventName
from lapor.reports.actions import ActionResult, perform_action
from lapor.reports.history.commitments import commit_change
from lapor.reports.models import Attachment, Entry, PhotoFingerprint, Report
from lapor.reports.provenance import Provenance, provenance_of
from lapor.reports.vocabulary import ActName, Publication
from lapor.reports.workflow.acting import ActData, Actor, StoredFile, reporter_actor
from lapor.reports.workflow.refusals import ActRefused


def move_entry(data: ActData, *, actor: Actor) -> ActionResult:
    """Move `data.entry` with its files to `data.parent` (None: a new report) for the reason `data.text`.

    Raises ActRefused.

    Both reports' histories say so; the person's next messages go to the other report. Gives the act on the first one.
    """
    entry = data.entry
    assert entry is not None  # noqa: S101 - the form asks for it
    with transaction.atomic():
        source = entry.report
        filed = _of_its_own(entry, source) if data.parent is None else None
        target = filed.report if filed else data.parent
        assert target is not None  # noqa: S101 - one of the two
        taken = perform_action(source.pk, ActName.MOVE_OUT, actor=actor, data=replace(data, parent=target))
        there = (
            _taken_in(target, entry, source, actor)
            if filed is None
            else Entry.objects.get(report=target, act=ActName.FILE)
        )
        _move_files(entry, source.pk, target.pk, there)
        InboundMessage.objects.filter(entry_id=entry.pk).update(report_id=target.pk, entry_id=there.pk)
        _go_on_there(source, target, filed, entry.pk)
    return taken


def _move_files(entry: Entry, source_id: UUID, target_id: UUID, there: Entry) -> None:
    """Both histories commit to it: here they are gone, there they stand."""
    if not Attachment.objects.filter(entry=entry).update(report=target_id, entry=there):
        return
    files = list(Attachment.objects.filter(entry=there))
    reports = Report.objects.in_bulk([source_id, target_id])
    commit_change(reports[source_id], EventName.REPORT_FILES_LEFT, files=(), gone=[file.pk for file in files])
    commit_change(reports[target_id], EventName.REPORT_FILES_CAME, files=files)


def _taken_in(target: Report, entry: Entry, source: Report, actor: Actor) -> Entry:
    """Words of the same person are theirs to read there; those of somebody else only officers read."""
    words = entry.text or "—"
    if target.reporter_id is not None and target.reporter_id == source.reporter_id:
        return perform_action(
            target.pk, ActName.TAKE_IN, actor=actor, data=ActData(text=words, source=_from(source))
        ).entry
    where = _from(source)
    return perform_action(target.pk, ActName.WORK_NOTE, actor=actor, data=ActData(text=f"{where}: {words}")).entry


def divide_report(report_id: UUID, data: ActData, *, actor: Actor) -> ActionResult:
    """File `data.text`, with copies of `data.taken_files`, as a report of its own for the same person.

    Raises ActRefused. Gives the act on the first one; the same part is filed once."""
    with transaction.atomic():
        source = Report.objects.select_related("root", "reporter", "category").get(pk=report_id)
        _check_words(source, data.text)
        rows = PhotoFingerprint.objects.filter(attachment__in=data.taken_files)
        bits = dict(rows.values_list("attachment_id", "bits"))
        files = tuple(_copy(file, bits.get(file.pk)) for file in data.taken_files)
        inside = any(file.publication == Publication.WITHHELD for file in data.taken_files)
        new = replace(_part_of(source, data.text), photos=files, files_are_internal=inside)
        filed = file_new_report(new, root=source.root, actor=reporter_actor(source.reporter_id))
        if filed.is_repeat:
            raise ActRefused(_("This part is already a report."), field="text")
        taken = perform_action(source.pk, ActName.DIVIDE, actor=actor, data=replace(data, parent=filed.report))
        for conversation in (
            Conversation.objects.filter(reporter=source.reporter_id).exclude(reporter=None).order_by("-last_at")[:1]
        ):
            _tell_of_own(conversation, filed, str(taken.entry.pk))
    return taken


def _check_words(source: Report, part: str) -> None:
    """Nobody is made to say what they did not write. Raises ActRefused."""
    written = " ".join(f"{source.title}\n{source.text}".split())
    if not all(" ".join(line.split()) in written for line in part.splitlines()):
        raise ActRefused(
            _("Copy the words as they stand in the report; leave out what belongs to the rest."), field="text"
        )


def _copy(file: Attachment, bits: str | None) -> StoredFile:
    return StoredFile(
        id=new_id(),
        sha256=file.sha256,
        original_sha256=file.original_sha256,
        width=file.width,
        height=file.height,
        kind=file.kind,
        seconds=file.seconds,
        pages=file.pages,
        facts=PhotoFacts(bits) if bits else None,
    )


def _part_of(source: Report, text: str) -> NewReport:
    key = key_of_row("divide", source.pk, text)
    return replace(
        _same_person(source, text, key),
        provenance={**provenance_of(source.provenance), "moved_from": source.tracking_id},
    )


def _from(source: Report) -> str:
    return _("report %(number)s") % {"number": show_tracking_id(source.tracking_id)}


def _of_its_own(entry: Entry, source: Report) -> FilingResult:
    """The person's words as a report, with everything that protects the first one."""
    said: Provenance = {
        "account": provenance_of(source.provenance).get("account", ""),
        "said_at": entry.at.isoformat(),
        "moved_from": source.tracking_id,
    }
    new = replace(_same_person(source, entry.text or "—", key_of_row("move", entry.pk)), provenance=said)
    return file_new_report(new, root=source.root, actor=reporter_actor(source.reporter_id))


def _same_person(source: Report, text: str, key: str) -> NewReport:
    return NewReport(
        text=text,
        submission_key=key,
        channel=source.channel,
        language=source.language,
        reporter=source.reporter,
        category=source.category if source.is_protected else None,
        visibility=source.visibility,
        identity=source.identity,
    )


def _go_on_there(source: Report, target: Report, filed: FilingResult | None, entry_id: UUID) -> None:
    """The conversation turns to the other report, where it was about the first; a new report is told of there."""
    if target.reporter_id != source.reporter_id or source.reporter_id is None:
        return
    for conversation in Conversation.objects.select_for_update(of=("self",)).filter(
        report=source, reporter=source.reporter_id
    ):
        conversation.report = target
        if filed is not None:
            _tell_of_own(conversation, filed, str(entry_id))
        conversation.save()


def _tell_of_own(conversation: Conversation, filed: FilingResult, key: str) -> None:
    with replies.in_language(conversation):
        text = _("Part of what you wrote is about something else: it is a report of its own now.")
        words = f"{text}\n\n{replies.receipt(filed)}"
        replies.queue_reply(
            conversation, words, cause="intake.filed", key=f"{key}:moved", report=filed.report, holds_code=True
        )
    conversation.save()
