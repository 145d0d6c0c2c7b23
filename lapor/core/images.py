"""Photos as they may be served: decoded, turned upright, made smaller, written anew as JPEG. Nothing of the original's metadata
(EXIF, GPS, comments, embedded thumbnails) survives, since only pixels are carried over. Django-free."""

import hashlib
import io
import warnings
from dataclasses import dataclass

from PIL import Image, ImageOps, UnidentifiedImageError
from pillow_heif import register_heif_opener

register_heif_opener(thumbnails=False)

MAX_BYTES = 15 * 1024 * 1024
MAX_PIXELS = 60_000_000
FULL_SIDE, THUMB_SIDE = 1600, 480
_QUALITY = 82
_FORMATS = ("JPEG", "PNG", "WEBP", "HEIF", "GIF", "BMP", "TIFF")  # JPEG opens MPO too


class NotAPhoto(ValueError):
    """Cannot be read as a photo, or is too large; `code` is one of too_large, too_many_pixels, unreadable."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class CleanPhoto:
    """`full` and `thumb` are JPEG; names by content: `sha256` of full, `original_sha256` of what was received."""

    full: bytes
    thumb: bytes
    width: int
    height: int
    sha256: str
    original_sha256: str


def clean_photo(content: bytes) -> CleanPhoto:
    """Raises NotAPhoto. The type is found from the content, whatever its name says."""
    if len(content) > MAX_BYTES:
        raise NotAPhoto("too_large")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # damaged metadata is thrown away in any case; the size is checked below
            image = Image.open(io.BytesIO(content), formats=_FORMATS)
            if image.width * image.height > MAX_PIXELS:
                raise NotAPhoto("too_many_pixels")  # noqa: TRY301 - belongs to the reading it guards
            image.draft("RGB", (FULL_SIDE * 2, FULL_SIDE * 2))
            upright = ImageOps.exif_transpose(image)
            pixels = _on_white(upright)
    except NotAPhoto:
        raise
    except Image.DecompressionBombError as error:
        raise NotAPhoto("too_many_pixels") from error
    except (
        UnidentifiedImageError,
        OSError,
        ValueError,
        SyntaxError,
        EOFError,
        MemoryError,
        RuntimeError,
        OverflowError,
    ) as error:
        raise NotAPhoto("unreadable") from error
    pixels.thumbnail((FULL_SIDE, FULL_SIDE))
    full = _jpeg(pixels)
    width, height = pixels.size
    pixels.thumbnail((THUMB_SIDE, THUMB_SIDE))
    return CleanPhoto(full, _jpeg(pixels), width, height, hashlib.sha256(full).hexdigest(), hashlib.sha256(content).hexdigest())


def _on_white(image: Image.Image) -> Image.Image:
    """Plain RGB pixels in a new image that carries no metadata."""
    source = image.convert("RGBA") if image.mode in {"RGBA", "LA", "PA", "P"} else image.convert("RGB")
    canvas = Image.new("RGB", source.size, "white")
    canvas.paste(source, mask=source.getchannel("A") if source.mode == "RGBA" else None)
    return canvas


def _jpeg(image: Image.Image) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=_QUALITY, optimize=True, progressive=True)
    return buffer.getvalue()
