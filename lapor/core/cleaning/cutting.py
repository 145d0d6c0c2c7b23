"""Parts of a file, before they are cleaned like any other: a stretch of a recording, a rectangle of a page.

Runs in the child of `guard`."""

import io
import math

import av
import pypdfium2
from PIL import Image

from lapor.core.cleaning.limits import AUDIO, MAX_SECONDS, PDF, PHOTO, Clean, FileRefused
from lapor.core.cleaning.photos import decoded
from lapor.core.cleaning.recordings import UNREADABLE, opened_recording, sound_of

CLIPPING_SIDE = 3000  # pixels: print of a newspaper can still be read
_DOTS, _POINTS = 200, 72
_MOST_PACKETS = 2_000_000
# Codec of the sound: the file that holds it as it is. Nothing is decoded, so that a clip of an hour's programme takes a
# moment.
_FORMATS = {
    "mp3": "mp3",
    "mp3float": "mp3",
    "aac": "ipod",
    "alac": "ipod",
    "opus": "ogg",
    "vorbis": "ogg",
    "flac": "matroska",
    "amrnb": "amr",
    "amrwb": "amr",
    "amr_nb": "amr",
    "amr_wb": "amr",
}


def cut_recording(content: bytes, demuxer: str, start: float, end: float) -> Clean:
    """The sound from `start` to `end` (seconds), in the codec it has. Raises FileRefused."""
    if not 0 <= start < end or end - start > MAX_SECONDS[AUDIO]:
        raise FileRefused("too_long", AUDIO)
    buffer = io.BytesIO()
    try:
        with opened_recording(content, demuxer) as source:
            sound = sound_of(source)
            kind = "wav" if str(sound.name).startswith("pcm_") else _FORMATS[str(sound.name)]
            with av.open(buffer, "w", format=kind, container_options={"fflags": "+bitexact"}) as target:
                copy = target.add_stream_from_template(sound)
                taken = _copy(source, sound, target, copy, start, end)
    except KeyError as error:
        raise FileRefused("unreadable", AUDIO) from error
    except UNREADABLE as error:
        raise error if isinstance(error, FileRefused) else FileRefused("unreadable", AUDIO) from error
    if not taken:
        raise FileRefused("unreadable", AUDIO)
    return Clean(AUDIO, buffer.getvalue(), seconds=math.ceil(taken))


def _copy(
    source: av.container.InputContainer,
    sound: av.AudioStream,
    target: av.container.OutputContainer,
    copy: av.AudioStream,
    start: float,
    end: float,
) -> float:
    """Seconds of sound that were copied."""
    base = sound.time_base or av.time_base
    first, last, count = None, start, 0
    source.seek(int(start / base), stream=sound)
    for packet in source.demux(sound):
        count += 1
        if packet.pts is None or count > _MOST_PACKETS:
            continue
        at = float(packet.pts * base)
        if at < start:
            continue
        if at >= end:
            break
        first = packet.pts if first is None else first
        last = at + float((packet.duration or 0) * base)
        packet.pts = packet.dts = packet.pts - first
        packet.stream = copy
        target.mux(packet)
    return last - start if first is not None else 0.0


def cut_page(content: bytes, family: str, box: tuple[float, float, float, float]) -> Clean:
    """The rectangle (left, top, width, height in parts of 1) of a photo or of a PDF's first page, as large as print
    needs. Raises FileRefused."""
    left, top, width, height = box
    if not (0 <= left < 1 and 0 <= top < 1 and 0 < width <= 1 - left + 1e-6 and 0 < height <= 1 - top + 1e-6):
        raise FileRefused("unreadable", PHOTO)
    page = _first_page(content) if family == PDF else decoded(content, CLIPPING_SIDE * 4)[0]
    x, y = round(page.width * left), round(page.height * top)
    part = page.crop(
        (x, y, max(x + 1, round(page.width * (left + width))), max(y + 1, round(page.height * (top + height))))
    )
    part.thumbnail((CLIPPING_SIDE, CLIPPING_SIDE))
    buffer = io.BytesIO()
    part.save(buffer, "JPEG", quality=88)
    return Clean(PHOTO, buffer.getvalue(), b"", *part.size)


def _first_page(content: bytes) -> Image.Image:
    try:
        document = pypdfium2.PdfDocument(content)
        page = document[0]
        scale = min(_DOTS / _POINTS, CLIPPING_SIDE * 2 / max(*page.get_size(), 1.0))
        image: Image.Image = page.render(scale=scale, may_draw_forms=False).to_pil().convert("RGB")
    except (pypdfium2.PdfiumError, IndexError) as error:
        raise FileRefused("unreadable", PDF) from error
    return image
