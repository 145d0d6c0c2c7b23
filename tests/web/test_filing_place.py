"""The place of a report without JavaScript: looked for by words, chosen of a list; 0/0 and outside are said."""

import re

import pytest
from django.test import Client

from lapor.agencies.areas.gazetteer import import_places
from lapor.config.preparation import preset_dir
from lapor.reports.models import Report

pytestmark = pytest.mark.django_db
TYPED = {"text": "Lampu mati sejak Senin.", "address": "depan SMPN 3", "category": "lampu-jalan-mati"}


@pytest.fixture
def known(root):
    import_places(root, preset_dir() / "places.csv")
    return root


def value_of(page, name):
    found = re.search(rf'<input type="hidden" name="{name}"(?: value="([^"]*)")?', page)
    assert found is not None
    return found[1] or ""


def test_place_is_found_by_words_chosen_and_filed(known):
    page = Client().post("/lapor?do=find", TYPED).content.decode()
    (spot,) = re.findall(r'formaction="/lapor(\?spot=[^"#]*)', page)
    assert "SMP Negeri 3 Semarang" in page
    assert TYPED["text"] in page
    page = Client().post(f"/lapor{spot}", TYPED).content.decode()
    point = {name: value_of(page, name) for name in ("latitude", "longitude")}
    assert [float(part) for part in point.values()] == [-6.988, 110.4155]
    assert "Titik tempat ini dipakai." in page
    key = value_of(page, "draft_id")
    assert Client().post("/lapor", {**TYPED, **point, "draft_id": key}).status_code == 201
    report = Report.objects.get()
    assert (report.latitude, report.address, report.area.parent.name) == (-6.988, "depan SMPN 3", "Semarang Selatan")


def test_unknown_words_are_said_and_kept(known):
    page = Client().post("/lapor?do=find", {**TYPED, "address": "warung xqzvw"}).content.decode()
    assert "Tidak ada tempat dengan nama ini di daftar kami. Pilih kelurahan di bawah" in page
    assert "warung xqzvw" in page
    assert not Report.objects.exists()


@pytest.mark.parametrize("spot", ["", "x", "1", "1,2,3", "nan,1", "0,0", "inf,inf", "-6.9"])
def test_made_up_spot_sets_no_point(known, spot):
    page = Client().post("/lapor", TYPED | {}, query_params={"spot": spot}).content.decode()
    assert value_of(page, "latitude") == ""


def test_nowhere_is_left_out_and_said(known):
    answer = Client().post("/lapor", {**TYPED, "latitude": "0", "longitude": "0"})
    assert answer.status_code == 201
    assert "0/0" in answer.content.decode()
    assert Report.objects.get().latitude is None


def test_outside_is_said(known):
    answer = Client().post("/lapor", {**TYPED, "latitude": "-6.2", "longitude": "106.8"})
    assert answer.status_code == 201
    assert "di luar" in answer.content.decode()
    assert Report.objects.get().latitude == -6.2
