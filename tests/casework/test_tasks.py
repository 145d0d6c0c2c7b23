"""My tasks: what the queue "Waiting for me" holds, as a list for a phone, with the way to each."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from lapor.agencies.actions import create_officer
from lapor.agencies.models import Agency
from lapor.agencies.roles import Role
from lapor.casework.inbox import Inbox, InboxFilters
from tests.reports.conftest import do, forward, new_report, people  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db
URL = "/konsol/tugas/"
PLACE = {"latitude": -6.98331, "longitude": 110.40931}


@pytest.fixture
def crew(root, people):  # noqa: F811
    people["rudi"] = create_officer(
        username="rudi",
        password="Rahasia-2026-x",
        name="Rudi",
        agency=Agency.objects.get(code="perkim"),
        role=Role.FIELD_OFFICER,
    )
    return people


@pytest.fixture
def given(root, crew):
    """Two that Landung was given, one of Rudi's, one that nobody was given."""
    reports = [forward(new_report(root, f"Lampu {n} mati", **PLACE), crew).report for n in range(4)]
    for number, who in ((0, "landung"), (1, "landung"), (2, "rudi")):
        do(reports[number], "assign_officer", crew["hana"], officer=crew[who])
    return reports


def browser(officer):
    client = Client()
    client.force_login(officer)
    return client


def listed(officer):
    found = browser(officer).get(URL)
    assert found.status_code == 200
    return re.findall(r'data-task="(\d+)"', found.content.decode())


def test_the_list_is_the_queue_of_what_waits_for_the_officer(crew, given):
    numbers = [report.tracking_id for report in given]
    assert sorted(listed(crew["landung"])) == sorted(numbers[:2])
    assert listed(crew["rudi"]) == [numbers[2]]
    assert listed(crew["hana"]) == [numbers[3]]  # nobody's: hers to take
    assert listed(crew["lia"]) == []
    for who in ("landung", "rudi", "hana", "lia"):
        queue, _following = Inbox(crew[who], InboxFilters(queue="mine")).lines(["tracking_id"])
        assert listed(crew[who]) == [line["tracking_id"] for line in queue]


def test_a_task_says_where_it_is_and_how_to_get_there(crew, given):
    page = browser(crew["landung"]).get(URL).content.decode()
    assert 'href="geo:-6.98331,110.40931?q=-6.98331,110.40931"' in page
    assert "https://www.openstreetmap.org/directions?to=-6.98331%2C110.40931" in page
    assert re.search(r'data-due="\d{10}"', page)
    assert re.search(r"\d+ hari kerja", page)


def test_what_has_no_place_has_no_way(root, crew):
    report = forward(new_report(root, "Di mana ini?"), crew).report
    do(report, "assign_officer", crew["hana"], officer=crew["landung"])
    page = browser(crew["landung"]).get(URL).content.decode()
    assert f'data-task="{report.tracking_id}"' in page
    assert "geo:" not in page


def test_what_was_put_off_or_answered_is_gone(crew, given):
    do(given[0], "answer", crew["hana"], text="Sudah menyala", outcome="solved")
    put_off = {"until": f"{timezone.now() + timedelta(days=3):%Y-%m-%d}", "reason": "Menunggu suku cadang"}
    browser(crew["landung"]).post(f"/konsol/laporan/{given[1].tracking_id}/tunda", put_off)
    assert listed(crew["landung"]) == []


def test_an_empty_list_says_what_it_means(crew):
    assert "Tidak ada tugas yang menunggu Anda" in browser(crew["landung"]).get(URL).content.decode()


def test_a_long_list_takes_the_same_few_queries(root, crew, given, django_assert_max_num_queries):
    client = browser(crew["landung"])
    client.get(URL)
    for number in range(8):
        report = forward(new_report(root, f"Jalan {number} rusak", **PLACE), crew).report
        do(report, "assign_officer", crew["hana"], officer=crew["landung"])
    with django_assert_max_num_queries(12):
        page = client.get(URL).content.decode()
    assert page.count("data-task=") == 10


def test_the_menu_leads_a_field_officer_there(crew):
    page = browser(crew["landung"]).get("/konsol/").content.decode()
    assert f'href="{URL}"' in page
    assert f'href="{URL}"' not in browser(crew["vera"]).get("/konsol/").content.decode()
