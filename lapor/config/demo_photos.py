"""Pictures for the demo that look like photographs of streets: drawn by code, no two alike, none of a real place.

What makes them so: a sky that fades, surfaces with grain, soft shadows, a lens that is sharp only in the middle, noise
of the sensor and a slight tilt. Called by the demo alone.
"""

import io
import math
import random
from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image, ImageChops, ImageDraw, ImageEnhance, ImageFilter

BROKEN_SHARE = 0.4  # of the paving stones, before
SIZE = (960, 720)
SCENES = ("lamp", "hole", "rubbish", "drain", "tree", "pipe", "paving", "signal")
# which picture tells what a category is about; reports of the others have none
SCENE_OF = {
    "lampu-jalan-mati": "lamp",
    "lampu-jalan-baru": "lamp",
    "jalan-rusak": "hole",
    "sampah-menumpuk": "rubbish",
    "saluran-tersumbat": "drain",
    "banjir-rob": "drain",
    "pohon-tumbang": "tree",
    "pipa-bocor": "pipe",
    "air-mati": "pipe",
    "trotoar-rusak": "paving",
    "lampu-lalu-lintas": "signal",
}
Colour = tuple[int, int, int]
Point = tuple[float, float]


@dataclass(frozen=True)
class Street:
    """A place as somebody stands in it: the same before and after but for the light and what is wrong."""

    canvas: Image.Image
    chance: random.Random
    horizon: int
    is_before: bool


def street_photo(scene: str, number: int, *, is_before: bool, take: int = 0) -> bytes:
    """JPEG of 960 × 720. The same scene and number make the same place, another `take` another photo of it."""
    place = random.Random(f"{scene}-{number}")  # noqa: S311 - invented pictures
    street = _street(place, is_dark=scene == "lamp" and is_before, is_before=is_before)
    _DRAWN[scene](street)
    moment = random.Random(f"{scene}-{number}-{is_before}-{take}")  # noqa: S311 - where the hand held the phone
    buffer = io.BytesIO()
    _through_a_lens(street.canvas, moment, is_dark=scene == "lamp" and is_before).save(buffer, "JPEG", quality=82)
    return buffer.getvalue()


def _street(chance: random.Random, *, is_dark: bool, is_before: bool) -> Street:
    horizon = chance.randint(300, 360)
    top, low = chance.choice((((96, 140, 190), (205, 218, 228)), ((140, 156, 172), (214, 214, 208))))
    sky = _fade(SIZE, top, low)
    ground = _textured((SIZE[0], SIZE[1] - horizon), _mixed((92, 92, 94), (112, 106, 98), chance.random()), chance, 26)
    canvas = sky
    canvas.paste(_shade_towards_us(ground), (0, horizon))
    street = Street(canvas, chance, horizon, is_before)
    _clouds(street)
    _houses(street, side=0)
    _houses(street, side=1)
    _kerb(street)
    if is_dark:
        canvas.paste(ImageEnhance.Brightness(_tinted(canvas, (40, 58, 104), 0.5)).enhance(0.5))
    return street


def _fade(size: tuple[int, int], top: Colour, low: Colour) -> Image.Image:
    mask = Image.linear_gradient("L").resize(size)
    return Image.composite(Image.new("RGB", size, low), Image.new("RGB", size, top), mask)


def _mixed(one: Colour, other: Colour, share: float) -> Colour:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def _tinted(image: Image.Image, colour: Colour, share: float) -> Image.Image:
    return Image.blend(image, Image.new("RGB", image.size, colour), share)


def _textured(size: tuple[int, int], colour: Colour, chance: random.Random, sigma: float) -> Image.Image:
    """A surface of that colour with grain, coarse and fine."""
    fine = Image.effect_noise(size, sigma)
    coarse = Image.effect_noise((max(2, size[0] // 14), max(2, size[1] // 14)), sigma * 1.4).resize(size)
    grain = Image.blend(fine, coarse.filter(ImageFilter.GaussianBlur(3)), 0.5 + chance.random() * 0.1)
    return ImageChops.overlay(Image.new("RGB", size, colour), Image.merge("RGB", (grain, grain, grain)))


def _shade_towards_us(ground: Image.Image) -> Image.Image:
    """Darker near the lens, hazy far off."""
    mask = Image.linear_gradient("L").resize(ground.size)
    return Image.composite(ImageEnhance.Brightness(ground).enhance(0.82), _tinted(ground, (190, 194, 198), 0.28), mask)


def _soft(
    street: Street, box: tuple[float, float, float, float], colour: Colour, *, blur: float, strength: int
) -> None:
    """A soft round spot: a shadow, a glow, a cloud."""
    edge = math.ceil(3 * blur)
    left, top = max(0, math.floor(box[0]) - edge), max(0, math.floor(box[1]) - edge)
    right, low = min(SIZE[0], math.ceil(box[2]) + edge), min(SIZE[1], math.ceil(box[3]) + edge)
    if right <= left or low <= top:
        return
    mask = Image.new("L", (right - left, low - top), 0)
    ImageDraw.Draw(mask).ellipse((box[0] - left, box[1] - top, box[2] - left, box[3] - top), fill=strength)
    street.canvas.paste(Image.new("RGB", mask.size, colour), (left, top), mask.filter(ImageFilter.GaussianBlur(blur)))


def _surface(street: Street, outline: Sequence[Point], colour: Colour, sigma: float = 20) -> None:
    """A shape with grain in it."""
    left, top = (max(0, math.floor(min(point[axis] for point in outline))) for axis in (0, 1))
    right, low = (min(SIZE[axis], math.ceil(max(point[axis] for point in outline)) + 1) for axis in (0, 1))
    if right - left < 2 or low - top < 2:  # noqa: PLR2004 - nothing to be seen of it
        return
    mask = Image.new("L", (right - left, low - top), 0)
    ImageDraw.Draw(mask).polygon([(x - left, y - top) for x, y in outline], fill=255)
    part = _textured(mask.size, colour, street.chance, sigma)
    street.canvas.paste(part, (left, top), mask.filter(ImageFilter.GaussianBlur(0.8)))


def _blob(street: Street, middle: Point, width: float, height: float, points: int = 18) -> list[Point]:
    """An uneven round outline."""
    found = []
    for step in range(points):
        reach, angle = street.chance.uniform(0.78, 1.12), 2 * math.pi * step / points
        found.append((middle[0] + width * reach * math.cos(angle), middle[1] + height * reach * math.sin(angle)))
    return found


def _clouds(street: Street) -> None:
    for _cloud in range(street.chance.randint(2, 5)):
        x, y = street.chance.randint(-80, SIZE[0]), street.chance.randint(10, street.horizon - 120)
        width = street.chance.randint(180, 420)
        _soft(street, (x, y, x + width, y + width // 5), (246, 247, 248), blur=26, strength=150)


def _houses(street: Street, *, side: int) -> None:
    """A row of fronts that grows smaller towards the horizon."""
    chance, near = street.chance, 0.0
    while near < 0.86:  # noqa: PLR2004 - the rest is lost in the haze
        far = min(0.9, near + chance.uniform(0.14, 0.24))
        wall = chance.choice(((196, 184, 162), (178, 152, 128), (168, 176, 170), (206, 200, 186), (150, 132, 118)))
        height = chance.uniform(170, 330)
        outline = [_at(street, side, near, 0), _at(street, side, near, height)]
        outline += [_at(street, side, far, height), _at(street, side, far, 0)]
        _surface(street, outline, _mixed(wall, (200, 206, 212), near * 0.6))
        _opening(street, side, near, far, height)
        roof = chance.choice(((128, 70, 52), (96, 88, 84), (142, 92, 70)))
        eaves = [_at(street, side, near, height), _at(street, side, far, height)]
        eaves += [_at(street, side, far, height + 34), _at(street, side, near, height + 34)]
        _surface(street, eaves, roof)
        near = far + chance.choice((0.0, 0.02, 0.05))


def _at(street: Street, side: int, depth: float, height: float) -> Point:
    """A point of the fronts: `depth` 0 beside us to 1 at the horizon, `height` above the ground as it is beside us."""
    middle = SIZE[0] / 2
    x = depth * middle * 0.9 if side == 0 else SIZE[0] - depth * middle * 0.9
    ground = SIZE[1] - 150 + (street.horizon - SIZE[1] + 160) * depth
    return x, ground - height * (1 - depth) * 1.7


def _opening(street: Street, side: int, near: float, far: float, height: float) -> None:
    """A door and a window, dark inside."""
    span = far - near
    for begin, end, low, high in ((0.15, 0.4, 0.0, 0.5), (0.55, 0.85, 0.28, 0.6)):
        first, last = near + span * begin, near + span * end
        outline = [_at(street, side, first, height * low), _at(street, side, first, height * high)]
        outline += [_at(street, side, last, height * high), _at(street, side, last, height * low)]
        _surface(street, outline, street.chance.choice(((54, 52, 54), (70, 62, 52), (48, 58, 66))), 12)


def _kerb(street: Street) -> None:
    left, right = street.chance.randint(120, 190), SIZE[0] - street.chance.randint(110, 200)
    for x, lean in ((left, 1), (right, -1)):
        far, middle = street.horizon + 12, SIZE[0] / 2
        near = [(x, SIZE[1]), (x + 26 * lean, SIZE[1])]
        _surface(street, [*near, (middle - 36 * lean, far), (middle - 46 * lean, far)], (170, 168, 160))


def _lamp(street: Street) -> None:
    x = street.chance.randint(300, 640)
    _soft(street, (x + 6, 600, x + 240, 612), (30, 30, 34), blur=9, strength=110)
    _surface(street, [(x, 620), (x + 16, 620), (x + 11, 120), (x + 4, 120)], (74, 78, 82), 10)
    _surface(street, [(x + 4, 120), (x + 4, 132), (x + 120, 108), (x + 120, 98)], (70, 74, 78), 10)
    _surface(street, [(x + 100, 96), (x + 168, 96), (x + 160, 116), (x + 104, 116)], (96, 98, 100), 10)
    if not street.is_before:
        _soft(street, (x + 100, 106, x + 166, 126), (255, 240, 196), blur=3, strength=250)
        _soft(street, (x + 20, 60, x + 250, 220), (255, 232, 170), blur=42, strength=110)


def _hole(street: Street) -> None:
    x, y = street.chance.randint(380, 560), street.chance.randint(540, 600)
    if not street.is_before:
        _surface(street, _blob(street, (x, y), 190, 62, 26), (50, 50, 54), 14)
        return
    for _hollow in range(street.chance.randint(1, 3)):
        middle = (x + street.chance.randint(-90, 90), y + street.chance.randint(-24, 34))
        width = street.chance.randint(84, 160)
        _surface(street, _blob(street, middle, width, width * 0.36), (78, 70, 62), 34)
        _surface(street, _blob(street, (middle[0] + 6, middle[1] + 6), width * 0.8, width * 0.25), (52, 46, 42), 30)
        _surface(street, _blob(street, (middle[0], middle[1] + 10), width * 0.55, width * 0.15), (112, 120, 126), 10)


def _rubbish(street: Street) -> None:
    x, y = street.chance.randint(200, 480), 600
    if not street.is_before:
        _surface(street, [(x, y), (x + 110, y), (x + 104, y - 150), (x + 6, y - 150)], (46, 98, 66), 12)
        _surface(street, [(x - 6, y - 148), (x + 116, y - 148), (x + 112, y - 166), (x - 2, y - 166)], (38, 84, 56), 10)
        return
    _soft(street, (x - 60, y - 10, x + 420, y + 60), (34, 32, 30), blur=18, strength=120)
    colours = (
        (38, 38, 42),
        (206, 204, 198),
        (168, 62, 54),
        (60, 96, 150),
        (176, 152, 108),
        (92, 84, 72),
        (222, 218, 206),
    )
    for _bag in range(46):
        across = street.chance.gauss(0.5, 0.24)
        rise = (1 - abs(across - 0.5) * 2) * street.chance.uniform(0, 150)
        middle = (x + across * 360, y + 24 - max(0.0, rise))
        width = street.chance.uniform(16, 46)
        _surface(
            street,
            _blob(street, middle, width, width * street.chance.uniform(0.5, 0.9), 9),
            street.chance.choice(colours),
        )


def _drain(street: Street) -> None:
    edge = street.chance.randint(300, 420)
    bed = [(edge, 720.0), (edge + 210, 720.0), (520.0, street.horizon + 40.0), (486.0, street.horizon + 40.0)]
    _surface(street, bed, (86, 84, 78), 20)
    inner = [(edge + 26, 720.0), (edge + 184, 720.0), (516.0, street.horizon + 44.0), (492.0, street.horizon + 44.0)]
    _surface(street, inner, (70, 66, 50) if street.is_before else (104, 124, 132), 14)
    if street.is_before:
        for _leaf in range(60):
            depth = street.chance.random() ** 0.6
            middle = (500 + (edge + 105 - 500) * depth + street.chance.uniform(-70, 70) * depth, 400 + 320 * depth)
            shade = street.chance.choice(((96, 88, 46), (58, 66, 34), (196, 194, 186), (120, 92, 60)))
            _surface(street, _blob(street, middle, 6 + 16 * depth, 4 + 8 * depth, 7), shade)


def _tree(street: Street) -> None:
    x = street.chance.randint(260, 640)
    lean = street.chance.randint(120, 230) if street.is_before else 10
    _surface(street, [(x, 620), (x + 40, 620), (x + 30 + lean, 180), (x + 8 + lean, 180)], (92, 72, 54), 26)
    count, reach = (90, 190) if street.is_before else (44, 110)
    for _bough in range(count):
        middle = (x + 20 + lean + street.chance.gauss(0, reach * 0.55), 180 + street.chance.gauss(0, reach * 0.36))
        green = street.chance.choice(((52, 84, 40), (74, 108, 52), (40, 66, 36), (96, 124, 62)))
        _surface(
            street, _blob(street, middle, street.chance.uniform(20, 52), street.chance.uniform(14, 34), 11), green, 30
        )


def _pipe(street: Street) -> None:
    x, y = street.chance.randint(300, 600), street.chance.randint(560, 620)
    if street.is_before:
        _surface(street, _blob(street, (x, y), 260, 66, 30), (74, 78, 82), 8)
        _soft(street, (x - 180, y - 30, x + 190, y + 34), (176, 190, 200), blur=16, strength=120)
        for _drop in range(70):
            across, rise = street.chance.gauss(0, 26), abs(street.chance.gauss(0, 110))
            spot = (x + across * (1 + rise / 90), y - rise, x + across * (1 + rise / 90) + 5, y - rise + 14)
            _soft(street, spot, (226, 234, 240), blur=2, strength=170)
    else:
        _surface(street, [(x - 130, y - 44), (x + 140, y - 50), (x + 170, y + 40), (x - 150, y + 44)], (58, 58, 60), 16)


def _paving(street: Street) -> None:
    for row in range(7):
        depth = (row + 1) / 7
        for column in range(5):
            left, width = 150 + column * 92 * depth + 170 * (1 - depth), 86 * depth
            top = 420 + 270 * depth**1.3
            is_broken = street.is_before and street.chance.random() < BROKEN_SHARE
            jitter = street.chance.uniform(-16, 16) if is_broken else 0
            outline = [(left, top + jitter), (left + width, top - jitter / 2)]
            outline += [(left + width + 6, top + 34 * depth + jitter), (left + 3, top + 34 * depth)]
            colour = (86, 76, 64) if is_broken else street.chance.choice(((176, 150, 122), (162, 140, 118)))
            _surface(street, outline, colour, 30 if is_broken else 18)


def _signal(street: Street) -> None:
    x = street.chance.randint(360, 620)
    _surface(street, [(x, 620), (x + 18, 620), (x + 13, 220), (x + 5, 220)], (84, 86, 88), 10)
    _surface(street, [(x - 22, 90), (x + 40, 90), (x + 40, 240), (x - 22, 240)], (38, 40, 42), 10)
    dark = ((62, 34, 32), (62, 56, 32), (32, 54, 40))
    lit = (dark[0], dark[1], (72, 226, 128)) if not street.is_before else dark
    for place, colour in enumerate(lit):
        box = (x - 10, 100 + place * 46, x + 28, 138 + place * 46)
        _soft(street, box, colour, blur=1.2, strength=250)
    if not street.is_before:
        _soft(street, (x - 40, 170, x + 60, 260), (120, 240, 160), blur=20, strength=110)


def _through_a_lens(image: Image.Image, moment: random.Random, *, is_dark: bool) -> Image.Image:
    """Tilt, softer and darker corners, noise of the sensor, a cast of the white balance."""
    tilted = image.rotate(moment.uniform(-2.4, 2.4), Image.Resampling.BICUBIC, expand=False)
    shift = moment.randint(30, 54)
    framed = tilted.crop((shift, shift, SIZE[0] - shift, SIZE[1] - shift)).resize(SIZE, Image.Resampling.LANCZOS)
    corners = Image.radial_gradient("L").resize(SIZE).point([max(0, value - 70) for value in range(256)])
    soft = ImageEnhance.Brightness(framed.filter(ImageFilter.GaussianBlur(2.2))).enhance(0.62)
    framed = Image.composite(soft, framed.filter(ImageFilter.GaussianBlur(0.7)), corners)
    noise = Image.effect_noise(SIZE, 34 if is_dark else 15)
    grainy = ImageChops.overlay(framed, Image.merge("RGB", (noise, noise, noise)))
    cast = moment.choice(((255, 238, 214), (226, 238, 255), (246, 244, 236)))
    return Image.blend(grainy, ImageChops.multiply(grainy, Image.new("RGB", SIZE, cast)), 0.7)


_DRAWN = {
    "lamp": _lamp,
    "hole": _hole,
    "rubbish": _rubbish,
    "drain": _drain,
    "tree": _tree,
    "pipe": _pipe,
    "paving": _paving,
    "signal": _signal,
}
