"""A closer look at photos of a result beside those that the report has already: a crop of one, or one with a part
painted over, is found though its fingerprint differs. What is asked about it: reports.workflow.photo_questions."""

from collections.abc import Sequence
from dataclasses import replace

from lapor.core.cleaning import guard
from lapor.core.cleaning.limits import PHOTO, FileRefused
from lapor.intake.files.attachments import file_path
from lapor.reports.models import Attachment, Report
from lapor.reports.workflow.act import EVIDENCE_ACTS
from lapor.reports.workflow.acting import StoredFile

MOST_NEW, MOST_OLD = 3, 5  # photos that are looked at: each pair takes 0.1 s; fingerprints are compared of all


def looked_at(report: Report, act: str, files: Sequence[StoredFile]) -> tuple[StoredFile, ...]:
    """The files, those photos with their `sameness`. One query."""
    photos = [file for file in files if file.kind == PHOTO and file.sha256][:MOST_NEW]
    if act not in EVIDENCE_ACTS or not photos:
        return tuple(files)
    rows = Attachment.objects.filter(report=report, kind=PHOTO, status=Attachment.Status.READY)
    names = list(rows.order_by("created_at", "id").values_list("sha256", flat=True)[:MOST_OLD])
    try:
        found = guard.sameness([_thumb(photo.sha256) for photo in photos], [_thumb(name) for name in names])
    except (FileRefused, FileNotFoundError):
        return tuple(files)  # the disk or the decoder is away: the fingerprints remain
    same = {photo.id: max(likenesses, default=0.0) for photo, likenesses in zip(photos, found, strict=True)}
    return tuple(replace(file, sameness=same.get(file.id, 0.0)) for file in files)


def _thumb(sha256: str) -> bytes:
    return file_path(sha256, "thumb").read_bytes()
