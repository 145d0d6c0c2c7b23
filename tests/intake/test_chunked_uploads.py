"""A file in small parts: whatever is sent twice, lost, damaged or too much, the draft has it once and whole, or not at
all."""

import os
import uuid

import pytest

from lapor.core import clock
from lapor.core.cleaning.limits import MOST_BYTES, FileRefused
from lapor.intake.files import chunked_uploads
from lapor.intake.files.attachments import MAX_FILES, uploads_of
from tests import makers

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.ATTACHMENTS_DIR = tmp_path
    return tmp_path


@pytest.fixture
def photo():
    return makers.photo()


def keys():
    return str(uuid.uuid4()), str(uuid.uuid4())


def send(draft, file, content, offset, length, name="a.jpg"):
    return chunked_uploads.take_part(
        draft, file, offset=offset, total=len(content), content=content[offset : offset + length], name=name
    )


def parts_left(folder):
    """What waits to become whole. Only files: the name of the draft's folder is left to chance."""
    return [path for path in (folder / "parts").rglob("*") if path.is_file()]


def test_all_parts_make_one_upload_and_leave_nothing_beside_it(photo, folder):
    draft, file = keys()
    half = len(photo) // 2
    assert send(draft, file, photo, 0, half) == chunked_uploads.UploadProgress(half, is_done=False)
    assert uploads_of(draft) == []
    assert send(draft, file, photo, half, len(photo)) == chunked_uploads.UploadProgress(len(photo), is_done=True)
    (upload,) = uploads_of(draft)
    assert (upload.called, upload.kind) == ("a.jpg", "photo")
    assert parts_left(folder) == []


def test_parts_lie_sealed(photo, folder):
    draft, file = keys()
    send(draft, file, photo, 0, 500)
    (path,) = parts_left(folder)
    assert photo[100:200] not in path.read_bytes()
    assert draft not in str(path)


def test_same_part_again_gap_and_lost_last_answer_change_nothing(photo):
    draft, file = keys()
    send(draft, file, photo, 0, 400)
    assert send(draft, file, photo, 0, 400).offset == 400
    assert send(draft, file, photo, 800, 50).offset == 400  # a gap: go on from where you are
    assert send(draft, file, photo, 200, 300).offset == 400  # overlaps: the same answer
    assert send(draft, file, photo, 400, len(photo)).is_done
    assert send(draft, file, photo, 400, len(photo)).is_done  # its answer was lost
    assert len(uploads_of(draft)) == 1


def test_same_photo_under_another_key_is_kept_once(photo):
    draft, file = keys()
    send(draft, file, photo, 0, len(photo))
    assert send(draft, str(uuid.uuid4()), photo, 0, len(photo)).is_done
    assert len(uploads_of(draft)) == 1


def test_other_drafts_do_not_see_it(photo):
    draft, file = keys()
    send(draft, file, photo, 0, 400)
    assert send(str(uuid.uuid4()), file, photo, 400, 100).offset == 0


def test_file_that_is_none_is_refused_when_it_is_whole(folder):
    draft, file = keys()
    content = b"<script>alert(1)</script>" * 20
    with pytest.raises(FileRefused):
        send(draft, file, content, 0, len(content))
    assert uploads_of(draft) == []
    assert parts_left(folder) == []


def test_too_much_is_refused(photo):
    draft, file = keys()
    for offset, total, content in (
        (0, MOST_BYTES + 1, b"x"),
        (0, 10, b"x" * 11),
        (0, MOST_BYTES, b"x" * (chunked_uploads.MOST_OF_A_PART + 1)),
        (0, 0, b""),
    ):
        with pytest.raises(FileRefused):
            chunked_uploads.take_part(draft, file, offset=offset, total=total, content=content, name="")
    for _one in range(MAX_FILES):
        send(draft, str(uuid.uuid4()), photo, 0, 100)
    with pytest.raises(FileRefused):
        send(draft, file, photo, 0, 100)


def test_parts_of_a_file_that_never_came_to_its_end_are_forgotten(photo, folder):
    draft, file = keys()
    send(draft, file, photo, 0, 100)
    (old,) = (folder / "parts").glob("*/*")
    assert chunked_uploads.forget_parts(clock.now() - chunked_uploads.KEEP) == 0
    long_ago = (clock.now() - 2 * chunked_uploads.KEEP).timestamp()
    os.utime(old, (long_ago, long_ago))
    assert chunked_uploads.forget_parts(clock.now() - chunked_uploads.KEEP) == 1
    assert not list((folder / "parts").iterdir())
