"""Sound and video: written anew as AAC and H.264 without tags; too long, too large, too many tracks, and lies about it
are refused."""

import io

import av
import pytest

from lapor.core.cleaning import guard, recordings
from lapor.core.cleaning.limits import MAX_BYTES, MAX_SECONDS, MAX_STREAMS, FileRefused
from lapor.core.cleaning.sniffing import family
from tests import makers

pytestmark = pytest.mark.deep


def streams_of(content):
    with av.open(io.BytesIO(content)) as made:
        tags = {**made.metadata, **{k: v for stream in made.streams for k, v in stream.metadata.items()}}
        return [stream.codec_context.name for stream in made.streams], tags


HARMLESS = {"major_brand", "minor_version", "compatible_brands", "language", "handler_name", "vendor_id"}


@pytest.mark.parametrize(
    ("form", "video", "audio"),
    [
        ("mp4", "libx264", "aac"),
        ("mov", "mpeg4", "pcm_s16le"),
        ("webm", "libvpx", "libopus"),
        ("matroska", "libx264", None),
        ("avi", "mjpeg", "libmp3lame"),
    ],
)
def test_video_comes_out_as_h264_and_aac_without_tags(form, video, audio):
    content = makers.recording(2, form=form, video=video, audio=audio)
    found = guard.inspect(content)
    assert (found.kind, found.seconds in {2, 3}) == ("video", True)
    clean = guard.clean_heavy(content)
    codecs, tags = streams_of(clean.full)
    assert codecs == ["h264", "aac"][: 2 if audio else 1]
    assert set(tags) <= HARMLESS
    assert makers.SECRET.encode() not in clean.full
    assert b"06.9933" not in clean.full
    assert (clean.kind, clean.width, clean.height, clean.seconds) == ("video", 64, 48, 2)
    assert clean.thumb.startswith(b"\xff\xd8")


@pytest.mark.parametrize(
    ("form", "audio"),
    [
        ("mp3", "libmp3lame"),
        ("ipod", "aac"),
        ("ogg", "libopus"),
        ("wav", "pcm_s16le"),
        ("flac", "flac"),
        ("adts", "aac"),
    ],
)
def test_sound_comes_out_as_aac_without_tags(form, audio):
    content = makers.recording(2, form=form, video=None, audio=audio)
    clean = guard.clean_heavy(content)
    codecs, tags = streams_of(clean.full)
    assert (codecs, clean.kind, clean.seconds, clean.thumb) == (["aac"], "audio", 2, b"")
    assert set(tags) <= HARMLESS
    assert makers.SECRET.encode() not in clean.full


def test_large_picture_is_made_smaller():
    clean = recordings.clean_recording(makers.recording(1, size=(1920, 1080), audio=None), "mov")
    assert (clean.width, clean.height) == (1280, 720)


def test_video_of_a_turned_phone_stands_upright():
    clean = recordings.clean_recording(turned(makers.recording(1, size=(64, 32), audio=None)), "mov")
    assert (clean.width, clean.height) == (32, 64)


def turned(content):
    """The track's matrix says: show it turned by a quarter."""
    unity = b"\0\x01\0\0" + b"\0" * 12 + b"\0\x01\0\0" + b"\0" * 12 + b"\x40\0\0\0"
    quarter = b"\0" * 4 + b"\0\x01\0\0" + b"\0" * 4 + b"\xff\xff\0\0" + b"\0" * 16 + b"\x40\0\0\0"
    header = content.index(b"tkhd")
    at = content.index(unity, header)
    return content[:at] + quarter + content[at + len(unity) :]


@pytest.mark.parametrize(
    ("kind", "options"),
    [("video", {"audio": None, "rate": 1}), ("audio", {"video": None, "form": "mp3", "audio": "libmp3lame"})],
)
def test_too_long_recording_is_refused_before_it_is_decoded(kind, options):
    with pytest.raises(FileRefused) as found:
        guard.inspect(makers.recording(MAX_SECONDS[kind] + 5, **options))
    assert (found.value.code, found.value.kind) == ("too_long", kind)


def test_length_that_lies_is_found_when_it_is_decoded(monkeypatch):
    content = makers.recording(6, audio=None, rate=5)
    monkeypatch.setitem(MAX_SECONDS, "video", 3)
    with pytest.raises(FileRefused, match="too_long"):
        recordings.clean_recording(content, "mov")


def test_more_pictures_a_second_than_are_kept_are_left_out():
    clean = recordings.clean_recording(makers.recording(1, audio=None, rate=120), "mov")
    with av.open(io.BytesIO(clean.full)) as made:
        assert len(list(made.decode(video=0))) <= 31


def test_too_many_tracks_are_refused():
    with pytest.raises(FileRefused, match="too_many_streams"):
        guard.inspect(makers.recording(1, form="matroska", tracks=MAX_STREAMS + 1, audio=None))


def test_picture_of_too_many_pixels_is_refused():
    with pytest.raises(FileRefused) as found:
        guard.inspect(makers.recording(0.2, size=(4200, 2400), audio=None))
    assert (found.value.code, found.value.kind) == ("too_many_pixels", "video")


def test_picture_that_grows_while_it_plays_is_refused(monkeypatch):
    monkeypatch.setattr(recordings, "_streams", lambda source: ("video", source.streams.video[0], None))
    monkeypatch.setattr(recordings, "MAX_VIDEO_PIXELS", 100)
    with pytest.raises(FileRefused, match="too_many_pixels"):
        recordings.clean_recording(makers.recording(1, audio=None), "mov")


@pytest.mark.parametrize("kind", ["pdf", "video"])
def test_too_large_file_is_refused_unread(kind):
    start = {"pdf": b"%PDF-1.4", "video": b"\0\0\0\x18ftypisom"}[kind]
    with pytest.raises(FileRefused, match="too_large"):
        guard.inspect(start + b"\0" * MAX_BYTES[kind])


def test_sound_larger_than_sound_may_be_is_refused():
    content = makers.recording(1, video=None, form="wav", audio="pcm_s16le")
    with pytest.raises(FileRefused) as found:
        guard.inspect(content + b"\0" * MAX_BYTES["audio"])
    assert (found.value.code, found.value.kind) == ("too_large", "audio")


@pytest.mark.parametrize(
    "content",
    [
        b"OggS" + b"\0" * 60,
        b"\0\0\0\x18ftypisom" + b"\0" * 60,
        b"ID3" + b"\0" * 60,
        b"#!AMR\n",
        b"fLaC1234",
        b"RIFF\0\0\0\0WAVE",
        b"\x1aE\xdf\xa3\0\0",
        b"\xff\xf1aaaa",
    ],
)
def test_broken_recording_is_unreadable(content):
    with pytest.raises(FileRefused, match="unreadable"):
        guard.inspect(content)


@pytest.mark.parametrize(
    "content", [b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n", b"ffconcat version 1.0\nfile /etc/passwd\n"]
)
def test_playlist_that_names_other_files_is_no_recording(content):
    assert family(content)[0] == "photo"
    with pytest.raises(FileRefused, match="unreadable"):
        guard.clean_photo(content)


def test_damaged_middle_does_not_lose_the_rest():
    content = makers.recording(4, form="mp3", video=None, audio="libmp3lame")
    broken = content[: len(content) // 2] + b"\x55" * 700 + content[len(content) // 2 + 700 :]
    assert recordings.clean_recording(broken, "mp3").seconds in {3, 4}


@pytest.mark.parametrize("content", [b"#!AMR\n", b"\xff\xf1aaaa"])
def test_nothing_to_play_is_unreadable_when_it_is_cleaned_too(content):
    with pytest.raises(FileRefused, match="unreadable"):
        recordings.clean_recording(content, family(content)[1])


def test_what_is_refused_at_once_is_found_without_the_child_too():
    """The same checks, in this process."""
    for content, code in (
        (makers.recording(MAX_SECONDS["video"] + 5, audio=None, rate=1), "too_long"),
        (makers.recording(1, form="matroska", tracks=MAX_STREAMS + 1, audio=None), "too_many_streams"),
        (makers.recording(0.2, size=(4200, 2400), audio=None), "too_many_pixels"),
        (b"OggS" + b"\0" * 60, "unreadable"),
        (b"\xff\xf1aaaa", "unreadable"),
    ):
        with pytest.raises(FileRefused, match=code):
            recordings.inspect_recording(content, family(content)[1])
    assert recordings.inspect_recording(makers.recording(2), "mov").seconds in {2, 3}


def test_recording_of_nothing_we_decode_is_unreadable():
    content = makers.recording(1, form="matroska", video="ffv1", audio=None)
    with pytest.raises(FileRefused, match="unreadable"):
        recordings.inspect_recording(content, "matroska")


def test_voice_note_of_any_length_is_kept():
    """Chromium writes 60 ms a frame.

    Some lengths (12 and 24 frames) left a last piece of sound that came before the one before it."""
    for frames in range(8, 40):
        clean = recordings.clean_recording(voice_note(frames), "matroska")
        with av.open(io.BytesIO(clean.full)) as made:
            assert abs((made.duration or 0) / av.time_base - frames * 0.06) < 0.1, frames


def voice_note(frames, length=2880):
    buffer = io.BytesIO()
    with av.open(buffer, "w", format="webm") as target:
        stream = target.add_stream("libopus", rate=48_000, layout="mono", options={"frame_duration": "60"})
        for number in range(frames):
            frame = av.AudioFrame(format="flt", layout="mono", samples=length)
            frame.sample_rate, frame.pts = 48_000, number * length
            frame.planes[0].update(bytes(frame.planes[0].buffer_size))
            target.mux(stream.encode(frame))
        target.mux(stream.encode(None))
    return buffer.getvalue()
