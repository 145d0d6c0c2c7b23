"""All that was given to one officer goes to another: each by its own act, refused ones named, by whom it may be."""

import argparse
import re

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from lapor.agencies.actions import create_officer
from lapor.agencies.models import Agency
from lapor.agencies.roles import Role
from lapor.casework import bulk, handing_over
from lapor.casework.handing_over import hand_over, preview
from lapor.config.commands import officer as command
from lapor.ledger.models import Event
from lapor.reports.models import Report
from tests.reports.conftest import do, forward, new_report, people  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db
URL = "/konsol/alih-tugas/"


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
    """One that Landung works on, one that waits for its reporter, one that was answered; and one that was sent back
    since, which nobody can be given."""
    reports = [forward(new_report(root, f"Lampu {n} mati"), crew).report for n in range(4)]
    for report in reports:
        do(report, "assign_officer", crew["hana"], officer=crew["landung"])
    do(reports[1], "ask", crew["hana"], text="Tiang nomor berapa?")
    do(reports[2], "answer", crew["hana"], text="Sudah diganti", outcome="partly")
    Report.objects.filter(pk=reports[3].pk).update(state="received")
    return reports


def browser(officer):
    client = Client()
    client.force_login(officer)
    return client


def shown(client, asked):
    """What the page that shows how many sends to have it done."""
    page = client.post(URL, asked).content.decode()
    return {**asked, "confirm": re.findall(r'name="confirm" value="([^"]+)"', page)[0]}


def whose(reports):
    return [Report.objects.get(pk=report.pk).officer.username for report in reports]


def test_the_number_is_shown_first_and_nothing_is_done(crew, given):
    asked = {"officer": str(crew["landung"].pk), "to": str(crew["rudi"].pk)}
    page = browser(crew["kepala"]).post(URL, asked).content.decode()
    assert "4 laporan terbuka ditugaskan kepada Landung" in page
    assert "3 dialihkan kepada Rudi" in page
    assert f"/konsol/laporan/{given[3].tracking_id}" in page
    assert whose(given) == ["landung"] * 4


def test_each_goes_by_an_act_of_its_own_and_the_refused_one_is_named(crew, given):
    asked = {"officer": str(crew["landung"].pk), "to": str(crew["rudi"].pk), "text": "Cuti"}
    client = browser(crew["kepala"])
    client.post(URL, shown(client, asked))
    page = client.get(URL).content.decode()
    assert str(given[3]) in page
    assert whose(given) == ["rudi"] * 3 + ["landung"]
    for report in given[:3]:
        entry = report.entries.filter(act="assign_officer").order_by("at").last()
        assert (entry.officer, entry.text, entry.details["officer"]) == (
            crew["kepala"],
            "Cuti",
            str(crew["rudi"].pk),
        )
        assert Event.objects.filter(stream_id=report.pk, name="report.assign_officer").count() == 2
    event = Event.objects.get(name="officer.handed_over")
    assert (event.actor_id, event.data["reports"]) == (crew["kepala"].pk, 3)


@pytest.mark.parametrize("changed", ["officer", "to", "confirm"])
def test_nothing_else_is_done_than_what_was_shown(crew, given, changed):
    """Whoever chooses anew below the number is shown the other one first."""
    asked = {"officer": str(crew["landung"].pk), "to": str(crew["rudi"].pk)}
    other = {"officer": str(crew["hana"].pk), "to": str(crew["hana"].pk), "confirm": "1"}[changed]
    client = browser(crew["kepala"])
    answer = client.post(URL, {**shown(client, asked), changed: other})
    assert answer.status_code == 200
    assert whose(given) == ["landung"] * 4
    assert "Anda memilih orang lain" in answer.content.decode()
    client.post(URL, shown(client, asked))
    assert whose(given) == ["rudi"] * 3 + ["landung"]


def test_strangers_to_the_office_cannot(crew, given):
    for who in ("lia", "landung", "vera"):
        with pytest.raises(ValidationError):
            hand_over(crew["landung"], crew["rudi"], by=crew[who])
    for to in ("lia", "kepala", "landung"):  # of another office, given no work, the same
        with pytest.raises(ValidationError):
            hand_over(crew["landung"], crew[to], by=crew["hana"])
    assert preview(crew["landung"], crew["lia"]).given == 0
    choices = {"officer": str(crew["landung"].pk), "to": str(crew["lia"].pk), "confirm": "1"}
    assert browser(crew["kepala"]).post(URL, choices).status_code == 422
    assert whose(given) == ["landung"] * 4


def test_the_command_gives_all_however_many_and_says_what_stays(crew, given, monkeypatch, capsys):
    monkeypatch.setattr(handing_over, "MOST", 1)
    monkeypatch.setattr(bulk, "MOST", 1)
    parser = argparse.ArgumentParser()
    command.add_arguments(parser)
    assert command.run(parser.parse_args(["hand-over", "landung", "rudi", "--by", "kepala"])) == 0
    said = capsys.readouterr()
    assert "3 reports of landung are given to rudi" in said.out
    assert f"{given[3]} stays" in said.err
    assert whose(given) == ["rudi"] * 3 + ["landung"]
    assert command.run(parser.parse_args(["hand-over", "landung", "rudi", "--by", "lia"])) == 1


@pytest.mark.parametrize("everything", [False, True])
def test_what_was_given_to_somebody_else_meanwhile_stays_theirs(crew, given, monkeypatch, everything):
    """Between the reading of the list and the act."""
    read = handing_over._next

    def meanwhile(*args, **more):
        reports = read(*args, **more)
        if reports and Report.objects.get(pk=given[0].pk).officer == crew["landung"]:
            do(given[0], "assign_officer", crew["hana"], officer=crew["hana"])
        return reports

    monkeypatch.setattr(handing_over, "_next", meanwhile)
    result = hand_over(crew["landung"], crew["rudi"], by=crew["kepala"], everything=everything)
    assert whose(given) == ["hana", "rudi", "rudi", "landung"]
    refused = {report.pk: reason for report, reason in result.refused}
    assert refused.keys() == {given[0].pk, given[3].pk}
    assert all(refused.values())
