"""A full disk loses nobody's words: the form says which photo could not be kept, and nothing half-written is named
anywhere."""

import errno
import io
import os
import uuid
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from lapor.core.files import write_whole
from lapor.intake.files import attachments
from lapor.intake.models import Upload
from lapor.reports.models import Attachment, Report

pytestmark = pytest.mark.django_db


def picture(colour):
    buffer = io.BytesIO()
    Image.new("RGB", (64, 48), colour).save(buffer, "JPEG")
    return buffer.getvalue()


@pytest.fixture
def full_disk(monkeypatch):
    """The disk takes the next `count` files, then no more."""

    def after(count):
        written = []

        def write(path, content, **kwargs):
            if len(written) >= count:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
            written.append(path)
            return real(path, content, **kwargs)

        real = write_whole
        monkeypatch.setattr(attachments, "write_whole", write)

    return after


def files():
    return sorted(path for path in Path(settings.ATTACHMENTS_DIR).rglob("*") if path.is_file())


def test_form_keeps_words_and_the_photo_that_still_fitted(root, full_disk, settings, tmp_path):
    settings.ATTACHMENTS_DIR = tmp_path / "own"  # a picture that another test has stored needs no room
    full_disk(3)  # the three files of the first photo
    data = {"draft_id": str(uuid.uuid4()), "text": "Lampu mati di gang 3", "address": "Jalan Pemuda"}
    sent = [SimpleUploadedFile("satu.jpg", picture("red")), SimpleUploadedFile("dua.jpg", picture("blue"))]
    response = Client().post("/lapor", {**data, "photos": sent})
    page = response.content.decode()
    assert response.status_code == 422
    assert "Lampu mati di gang 3" in page
    assert "dua.jpg" in page
    assert "penuh" in page
    assert (Report.objects.count(), Upload.objects.count(), Attachment.objects.count()) == (0, 1, 0)
    again = Client().post("/lapor", data)  # without the photo it goes through, with the first one
    assert again.status_code == 201
    assert Attachment.objects.count() == 1


@pytest.mark.parametrize("fits", [0, 1, 2])
def test_nothing_is_named_that_is_not_whole(root, full_disk, fits, settings, tmp_path):
    settings.ATTACHMENTS_DIR = tmp_path / "own"  # the usual folder is written to by tests beside this one
    before = files()
    full_disk(fits)
    with pytest.raises(attachments.StorageFull):
        attachments.store_file(picture((0, 100 + fits, 0)))
    assert Upload.objects.count() == 0
    assert [path.name for path in files() if path.name.startswith(".")] == []
    assert len(files()) - len(before) == fits


if os.geteuid() == 0:  # a real full disk needs the right to mount one

    def test_really_full_disk_is_said_like_the_pretended_one(root, tmp_path, settings):
        import subprocess  # noqa: PLC0415 - only here

        disk = tmp_path / "disk"
        disk.mkdir()
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=16k", "tmpfs", str(disk)], check=True)
        try:
            settings.ATTACHMENTS_DIR = disk
            noise = Image.effect_noise((800, 600), 90).convert("RGB")
            buffer = io.BytesIO()
            noise.save(buffer, "JPEG", quality=95)
            with pytest.raises(attachments.StorageFull):
                attachments.store_file(buffer.getvalue())
            assert [path for path in disk.rglob("*") if path.is_file() and path.stat().st_size == 0] == []
        finally:
            subprocess.run(["umount", str(disk)], check=True)
