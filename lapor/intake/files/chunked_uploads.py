"""A file that comes in small parts over a bad network: each part is kept sealed until all are there, then it is an
upload of its draft.

Sent twice a part changes nothing; who lost an answer asks by sending any part again and is told where to go on. Called
by the public form.
"""

import re
import shutil
import uuid
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from lapor.core.cleaning.limits import MOST_BYTES, FileRefused
from lapor.core.files import write_whole
from lapor.core.ids import keyed_hash
from lapor.intake.files.attachments import MAX_FILES, StorageFull, draft_hash, keep_upload, store_file, uploads_of
from lapor.intake.models import Upload
from lapor.reporters import vault

MOST_OF_A_PART = 256 * 1024  # bytes
KEEP = timedelta(days=2)
_NAME = re.compile(r"(\d{9})-(\d{6})")  # where the part begins and how long it is, in bytes


@dataclass(frozen=True)
class UploadProgress:
    """How many bytes of the file are here, and whether that is all."""

    offset: int
    is_done: bool


def take_part(draft_key: str, file_key: str, *, offset: int, total: int, content: bytes, name: str) -> UploadProgress:
    """Keep bytes `offset` and on of a file of `total` bytes. Raises FileRefused, StorageFull.

    Bytes that are here already, or that would leave a gap, are passed over: the answer says which are wanted next.
    """
    upload_id = _upload_id(draft_key, file_key)
    if Upload.objects.filter(pk=upload_id).exists():
        return UploadProgress(total, is_done=True)
    if not 0 < total <= MOST_BYTES or len(content) > MOST_OF_A_PART or offset + len(content) > total:
        raise FileRefused("too_large")
    folder = _folder(draft_key) / upload_id.hex
    have = _have(folder)
    if offset == have and content:
        if not folder.exists() and _count(draft_key) >= MAX_FILES:
            raise FileRefused("too_large")
        _write(folder / f"{offset:09}-{len(content):06}", content)
        have = offset + len(content)
    if have < total:
        return UploadProgress(have, is_done=False)
    _finish(draft_key, upload_id, folder, name)
    return UploadProgress(total, is_done=True)


def _upload_id(draft_key: str, file_key: str) -> uuid.UUID:
    """The same for the same file of the same draft; nobody who lacks both keys can guess it."""
    return uuid.UUID(bytes=keyed_hash(settings.LOOKUP_KEY, "part", draft_key, file_key)[:16])


def _folder(draft_key: str) -> Path:
    return Path(settings.ATTACHMENTS_DIR) / "parts" / draft_hash(draft_key).hex()


def _count(draft_key: str) -> int:
    folder = _folder(draft_key)
    return len(uploads_of(draft_key)) + (len(list(folder.iterdir())) if folder.exists() else 0)


def _parts(folder: Path) -> list[tuple[int, int, Path]]:
    """(offset, length, path), those that follow one another without a gap."""
    found: list[tuple[int, int, Path]] = []
    end = 0
    for path in sorted(folder.iterdir()) if folder.exists() else []:
        match = _NAME.fullmatch(path.name)
        if match and int(match[1]) == end:
            found.append((end, int(match[2]), path))
            end += int(match[2])
    return found


def _have(folder: Path) -> int:
    parts = _parts(folder)
    return parts[-1][0] + parts[-1][1] if parts else 0


def _write(path: Path, content: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_whole(path, vault.seal_bytes(content), replace=True)
    except OSError as error:
        raise StorageFull(error.strerror or "storage") from error


def _finish(draft_key: str, upload_id: uuid.UUID, folder: Path, name: str) -> None:
    """Check the whole file as one that came at once; refused or not, its parts go."""
    content = b"".join(vault.open_bytes(path.read_bytes()) for _offset, _length, path in _parts(folder))
    try:
        file = store_file(content, name)
        if all(upload.original_sha256 != file.original_sha256 for upload in uploads_of(draft_key)):
            keep_upload(draft_key, replace(file, id=upload_id))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def forget_parts(before: datetime) -> int:
    """Sweep parts of files that were never sent to their end. Called by the retention job; gives how many files."""
    base = Path(settings.ATTACHMENTS_DIR) / "parts"
    old = [
        file
        for draft in (base.iterdir() if base.exists() else [])
        for file in draft.iterdir()
        if file.stat().st_mtime < before.timestamp()
    ]
    for folder in old:
        shutil.rmtree(folder, ignore_errors=True)
    for draft in base.iterdir() if base.exists() else []:
        if not any(draft.iterdir()):
            draft.rmdir()
    return len(old)
