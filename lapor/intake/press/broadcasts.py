"""The recording of a radio programme while its callers are typed: kept sealed for two days (attachments.forget_unused),
each caller's report gets a clip of its own, so that nobody who may read one report hears the others. Called by the
desk.
"""

import uuid

from lapor.core.cleaning import guard
from lapor.core.cleaning.limits import AUDIO, MB, FileRefused
from lapor.core.cleaning.sniffing import RECORDING, family
from lapor.intake.files.attachments import (
    keep_sealed,
    keep_upload,
    original_name,
    read_original,
    store_file,
    uploads_of,
)
from lapor.intake.models import Upload
from lapor.reports.workflow.acting import StoredFile

MOST_BYTES = 60 * MB  # two hours of speech


def keep_programme(sitting_key: str, content: bytes, name: str) -> Upload:
    """Raises FileRefused, StorageFull. The same file again is the same."""
    if len(content) > MOST_BYTES:
        raise FileRefused("too_large", "programme")
    if family(content)[0] != RECORDING:
        raise FileRefused("unreadable", AUDIO)
    original = original_name(content)
    known = next((upload for upload in uploads_of(sitting_key) if upload.original_sha256 == original), None)
    if known is not None:
        return known
    keep_sealed(content, original)
    return keep_upload(sitting_key, StoredFile(uuid.uuid4(), "", original, 0, 0, name[:120], AUDIO))


def programme_of(sitting_key: str) -> Upload | None:
    """The newest recording of a sitting."""
    found = uploads_of(sitting_key)
    return found[-1] if found else None


def clip_for(draft_key: str, programme: Upload, start: int, end: int) -> Upload:
    """The stretch (seconds) as a file of the draft.

    Raises FileRefused, StorageFull, FileNotFoundError where the recording's time is over."""
    content = guard.cut_recording(read_original(programme.original_sha256), float(start), float(end))
    stored = store_file(content, programme.called)
    known = next((upload for upload in uploads_of(draft_key) if upload.original_sha256 == stored.original_sha256), None)
    return known or keep_upload(draft_key, stored)
