"""Promised: streets of another host are asked for of public places only. Walked: each kind of base map, each reason why
a place is secret, on officers' pages and on the reporter's own; the officers' map of tasks."""

from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from lapor.agencies.base_maps import choose, file_path
from lapor.agencies.models import Agency, Category
from lapor.reports.models import Report
from tests.reports.conftest import do, forward, new_report

pytestmark = pytest.mark.django_db
SERVER, FILE = "https://tiles.example/{z}/{x}/{y}.png", "a" * 64
REASONS: dict[str, dict[str, Any]] = {
    "": {},
    "confidential": {"visibility": "confidential"},
    "protected": {"is_protected": True},
    "home": {},
}


@pytest.fixture(params=["osm", "server", "file", "none"])
def kind(request, root, settings, tmp_path):
    settings.MAPS_DIR = tmp_path
    file_path(FILE).write_bytes(b"PMTiles")
    with transaction.atomic():
        choose(root, request.param, url=SERVER, file=FILE)
    return request.param


def officer(people, name):
    client = Client()
    client.force_login(people[name], backend="lapor.agencies.officers.backend.OfficerBackend")
    return client


def tells(answer):
    """Whether the page gives its map another host's streets, or is allowed pictures of one, or speaks of one."""
    pictures = answer["Content-Security-Policy"].partition("img-src ")[2].partition(";")[0]
    page = answer.content.decode()
    return {"https://" in pictures, 'data-tiles="server"' in page, "data-map-source" in page}


@pytest.fixture
def report(root, people):
    report = new_report(root, latitude=-6.99, longitude=110.42)
    forward(report, people)
    return report


@pytest.mark.parametrize("reason", REASONS)
def test_officers_map_of_a_secret_report_asks_nobody(kind, report, people, reason):
    if reason == "home":
        Category.objects.filter(code="lampu-jalan-baru").update(is_private=True)  # what forward() chooses
    if reason == "protected":
        Report.objects.filter(pk=report.pk).update(agency=Agency.objects.get(code="inspektorat"))
    Report.objects.filter(pk=report.pk).update(**REASONS[reason])
    reader = officer(people, "lintang" if reason == "protected" else "vera")
    answer = reader.get(f"/konsol/laporan/{report.tracking_id}")
    assert "data-map-show" in answer.content.decode()
    assert tells(answer) == {not reason and kind in {"osm", "server"}}
    assert ('data-tiles="file"' in answer.content.decode()) == (kind == "file")


@pytest.mark.parametrize("reason", ["", "confidential"])
def test_reporters_own_page_of_a_secret_report_asks_nobody(kind, root, reason):
    client = Client()
    filed = {"text": "Lampu mati", "latitude": "-6.99", "longitude": "110.42", "visibility": reason or "public"}
    assert client.post("/lapor", filed).status_code == 201
    answer = client.get(f"/laporan/{Report.objects.get().tracking_id}")
    assert "data-map-show" in answer.content.decode()
    assert tells(answer) == {not reason and kind in {"osm", "server"}}


def test_map_of_tasks_asks_nobody(kind, report, people):
    do(report, "assign_officer", people["hana"], officer=people["landung"])
    answer = officer(people, "landung").get("/konsol/tugas/")
    assert "data-tasks-map" in answer.content.decode()
    assert tells(answer) == {False}
