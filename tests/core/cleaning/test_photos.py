"""Photos: read by content, upright, without hidden data; what is no photo or a bomb is said to be so."""

from typing import Any

import pytest
from PIL import Image

from lapor.core.cleaning import guard, photos
from lapor.core.cleaning.limits import CELLS, MAX_FRAMES, FileRefused
from tests import makers


@pytest.mark.parametrize(
    "content",
    [b"", b"abc", b"\xff\xd8\xff\xe0 broken", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"GIF89a" + b"\0" * 20],
)
def test_file_that_is_no_photo_is_said_to_be_unreadable(content):
    with pytest.raises(FileRefused) as found:
        guard.clean_photo(content)
    assert found.value.code == "unreadable"


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "AVIF", "TIFF", "MPO"])
def test_every_kind_of_photo_comes_out_as_a_bare_upright_jpeg(form):
    """Turned by the camera: the red left half of what was stored is on top once it is upright (orientation 6)."""
    content = makers.photo(form, size=(64, 48), orientation=6)
    assert makers.SECRET.encode() in content
    clean = photos.clean_photo(content)
    for variant in (clean.full, clean.thumb):
        image = makers.opened(variant)
        assert (image.format, image.size) == ("JPEG", (48, 64))
        assert dict(image.getexif()) == {}
        assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "progressive", "progression"}
        assert makers.SECRET.encode() not in variant
        assert image.getpixel((24, 8))[0] > 200
        assert image.getpixel((24, 56))[0] < 100


def test_heic_comes_out_bare_too():
    """Its decoder turns it by the container's own mark; EXIF's is a copy of that and must not turn it again."""
    content = makers.photo("HEIF", size=(64, 48), orientation=6)
    assert makers.SECRET.encode() in content
    clean = photos.clean_photo(content)
    image = makers.opened(clean.full)
    assert (image.format, image.size, dict(image.getexif())) == ("JPEG", (64, 48), {})
    assert makers.SECRET.encode() not in clean.full + clean.thumb


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_photo_tells_where_it_was_taken_beside_its_files(form):
    place = photos.clean_photo(makers.photo(form)).place
    assert place is not None
    assert (round(place[0], 4), round(place[1], 4)) == (-6.9933, 110.42)


@pytest.mark.parametrize("parts", [(0, 0, 0), (91, 0, 0), ("x", 0, 0), (1,)])
def test_place_that_makes_no_sense_is_none(parts):
    assert photos._place(FakeImage({2: parts, 4: parts})) is None


def test_western_longitude_is_negative():
    assert photos._place(FakeImage({1: "N", 2: (1, 30, 0), 3: "W", 4: (2, 0, 36)})) == (1.5, -2.01)


class FakeImage(Image.Image):
    """An image with these GPS tags."""

    def __init__(self, tags):
        super().__init__()
        self.tags = tags

    def getexif(self) -> Any:
        return self

    def get_ifd(self, _number):
        return self.tags


def test_transparent_photo_gets_a_white_ground():
    clean = photos.clean_photo(makers.encoded(Image.new("RGBA", (8, 8), (0, 0, 0, 0)), "PNG"))
    assert min(makers.opened(clean.full).getpixel((4, 4))) > 250


def test_a_hundred_kilobytes_that_unpack_to_a_billion_pixels_are_refused():
    bomb = makers.png_bomb()
    assert len(bomb) < 500_000
    with pytest.raises(FileRefused) as found:
        guard.clean_photo(bomb)
    assert (found.value.code, found.value.kind) == ("too_many_pixels", "photo")


def test_photo_of_a_few_pixels_too_many_is_refused_too():
    with pytest.raises(FileRefused, match="too_many_pixels"):
        photos.clean_photo(makers.png_bomb(8_000))


def test_animation_of_too_many_pictures_is_refused():
    assert photos.clean_photo(makers.gif(3)).width == 2
    with pytest.raises(FileRefused, match="too_many_frames"):
        photos.clean_photo(makers.gif(MAX_FRAMES + 1))


def test_large_photo_is_made_smaller():
    clean = photos.clean_photo(makers.photo(size=(3200, 1600)))
    assert (clean.width, clean.height) == (1600, 800)


def test_masked_squares_keep_four_colours_and_the_rest_is_as_it_was():
    before = makers.noise()
    after = guard.mask_photo(before, [0, 11]).full
    side = 400 // CELLS
    for left, top, is_masked in ((0, 0, True), (side, side, True), (side, 0, False), (5 * side, 5 * side, False)):
        box = (left + 4, top + 4, left + side - 4, top + side - 4)
        assert (makers.spread(after, box) < 60) == is_masked, (left, top)
        assert makers.spread(before, box) > 150


def test_masking_is_the_same_for_photos_that_differ_only_below_the_grid():
    """Nothing but the means is left: two faces of the same mean colours give the same picture."""
    one, two = Image.new("RGB", (200, 200), (100, 100, 100)), Image.new("RGB", (200, 200), (100, 100, 100))
    for x in range(0, 20, 2):  # stripes in two directions within one square
        one.paste((140, 140, 140), (x, 0, x + 1, 20))
        one.paste((60, 60, 60), (x + 1, 0, x + 2, 20))
        two.paste((140, 140, 140), (0, x, 20, x + 1))
        two.paste((60, 60, 60), (0, x + 1, 20, x + 2))
    made = [
        makers.opened(photos.mask_photo(makers.encoded(image, quality=100, subsampling=0), [0]).full)
        for image in (one, two)
    ]
    for pixel in ((5, 5), (10, 10), (15, 3)):
        first, second = (image.getpixel(pixel) for image in made)
        assert max(abs(a - b) for a, b in zip(first, second, strict=True)) < 4
