"""Files as surfaces receive them: each is stored, or a sentence says what is wrong with it.

Also the words for what may be sent."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from lapor.core.cleaning.limits import MAX_BYTES, MAX_PAGES, MAX_SECONDS, MB, MOST_BYTES, FileRefused
from lapor.core.text import name_to_say
from lapor.intake.files.attachments import MAX_FILES, StorageFull, keep_upload, store_file, uploads_of
from lapor.reports.models import Attachment
from lapor.reports.workflow.acting import StoredFile

ACCEPT = "image/*,.heic,.heif,application/pdf,audio/*,video/*"
OURS = "ours"


def limits() -> dict[str, int]:
    """What the forms say of files, in megabytes, minutes, seconds, pages."""
    return {
        "files": MAX_FILES,
        "photo_megabytes": MAX_BYTES["photo"] // MB,
        "pdf_megabytes": MAX_BYTES["pdf"] // MB,
        "audio_megabytes": MAX_BYTES["audio"] // MB,
        "video_megabytes": MAX_BYTES["video"] // MB,
        "pages": MAX_PAGES,
        "audio_minutes": MAX_SECONDS["audio"] // 60,
        "video_seconds": MAX_SECONDS["video"],
    }


def file_error(error: Exception, name: str, size: int) -> str:
    """One sentence: which file, what is wrong, what is kept."""
    name = name_to_say(name)
    if isinstance(error, StorageFull):
        return _(
            "The file %(name)s could not be stored: our storage is full. Your words are kept; send them without the"
            " file."
        ) % {"name": name}
    code, kind = (error.code, error.kind) if isinstance(error, FileRefused) else ("unreadable", "")
    facts = {
        "name": name,
        "size": size // MB,
        "most": MAX_BYTES.get(kind, MOST_BYTES) // MB,
        "pages": MAX_PAGES,
        "seconds": MAX_SECONDS.get(kind, 0),
    }
    sentences = {
        "too_large": _("The file %(name)s is too large (%(size)s MB, at most %(most)s MB). Everything else is kept."),
        "too_many_pixels": _("The picture in %(name)s has too many pixels. Everything else is kept."),
        "too_many_frames": _("The animation %(name)s has too many pictures. Everything else is kept."),
        "too_many_pages": _("The PDF %(name)s has too many pages (at most %(pages)s). Everything else is kept."),
        "too_long": _("The recording %(name)s is too long (at most %(seconds)s seconds). Everything else is kept."),
        "too_many_streams": _("The recording %(name)s has too many tracks. Everything else is kept."),
        "too_heavy": _("The file %(name)s takes too much memory or time to read. Everything else is kept."),
        "not_opened": _(
            "The file %(name)s could not be read just now, and the fault is ours. Try again in a few minutes."
            " Everything else is kept."
        ),
        "locked": _("The PDF %(name)s needs a password. Send it without one. Everything else is kept."),
        "infected": _("The file %(name)s holds a virus and was not taken. Everything else is kept."),
        "not_scanned": _(
            "The file %(name)s could not be checked for viruses just now. Try again in a few minutes. Everything else"
            " is kept."
        ),
    }
    unreadable = _("The file %(name)s cannot be read as a photo, PDF, sound or video. Everything else is kept.")
    return sentences.get(code, unreadable) % facts


def is_ours(error: Exception) -> bool:
    """Whether the fault is not the file's, so that it may be sent again as it is."""
    return isinstance(error, StorageFull) or (isinstance(error, FileRefused) and error.is_temporary)


def store_files(files: Sequence["UploadedFile[Any]"]) -> tuple[tuple[StoredFile, ...], list[ValidationError]]:
    """Store each file; gives those that could be stored, and a sentence for each that could not, of the code OURS where
    the fault is not the file's."""
    stored: list[StoredFile] = []
    errors: list[ValidationError] = []
    for file in list(files)[:MAX_FILES]:
        try:
            if (file.size or 0) > MOST_BYTES:
                raise FileRefused("too_large")  # noqa: TRY301 - said in the same words as the other faults
            stored.append(store_file(file.read(), file.name or ""))
        except (FileRefused, StorageFull) as error:
            said = file_error(error, file.name or "", file.size or 0)
            errors.append(ValidationError(said, code=OURS if is_ours(error) else ""))
    if len(files) > MAX_FILES:
        errors.append(too_many_files())
    return tuple(stored), errors


def keep_for_draft(draft_key: str, files: Sequence["UploadedFile[Any]"]) -> list[ValidationError]:
    """Keep the files of a form that is not filed yet, each once and no more than a report holds, also where the rest of
    the form is at fault. Gives what is to be said of others."""
    stored, errors = store_files(files)
    known = {upload.original_sha256 for upload in uploads_of(draft_key)}
    fresh = {file.original_sha256: file for file in stored if file.original_sha256 not in known}
    fitting = list(fresh.values())[: max(0, MAX_FILES - len(known))]
    for file in fitting:
        keep_upload(draft_key, file)
    if len(fitting) < len(fresh) and len(files) <= MAX_FILES:
        errors.append(too_many_files())
    return errors


def too_many_files() -> ValidationError:
    return ValidationError(_("A report holds %(count)s files at most; the first ones are kept.") % {"count": MAX_FILES})


def maskable(attachment: Attachment) -> bool:
    return attachment.kind == Attachment.Kind.PHOTO and attachment.status == Attachment.Status.READY
