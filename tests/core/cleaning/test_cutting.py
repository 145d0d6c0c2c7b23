"""A stretch of a programme and a rectangle of a page: cut in a moment, then stored like any other file."""

import io
import time

import av
import pytest
from PIL import Image, ImageDraw

from lapor.core.cleaning import guard
from lapor.core.cleaning.limits import FileRefused
from lapor.core.cleaning.print_reading import _joined, can_read_print, read_print
from tests import makers

pytestmark = pytest.mark.deep


@pytest.mark.parametrize(
    ("form", "audio"),
    [
        ("mp3", "libmp3lame"),
        ("ipod", "aac"),
        ("ogg", "libopus"),
        ("wav", "pcm_s16le"),
        ("flac", "flac"),
        ("webm", "libopus"),
        ("adts", "aac"),
    ],
)
def test_stretch_of_a_recording_is_as_long_as_asked_and_can_be_cleaned(form, audio):
    content = makers.recording(20, form=form, video=None, audio=audio)
    clip = guard.cut_recording(content, 5.0, 9.0)
    assert len(clip) < len(content)
    assert guard.inspect(clip).kind == "audio"
    assert guard.clean_heavy(clip).seconds in {3, 4, 5}


def test_stretch_of_an_hour_takes_a_moment():
    content = makers.recording(60, form="adts", video=None, audio="aac") * 60
    began = time.monotonic()
    clip = guard.cut_recording(content, 3000.0, 3060.0)
    assert time.monotonic() - began < 3
    with av.open(io.BytesIO(clip)) as made:
        assert 55 <= (made.duration or 0) / av.time_base <= 65  # a stream without times is sought by its bits


@pytest.mark.parametrize(("start", "end"), [(9, 5), (5, 5), (-1, 5), (0, 700), (100, 110)])
def test_stretch_that_is_none_is_refused(start, end):
    with pytest.raises(FileRefused):
        guard.cut_recording(makers.recording(20, form="mp3", video=None, audio="libmp3lame"), start, end)


def test_sound_of_a_video_can_be_cut_out():
    assert guard.inspect(guard.cut_recording(makers.recording(6), 1, 4)).kind == "audio"


def page(words="Lampu jalan di Kelud Raya padam"):
    image = Image.new("RGB", (1200, 800), "white")
    ImageDraw.Draw(image).text((650, 500), words, fill="black", font_size=26)
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=90)
    return buffer.getvalue()


def test_rectangle_of_a_photo_is_cut_from_its_own_pixels():
    clip = Image.open(io.BytesIO(guard.cut_page(page(), (0.5, 0.5, 0.5, 0.5))))
    assert clip.size == (600, 400)
    assert min(clip.convert("L").tobytes()) < 60  # the words are in it
    empty = Image.open(io.BytesIO(guard.cut_page(page(), (0, 0, 0.5, 0.5))))
    assert min(empty.convert("L").tobytes()) > 200


def test_rectangle_of_a_pdf_page():
    clip = Image.open(io.BytesIO(guard.cut_page(makers.pdf(2), (0.0, 0.0, 1.0, 0.5))))
    assert clip.width > 1500  # 200 dots an inch


@pytest.mark.parametrize("box", [(0, 0, 0, 1), (1, 0, 0.1, 1), (0.5, 0, 0.6, 1), (-0.1, 0, 0.5, 0.5)])
def test_rectangle_outside_the_page_is_refused(box):
    with pytest.raises(FileRefused):
        guard.cut_page(page(), box)


def test_print_is_read():
    assert can_read_print()  # deploy/setup/need-programs installs it
    words = read_print(guard.cut_page(page("Lampu jalan di Kelud Raya padam"), (0.5, 0.55, 0.5, 0.2)))
    assert "Kelud Raya padam" in words


def test_lines_of_a_column_become_sentences():
    assert (
        _joined("Lampu jalan di Kelu-\nrahan Bendan\npadam.\n\nMohon di-\nPerbaiki\n")
        == "Lampu jalan di Kelurahan Bendan padam.\n\nMohon di- Perbaiki"
    )


def test_what_is_no_picture_reads_as_nothing():
    assert read_print(b"bukan gambar") == ""
