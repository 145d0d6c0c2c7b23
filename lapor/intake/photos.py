"""Receives photos: cleaned at once, the original sealed, files named by the hash of their content."""

import uuid
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

from django.conf import settings

from lapor.core import clock
from lapor.core.files import write_whole
from lapor.core.ids import keyed_hash
from lapor.core.images import CleanPhoto, clean_photo
from lapor.intake.models import Upload
from lapor.reporters import vault
from lapor.reports.acting import UploadedPhoto
from lapor.reports.models import Attachment

MAX_PHOTOS = 10
KEEP_UNUSED = timedelta(days=2)


class StorageFull(RuntimeError):
    """The disk of the attachments refuses to take more; nothing was stored."""


def draft_hash(draft_key: str) -> bytes:
    return keyed_hash(settings.LOOKUP_KEY, "draft", draft_key)


def photo_path(sha256: str, variant: str) -> Path:
    """Where a variant (full, thumb, sealed) lies."""
    endings = {"full": "jpg", "thumb": "thumb.jpg", "sealed": "sealed"}
    return Path(settings.ATTACHMENTS_DIR) / sha256[:2] / f"{sha256}.{endings[variant]}"


def store_photo(content: bytes, name: str = "") -> UploadedPhoto:
    """Clean and write a photo. Raises core.images.NotAPhoto, StorageFull. Writing the same photo twice is one file."""
    photo = clean_photo(content)
    try:
        _write(photo, content)
    except OSError as error:
        raise StorageFull(error.strerror or "storage") from error
    return UploadedPhoto(
        id=uuid.uuid4(),
        sha256=photo.sha256,
        original_sha256=photo.original_sha256,
        width=photo.width,
        height=photo.height,
        name=name[:120],
    )


def _write(photo: CleanPhoto, original: bytes) -> None:
    files = (
        (photo_path(photo.sha256, "full"), photo.full),
        (photo_path(photo.sha256, "thumb"), photo.thumb),
        (photo_path(photo.original_sha256, "sealed"), None),
    )
    for path, content in files:
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            write_whole(path, vault.seal_bytes(original) if content is None else content, replace=True)


def keep_upload(draft_key: str, photo: UploadedPhoto) -> Upload:
    """Remember a photo for a draft, so that an error elsewhere in the form does not lose it."""
    return Upload.objects.create(
        id=photo.id, draft_key=draft_hash(draft_key), sha256=photo.sha256, original_sha256=photo.original_sha256,
        width=photo.width, height=photo.height, name=photo.name, created_at=clock.now(),
    )  # fmt: skip


def uploads_of(draft_key: str) -> list[Upload]:
    """What is kept for a draft, oldest first."""
    return list(Upload.objects.filter(draft_key=draft_hash(draft_key)).order_by("created_at", "id"))


def drop_upload(draft_key: str, upload_id: uuid.UUID) -> None:
    Upload.objects.filter(draft_key=draft_hash(draft_key), pk=upload_id).delete()


def as_photos(uploads: list[Upload]) -> tuple[UploadedPhoto, ...]:
    return tuple(UploadedPhoto(u.id, u.sha256, u.original_sha256, u.width, u.height, u.name) for u in uploads)


def forget_originals(hashes: Iterable[str]) -> None:
    """Destroy sealed originals; the cleaned photos stay."""
    for sha256 in hashes:
        photo_path(sha256, "sealed").unlink(missing_ok=True)


def forget_unused() -> int:
    """Sweep uploads whose report was never filed, with files nobody else names. Called by the retention job."""
    old = list(Upload.objects.filter(created_at__lt=clock.now() - KEEP_UNUSED)[:1000])
    Upload.objects.filter(pk__in=[u.pk for u in old]).delete()
    for upload in old:
        for sha256, variants, column in (
            (upload.sha256, ("full", "thumb"), "sha256"),
            (upload.original_sha256, ("sealed",), "original_sha256"),
        ):
            used = Attachment.objects.filter(**{column: sha256}).exists() or Upload.objects.filter(**{column: sha256}).exists()
            for variant in () if used else variants:
                photo_path(sha256, variant).unlink(missing_ok=True)
    return len(old)
