"""Response templates: whose they are, what is filled in, how they come into the form of an act."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lapor.agencies.models import Agency, Category
from lapor.casework.models import ResponseTemplate
from lapor.casework.response_templates import FIELDS, NOTHING, filled, templates_for, unknown_fields
from lapor.core import ttl_cache
from lapor.core.ids import show_tracking_id
from lapor.ledger.models import Event
from lapor.reports.models import Clock, Report
from tests.reports.conftest import forward, new_report, people  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db
EVERYTHING = "Laporan {nomor} ({kategori}) di {tempat} ditangani {instansi} sampai {tenggat}."


@pytest.fixture
def browser(people):  # noqa: F811
    def of(name):
        client = Client()
        client.force_login(people[name])
        return client

    return of


@pytest.fixture
def report(root, people):  # noqa: F811
    made = new_report(root, "Lampu mati", name="Budi Santoso", email="budi@contoh.example", address="Jalan Melati 7")
    forward(made, people)
    return Report.objects.select_related("root", "category", "agency", "area__parent").get(pk=made.pk)


def template(text="Terima kasih, {nomor} kami tangani.", code="perkim", **changed):
    values = {"act": "start", "name": "Kami tangani", "agency": Agency.objects.get(code=code), "text": text}
    return ResponseTemplate.objects.create(**{**values, **changed})


def form(**changed):
    values = {"act": "start", "name": "Kami tangani", "text": "Halo {nomor}"}
    return {**values, "agency": str(Agency.objects.get(code="perkim").pk), **changed}


def test_every_field_is_filled_in_and_none_is_of_the_reporter(report):
    words = filled(EVERYTHING, report)
    due_at = Clock.objects.get(report=report, kind="resolution").due_at
    assert show_tracking_id(report.tracking_id) in words
    assert report.category.name in words
    assert report.agency.name in words
    assert str(due_at.year) in words
    assert f"di {NOTHING} ditangani" in words  # a report without a place
    said = filled(" ".join(f"{{{name}}}" for name in FIELDS), report)
    assert "Budi" not in said
    assert "Melati" not in said


def test_unknown_fields_are_named():
    assert unknown_fields(EVERYTHING) == []
    assert unknown_fields("Yth. {nama}, {nomor}") == ["{nama}"]
    assert unknown_fields("satu } dan {") == ["{", "}"]


def test_a_template_with_an_unknown_field_is_refused_and_nothing_is_stored(browser):
    page = browser("hana").post("/konsol/teks/baru", form(text="Yth. {nama}"))
    assert page.status_code == 422
    assert "{nama}" in page.content.decode()
    assert not ResponseTemplate.objects.exists()


def test_writing_and_removing_leave_an_event_each(browser, people):  # noqa: F811
    assert browser("hana").post("/konsol/teks/baru", form()).status_code == 302
    row = ResponseTemplate.objects.get()
    browser("kepala").post(f"/konsol/teks/{row.pk}", form(text="Halo"))
    row.refresh_from_db()
    assert row.text == "Halo"
    browser("hana").post(f"/konsol/teks/{row.pk}", {"do": "remove"})
    assert not ResponseTemplate.objects.exists()
    events = Event.objects.filter(name__startswith="template.").order_by("recorded_at", "id")
    assert [(event.name, event.actor_id) for event in events] == [
        ("template.written", people["hana"].pk),
        ("template.written", people["kepala"].pk),
        ("template.removed", people["hana"].pk),
    ]


def test_another_office_neither_sees_changes_nor_is_offered_it(browser, people, report):  # noqa: F811
    row = template()
    lia = browser("lia")
    assert lia.get(f"/konsol/teks/{row.pk}").status_code == 404
    assert lia.post(f"/konsol/teks/{row.pk}", {"do": "remove"}).status_code == 404
    assert row.name not in lia.get("/konsol/teks/").content.decode()
    assert lia.post("/konsol/teks/baru", form()).status_code == 422  # for an office that is not hers
    assert ResponseTemplate.objects.count() == 1
    assert templates_for(report, people["lia"], "start") == []


def test_those_of_the_city_are_offered_to_every_office(browser, people, report):  # noqa: F811
    city = Agency.objects.get(code="pemkot")
    assert browser("hana").post("/konsol/teks/baru", form(agency=str(city.pk))).status_code == 422
    assert browser("vera").post("/konsol/teks/baru", form(agency=str(city.pk))).status_code == 302
    assert [one.name for one in templates_for(report, people["hana"], "start")] == ["Kami tangani"]


def test_those_that_fit_act_and_category_are_offered_the_categorys_first(people, report):  # noqa: F811
    other = Category.objects.exclude(pk=report.category_id).first()
    template(name="Semua")
    template(name="Yang ini", category=report.category)
    template(name="Lain", category=other)
    template(name="Jawaban", act="answer")
    assert [one.name for one in templates_for(report, people["hana"], "start")] == ["Yang ini", "Semua"]


def test_taking_one_fills_the_editor_without_a_script(browser, report):
    row, client = template(), browser("hana")
    url = f"/konsol/laporan/{report.tracking_id}"
    words = f"Terima kasih, {show_tracking_id(report.tracking_id)} kami tangani."
    assert f"{url}/tulis/start" in client.get(url).content.decode()
    fragment = client.get(f"{url}/tindakan/start").content.decode()
    assert f"{url}/tulis/start?take={row.pk}#write" in fragment
    page = client.get(f"{url}/tulis/start?take={row.pk}")
    assert page.context["act"]["form"]["text"].value() == words
    assert client.get(f"{url}/tulis/start?take=rubbish").context["act"]["form"]["text"].value() is None
    assert client.get(f"{url}/tulis/assign_officer").status_code == 404
    assert client.post(url, {"act": "start", "text": words}).status_code == 302
    assert report.entries.get(act="start").text == words


def test_the_forms_beside_which_something_is_offered_take_at_most_twelve_queries(browser, report, monkeypatch):
    monkeypatch.setattr(ttl_cache, "SECONDS", 60.0)
    for number in range(12):
        template(EVERYTHING, name=f"Ke-{number}")
        template(EVERYTHING, name=f"Ke-{number}", act="answer")
    client = browser("hana")
    for act in ("start", "answer"):
        for page in (f"tindakan/{act}", f"tulis/{act}"):
            url = f"/konsol/laporan/{report.tracking_id}/{page}"
            client.get(url)
            with CaptureQueriesContext(connection) as ran:
                assert client.get(url).status_code == 200
            assert len(ran) <= 12, [one["sql"][:150] for one in ran]
