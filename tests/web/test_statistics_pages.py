"""Statistics: scorecards in words and tables, few not ranked, the same figures as CSV, a frame for other pages."""

import csv
import io

import pytest

from lapor.agencies.models import Agency, Area
from lapor.core import clock
from lapor.measure.models import ScoreCount
from lapor.measure.scoring import CITY, agency_subject, area_subject

pytestmark = pytest.mark.django_db


@pytest.fixture
def figures(root):
    month = clock.now().date().replace(day=1)

    def put(subject, **measures):
        rows = [
            ScoreCount(
                root=root, subject=subject, month=month, measure=m.replace("_at_", ":"), is_hidden=False, reports=n
            )
            for m, n in measures.items()
        ]
        ScoreCount.objects.bulk_create(rows)

    put(
        CITY,
        received=120,
        answered=100,
        due=110,
        in_time=81,
        confirmed=40,
        rejected=7,
        answer_at_3=60,
        answer_at_9=40,
        whole_at_4=60,
        whole_at_11=40,
        rating_at_5=6,
        rating_at_2=6,
    )
    put(
        agency_subject(Agency.objects.get(code="perkim").pk),
        received=90,
        answered=80,
        due=80,
        in_time=70,
        returned=3,
        answer_at_2=80,
    )
    put(agency_subject(Agency.objects.get(code="dpu").pk), received=95, answered=85, due=85, in_time=20, answer_at_8=85)
    put(agency_subject(Agency.objects.get(code="dishub").pk), received=2, answered=2, due=2, in_time=2, answer_at_1=2)
    put(area_subject("33.74.01"), received=50, answered=40, due=40, in_time=30, answer_at_5=40)


def test_city_is_told_in_sentences_and_offices_in_their_order(client, figures):
    page = client.get("/statistik/")
    text = page.content.decode()
    assert "100 dari 120 laporan sudah dijawab. 110 sudah jatuh tempo, 81 di antaranya dijawab tepat waktu." in text
    assert "Separuh jawaban datang dalam 4 hari kerja, sembilan dari sepuluh dalam 11." in text
    assert "3,5 dari 5" in text
    rows = page.context["agencies"]
    assert [(row["place"], row["card"]["received"]) for row in rows] == [(1, 90), (2, 95), (None, 2)]
    assert "terlalu sedikit" in text


@pytest.mark.parametrize(("url", "received"), [("instansi/perkim", 90), ("wilayah/33.74.01", 50)])
def test_each_subject_has_its_scorecard(client, figures, url, received):
    page = client.get(f"/statistik/{url}/")
    assert page.context["tiles"][0]["value"] == received
    assert page.context["stages"]


@pytest.mark.parametrize("url", ["instansi/tidak-ada/", "wilayah/99/", "wilayah/33.74/", "tahun/1999/", "tahun/2999/"])
def test_what_is_not_there_is_not_found(client, root, url):
    assert client.get(f"/statistik/{url}").status_code == 404


def test_csv_holds_every_scorecard(client, figures):
    answer = client.get("/statistik/angka.csv?period=month")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    by_code = {row["code"]: row for row in rows}
    assert (by_code[""]["received"], by_code[""]["whole_p90_days"], by_code[""]["mean_rating"]) == ("120", "11", "3.5")
    assert (by_code["perkim"]["returned"], by_code["perkim"]["answer_median_days"], by_code["perkim"]["open"]) == (
        "3",
        "2",
        "90",
    )
    assert by_code["33.74.01"]["subject"] == "district"


def test_empty_city_and_area_show_what_to_do(client, root):
    for url in (
        "/statistik/",
        f"/statistik/wilayah/{Area.objects.filter(level='village').first().pk}/",
        "/statistik/tahun/2026/",
    ):
        page = client.get(url)
        assert page.status_code == 200
        assert "Belum ada laporan" in page.content.decode() or "Tidak ada laporan" in page.content.decode()


def test_widget_may_stand_in_any_page_and_nothing_else_may(client, figures):
    widget = client.get("/sematkan/angka?agency=perkim")
    assert "X-Frame-Options" not in widget
    assert "frame-ancestors *" in widget["Content-Security-Policy"]
    assert "script" not in widget.content.decode()
    assert not widget.cookies
    assert client.get("/statistik/")["X-Frame-Options"] == "DENY"
    assert client.get("/sematkan/angka?agency=x").status_code == 404
    assert "/sematkan/angka?agency=perkim" in client.get("/sematkan/?agency=perkim").content.decode()


def test_statistics_cost_the_same_number_of_queries_for_any_city(client, figures, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        client.get("/statistik/?period=all")
