"""Photos as a phone makes them: JPEG with the place and the camera in their hidden data."""

import io
from pathlib import Path

from PIL import ExifTags, Image, ImageDraw

CAMERA = "Kamera Uji"


def jpeg_with_place(path: Path, *, light: tuple[int, int, int] = (90, 90, 90)) -> Path:
    """A street lamp at night; `light` is the colour of the lamp."""
    image = Image.new("RGB", (1200, 900), (38, 50, 70))
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 660, 1200, 900), fill=(70, 70, 74))
    draw.rectangle((590, 240, 610, 700), fill=(30, 30, 34))
    draw.ellipse((540, 170, 660, 290), fill=light)
    exif = image.getexif()
    exif[ExifTags.Base.Make] = CAMERA
    place = exif.get_ifd(ExifTags.IFD.GPSInfo)
    place[ExifTags.GPS.GPSLatitudeRef], place[ExifTags.GPS.GPSLatitude] = "S", (6.0, 59.0, 36.0)
    place[ExifTags.GPS.GPSLongitudeRef], place[ExifTags.GPS.GPSLongitude] = "E", (110.0, 25.0, 12.0)
    image.save(path, "JPEG", quality=85, exif=exif)
    return path


def hidden_data(content: bytes) -> dict[int, object]:
    """What a served picture still tells beside itself: every EXIF tag, its place included."""
    exif = Image.open(io.BytesIO(content)).getexif()
    return {**exif, **exif.get_ifd(ExifTags.IFD.GPSInfo)}
