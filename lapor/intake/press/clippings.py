"""Clippings of a newspaper page: each is cut from the scan as a file of its own draft; what a machine reads in it is a
suggestion.

Called by the desk.
"""

import uuid

from procrastinate.contrib.django import app

from lapor.core import clock
from lapor.core.cleaning import guard
from lapor.core.cleaning.print_reading import can_read_print, read_print
from lapor.intake.files.attachments import keep_upload, read_original, store_file
from lapor.intake.models import Upload
from lapor.reporters import vault


def cut_clipping(page: Upload, draft_key: str, box: tuple[float, float, float, float]) -> Upload:
    """The rectangle of the page (parts of 1) as the file of a draft; its words are read by a job.

    Raises FileRefused, StorageFull, FileNotFoundError where the page's time is over."""
    content = guard.cut_page(read_original(page.original_sha256), box)
    clipping = keep_upload(draft_key, store_file(content))
    if can_read_print():
        app.configure_task("intake.read_print").defer(upload_id=str(clipping.pk))
    else:
        Upload.objects.filter(pk=clipping.pk).update(print_read_at=clock.now())
    return clipping


def read_clipping(upload_id: uuid.UUID) -> None:
    """Safe to repeat; a clipping that is gone is nothing to do."""
    upload = Upload.objects.filter(pk=upload_id, print_read_at=None).first()
    if upload is None:
        return
    try:
        words = read_print(read_original(upload.original_sha256))
    except FileNotFoundError:
        words = ""
    Upload.objects.filter(pk=upload_id).update(print_words=vault.seal(words), print_read_at=clock.now())


def printed_words(clipping: Upload) -> str | None:
    """None: the machine is still reading."""
    return vault.open_sealed(bytes(clipping.print_words)) if clipping.print_read_at else None
