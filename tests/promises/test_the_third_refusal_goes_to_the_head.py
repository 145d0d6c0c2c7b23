"""After three refusals nobody but the head of the city says whose it is, and what the head says is binding: by page, on
many, by REST, by an incident."""

import json

import pytest
from django.test import Client

from lapor.agencies.actions import create_token
from lapor.agencies.models import Agency, Category
from lapor.casework.bulk import act_on_each
from lapor.casework.inbox import Inbox, InboxFilters
from lapor.notify.models import OfficerNotice
from lapor.reports import queries
from lapor.reports.actions import perform_action
from lapor.reports.models import Report
from lapor.reports.vocabulary import State
from lapor.reports.workflow.acting import ActData, officer_actor, reporter_actor
from lapor.reports.workflow.refusals import ActRefused
from lapor.triage.incidents import Declaration, candidates, declare_incident
from tests.promises.waiting import heard
from tests.reports.conftest import do, forward, new_report, people  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db

BARRED = ("forward", "ask", "merge", "refer", "archive")


def agency(code):
    return Agency.objects.get(code=code)


def fresh(report):
    return queries.report_by_number(report.tracking_id)


@pytest.fixture
def refused(root, people):  # noqa: F811
    report = new_report(root)
    for _turn in range(3):
        forward(fresh(report), people)
        do(fresh(report), "refuse", people["hana"], text="Bukan kami", proposed_agency=agency("bappeda"))
    return fresh(report)


def offered(report, who):
    return {row.name for row in queries.offered_acts(report, officer_actor(who))}


def test_until_then_triage_moves_it_nowhere(refused, people, root):  # noqa: F811
    vera, other = people["vera"], new_report(root, "Lampu lain")
    assert not offered(refused, vera) & set(BARRED)
    with pytest.raises(ActRefused):
        forward(refused, people)
    data = {"archive_reason": "spam", "text": "Iklan", "parent": other.tracking_id, "destination": "PLN"}
    for act in BARRED:
        result = act_on_each(act, [refused], data, by=vera)
        assert result.done == [], act
        assert result.refused[0][1], act
    bearer = {"Authorization": f"Bearer {create_token(vera)}"}
    sent = json.dumps({"act": "archive", "archive_reason": "spam", "text": "Iklan"})
    address = f"/api/v1/reports/{refused.tracking_id}/acts"
    assert Client().post(address, sent, "application/json", headers=bearer).status_code == 409
    assert fresh(refused).state == State.RECEIVED


def test_it_waits_for_the_head_alone(refused, people):  # noqa: F811
    waits = {name: Inbox(people[name], InboxFilters(queue="mine")).page().rows for name in ("vera", "walikota")}
    assert refused not in waits["vera"]
    assert refused in waits["walikota"]
    assert "decide" in offered(refused, people["walikota"])


def test_what_the_head_decided_is_binding_for_triage_and_agency(refused, people):  # noqa: F811
    do(refused, "decide", people["walikota"], agency=agency("perkim"), text="Perkim yang menangani")
    report = fresh(refused)
    assert "refuse" not in offered(report, people["hana"])
    assert "reroute" not in offered(report, people["vera"])
    with pytest.raises(ActRefused):
        do(report, "reroute", people["vera"], agency=agency("bappeda"), text="Lain")
    assert fresh(refused).agency == agency("perkim")


def by_merging(report, people):  # noqa: F811
    other = new_report(report.root, "Lampu lain")
    do(report, "merge", people["vera"], parent=other)
    do(fresh(report), "split", people["vera"], text="Tiang lain")


def by_the_reporters_hand(report, people):  # noqa: F811
    perform_action(report.pk, "withdraw", actor=reporter_actor(None), data=ActData())
    perform_action(report.pk, "take_back", actor=reporter_actor(None), data=ActData())


def by_an_appeal(report, people):  # noqa: F811
    do(report, "ask", people["hana"], text="Tiang mana?")
    do(fresh(report), "archive", people["vera"], archive_reason="spam", text="Tidak jelas")
    perform_action(report.pk, "appeal", actor=reporter_actor(None), data=ActData(text="Jelas kok"))


@pytest.mark.parametrize("back", [by_merging, by_the_reporters_hand, by_an_appeal])
def test_what_comes_back_is_the_heads_again(refused, people, back):  # noqa: F811
    do(refused, "decide", people["walikota"], agency=agency("perkim"), text="Perkim")
    back(fresh(refused), people)
    report = fresh(refused)
    assert report.state == State.RECEIVED
    assert not offered(report, people["vera"]) & set(BARRED)
    assert "decide" in offered(report, people["walikota"])


def test_the_head_alone_says_otherwise(refused, people):  # noqa: F811
    do(refused, "decide", people["walikota"], agency=agency("perkim"), text="Perkim")
    assert "decide" in offered(fresh(refused), people["walikota"])
    assert "decide" not in offered(fresh(refused), people["kepala"])
    do(fresh(refused), "decide", people["walikota"], agency=agency("bappeda"), text="Ternyata Bappeda")
    report = fresh(refused)
    assert (report.state, report.agency, report.is_decided) == (State.FORWARDED, agency("bappeda"), True)


def test_no_incident_takes_it_meanwhile(refused, people):  # noqa: F811
    category = Category.objects.get(code="lampu-jalan-baru")
    declaration = Declaration("Padam", "Padam sejak pagi", [category], begins_at=refused.filed_at)
    incident = declare_incident(declaration, by=people["walikota"])
    Report.objects.filter(pk=refused.pk).update(category=category)
    assert refused not in candidates(incident)
    Report.objects.filter(pk=refused.pk).update(refusals=0)
    assert refused in candidates(incident)


def test_a_city_without_a_head_is_told_all_the_same(root, people):  # noqa: F811
    people["walikota"].is_active = False
    people["walikota"].save()
    report = new_report(root)
    for _turn in range(3):
        forward(fresh(report), people)
        do(fresh(report), "refuse", people["hana"], text="Bukan kami", proposed_agency=agency("bappeda"))
    heard("refuse")
    told = OfficerNotice.objects.filter(kind="refused_often").values_list("officer__role", flat=True)
    assert set(told) & {"overseer", "administrator"}
