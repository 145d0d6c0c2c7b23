"""/peta/ and its data: boxes, filters, what is not on it. What lies below: tests/agencies/test_base_maps.py."""

import pytest
from django.test import Client

from lapor.gateway.rate_limits import Limit

pytestmark = pytest.mark.django_db
HERE = {"latitude": -6.9932, "longitude": 110.4203}
AROUND = "110.41,-7.00,110.43,-6.98"


def data(**asked):
    return Client().get("/peta/data.json", asked)


def test_point_says_state_by_icon_shape_and_colour(make):
    report = make("Lampu <b>mati</b>", **HERE)
    response = data(bbox=AROUND, zoom="18")
    (point,) = response.json()["points"]
    assert point["at"] == [HERE["latitude"], HERE["longitude"]]
    assert (point["shape"], point["icon"], point["tone"]) == ("round", "state-forwarded", "planned")
    assert (point["url"], point["title"]) == (f"/laporan/{report.tracking_id}", "Lampu <b>mati</b>")
    assert response["Cache-Control"] == "public, max-age=60"
    assert "1 laporan" in response.json()["said"]


def test_withheld_words_are_not_on_the_map(make):
    make("Rahasia", publication="withheld", **HERE)
    assert data(bbox=AROUND, zoom="15").json()["total"] == 0


def test_filters_are_those_of_the_list(make):
    make("Lampu mati", **HERE)
    assert data(bbox=AROUND, zoom="15", state="open", category="lampu-jalan-baru").json()["total"] == 1
    assert data(bbox=AROUND, zoom="15", state="closed").json()["total"] == 0


WRONG = [
    "",
    "bbox=1,2,3&zoom=12",
    "bbox=nan,0,1,1&zoom=12",
    "bbox=5,0,1,1&zoom=12",
    "bbox=0,0,1,1&zoom=99",
    "bbox=0,0,1,1&zoom=%D9%A9",
    "bbox=0,0,999,1&zoom=9",
]


@pytest.mark.parametrize("wrong", WRONG)
def test_what_is_no_box_or_zoom_is_refused(root, wrong):
    assert Client().get(f"/peta/data.json?{wrong}").status_code == 400


def test_whole_world_at_the_nearest_zoom_is_answered(make):
    make("Lampu mati", **HERE)
    assert data(bbox="-180,-90,180,90", zoom="18").json()["total"] == 1


def test_list_beside_is_of_the_box_and_the_page_works_without_it(make):
    inside, outside = make("Lampu mati", **HERE), make("Pohon tumbang", latitude=-7.05, longitude=110.3)
    page = Client().get("/peta/").content.decode()
    assert inside.tracking_id in page
    assert outside.tracking_id in page
    part = Client().get("/peta/", {"bbox": AROUND, "part": "list"}).content.decode()
    assert inside.tracking_id in part
    assert outside.tracking_id not in part
    assert "<html" not in part


def test_map_is_limited_and_says_when_to_come_again(root, monkeypatch):
    monkeypatch.setattr("lapor.gateway.rate_limits.MAP", Limit("map", 1, 60))
    data(bbox=AROUND, zoom="12")
    response = data(bbox=AROUND, zoom="12")
    assert response.status_code == 429
    assert int(response["Retry-After"]) > 0
    assert "Cache-Control" not in response
