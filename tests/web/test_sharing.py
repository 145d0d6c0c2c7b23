"""What a shared report shows to others: card, structured data, history of the place; sitemap and robots.

Only what is published."""

import io
import json
import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from PIL import Image, ImageChops

from lapor.core import clock
from lapor.reports.models import Report

pytestmark = pytest.mark.django_db
HERE = {"latitude": -6.9932, "longitude": 110.4203}


@pytest.fixture(autouse=True)
def cards_in_memory(settings):
    settings.CACHES = {
        **settings.CACHES,
        "cards": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "cards-of-a-test"},
    }


def page(report):
    return Client().get(f"/laporan/{report.tracking_id}").content.decode()


def picture(number):
    response = Client().get(f"/laporan/{number}/kartu.png")
    assert response["Content-Type"] == "image/png"
    return Image.open(io.BytesIO(response.content)).convert("RGB")


def test_card_is_a_picture_of_the_right_size_with_the_title(make):
    one, other = picture(make("Lampu mati di gang").tracking_id), picture(make("Pohon tumbang " * 60).tracking_id)
    assert one.size == other.size == (1200, 630)
    assert ImageChops.difference(one, other).getbbox() is not None


def test_card_of_words_that_are_not_published_holds_none_of_them(make, monkeypatch):
    drawn = []

    def note(said, **_more):
        drawn.extend(said)
        return b""

    monkeypatch.setattr("lapor.web.views.sharing.drawn", note)
    for publication, forwarded in (("withheld", True), ("pending", False)):
        report = make("Sukijan berisik", publication=publication, forwarded=forwarded)
        assert Client().get(f"/laporan/{report.tracking_id}/kartu.png").status_code == 200
    assert "Sukijan" not in " ".join(drawn)
    assert len(drawn) == 10


def test_card_of_a_confidential_report_is_unknown(make):
    report = make("Rahasia", visibility="confidential")
    assert Client().get(f"/laporan/{report.tracking_id}/kartu.png").status_code == 404


def test_structured_data_is_true_and_cannot_end_its_element(make):
    report = make("Lampu </script><script>alert(1)</script> mati & redup", **HERE)
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page(report), re.DOTALL)
    assert found is not None
    data = json.loads(found[1])
    assert data["identifier"] == report.tracking_id
    assert data["text"] == report.text
    assert data["contentLocation"]["geo"] == {"@type": "GeoCoordinates", **HERE}
    assert data["image"].endswith(f"/laporan/{report.tracking_id}/kartu.png")


@pytest.mark.parametrize(("publication", "forwarded"), [("withheld", True), ("pending", False)])
def test_report_whose_words_are_hidden_shows_no_card_and_is_not_indexed(make, publication, forwarded):
    found = page(make("Sukijan berisik", publication=publication, forwarded=forwarded))
    assert "og:title" not in found
    assert "ld+json" not in found
    assert 'content="noindex"' in found


def test_masked_text_is_what_others_see(make):
    report = make("Seseorang merusak lampu")
    Report.objects.filter(pk=report.pk).update(published_text="[nama] merusak lampu", title="Pak Sukijan")
    found = page(report)
    assert "Sukijan" not in found
    assert 'property="og:title" content="[nama] merusak lampu"' in found


def test_history_of_the_place_stands_on_the_page(make):
    older = make("Lampu mati bulan lalu", at=clock.now() - timedelta(days=30), **HERE)
    assert older.tracking_id in page(make("Lampu mati lagi", **HERE))


def test_protected_report_made_public_shows_no_point(make):
    report = make("Lampu mati", **HERE)
    assert "data-map-show" in page(report)
    Report.objects.filter(pk=report.pk).update(is_protected=True, visibility="public")
    assert "data-map-show" not in page(report)


def test_sitemap_names_each_published_report_on_its_day(make):
    shown, hidden = make("Lampu mati"), make("Rahasia", publication="withheld")
    today = timezone.localdate(clock.now()).isoformat()
    index = Client().get("/sitemap.xml").content.decode()
    assert f"/sitemap/{today}.xml" in index
    day = Client().get(f"/sitemap/{today}.xml").content.decode()
    assert f"/laporan/{shown.tracking_id}</loc>" in day
    assert hidden.tracking_id not in day
    assert "/peta/</loc>" in Client().get("/sitemap/halaman.xml").content.decode()
    assert Client().get("/sitemap/2999-01-01.xml").status_code == 404
    assert "Sitemap: http" in Client().get("/robots.txt").content.decode()
