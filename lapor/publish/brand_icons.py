"""The app's colours and icons, drawn from the brand's hue: a city sets one number and gets its own.

Called by manifest, icons, share cards."""

import colorsys
import io
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from PIL import Image, ImageDraw

BRAND, PAPER = (0.74, 0.25), (0.24, 0.97)  # saturation and lightness of --brand and --paper (frontend/tokens.css)
# name: side, to its edges
ICONS = {
    "192": (192, False),
    "512": (512, False),
    "penuh-192": (192, True),
    "penuh-512": (512, True),
}
FINER = 4  # drawn so many times as large, then made smaller: smooth edges
SAFE = 0.62  # of a maskable icon: what every mask leaves


def hue_of(brand: Mapping[str, Any]) -> int:
    """Degrees on the colour wheel; what a city sets that has no colour of its own is blue."""
    return int(brand.get("hue", 212)) % 360


def accent_of(brand: Mapping[str, Any]) -> int:
    """Of the one main button; the brand's own hue where a city sets no other."""
    return int(brand.get("accent_hue", hue_of(brand))) % 360


def rgb_of(hue: int, tone: tuple[float, float]) -> tuple[int, int, int]:
    red, green, blue = colorsys.hls_to_rgb(hue % 360 / 360, tone[1], tone[0])
    return round(red * 255), round(green * 255), round(blue * 255)


def hex_colour(hue: int, tone: tuple[float, float]) -> str:
    return "#{:02x}{:02x}{:02x}".format(*rgb_of(hue, tone))


@lru_cache(maxsize=64)
def icon_png(name: str, hue: int) -> bytes:
    """The mark as a PNG; KeyError for a name that is not in ICONS.

    Those to the edges are for phones that cut icons to a shape."""
    side, is_full = ICONS[name]
    brand, white = hex_colour(hue, BRAND), "#ffffff"
    picture = Image.new("RGBA", (side * FINER, side * FINER), brand if is_full else (0, 0, 0, 0))
    _draw_mark(
        picture, bubble=white if is_full else brand, dots=brand if is_full else white, share=SAFE if is_full else 1.0
    )
    out = io.BytesIO()
    picture.resize((side, side), Image.Resampling.BOX).save(out, "PNG", optimize=True)
    return out.getvalue()


def _draw_mark(picture: Image.Image, *, bubble: str, dots: str, share: float) -> None:
    """The speech bubble of frontend/mark.svg, on its grid of 32."""
    unit = picture.width * share / 32
    start = picture.width * (1 - share) / 2
    draw = ImageDraw.Draw(picture)

    def at(x: float, y: float) -> tuple[float, float]:
        return start + x * unit, start + y * unit

    draw.rounded_rectangle((at(1, 2), at(31, 25)), radius=3 * unit, fill=bubble)
    draw.polygon([at(15, 25), at(8, 31), at(8, 24)], fill=bubble)
    for x in (9.5, 16, 22.5):
        draw.ellipse((at(x - 2.25, 11.25), at(x + 2.25, 15.75)), fill=dots)
