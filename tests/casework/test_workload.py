"""Who has what: the open reports of each officer of the unit, and giving some of them to another, by an act each."""

import re

import pytest

from lapor.agencies.models import Team
from lapor.reports.models import Report
from tests.casework.test_tasks import browser, crew, given  # noqa: F401 - fixtures
from tests.reports.conftest import do, forward, new_report, people  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db
URL = "/konsol/tugas/pembagian"


def loads(officer):
    """Numbers of the reports by username; "" = nobody's."""
    page = browser(officer).get(URL)
    assert page.status_code == 200
    parts = re.split(r'data-whose="', page.content.decode())[1:]
    return {part.split('"')[0]: set(re.findall(r'name="report"\s+value="(\d+)"', part)) for part in parts}


def test_heads_see_who_has_what(crew, given):  # noqa: F811
    numbers = [report.tracking_id for report in given]
    for who in ("kepala", "hana"):
        assert loads(crew[who]) == {
            "": {numbers[3]},
            "hana": set(),
            "landung": {numbers[0], numbers[1]},
            "rudi": {numbers[2]},
        }
    assert loads(crew["lia"]) == {"": set(), "lia": set()}


def test_ticked_ones_are_given_by_an_act_each(crew, given):  # noqa: F811
    said = {"to": str(crew["rudi"].pk), "text": "Satu arah", "report": [given[0].tracking_id, given[3].tracking_id]}
    client = browser(crew["kepala"])
    answer = client.post(URL, said)
    assert (answer.status_code, answer["Location"]) == (302, URL)
    whose = [Report.objects.get(pk=report.pk).officer for report in given]
    assert [one.username for one in whose] == ["rudi", "landung", "rudi", "rudi"]
    entry = given[3].entries.get(act="assign_officer")
    assert (entry.officer, entry.text) == (crew["kepala"], "Satu arah")
    assert "Rudi" in client.get(URL).content.decode()


def test_a_form_without_anything_says_what_is_missing(crew, given):  # noqa: F811
    answer = browser(crew["kepala"]).post(URL)
    assert answer.status_code == 422
    assert "Centang laporan yang akan diberikan." in answer.content.decode()


def test_who_took_it_meanwhile_keeps_it(crew, given):  # noqa: F811
    page = browser(crew["kepala"]).get(URL).content.decode()
    report = given[3]
    [version] = re.findall(rf'name="version_{report.tracking_id}"\s+value="(\d+)"', page)
    do(report, "assign_officer", crew["hana"], officer=crew["landung"])
    said = {"to": str(crew["rudi"].pk), "report": report.tracking_id, f"version_{report.tracking_id}": version}
    answer = browser(crew["kepala"]).post(URL, said, follow=True)
    assert Report.objects.get(pk=report.pk).officer == crew["landung"]
    assert "Sementara itu orang lain" in answer.content.decode()


def test_a_team_that_ended_takes_nothing_more(crew, given):  # noqa: F811
    team = Team.objects.create(agency=crew["hana"].agency, name="Regu Malam")
    team.members.add(crew["landung"])
    do(given[3], "give_team", crew["hana"], team=team)
    Team.objects.filter(pk=team.pk).update(is_active=False)
    page = browser(crew["kepala"]).get(URL).content.decode()
    assert "Regu ini sudah berakhir." in page and f'data-taker="{team.pk}"' not in page


def test_nothing_ticked_or_nobody_chosen_is_said(crew, given):  # noqa: F811
    client = browser(crew["kepala"])
    assert "Centang laporan" in client.post(URL, {"to": str(crew["rudi"].pk)}).content.decode()
    refused = client.post(URL, {"to": str(crew["lia"].pk), "report": given[0].tracking_id})  # of another office
    assert refused.status_code == 422
    assert re.search(rf'value="{given[0].tracking_id}"[^>]*checked', refused.content.decode())
    assert Report.objects.get(pk=given[0].pk).officer == crew["landung"]


def test_what_another_office_holds_is_not_given(root, crew, given):  # noqa: F811
    other = forward(new_report(root, "Rencana kota"), crew, code="bappeda").report
    browser(crew["kepala"]).post(URL, {"to": str(crew["rudi"].pk), "report": other.tracking_id})
    assert Report.objects.get(pk=other.pk).officer is None


def test_what_waits_for_the_reporter_stands_with_nobody(crew, given):  # noqa: F811
    """It cannot be given away now, so it is no work to share out."""
    do(given[2], "ask", crew["hana"], text="Tiang nomor berapa?")
    assert loads(crew["kepala"])["rudi"] == set()


def test_many_reports_take_the_same_few_queries(root, crew, given, django_assert_max_num_queries):  # noqa: F811
    client = browser(crew["kepala"])
    client.get(URL)
    for number in range(6):
        report = forward(new_report(root, f"Jalan {number} rusak"), crew).report
        do(report, "assign_officer", crew["hana"], officer=crew["landung"])
    with django_assert_max_num_queries(12):
        assert client.get(URL).status_code == 200
