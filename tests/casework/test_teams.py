"""Teams: a case is given to one, the member who takes it has it, and the others no more."""

import re
from datetime import time, timedelta

import pytest
from django.utils import timezone

from lapor.agencies.models import Agency, Team
from lapor.casework.inbox import Inbox, InboxFilters
from lapor.gateway.models import OutboundMessage
from lapor.ledger.models import Event
from lapor.reports.models import Report
from lapor.reports.workflow.refusals import ActRefused
from tests.casework.test_tasks import browser, crew, listed  # noqa: F401 - fixtures
from tests.promises.waiting import heard
from tests.reports.conftest import do, forward, new_report, people  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db
URL = "/konsol/regu/"


@pytest.fixture
def team(crew):  # noqa: F811
    """Landung and Rudi of perkim."""
    found = Team.objects.create(agency=Agency.objects.get(code="perkim"), name="Regu Lampu")
    found.members.set([crew["landung"], crew["rudi"]])
    return found


@pytest.fixture
def report(root, crew):  # noqa: F811
    return forward(new_report(root), crew).report


def fresh(report):
    return Report.objects.get(pk=report.pk)


def test_everybody_of_the_team_finds_it_until_one_takes_it(crew, team, report):  # noqa: F811
    assert listed(crew["hana"]) == [report.tracking_id]
    do(report, "give_team", crew["hana"], team=team, text="Bawa tangga")
    assert listed(crew["landung"]) == listed(crew["rudi"]) == [report.tracking_id]
    assert listed(crew["hana"]) == []  # given: not nobody's any more
    do(report, "take", crew["rudi"])
    assert (listed(crew["landung"]), listed(crew["rudi"])) == ([], [report.tracking_id])
    assert (fresh(report).officer, fresh(report).team) == (crew["rudi"], team)
    do(report, "hand_back", crew["rudi"], text="Giliran saya habis")
    assert listed(crew["landung"]) == listed(crew["rudi"]) == [report.tracking_id]


def test_two_who_take_it_at_once_are_told_that_one_has_it(crew, team, report):  # noqa: F811
    do(report, "give_team", crew["hana"], team=team)
    page = browser(crew["landung"]).get(f"/konsol/tugas/{report.tracking_id}").content.decode()
    assert 'data-act="take"' in page
    do(report, "take", crew["rudi"])
    with pytest.raises(ActRefused, match=r"telah mengambilnya|taken it already"):
        do(report, "take", crew["landung"])
    answer = browser(crew["landung"]).post(f"/konsol/tugas/{report.tracking_id}", {"act": "take", "version": 1})
    assert answer.status_code != 500
    assert fresh(report).officer == crew["rudi"]


def test_strangers_to_the_team_take_nothing(crew, team, report):  # noqa: F811
    team.members.set([crew["rudi"]])
    do(report, "give_team", crew["hana"], team=team)
    for who in ("landung", "hana"):
        with pytest.raises(ActRefused):
            do(report, "take", crew[who])
    with pytest.raises(ActRefused):
        do(report, "hand_back", crew["rudi"])  # who has not taken it


def test_only_a_team_of_the_office_that_holds_it(crew, team, report):  # noqa: F811
    team.agency = Agency.objects.get(code="bappeda")
    team.save()
    with pytest.raises(ActRefused) as refused:
        do(report, "give_team", crew["hana"], team=team)
    assert refused.value.field == "team"


def test_given_to_an_officer_or_another_office_it_is_with_no_team(crew, team, report):  # noqa: F811
    do(report, "give_team", crew["hana"], team=team)
    do(report, "assign_officer", crew["hana"], officer=crew["landung"])
    assert (fresh(report).officer, fresh(report).team) == (crew["landung"], None)
    do(report, "give_team", crew["hana"], team=team)
    assert (fresh(report).officer, fresh(report).team) == (None, team)
    do(report, "reroute", crew["vera"], agency=Agency.objects.get(code="bappeda"), text="Bukan perkim")
    assert fresh(report).team is None


@pytest.mark.parametrize("how", ["ended", "empty", "off"])
def test_a_team_in_which_nobody_is_left_keeps_nothing(crew, team, report, how):  # noqa: F811
    """It waits for the liaison officers again, as what nobody was given."""
    do(report, "give_team", crew["hana"], team=team)
    if how == "ended":
        browser(crew["hana"]).post(f"{URL}{team.pk}", {"do": "end"})
    elif how == "empty":
        team.members.clear()
    else:
        for who in ("landung", "rudi"):
            crew[who].is_active = False
            crew[who].save()
    assert listed(crew["hana"]) == [report.tracking_id]
    assert not Team.objects.filter(pk=team.pk, is_active=True).exists() or how != "ended"


def test_lists_counts_and_search_agree_for_a_member(root, crew, team, report):  # noqa: F811
    """One list is read in parts, one for each team: none twice, in the order of deadlines."""
    others = [forward(new_report(root, f"Lampu {n}"), crew).report for n in range(3)]
    do(report, "give_team", crew["hana"], team=team)
    do(others[0], "assign_officer", crew["hana"], officer=crew["landung"])
    do(others[1], "give_team", crew["hana"], team=team)
    do(others[1], "take", crew["landung"])
    lines, _next = Inbox(crew["landung"], InboxFilters(queue="mine")).lines(["tracking_id"])
    assert [one["tracking_id"] for one in lines] == [one.tracking_id for one in (report, *others[:2])]
    first, place = Inbox(crew["landung"], InboxFilters(queue="mine")).lines(["tracking_id"], size=1)
    rest, _next = Inbox(crew["landung"], InboxFilters(queue="mine")).lines(["tracking_id"], after=place)
    assert [one["tracking_id"] for one in (*first, *rest)] == [one["tracking_id"] for one in lines]


def test_the_team_is_told_at_once_and_whoever_gives_it_back_is_not(crew, team, report):  # noqa: F811
    do(report, "give_team", crew["hana"], team=team)
    do(report, "take", crew["rudi"])
    do(report, "hand_back", crew["rudi"])
    assert heard("hand_back") == {"landung": {"team_again"}}


def test_whoever_is_given_a_case_with_the_team_hears_of_it(crew, team, report):  # noqa: F811
    do(report, "give_team", crew["hana"], team=team)
    assert heard("give_team") == {"landung": {"given_team"}, "rudi": {"given_team"}}


@pytest.mark.parametrize("is_on", [True, False])
def test_off_duty_nobody_is_disturbed_before_the_shift_begins(crew, team, report, is_on):  # noqa: F811
    now = timezone.localtime()
    other = now + timedelta(hours=0 if is_on else 6)
    team.weekdays = list(range(1, 8))
    team.begins, team.ends = (other - timedelta(hours=1)).time(), (other + timedelta(hours=1)).time()
    team.begins, team.ends = team.begins.replace(microsecond=0), team.ends.replace(microsecond=0)
    team.save()
    crew["rudi"].email = "rudi@semarang.test"
    crew["rudi"].save()
    do(report, "give_team", crew["hana"], team=team)
    assert heard("give_team")["rudi"] == {"given_team"}
    sent = OutboundMessage.objects.get(channel="email")
    if is_on:
        assert sent.not_before is None
    else:
        assert sent.not_before is not None
        assert abs(sent.not_before - (now + timedelta(hours=5))) < timedelta(minutes=2)


def test_teams_are_made_and_changed_by_the_office_alone(crew):  # noqa: F811
    said = {"name": "Regu Malam", "members": [str(crew["rudi"].pk)], "weekdays": ["1", "7"]}
    client = browser(crew["hana"])
    assert "Dari" in client.post(f"{URL}baru", said).content.decode()  # days without hours
    assert not Team.objects.exists()
    answer = client.post(f"{URL}baru", {**said, "begins": "22:00", "ends": "06:00"})
    assert (answer.status_code, answer["Location"]) == (302, URL)
    team = Team.objects.get()
    assert (team.weekdays, team.begins, team.ends) == ([1, 7], time(22), time(6))
    assert list(team.members.all()) == [crew["rudi"]]
    assert "Senin, Minggu, 22:00–06:00" in client.get(URL).content.decode()
    assert Event.objects.filter(name="team.written", actor_id=crew["hana"].pk).count() == 1
    assert browser(crew["lia"]).get(f"{URL}{team.pk}").status_code == 404
    assert browser(crew["landung"]).get(URL).status_code == 403
    twice = client.post(f"{URL}baru", {**said, "name": "regu malam", "begins": "1:00", "ends": "2:00"})
    assert twice.status_code == 422
    stranger = client.post(f"{URL}baru", {**said, "name": "Lain", "members": [str(crew["lia"].pk)], "weekdays": []})
    assert stranger.status_code == 422
    client.post(f"{URL}{team.pk}", {"do": "end"})
    assert client.get(f"{URL}{team.pk}").status_code == 404
    client.post(f"{URL}baru", {**said, "weekdays": []})  # the name is free again
    assert Team.objects.filter(name="Regu Malam").count() == 2


def test_who_has_what_shows_teams_and_gives_to_them(crew, team, report):  # noqa: F811
    client = browser(crew["kepala"])
    url = "/konsol/tugas/pembagian"
    client.post(url, {"to": str(team.pk), "report": report.tracking_id, "text": "Malam ini"})
    assert fresh(report).team == team
    page = client.get(url).content.decode()
    part = page.split('data-whose="Regu Lampu"')[1].split("data-whose")[0]
    assert re.findall(r'name="report"\s+value="(\d+)"', part) == [report.tracking_id]
    do(report, "take", crew["rudi"])
    page = client.get(url).content.decode()
    assert report.tracking_id not in page.split('data-whose="Regu Lampu"')[1].split("data-whose")[0]
    assert report.tracking_id in page.split('data-whose="rudi"')[1].split("data-whose")[0]


def test_the_reports_page_says_who_has_it(crew, team, report):  # noqa: F811
    def given():
        page = browser(crew["hana"]).get(f"/konsol/laporan/{report.tracking_id}").content.decode()
        return re.findall(r"<dt>Diserahkan kepada</dt>\s*<dd>(.*?)</dd>", page)

    assert given() == []
    do(report, "give_team", crew["hana"], team=team)
    assert given() == ["Regu Lampu"]
    do(report, "take", crew["rudi"])
    assert given() == ["Rudi (Regu Lampu)"]
    do(report, "assign_officer", crew["hana"], officer=crew["landung"])
    assert given() == ["Landung"]
