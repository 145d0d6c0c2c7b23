"""Places by words: of the gazetteer, of kelurahan, of what published texts name; and of nothing that is not public."""

from importlib import import_module

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lapor.agencies.areas.gazetteer import import_places
from lapor.agencies.models import Category, NamedPlace
from lapor.config.preparation import preset_dir
from lapor.core.place_words import fold_place
from lapor.gateway.rate_limits import Limit
from lapor.ledger.models import Event
from lapor.publish import said_places
from lapor.publish.models import PublicReport, SaidPlace
from lapor.publish.place_search import find_places
from lapor.publish.public_rows import publish_events
from lapor.reports.actions import perform_action
from lapor.reports.models import Report
from lapor.reports.workflow.acting import ActData, officer_actor
from tests.plans import leave_indexes, plan_of

pytestmark = pytest.mark.django_db
HERE = {"latitude": -6.9932, "longitude": 110.4203}
TEXT = "Lampu di Jl. Anggrek Bulan dekat Pasar Burung mati sejak Senin."


@pytest.fixture
def known(root):
    import_places(root, preset_dir() / "places.csv")
    return root


def names(root, text):
    return [place.name for place in find_places(root, text)]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("depan SMPN 3", "SMP Negeri 3 Semarang"),
        ("smp negeri 3", "SMP Negeri 3 Semarang"),
        ("Jl. Pandanaran", "Jalan Pandanaran"),
        ("pandanaran", "Jalan Pandanaran"),
        ("jln pandan", "Jalan Pandanaran"),
        ("Jl Pandanaran no 12 rusak parah", "Jalan Pandanaran"),
        ("pandanran", "Jalan Pandanaran"),
        ("tugu mda", "Tugu Muda"),
        ("masjid raya", "Masjid Raya Baiturrahman"),
        ("Pasar Bulu seberang Tugu Muda", "Pasar Bulu"),
        ("kelurahan bulu lor", "Bulu Lor"),
        ("pudakpayung", "Pudakpayung"),
        ("tugumuda", "Tugu Muda"),
        ("bundaran tugu muda", "Tugu Muda"),
        ("kotalama", "Kota Lama"),
        ("kawasan kota lama", "Kota Lama"),
        ("gajahmada", "Jalan Gajah Mada"),
        ("balaikota", "Balai Kota Semarang"),
        ("pasarjohar sebelah utara", "Pasar Johar"),
        ("sekolah sd pekunden", "SD Negeri Pekunden"),
        ("rsud tugurejo", "Tugurejo"),  # the kelurahan: not the only RSUD that is known
    ],
)
def test_words_find_the_place_they_mean_first(known, typed, first):
    assert names(known, typed)[:1] == [first]


def test_names_that_were_there_before_are_found_as_well_when_two_words_are_glued(known):
    glue = import_module("lapor.agencies.migrations.0011_glued_place_words").GLUE
    wanted = dict(NamedPlace.objects.values_list("pk", "folded"))
    for place in NamedPlace.objects.all():
        NamedPlace.objects.filter(pk=place.pk).update(folded=fold_place(place.name))
    with connection.cursor() as cursor:
        cursor.execute(glue)
    assert dict(NamedPlace.objects.values_list("pk", "folded")) == wanted


def test_both_places_of_a_line_are_offered(known):
    assert names(known, "Pasar Bulu seberang Tugu Muda")[:2] == ["Pasar Bulu", "Tugu Muda"]


@pytest.mark.parametrize("typed", ["", "xqzvw", "jalan", "%", "12", "' OR 1=1 --", "pasar xqzvw", "stasiun gambir"])
def test_what_names_no_place_finds_none(known, typed):
    assert names(known, typed) == []


def test_places_of_another_city_are_not_offered(known, make):
    PublicReport.objects.all().delete()
    other = known.__class__.objects.create(code="kota-lain", kind="city", name="Kota Lain")
    assert names(other, "pandanaran") == []


def test_number_of_queries_does_not_grow(known):
    with CaptureQueriesContext(
        connection,
    ) as first:
        find_places(known, "depan SMPN 3")
    assert len(first) == 1
    with CaptureQueriesContext(connection) as worst:
        find_places(known, "a b c d e f, g h i j k l, m n o p q r, s t u v w x")
    assert len(worst) <= 15


def test_index_answers_however_many_places_there_are(known):
    leave_indexes("place_words", "said_place_words", bitmaps=True)
    for rows in (NamedPlace.objects, SaidPlace.objects):
        for fits in ({"folded__contains": " pand"}, {"folded__trigram_word_similar": "pandanran"}):
            assert "_words" in plan_of(rows.filter(**fits))


def test_place_of_a_published_text_is_offered_with_its_point(known, make):
    make(TEXT, **HERE)
    (found, *_rest) = find_places(known, "anggrek bulan")
    assert found.name == "Jl. Anggrek Bulan dekat Pasar Burung"
    assert (found.latitude, found.longitude) == (HERE["latitude"], HERE["longitude"])
    assert found.kind_label == "Disebut dalam laporan sebelumnya"


def test_street_that_many_reports_name_is_offered_once_a_kelurahan(known, make):
    for number in range(3):
        make(TEXT, latitude=HERE["latitude"] + number / 5000, longitude=HERE["longitude"])
    make(TEXT.replace("Jl.", "jalan"), latitude=-7.06, longitude=110.42)
    assert len({place.area_code for place in find_places(known, "anggrek bulan")}) == 2
    assert len(find_places(known, "anggrek bulan")) == 2


@pytest.mark.parametrize(
    "more",
    [
        {"publication": "withheld"},
        {"forwarded": False},
        {"visibility": "confidential"},
        {"latitude": None, "longitude": None},
    ],
)
def test_what_is_not_public_is_offered_to_nobody(known, make, more):
    make(TEXT, **{**HERE, **more})
    assert not SaidPlace.objects.exists()
    assert names(known, "anggrek bulan") == []


def test_address_line_is_offered_to_nobody(known, make):
    make("Lampu mati.", address="Jl. Anggrek Bulan dekat Pasar Burung", **HERE)
    assert names(known, "anggrek bulan") == []


def test_house_of_somebody_is_no_place(known, make):
    make("Got depan rumah saya di Jl. Anggrek Bulan mampet.", **HERE)
    assert not SaidPlace.objects.exists()


def test_place_of_a_private_category_is_offered_to_nobody(known, make):
    Category.objects.filter(code="lampu-jalan-baru").update(is_private=True)
    make(TEXT, **HERE)
    assert names(known, "anggrek bulan") == []


def test_withdrawn_words_take_their_place_along(known, make, triage):
    report = make(TEXT, **HERE)
    assert SaidPlace.objects.count() == 1
    perform_action(report.pk, "withhold", actor=officer_actor(triage), data=ActData(text="Bukan urusan kota."))
    publish_events(list(Event.objects.filter(stream_id=report.pk)))
    assert Report.objects.get(pk=report.pk).publication != "published"
    assert not SaidPlace.objects.exists()


def test_made_anew_they_are_the_same(known, make):
    for name in ("Merah", "Putih", "Ungu"):
        make(TEXT.replace("Bulan", name), **HERE)
    before = sorted(SaidPlace.objects.values_list())
    SaidPlace.objects.all().delete()
    said_places.remake()
    assert sorted(SaidPlace.objects.values_list()) == before
    assert len(before) == 3


def test_form_asks_and_is_answered(known):
    found = Client().post("/lapor/tempat", {"address": "depan SMPN 3"}).json()
    (place,) = found["places"]
    assert (place["name"], place["at"]) == ("SMP Negeri 3 Semarang", [-6.988, 110.4155])
    assert place["about"].startswith("Sekolah · ")
    assert Client().post("/lapor/tempat", {}).json() == {"places": []}
    assert Client().get("/lapor/tempat").status_code == 405


def test_asking_is_limited(known, monkeypatch):
    monkeypatch.setattr("lapor.gateway.rate_limits.PLACE", Limit("place", 1, 60))
    assert Client().post("/lapor/tempat", {"address": "pasar"}).status_code == 200
    assert Client().post("/lapor/tempat", {"address": "pasar"}).status_code == 429
    assert Client().post("/lapor?do=find", {"address": "pasar"}).status_code == 429
