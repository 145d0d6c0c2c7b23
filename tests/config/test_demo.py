"""The demo shows what a real city shows: late, rejected, reopened and unconfirmed reports, and pictures that look like
photographs."""

import io

import pytest
from PIL import Image, ImageChops, ImageStat

from lapor.agencies.queries import jurisdiction
from lapor.config.commands.demo import make_demo
from lapor.config.demo_photos import SCENE_OF, SCENES, SIZE, street_photo
from lapor.config.demo_texts import REPORTS
from lapor.measure.backlog import standing_now
from lapor.measure.models import ReportFigure
from lapor.measure.scoring import CITY
from lapor.reports.models import Attachment, Report
from lapor.reports.vocabulary import State

FULL_ROUND = 54  # every ending twice


def opened(content):
    return Image.open(io.BytesIO(content)).convert("RGB")


@pytest.mark.parametrize("scene", SCENES)
def test_a_picture_has_the_grain_and_the_colours_of_a_photo(scene):
    image = opened(street_photo(scene, 0, is_before=False))
    assert image.size == SIZE
    assert len(image.resize((240, 180)).getcolors(maxcolors=240 * 180)) > 10_000  # a plain drawing has some dozens
    fine = ImageChops.difference(image, image.resize((96, 72)).resize(SIZE))
    assert min(ImageStat.Stat(fine).mean) > 2  # surfaces are not flat


def difference(scene, one, other):
    """How far two pictures of a scene differ as one sees it from afar; each given as (number, is_before, take)."""
    found = [
        opened(street_photo(scene, number, is_before=is_before, take=take)).resize((48, 36))
        for number, is_before, take in (one, other)
    ]
    return sum(ImageStat.Stat(ImageChops.difference(*found)).mean)


@pytest.mark.parametrize("scene", SCENES)
def test_before_and_after_are_one_place_and_another_number_is_another(scene):
    again = difference(scene, (1, True, 0), (1, True, 0))  # the grain of the sensor alone
    assert again < difference(scene, (1, True, 0), (1, False, 0))
    assert again < difference(scene, (1, False, 0), (1, False, 1))
    assert again < difference(scene, (1, True, 0), (2, True, 0))


def test_every_picture_belongs_to_a_category_of_the_demo():
    assert set(SCENE_OF) <= {code for code, *_rest in REPORTS}
    assert set(SCENE_OF.values()) == set(SCENES)


@pytest.mark.django_db
def test_demo_has_what_hurts(root, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    make_demo(reports=FULL_ROUND)
    states = set(Report.objects.values_list("state", flat=True))
    assert states == set(State.values)
    now = standing_now(jurisdiction(), CITY)
    assert now.unanswered
    assert now.unchecked
    assert now.late < now.is_open / 2  # a city that is in trouble, not one that has given up
    figures = ReportFigure.objects.all()
    assert figures.filter(rejected__gte=2).exists()
    assert figures.filter(rejected=1).exists()
    assert figures.filter(reopened__gte=1).exists()
    assert figures.filter(is_answered=True, is_answered_in_time=False, is_due=True).exists()
    assert figures.filter(state=State.CLOSED_UNCONFIRMED).exists()
    assert Report.objects.filter(awaits_decision=True).exists()
    pictures = Attachment.objects.filter(is_evidence=True).values_list("original_sha256", flat=True)
    assert len(set(pictures)) > 5
