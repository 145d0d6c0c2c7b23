"""Whom the rules propose for a category at a place; triage only has to agree."""

import pytest

from lapor.agencies.models import Agency, Area, Category
from lapor.agencies.queries import default_agency, district_of


@pytest.fixture
def village(root):
    return Area.objects.filter(root=root, level="village").order_by("pk").first()


def test_category_of_one_office_is_that_offices_wherever_it_happened(root, village):
    category = Category.objects.get(code="lampu-jalan-baru")
    assert default_agency(category, village) == default_agency(category, None) == category.agency


def test_category_by_area_goes_to_the_kecamatan_of_the_place(root, village):
    category = Category.objects.filter(by_area=True)[0]
    for area in (village, village.parent):
        proposed = default_agency(category, area)
        assert proposed.area_code == district_of(area).code == village.parent.code


def test_without_a_place_or_with_its_office_closed_nobody_is_proposed(root, village):
    category = Category.objects.filter(by_area=True)[0]
    assert default_agency(category, None) is None
    Agency.objects.filter(area_code=village.parent.code).update(is_active=False)
    assert default_agency(category, village) is None
