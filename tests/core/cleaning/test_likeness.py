"""What tells the same picture again from another shot of the same place: real photographs, changed as people change
them."""

import io
import random

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter
from sklearn.datasets import load_sample_image

from lapor.core.cleaning import guard
from lapor.core.cleaning.photos import fingerprint
from lapor.reports.workflow.photo_questions import ALIKE_BITS, SAME_PICTURE

PHOTOS = {name: Image.fromarray(load_sample_image(name)) for name in ("china.jpg", "flower.jpg")}


def jpeg(image, quality=82, **extra):
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=quality, **extra)
    return buffer.getvalue()


def edited(image):
    """As a machine fills a hole in the road: everything else stays."""
    image, (width, height) = image.copy(), image.size
    ImageDraw.Draw(image).ellipse((width * 0.35, height * 0.55, width * 0.7, height * 0.9), fill=(120, 120, 125))
    return image.filter(ImageFilter.GaussianBlur(1))


def brighter(image):
    return ImageEnhance.Contrast(ImageEnhance.Brightness(image).enhance(1.2)).enhance(0.9)


def cropped(image, share, chance):
    width, height = image.size
    wide, high = int(width * share), int(height * share)
    left, top = int((width - wide) * chance.random()), int((height - high) * chance.random())
    return image.crop((left, top, left + wide, top + high))


def shot_again(image, chance):
    """The same place from half a metre aside at another hour: what is near moves in the picture by another part of its
    width (4 to 8 of a hundred) than what is far."""
    noise = np.random.default_rng(chance.randrange(1_000_000))
    pixels, (width, height) = np.asarray(image), image.size
    aside = chance.uniform(0.04, 0.08) * width
    depth = Image.fromarray(noise.random((4, 5), np.float32)).resize((width, height), Image.Resampling.BICUBIC)
    columns = np.arange(width)[None, :] + (np.asarray(depth) - 0.5) * 2 * aside + chance.uniform(-1, 1) * aside
    rows = np.arange(height)[:, None] + chance.uniform(-0.04, 0.04) * height + np.zeros((1, width))
    moved = pixels[rows.round().astype(int).clip(0, height - 1), columns.round().astype(int).clip(0, width - 1)]
    light = Image.fromarray(noise.random((3, 4), np.float32)).resize((width, height), Image.Resampling.BICUBIC)
    lit = moved * (0.6 + 0.5 * np.asarray(light))[:, :, None]
    return Image.fromarray(lit.clip(0, 255).astype(np.uint8))


def differing(one, other):
    return sum(a != b for a, b in zip(fingerprint(one), fingerprint(other), strict=True))


@pytest.mark.parametrize("name", PHOTOS)
def test_the_same_picture_has_nearly_the_same_fingerprint(name):
    photo = PHOTOS[name]
    small = Image.open(io.BytesIO(jpeg(photo.resize((320, 213)), quality=40)))
    assert differing(photo, small) <= ALIKE_BITS
    assert differing(photo, edited(photo)) <= ALIKE_BITS
    chance = random.Random(1)  # noqa: S311 - not for secrets
    assert min(differing(photo, shot_again(photo, chance)) for _n in range(10)) > ALIKE_BITS
    assert differing(*PHOTOS.values()) > ALIKE_BITS


@pytest.mark.parametrize("name", PHOTOS)
def test_a_closer_look_finds_what_was_edited_or_cut_out_of_it(name):
    photo, chance = PHOTOS[name], random.Random(2)  # noqa: S311 - not for secrets
    again = [edited(photo), brighter(edited(photo))]
    again += [cropped(photo, share, chance) for share in (0.95, 0.85, 0.7, 0.55)]
    again += [brighter(cropped(photo, share, chance)) for share in (0.9, 0.6)]
    found = [one for (one,) in guard.sameness([jpeg(image) for image in again], [jpeg(photo)])]
    assert min(found) >= SAME_PICTURE, found
    [backwards] = guard.sameness([jpeg(photo)], [jpeg(image) for image in again])  # the crop came first
    assert min(backwards) >= SAME_PICTURE, backwards


@pytest.mark.parametrize("name", PHOTOS)
def test_another_shot_of_the_same_place_is_not_the_same_picture(name):
    photo, chance = PHOTOS[name], random.Random(3)  # noqa: S311 - not for secrets
    others = [jpeg(shot_again(photo, chance)) for _n in range(10)]
    others += [jpeg(one) for other, one in PHOTOS.items() if other != name]
    [found] = guard.sameness([jpeg(photo)], others)
    assert max(found) < SAME_PICTURE, found


def test_a_photo_says_when_it_was_taken_and_who_made_it():
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x9003] = "2019:03:02 07:15:30"
    facts = guard.clean_photo(jpeg(PHOTOS["china.jpg"], exif=exif)).facts
    assert (facts.taken_at, facts.is_generated) == ("2019-03-02T07:15:30", False)
    source = b"http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia"
    assert guard.clean_photo(jpeg(PHOTOS["china.jpg"], xmp=b"<x>" + source + b"</x>")).facts.is_generated
    exif.get_ifd(0x8769)[0x9003] = "0000:00:00 99:99:99"
    assert not guard.clean_photo(jpeg(PHOTOS["china.jpg"], exif=exif)).facts.taken_at
