"""Reports of a person are found by phone, mail address or name; who reported anonymously or in confidence is not."""

import pytest
from django.test import Client

from lapor.casework.reporter_search import add_name_lookups, search_reporter
from lapor.gateway import rate_limits
from lapor.ledger.models import Event
from lapor.reporters import vault
from lapor.reporters.models import Reporter
from tests.reports.conftest import forward, new_report, people  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db
BUDI = {"name": "Budi Santoso", "email": "budi@contoh.example", "phone": "0812-3456-7890"}


@pytest.fixture
def reports(root, people):  # noqa: F811
    return {
        "open": new_report(root, "Lampu mati", **BUDI),
        "anonymous": new_report(root, "Pungutan liar kecil", **BUDI, identity="anonymous"),
        "confidential": new_report(root, "Tetangga ribut", **BUDI, visibility="confidential"),
        "other": new_report(root, "Sampah", name="Siti", email="siti@contoh.example"),
    }


def found(text, officer):
    return [report.text for report in search_reporter(text, by=officer)]


@pytest.mark.parametrize(
    "text", ["budi@contoh.example", " BUDI@contoh.example", "+62 812 3456 7890", "081234567890", "budi  SANTOSO"]
)
def test_open_reports_of_a_person_are_found_however_it_is_written(reports, people, text):  # noqa: F811
    assert found(text, people["vera"]) == ["Lampu mati"]


@pytest.mark.parametrize("text", ["budi", "0812", "tidak@ada.example", "…", "Budi Santosa"])
def test_a_part_or_another_finds_nothing(reports, people, text):  # noqa: F811
    assert found(text, people["vera"]) == []


def test_each_search_is_an_event_that_says_neither_what_nor_whom(reports, people):  # noqa: F811
    found("budi@contoh.example", people["vera"])
    found("tidak@ada.example", people["vera"])
    events = list(Event.objects.filter(name="reporter.searched").order_by("recorded_at"))
    assert [(event.data["kind"], event.data["found"], event.actor_id) for event in events] == [
        ("email", 1, people["vera"].pk),
        ("email", 0, people["vera"].pk),
    ]
    assert "budi" not in str([event.data for event in events]).lower()


def test_nobody_finds_what_they_may_not_see(reports, people):  # noqa: F811
    assert found("budi@contoh.example", people["hana"]) == []
    forward(reports["open"], people)
    assert found("budi@contoh.example", people["hana"]) == ["Lampu mati"]
    assert found("budi@contoh.example", people["lia"]) == []


def test_page_names_the_reports_and_never_the_person(reports, people, monkeypatch):  # noqa: F811
    client = Client()
    client.force_login(people["vera"])
    page = client.post("/konsol/cari-pelapor", {"who": "081234567890"})
    html = page.content.decode()
    assert [report["tracking_id"] for report in page.context["found"]] == [reports["open"].tracking_id]
    assert "Budi" not in html
    assert "budi@" not in html
    assert client.post("/konsol/cari-pelapor", {"who": ""}).status_code == 422
    monkeypatch.setattr(rate_limits, "REPORTER_SEARCH", rate_limits.Limit("reporter-search", 1, 3600))
    assert client.post("/konsol/cari-pelapor", {"who": "siti"}).status_code == 422
    assert client.post("/konsol/cari-pelapor", {"who": "siti"}).context["found"] is None


def test_people_of_before_are_found_once_their_names_were_looked_at(reports, people):  # noqa: F811
    Reporter.objects.update(name_lookup=b"")
    Reporter.objects.filter(pk=reports["other"].reporter_id).update(name=vault.seal("…"))
    assert found("Budi Santoso", people["vera"]) == []
    assert add_name_lookups() == 4
    assert add_name_lookups() == 0
    assert found("Budi Santoso", people["vera"]) == ["Lampu mati"]
