"""Promised: no report is handed to where nobody is without somebody hearing of it.

The one places: `nearest_office` and `unstaffed_agencies` (lapor/agencies/queries.py), asked by the form, the answers of
console and REST, the notices to officers, `lapor doctor` and the administrator's page; `release_from_switched_off`
(lapor/reports/deadlines/sweeps.py). Walked: every act that hands a report on × staffed, unstaffed, nobody at all.
"""

import json

import pytest
from django.test import Client

from lapor.agencies.actions import create_officer, create_token, set_active
from lapor.agencies.models import Agency, Category, Officer
from lapor.agencies.queries import nearest_office, unstaffed_agencies
from lapor.agencies.roles import Role
from lapor.casework.officers import HANDS_ON, switch_officer, unstaffed, warning_after
from lapor.gateway.models import OutboundMessage
from lapor.ledger.models import Event
from lapor.ledger.verifying import verify
from lapor.notify.models import OfficerNotice
from lapor.notify.officers import tell_officers
from lapor.reporters import vault
from lapor.reports.deadlines.sweeps import release_from_switched_off
from lapor.reports.models import Entry, Report
from lapor.reports.workflow import table as workflow
from tests.reports.conftest import do, forward, new_report

pytestmark = pytest.mark.django_db


@pytest.fixture
def everyone(people):
    """All can be told by mail."""
    for officer in people.values():
        officer.email = f"{officer.username}@kota.example"
        officer.save(update_fields=["email"])
    return people


def told(name="report.forward"):
    """Who was written to, by name, and in which words."""
    OutboundMessage.objects.all().delete()
    OfficerNotice.objects.all().delete()
    tell_officers(list(Event.objects.filter(name=name)))
    rows = OutboundMessage.objects.all()
    return {vault.open_sealed(bytes(row.address)).partition("@")[0]: row.said.text for row in rows}


def test_every_act_that_hands_a_report_to_an_agency_is_placed():
    """Or asks it to help."""
    handing = {row.name for row in workflow.TABLE if {"agency", "unit"} & set(row.needs)}
    assert handing == HANDS_ON | {"protect"}  # a protected case: tests/promises/test_protected_cases_can_be_opened.py


def test_officer_of_the_agency_is_told_as_ever(root, everyone):
    forward(new_report(root), everyone)
    assert set(told()) == {"hana"}


def a_unit_of(agency):
    unit = Agency.objects.create(code="upt", name="UPT Lampu Kota", root=agency.root, parent=agency)
    Agency.objects.filter(pk=unit.pk).update(path=[*agency.path, unit.pk])
    unit.refresh_from_db()
    return unit


def hand_to_perkim(root, people, name, *, without):
    """By that act, once these accounts are off; `unit`: to one below it. Gives the agency and what was done."""
    report, perkim = new_report(root), Agency.objects.get(code="perkim")
    if name in {"reroute", "call_support"}:
        forward(report, people, code="bappeda")
    if name == "unit":
        forward(report, people)
    if name == "decide":
        Report.objects.filter(pk=report.pk).update(refusals=3)
    for user in without:
        set_active(people[user], is_active=False)
    if name == "forward":
        return perkim, forward(report, people)
    if name == "unit":
        unit = a_unit_of(perkim)
        return unit, do(report, "forward", people["hana"], unit=unit)
    by = people["walikota" if name == "decide" else "vera"]
    return perkim, do(report, name, by, agency=perkim, text="Milik Perkim")


# who of perkim and above is off, and who hears then
ABOVE = {
    "its head": (["hana"], {"kepala"}),
    "the city": (["hana", "kepala"], {"walikota"}),
    "nobody above": (["hana", "kepala", "walikota"], {"vera", "ade"}),
}
WALKED = [(name, who) for name in sorted(HANDS_ON) for who in ABOVE if (name, who) != ("decide", "nobody above")]


@pytest.mark.parametrize(("name", "who"), WALKED)
def test_the_nearest_active_officers_above_hear_of_it_at_once(root, everyone, name, who):
    without, hear = ABOVE[who]
    agency, taken = hand_to_perkim(root, everyone, name, without=without)
    words = told(f"report.{name}")
    assert set(words) == hear | ({"lia"} if name == "reroute" else set())  # who had it before hears too
    assert all(agency.name in words[one] for one in hear)
    assert agency.name in warning_after(taken)


@pytest.mark.parametrize("name", sorted(HANDS_ON))
def test_where_somebody_answers_nobody_else_is_told_or_warned_of(root, everyone, name):
    _agency, taken = hand_to_perkim(root, everyone, name, without=[])
    assert set(told(f"report.{name}")) == {"hana"} | ({"lia"} if name == "reroute" else set())
    assert warning_after(taken) == ""


def test_a_unit_without_anybody_is_its_office_s(root, everyone):
    unit, taken = hand_to_perkim(root, everyone, "unit", without=[])
    last = Event.objects.filter(name="report.forward").latest("id")
    OfficerNotice.objects.all().delete()
    tell_officers([last])
    heard = set(OfficerNotice.objects.values_list("officer__username", "kind"))
    assert heard == {("hana", "came_unstaffed"), ("kepala", "came_unstaffed")}
    assert unit.name in warning_after(taken)


def test_nearest_office(root, everyone):
    perkim = Agency.objects.get(code="perkim")
    assert nearest_office(perkim) == perkim
    assert perkim not in unstaffed_agencies(root)
    set_active(everyone["hana"], is_active=False)
    assert nearest_office(perkim) == perkim  # its head hears of it, but nobody answers
    assert unstaffed_agencies(root)[perkim] == perkim
    set_active(everyone["kepala"], is_active=False)
    assert unstaffed_agencies(root)[perkim] == root


def signed_in(officer):
    client = Client()
    client.force_login(Officer.objects.get(pk=officer.pk))
    return client


def test_form_console_and_rest_warn_and_hand_on_all_the_same(root, everyone):
    set_active(everyone["hana"], is_active=False)
    report, vera = new_report(root), signed_in(everyone["vera"])
    perkim, lamp = Agency.objects.get(code="perkim"), Category.objects.get(code="lampu-jalan-baru")
    assert f"{perkim.name} (tanpa petugas aktif)" in vera.get(f"/konsol/laporan/{report.tracking_id}").content.decode()
    sent = {
        "act": "forward",
        "category": lamp.pk,
        "agency": str(perkim.pk),
        "publication": "published",
        "version": report.version,
    }
    page = vera.post(f"/konsol/laporan/{report.tracking_id}", sent, follow=True).content.decode()
    assert "tidak punya petugas aktif" in page
    other = new_report(root)
    body = {"act": "forward", "category": "lampu-jalan-baru", "agency": "perkim", "publication": "published"}
    headers = {"Authorization": f"Bearer {create_token(everyone['vera'])}"}
    answer = (
        Client()
        .post(
            f"/api/v1/reports/{other.tracking_id}/acts",
            json.dumps(body),
            content_type="application/json",
            headers=headers,
        )
        .json()
    )
    assert (answer["state"], perkim.name in answer["warning"]) == ("forwarded", True)
    set_active(Officer.objects.get(pk=everyone["hana"].pk), is_active=True)
    third = new_report(root)
    answer = (
        Client()
        .post(
            f"/api/v1/reports/{third.tracking_id}/acts",
            json.dumps(body),
            content_type="application/json",
            headers=headers,
        )
        .json()
    )
    assert answer["warning"] == ""


def test_administrator_sees_the_list_with_what_waits(root, everyone):
    forward(new_report(root), everyone)
    set_active(everyone["hana"], is_active=False)
    perkim = Agency.objects.get(code="perkim")
    assert next(row.reports for row in unstaffed(root) if row.agency == perkim) == 1
    assert perkim.name in signed_in(everyone["ade"]).get("/konsol/petugas/").content.decode()


def given_to_landung(root, people):
    report = new_report(root)
    forward(report, people)
    do(report, "assign_officer", people["hana"], officer=people["landung"])
    return report


def test_account_that_goes_off_gives_its_reports_back_and_the_office_is_told(root, everyone):
    report = given_to_landung(root, everyone)
    assert switch_officer(everyone["landung"], is_active=False) == 1
    report.refresh_from_db()
    assert report.officer is None
    event = Event.objects.get(name="report.unassign")
    assert event.data["officer"] == str(everyone["landung"].pk)
    assert set(told("report.unassign")) == {"hana"}
    assert Entry.objects.get(report=report, act="unassign").audience == "internal"
    assert switch_officer(everyone["landung"], is_active=True) == 0
    assert verify().faults == []


def test_whatever_way_an_account_went_off_the_sweep_gives_its_reports_back(root, everyone):
    report = given_to_landung(root, everyone)
    assert release_from_switched_off() == 0
    Officer.objects.filter(pk=everyone["landung"].pk).update(is_active=False)
    assert release_from_switched_off() == 1
    report.refresh_from_db()
    assert report.officer is None


def test_new_officer_of_an_agency_ends_its_place_in_the_list(root, everyone):
    bare = next(iter(unstaffed_agencies(root)))
    create_officer(username="baru", password="Rahasia-2026-x", name="Baru", agency=bare, role=Role.LIAISON_OFFICER)
    assert bare not in unstaffed_agencies(root)
    assert everyone
