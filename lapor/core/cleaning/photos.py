"""Photos as they may be served: decoded, turned upright, made smaller, written anew as JPEG.

Nothing of the original's metadata (EXIF, GPS, comments, embedded thumbnails) survives, since only pixels are carried
over. Runs in the child of `guard`."""

import io
import math
import warnings
from dataclasses import replace
from datetime import datetime

from PIL import ExifTags, Image, ImageDraw, ImageOps, UnidentifiedImageError
from pillow_heif import register_heif_opener

from lapor.core.cleaning.limits import (
    CELLS,
    FINGERPRINT_BITS,
    FULL_SIDE,
    MAX_FRAMES,
    MAX_PIXELS,
    PHOTO,
    THUMB_SIDE,
    Clean,
    FileRefused,
    PhotoFacts,
)

register_heif_opener(thumbnails=False)

_GRID = math.isqrt(FINGERPRINT_BITS)  # squares a side of the fingerprint
_NOISE = 2  # of 256 greys: less is the compression's, not the picture's
_GENERATED = (b"trainedAlgorithmicMedia", b"TrainedAlgorithmicMedia")  # also compositeWithTrainedAlgorithmicMedia
_COLOURS = 2  # what a masked square keeps: so many mean colours a side
_QUALITY = 82
_FORMATS = ("JPEG", "PNG", "WEBP", "HEIF", "AVIF", "GIF", "BMP", "TIFF")  # JPEG opens MPO too
_UNREADABLE = (
    UnidentifiedImageError,
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    RuntimeError,
    OverflowError,
    KeyError,
    IndexError,
    TypeError,
)


def clean_photo(content: bytes) -> Clean:
    """Raises FileRefused."""
    pixels, place = decoded(content, FULL_SIDE * 2)
    pixels.thumbnail((FULL_SIDE, FULL_SIDE))
    return replace(
        _made(pixels, place), facts=PhotoFacts(fingerprint(pixels), _taken_at(content), says_generated(content))
    )


def fingerprint(pixels: Image.Image) -> str:
    """256 of "0" and "1": whether it gets darker from each square of a grid to the next (difference hash). Changes of
    size, quality and light leave most as they are."""
    grey = pixels.convert("L").resize((_GRID + 1, _GRID), Image.Resampling.BOX).tobytes()
    rows = (grey[start : start + _GRID + 1] for start in range(0, len(grey), _GRID + 1))
    return "".join("1" if row[n] > row[n + 1] + _NOISE else "0" for row in rows for n in range(_GRID))


def says_generated(content: bytes) -> bool:
    """Whether its metadata (C2PA manifest, XMP or IPTC: all of them name the source by these words of IPTC) say that a
    machine made it or a part of it. Who signed that is not checked: somebody is asked about it, no more."""
    return any(word in content for word in _GENERATED)


def decoded(content: bytes, side: int) -> tuple[Image.Image, tuple[float, float] | None]:
    """Upright pixels, of a JPEG not many more than `side` a side, and the place the photo tells. Raises FileRefused."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # damaged metadata is thrown away in any case; the size is checked below
            image = Image.open(io.BytesIO(content), formats=_FORMATS)
            _check_size(image)
            place = _place(image)
            image.draft("RGB", (side, side))
            return _on_white(ImageOps.exif_transpose(image)), place
    except FileRefused:
        raise
    except Image.DecompressionBombError as error:
        raise FileRefused("too_many_pixels", PHOTO) from error
    except _UNREADABLE as error:
        raise FileRefused("unreadable") from error


def mask_photo(content: bytes, cells: list[int]) -> Clean:
    """A served photo with the squares of the grid (0 = top left, row by row) beyond recognition: only mean colours of
    each are left."""
    image = Image.open(io.BytesIO(content), formats=("JPEG",)).convert("RGB")
    coarse = image.resize((CELLS * _COLOURS, CELLS * _COLOURS), Image.Resampling.BOX).resize(
        image.size, Image.Resampling.BICUBIC
    )
    mask = Image.new("1", image.size)
    draw = ImageDraw.Draw(mask)
    for cell in cells:
        row, column = divmod(cell, CELLS)
        left, top = image.width * column // CELLS, image.height * row // CELLS
        draw.rectangle(
            (left, top, math.ceil(image.width * (column + 1) / CELLS), math.ceil(image.height * (row + 1) / CELLS)),
            fill=1,
        )
    image.paste(coarse, mask=mask)
    return _made(image, None)


def jpeg(image: Image.Image, side: int) -> bytes:
    """A copy of at most `side` pixels."""
    copy = image.copy()
    copy.thumbnail((side, side))
    buffer = io.BytesIO()
    copy.save(buffer, "JPEG", quality=_QUALITY, optimize=True, progressive=True)
    return buffer.getvalue()


def _made(pixels: Image.Image, place: tuple[float, float] | None) -> Clean:
    width, height = pixels.size
    return Clean(PHOTO, jpeg(pixels, FULL_SIDE), jpeg(pixels, THUMB_SIDE), width, height, place=place)


def _check_size(image: Image.Image) -> None:
    if image.width * image.height > MAX_PIXELS:
        raise FileRefused("too_many_pixels", PHOTO)
    if getattr(image, "n_frames", 1) > MAX_FRAMES:
        raise FileRefused("too_many_frames", PHOTO)


def _on_white(image: Image.Image) -> Image.Image:
    """Plain RGB pixels in a new image that carries no metadata."""
    source = image.convert("RGBA") if image.mode in {"RGBA", "LA", "PA", "P"} else image.convert("RGB")
    canvas = Image.new("RGB", source.size, "white")
    canvas.paste(source, mask=source.getchannel("A") if source.mode == "RGBA" else None)
    return canvas


def _place(image: Image.Image) -> tuple[float, float] | None:
    """Latitude and longitude (degrees, WGS 84) of the EXIF, where they make sense."""
    try:
        tags = image.getexif().get_ifd(ExifTags.IFD.GPSInfo)
        latitude = _degrees(tags[ExifTags.GPS.GPSLatitude], tags.get(ExifTags.GPS.GPSLatitudeRef, "N"), "S")
        longitude = _degrees(tags[ExifTags.GPS.GPSLongitude], tags.get(ExifTags.GPS.GPSLongitudeRef, "E"), "W")
    except Exception:  # noqa: BLE001 - EXIF is written by anybody; a photo without a place is a photo
        return None
    fits = math.isfinite(latitude) and math.isfinite(longitude) and abs(latitude) <= 90 and abs(longitude) <= 180  # noqa: PLR2004
    return (round(latitude, 6), round(longitude, 6)) if fits and (latitude or longitude) else None


def _taken_at(content: bytes) -> str:
    """Of the EXIF, in the camera's own time; "" where it says nothing that makes sense."""
    try:
        tags = Image.open(io.BytesIO(content), formats=_FORMATS).getexif().get_ifd(ExifTags.IFD.Exif)
        return datetime.strptime(str(tags[ExifTags.Base.DateTimeOriginal]), "%Y:%m:%d %H:%M:%S").isoformat()  # noqa: DTZ007 - it has no zone
    except Exception:  # noqa: BLE001 - EXIF is written by anybody
        return ""


def _degrees(parts: tuple[float, float, float], reference: str, negative: str) -> float:
    degrees, minutes, seconds = (float(part) for part in parts)
    value = degrees + minutes / 60 + seconds / 3600
    return -value if str(reference).strip("\x00 ").upper() == negative else value
