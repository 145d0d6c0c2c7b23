"""Statistics: scorecards in words and tables, few not ranked, the same figures as CSV, a frame for other pages."""

import csv
import io
from datetime import date

import pytest
from django.utils.timezone import localdate

from lapor.agencies.models import Agency, Area, Category
from lapor.core import clock
from lapor.measure.models import DayCount, ScoreCount
from lapor.measure.scoring import CITY, agency_subject, area_subject, category_subject, channel_subject
from lapor.web.views.statistics import months_before
from lapor.web.views.statistics_csv import LINE

pytestmark = pytest.mark.django_db


@pytest.fixture
def figures(root):
    month = localdate(clock.now()).replace(day=1)

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
    assert (
        "100 dari 120 laporan sudah dijawab. 110 sudah dijawab atau lewat tenggat, 81 di antaranya dijawab tepat waktu."
        in text
    )
    assert "Separuh jawaban datang dalam 4 hari kerja, sembilan dari sepuluh dalam 11." in text
    assert "3,5 dari 5" in text
    rows = page.context["agencies"]
    assert [(row["place"], row["card"]["received"]) for row in rows] == [(1, 90), (2, 95), (None, 2)]
    assert "terlalu sedikit" in text


def make_late(root, *counts):
    """(subject, measure, how many), of this month."""
    month = localdate(clock.now()).replace(day=1)
    for subject, measure, count in counts:
        ScoreCount.objects.create(
            root=root, subject=subject, month=month, measure=measure, is_hidden=False, reports=count
        )


def test_page_leads_with_what_hurts_and_its_denominators(client, figures, root):
    perkim = agency_subject(Agency.objects.get(code="perkim").pk)
    make_late(root, (CITY, "late", 9), (CITY, "late_check", 4), (perkim, "late", 9))
    for url in ("/", "/statistik/"):
        page = client.get(url)
        lead = page.context["figures" if url == "/" else "lead"]
        assert [(one["id"], one["value"], one["note"]) for one in lead] == [
            ("late-now", 13, "dari 80 yang masih terbuka"),
            ("in-time", "73%", "81 dari 110 yang sudah dijawab atau lewat tenggat"),
            ("confirmed", "100%", "40 dari 40 yang ditutup"),
        ]
        text = page.content.decode()
        assert (
            text.index("Terlambat sekarang") < text.index("Dijawab tepat waktu") < text.index("Selesai, dikonfirmasi")
        )
    by = client.get("/statistik/").context["late_by"]
    assert [(one["name"], one["late"]) for one in by] == [
        (Agency.objects.get(code="perkim").name, 9),
        ("Petugas verifikasi", 4),
    ]


def test_those_who_owe_the_late_ones_add_up_to_all_that_are_late(client, figures, root):
    """One that an office sent back runs on while nobody has it."""
    perkim = agency_subject(Agency.objects.get(code="perkim").pk)
    make_late(root, (CITY, "late", 9), (CITY, "late_check", 4), (perkim, "late", 6))
    context = client.get("/statistik/").context
    assert sum(one["late"] for one in context["late_by"]) == context["lead"][0]["value"] == 13
    assert ("Sedang tidak di instansi mana pun", 3) in [(one["name"], one["late"]) for one in context["late_by"]]


def test_what_is_late_counts_whenever_it_was_filed(client, figures, root):
    ScoreCount.objects.create(
        root=root, subject=CITY, month=date(2024, 2, 1), measure="late", is_hidden=False, reports=3
    )
    assert client.get("/statistik/?period=month").context["lead"][0]["value"] == 3


def test_period_before_is_named_beside_the_shares(client, figures, root):
    before = months_before(localdate(clock.now()), 3)
    for measure, count in (("received", 20), ("due", 10), ("in_time", 5)):
        ScoreCount.objects.create(
            root=root, subject=CITY, month=before, measure=measure, is_hidden=False, reports=count
        )
    assert client.get("/statistik/").context["lead"][1]["before"] == "sebelumnya: 50%"
    assert client.get("/statistik/?period=all").context["lead"][1]["before"] == ""


def test_backlog_stands_by_day_on_the_page_of_the_city_and_of_offices(client, figures, root):
    today = localdate(clock.now())
    perkim = Agency.objects.get(code="perkim")
    for subject in (CITY, agency_subject(perkim.pk)):
        DayCount.objects.create(root=root, subject=subject, day=today, measure="filed", reports=7)
    for url in ("/statistik/?period=month", "/statistik/instansi/perkim/?period=month"):
        days = client.get(url).context["backlog"]
        assert days[-1]["value"] == (80 if "instansi" not in url else 90)
        if len(days) > 1:
            assert days[-2]["value"] == days[-1]["value"] - 7


def test_categories_and_channels_are_told_and_small_ones_folded(client, figures, root):
    month = localdate(clock.now()).replace(day=1)
    for number, category in enumerate(Category.objects.filter(root=root)[:9]):
        ScoreCount.objects.create(
            root=root,
            subject=category_subject(category.pk),
            month=month,
            measure="received",
            is_hidden=False,
            reports=number + 1,
        )
    ScoreCount.objects.create(
        root=root, subject=channel_subject("whatsapp"), month=month, measure="received", is_hidden=False, reports=5
    )
    page = client.get("/statistik/")
    parts = page.context["category_parts"]
    assert [row["card"]["received"] for row in parts["shown"]] == [9, 8, 7]
    assert len(parts["more"]) == 6
    assert [row["name"] for row in page.context["channel_parts"]["shown"]] == ["WhatsApp"]
    few = page.context["agency_parts"]
    assert (len(few["shown"]), len(few["few"]), few["few_received"]) == (2, 1, 2)


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
    assert {row["period_first"] for row in rows} == {localdate(clock.now()).replace(day=1).isoformat()}
    hidden = next(row for row in rows if row["subject"] == "hidden")
    assert {name for name, value in hidden.items() if value} <= {*LINE, "received"}


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
