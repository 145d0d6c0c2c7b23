"""Sound and video as they may be served: decoded and written anew as AAC (.m4a) and H.264 baseline (.mp4), which old
phones play. Only samples and pictures are carried over: no tags, place, cover, subtitle or data track. Runs in the
child of `guard`."""

import io
import math
from fractions import Fraction

import av
from av.audio.resampler import AudioResampler
from av.audio.stream import AudioStream
from av.container import InputContainer, OutputContainer
from av.video.frame import VideoFrame
from av.video.stream import VideoStream
from PIL import Image

from lapor.core.cleaning.limits import (
    AUDIO,
    MAX_SECONDS,
    MAX_STREAMS,
    MAX_VIDEO_PIXELS,
    THUMB_SIDE,
    VIDEO,
    Clean,
    FileRefused,
    Inspected,
)
from lapor.core.cleaning.photos import jpeg

_VIDEO_CODECS = frozenset({"h264", "hevc", "mpeg4", "h263", "vp8", "vp9", "av1", "libdav1d", "mjpeg", "mpeg2video"})
_AUDIO_CODECS = frozenset(
    {"aac", "mp3", "mp3float", "opus", "vorbis", "flac", "alac", "amrnb", "amrwb", "amr_nb", "amr_wb"}
)
_LONG_SIDE = 1280
_FRAMES_A_SECOND = 30
_X264 = {"crf": "27", "maxrate": "2M", "bufsize": "4M", "preset": "veryfast", "profile": "baseline"}
_AUDIO_BITS = 96_000
_RATE = 44_100
UNREADABLE = (av.FFmpegError, ValueError, OSError, EOFError, IndexError, AssertionError)


def inspect_recording(content: bytes, demuxer: str) -> Inspected:
    """What it claims to be. A length that lies is found when it is decoded. Raises FileRefused."""
    try:
        with opened_recording(content, demuxer) as source:
            kind, picture, sound = _streams(source)
            seconds = (source.duration or 0) / av.time_base
            is_playable = next(iter(source.decode(picture or sound)), None) is not None
    except UNREADABLE as error:
        raise _refused(error) from error
    if not is_playable:
        raise FileRefused("unreadable", kind)
    if seconds > MAX_SECONDS[kind]:
        raise FileRefused("too_long", kind)
    return Inspected(kind, seconds=math.ceil(seconds))


def clean_recording(content: bytes, demuxer: str) -> Clean:
    """Raises FileRefused."""
    try:
        with opened_recording(content, demuxer) as source:
            kind, picture, sound = _streams(source)
            return _Copy(source, kind, picture, sound).made()
    except UNREADABLE as error:
        raise _refused(error) from error


def _refused(error: Exception) -> FileRefused:
    return error if isinstance(error, FileRefused) else FileRefused("unreadable")


def opened_recording(content: bytes, demuxer: str) -> InputContainer:
    """The named demuxer only: a playlist that names other files or addresses is none."""
    return av.open(
        io.BytesIO(content),
        "r",
        format=demuxer,
        container_options={"protocol_whitelist": "pipe"},
        metadata_errors="replace",
    )


def _streams(source: InputContainer) -> tuple[str, VideoStream | None, AudioStream | None]:
    """Kind, and the first picture and sound that can be decoded; a cover is no video. Raises FileRefused."""
    if len(source.streams) > MAX_STREAMS:
        raise FileRefused("too_many_streams")
    pictures = [s for s in source.streams.video if s.codec_context and s.name in _VIDEO_CODECS and not _is_cover(s)]
    sounds = [
        s
        for s in source.streams.audio
        if s.codec_context and (s.name in _AUDIO_CODECS or str(s.name).startswith("pcm_"))
    ]
    if not pictures and not sounds:
        raise FileRefused("unreadable")
    picture = pictures[0] if pictures else None
    if picture is not None and picture.width * picture.height > MAX_VIDEO_PIXELS:
        raise FileRefused("too_many_pixels", VIDEO)
    return VIDEO if pictures else AUDIO, picture, sounds[0] if sounds else None


def sound_of(source: InputContainer) -> AudioStream:
    """The first sound that can be decoded. Raises FileRefused."""
    _kind, _picture, sound = _streams(source)
    if sound is None:
        raise FileRefused("unreadable", VIDEO)
    return sound


def _is_cover(stream: VideoStream) -> bool:
    return bool(stream.disposition & av.stream.Disposition.attached_pic)


def _image(frame: VideoFrame) -> Image.Image:
    image: Image.Image = frame.to_image()  # type: ignore[no-untyped-call]
    return image


class _Copy:
    """One recording being written anew."""

    def __init__(
        self, source: InputContainer, kind: str, picture: VideoStream | None, sound: AudioStream | None
    ) -> None:
        self.source, self.kind, self.picture, self.sound = source, kind, picture, sound
        self.buffer, self.thumb, self.seconds = io.BytesIO(), b"", 0.0
        self.last_tick, self.taken, self.samples = -1, 0, 0
        self.target: OutputContainer = av.open(
            self.buffer, "w", format="mp4" if picture else "ipod", container_options={"fflags": "+bitexact"}
        )
        self.video_out = self._video_out(picture) if picture is not None else None
        self.audio_out: AudioStream | None = None
        self.resampler: AudioResampler | None = None
        if sound is not None:
            self.audio_out, self.resampler = self._audio_out()

    def _video_out(self, picture: VideoStream) -> VideoStream:
        stream = self.target.add_stream("libx264", rate=_FRAMES_A_SECOND, options=_X264)
        turned = self._quarter_turns(picture) % 2 == 1
        width, height = (picture.height, picture.width) if turned else (picture.width, picture.height)
        factor = min(1.0, _LONG_SIDE / max(width, height, 1))
        stream.width, stream.height = max(2, int(width * factor) // 2 * 2), max(2, int(height * factor) // 2 * 2)
        stream.pix_fmt = "yuv420p"
        stream.codec_context.thread_count = 2
        stream.codec_context.time_base = Fraction(1, _FRAMES_A_SECOND)
        return stream

    def _audio_out(self) -> tuple[AudioStream, AudioResampler]:
        stream = self.target.add_stream("aac", rate=_RATE, layout="mono" if self.kind == AUDIO else "stereo")
        stream.bit_rate = _AUDIO_BITS
        return stream, AudioResampler(format="fltp", layout=stream.layout, rate=_RATE, frame_size=1024)

    def _quarter_turns(self, picture: VideoStream) -> int:
        """How often the phone was turned, counter-clockwise; the first frame says it."""
        for frame in self.source.decode(picture):
            turns = round(frame.rotation / 90)
            break
        else:
            turns = 0
        self.source.seek(0)
        self.turns = turns % 4
        return self.turns

    def made(self) -> Clean:
        wanted = [stream for stream in (self.picture, self.sound) if stream is not None]
        for packet in self.source.demux(wanted):
            try:
                frames = packet.decode()
            except av.InvalidDataError:  # a damaged stretch; the rest may be whole
                continue
            for frame in frames:
                self.taken += 1
                self._take(frame)
        self._finish()
        width, height = (self.video_out.width, self.video_out.height) if self.video_out else (0, 0)
        return Clean(self.kind, self.buffer.getvalue(), self.thumb, width, height, seconds=max(1, round(self.seconds)))

    def _take(self, frame: object) -> None:
        if isinstance(frame, VideoFrame):
            self._take_picture(frame)
        elif self.resampler is not None and self.audio_out is not None and isinstance(frame, av.AudioFrame):
            self._at(frame.time or 0.0)
            frame.pts = None
            self._take_sound(self.resampler.resample(frame))

    def _take_sound(self, parts: list[av.AudioFrame]) -> None:
        """Timed by counting samples: without a time of our own the last packet may come before the one before it, and
        nothing is written."""
        assert self.audio_out is not None  # noqa: S101
        for part in parts:
            part.pts, part.time_base = self.samples, Fraction(1, _RATE)
            self.samples += part.samples
            self.target.mux(self.audio_out.encode(part))

    def _take_picture(self, frame: VideoFrame) -> None:
        assert self.video_out is not None  # noqa: S101 - pictures come from this stream only
        at = max(0.0, frame.time or 0.0)
        self._at(at)
        if frame.width * frame.height > MAX_VIDEO_PIXELS:
            raise FileRefused("too_many_pixels", VIDEO)
        tick = round(at * _FRAMES_A_SECOND)
        if tick <= self.last_tick:
            return  # more frames a second than are kept
        self.last_tick = tick
        upright = self._upright(frame)
        if not self.thumb:
            self.thumb = jpeg(_image(upright), THUMB_SIDE)
        upright.pts, upright.time_base = tick, Fraction(1, _FRAMES_A_SECOND)
        self.target.mux(self.video_out.encode(upright))

    def _upright(self, frame: VideoFrame) -> VideoFrame:
        assert self.video_out is not None  # noqa: S101
        width, height = self.video_out.width, self.video_out.height
        if not self.turns:
            return frame.reformat(width, height, "yuv420p")
        image = _image(frame).rotate(90 * self.turns, expand=True).resize((width, height))
        turned: VideoFrame = VideoFrame.from_image(image)  # type: ignore[no-untyped-call]
        return turned.reformat(width, height, "yuv420p")

    def _at(self, seconds: float) -> None:
        self.seconds = max(self.seconds, seconds)
        if seconds > MAX_SECONDS[self.kind] + 1:
            raise FileRefused("too_long", self.kind)

    def _finish(self) -> None:
        if not self.taken:
            raise FileRefused("unreadable", self.kind)
        if self.video_out is not None:
            self.target.mux(self.video_out.encode(None))
        if self.audio_out is not None and self.resampler is not None:
            self._take_sound(self.resampler.resample(None))
            self.target.mux(self.audio_out.encode(None))
        self.target.close()
