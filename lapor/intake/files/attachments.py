"""Receives files: scanned, checked, photos cleaned at once and the rest by a job; the original sealed, files named by
the hash of their content."""

import hashlib
import json
import logging
import uuid
from collections.abc import Iterable
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from procrastinate.contrib.django import app

from lapor.core import clock
from lapor.core.cleaning import guard
from lapor.core.cleaning.limits import Clean, FileRefused, PhotoFacts
from lapor.core.files import write_whole
from lapor.core.ids import keyed_hash
from lapor.core.virus_scan import ScannerAway, found_virus
from lapor.intake.models import Upload
from lapor.ledger.event_names import EventName
from lapor.reporters import vault
from lapor.reports.evidence import kept_hash
from lapor.reports.history.commitments import commit_change
from lapor.reports.models import Attachment, Report
from lapor.reports.workflow.acting import MaskedPhoto, StoredFile

logger = logging.getLogger(__name__)
MAX_FILES = 10
KEEP_UNUSED = timedelta(days=2)
GIVE_UP = timedelta(days=1)  # what could not be prepared by then never will be
ENDINGS = {"photo": "jpg", "pdf": "pdf", "audio": "m4a", "video": "mp4"}


class StorageFull(RuntimeError):
    """The disk of the attachments refuses to take more; nothing was stored."""


def draft_hash(draft_key: str) -> bytes:
    return keyed_hash(settings.LOOKUP_KEY, "draft", draft_key)


def file_path(sha256: str, variant: str, kind: str = "photo") -> Path:
    """Where a variant (full, thumb, sealed) lies."""
    endings = {"full": ENDINGS[kind], "thumb": "thumb.jpg", "sealed": "sealed"}
    return Path(settings.ATTACHMENTS_DIR) / sha256[:2] / f"{sha256}.{endings[variant]}"


def original_name(content: bytes) -> str:
    """The name of the sealed original (reports.evidence.kept_hash)."""
    return kept_hash(hashlib.sha256(content).hexdigest())


def store_file(content: bytes, name: str = "") -> StoredFile:
    """Check and write a file. Raises FileRefused, StorageFull. Writing the same file twice is one file."""
    _scan(content)
    original = original_name(content)
    try:
        if not guard.is_photo(content):
            found = guard.inspect(content)
            _write(file_path(original, "sealed"), content, is_sealed=True)
            return StoredFile(uuid.uuid4(), "", original, 0, 0, name[:120], found.kind, found.seconds, found.pages)
        photo = guard.clean_photo(content)
        sha256 = _write_served(photo)
        _write(file_path(original, "sealed"), content, is_sealed=True)
    except OSError as error:
        raise StorageFull(error.strerror or "storage") from error
    return StoredFile(
        uuid.uuid4(), sha256, original, photo.width, photo.height, name[:120], place=photo.place, facts=photo.facts
    )


def keep_sealed(content: bytes, original_sha256: str) -> None:
    """A file of which nothing is served, only parts are made later. Raises FileRefused, StorageFull."""
    _scan(content)
    try:
        _write(file_path(original_sha256, "sealed"), content, is_sealed=True)
    except OSError as error:
        raise StorageFull(error.strerror or "storage") from error


def _scan(content: bytes) -> None:
    """Where an operator has a scanner, nothing is stored that it has not passed."""
    if not settings.CLAMD:
        return
    try:
        if found_virus(content, settings.CLAMD):
            raise FileRefused("infected")
    except ScannerAway as error:
        raise FileRefused("not_scanned") from error


def _write_served(clean: Clean) -> str:
    """Gives the name of the files."""
    sha256 = hashlib.sha256(clean.full).hexdigest()
    _write(file_path(sha256, "full", clean.kind), clean.full)
    if clean.thumb:
        _write(file_path(sha256, "thumb"), clean.thumb)
    return sha256


def _write(path: Path, content: bytes, *, is_sealed: bool = False) -> None:
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_whole(path, vault.seal_bytes(content) if is_sealed else content, replace=True)


# --- what a job prepares -------------------------------------------------------------------------------------------


def queue_preparing(files: Iterable[StoredFile]) -> None:
    """Let a worker make what is served of the files that are not ready; call once they are attachments."""
    for file in files:
        if not file.sha256:
            app.configure_task("intake.prepare").defer(attachment_id=str(file.id))


def prepare(attachment_id: uuid.UUID) -> None:
    """Make what is served from the sealed original. Safe to repeat; what cannot be served says so."""
    attachment = Attachment.objects.filter(pk=attachment_id, status=Attachment.Status.PREPARING).first()
    if attachment is None:
        return
    try:
        original = read_original(attachment.original_sha256)
    except FileNotFoundError:
        # Another disk, or one that is not mounted yet: queue_forgotten asks again, and after a day gives up.
        logger.warning("file %s: its original is not in %s: is it mounted?", attachment.pk, settings.ATTACHMENTS_DIR)
        return
    try:
        clean = guard.clean_heavy(original)
    except FileRefused as refused:
        if refused.is_temporary:
            return  # queue_forgotten asks again, and after a day gives up
        _end_preparing(attachment, status=Attachment.Status.FAILED)
        return
    _end_preparing(
        attachment,
        status=Attachment.Status.READY,
        sha256=_write_served(clean),
        width=clean.width,
        height=clean.height,
        seconds=clean.seconds,
        pages=clean.pages,
    )


def _end_preparing(attachment: Attachment, **values: object) -> None:
    """Once, whoever comes first; the report's history commits to what is served."""
    with transaction.atomic():
        # as acts do: the report first
        report = Report.objects.select_for_update(of=("self",)).only("salt").get(pk=attachment.report_id)
        waiting = Attachment.objects.filter(pk=attachment.pk, status=Attachment.Status.PREPARING)
        if waiting.update(**values):
            commit_change(report, EventName.REPORT_FILE_PREPARED, files=Attachment.objects.filter(pk=attachment.pk))


def queue_forgotten() -> int:
    """Take up what still waits though its job is gone; after a day give up. Called by a job."""
    now = clock.now()
    waiting = Attachment.objects.filter(status=Attachment.Status.PREPARING)
    for attachment in waiting.filter(created_at__lt=now - GIVE_UP)[:100]:
        _end_preparing(attachment, status=Attachment.Status.FAILED)
    ids = list(waiting.filter(created_at__lt=now - timedelta(minutes=20)).values_list("pk", flat=True)[:100])
    for attachment_id in ids:
        app.configure_task("intake.prepare").defer(attachment_id=str(attachment_id))
    return len(ids)


def read_original(original_sha256: str) -> bytes:
    """Raises FileNotFoundError where it was destroyed, core.crypto.CannotDecrypt."""
    return vault.open_bytes(file_path(original_sha256, "sealed").read_bytes())


# --- masking -------------------------------------------------------------------------------------------------------


def masked_photo(attachment: Attachment, cells: Iterable[int]) -> MaskedPhoto:
    """Write a variant of the served photo in which these squares of the grid cannot be recognised.

    Raises FileRefused, StorageFull."""
    chosen = sorted(set(cells))
    try:
        clean = guard.mask_photo(file_path(attachment.sha256, "full").read_bytes(), chosen)
        sha256 = _write_served(clean)
    except FileNotFoundError as error:
        raise FileRefused("unreadable") from error
    except OSError as error:
        raise StorageFull(error.strerror or "storage") from error
    return MaskedPhoto(attachment.pk, tuple(chosen), attachment.sha256, sha256, clean.width, clean.height)


# --- drafts --------------------------------------------------------------------------------------------------------


def keep_upload(draft_key: str, file: StoredFile) -> Upload:
    """Remember a file for a draft, so that an error elsewhere in the form does not lose it."""
    place = vault.seal(f"{file.place[0]} {file.place[1]}") if file.place else b""
    return Upload.objects.create(
        id=file.id,
        draft_key=draft_hash(draft_key),
        sha256=file.sha256,
        original_sha256=file.original_sha256,
        width=file.width,
        height=file.height,
        name=vault.seal(file.name),
        kind=file.kind,
        seconds=file.seconds,
        pages=file.pages,
        place=place,
        facts=vault.seal(json.dumps(asdict(file.facts))) if file.facts else b"",
        created_at=clock.now(),
    )


def uploads_of(draft_key: str) -> list[Upload]:
    """What is kept for a draft, oldest first."""
    return list(Upload.objects.filter(draft_key=draft_hash(draft_key)).order_by("created_at", "id"))


def move_uploads(draft_key: str, to: str) -> None:
    """The files of a draft that goes on under another key."""
    Upload.objects.filter(draft_key=draft_hash(draft_key)).update(draft_key=draft_hash(to))


def drop_upload(draft_key: str, upload_id: uuid.UUID) -> None:
    Upload.objects.filter(draft_key=draft_hash(draft_key), pk=upload_id).delete()


def place_of(upload: Upload) -> tuple[float, float] | None:
    """Latitude and longitude that the photo tells of itself, to be offered to who sent it and nobody else."""
    words = vault.open_sealed(bytes(upload.place)).split()
    return (float(words[0]), float(words[1])) if words else None


def as_files(uploads: list[Upload], *, with_places: bool = False) -> tuple[StoredFile, ...]:
    """Their names stay behind, and so do the places of photos; for an officer's they are looked at."""
    return tuple(
        StoredFile(
            id=upload.id,
            sha256=upload.sha256,
            original_sha256=upload.original_sha256,
            width=upload.width,
            height=upload.height,
            kind=upload.kind,
            seconds=upload.seconds,
            pages=upload.pages,
            place=place_of(upload) if with_places else None,
            facts=_facts_of(upload),
        )
        for upload in uploads
    )


def _facts_of(upload: Upload) -> PhotoFacts | None:
    kept = vault.open_sealed(bytes(upload.facts))
    return PhotoFacts(**json.loads(kept)) if kept else None


def forget_uploads(draft_key: str) -> None:
    """What a draft kept that has become something; the files stay where a report names them."""
    left = Upload.objects.filter(draft_key=draft_hash(draft_key))
    names = list(left.values_list("sha256", flat=True))
    left.delete()
    for sha256 in names:
        forget_served(sha256)


# --- the end of files ----------------------------------------------------------------------------------------------


def forget_originals(hashes: Iterable[str]) -> None:
    """Destroy sealed originals; what is served of them stays."""
    for sha256 in hashes:
        file_path(sha256, "sealed").unlink(missing_ok=True)


def forget_served(sha256: str) -> None:
    """Delete the served variants of this name that no row names any more."""
    is_used = Attachment.objects.filter(sha256=sha256).exists() or Upload.objects.filter(sha256=sha256).exists()
    if sha256 and not is_used:
        for kind in ENDINGS:
            file_path(sha256, "full", kind).unlink(missing_ok=True)
        file_path(sha256, "thumb").unlink(missing_ok=True)


def forget_unused() -> int:
    """Sweep uploads whose report was never filed, with files nobody else names. Called by the retention job."""
    old = list(Upload.objects.filter(created_at__lt=clock.now() - KEEP_UNUSED)[:1000])
    Upload.objects.filter(pk__in=[u.pk for u in old]).delete()
    for upload in old:
        forget_served(upload.sha256)
        named = {"original_sha256": upload.original_sha256}
        if not Attachment.objects.filter(**named).exists() and not Upload.objects.filter(**named).exists():
            forget_originals([upload.original_sha256])
    return len(old)
