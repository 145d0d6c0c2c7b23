"""What an office decides together, over REST: the same as on its pages, with the same rights, and nothing decided
blind."""

from typing import Any

import pytest

from lapor.agencies.actions import create_officer
from lapor.agencies.models import Agency, Category
from lapor.agencies.roles import Role
from lapor.ledger.models import Event
from lapor.reports.models import Report
from lapor.triage.incidents import Declaration, declare_incident
from tests.reports.conftest import do, forward, in_days, new_report, people  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db
NOBODY = "01900000-0000-7000-8000-000000000000"
HAND_OVER = {"officer": "landung", "to": "hana"}
ALL: list[tuple[str, str, Any]] = [
    ("GET", "/proposals", None),
    ("GET", "/incidents", None),
    ("GET", f"/incidents/{NOBODY}/candidates", None),
    ("POST", f"/incidents/{NOBODY}/merge", {"reports": [{"tracking_id": "4821093762", "version": 1}]}),
    ("POST", "/hand-over", HAND_OVER),
    ("GET", "/dispositions", None),
    ("POST", "/reporter-search", {"who": "Siti"}),
]


@pytest.fixture
def tokens(people, token_of):  # noqa: F811
    return lambda name: token_of(people[name])


def found(caller, path, token):
    answer = caller.get(path, token=token)
    assert answer.status_code == 200, answer.json()
    return answer.json()


@pytest.mark.parametrize(("method", "path", "body"), ALL)
def test_without_a_token_or_the_role_nothing_is_told(method, path, body, caller, tokens):
    assert caller.send(method, path, body).status_code == 401
    for name in ("dewi", "ade"):
        assert caller.send(method, path, body, token=tokens(name)).status_code == 403, name


@pytest.mark.parametrize("path", ["/proposals", "/incidents", "/dispositions"])
def test_each_role_reads_by_rest_what_its_page_shows(path, caller, tokens, people, client):  # noqa: F811
    pages = {"/proposals": "/konsol/usul/", "/incidents": "/konsol/kejadian/", "/dispositions": "/konsol/disposisi"}
    for name in ("vera", "hana", "landung", "kepala", "walikota", "wening", "lintang"):
        client.force_login(people[name])
        page = client.get(pages[path]).status_code
        assert caller.get(path, token=tokens(name)).status_code == page, name


def test_a_proposal_is_decided_with_its_words_and_its_date(caller, root, tokens, people):  # noqa: F811
    report = forward(new_report(root, "Jalan berlubang"), people).report
    do(report, "start", people["hana"], text="Kami cek")
    day = in_days(30)
    do(report, "schedule", people["hana"], text="Menunggu bahan", promised_on=day)
    [one] = found(caller, "/proposals", tokens("kepala"))
    assert (one["tracking_id"], one["act"], one["text"]) == (report.tracking_id, "schedule", "Menunggu bahan")
    assert (one["promised_on"], one["officer"], one["agency"], one["is_own"]) == (
        day.isoformat(),
        "hana",
        "perkim",
        False,
    )
    assert found(caller, "/inbox?queue=mine", tokens("kepala"))["items"][0]["has_proposal"] is True
    decided = {"act": "approve", "version": one["version"]}
    answer = caller.post(f"/reports/{report.tracking_id}/acts", decided, token=tokens("kepala"))
    assert answer.status_code == 200
    assert found(caller, "/proposals", tokens("kepala")) == []


def test_of_a_protected_case_the_words_stand_at_its_own_address(caller, root, token_of, people):  # noqa: F811
    category = Category.objects.filter(root=root, is_protected=True).exclude(agency=None).first()
    assert category.agency is not None
    group = create_officer(
        username="lina", password="Rahasia-2026-x", name="L", agency=category.agency, role=Role.PROTECTED_CASE_OFFICER
    )
    new_report(root, "Suami memukul saya", category=category)
    [one] = found(caller, "/inbox", token_of(group))["items"]
    assert (one["is_protected"], one["title"], one["text"]) == (True, "", "")


def test_whom_a_refusal_names_is_told_to_officers_alone(caller, root, tokens, people):  # noqa: F811
    report = forward(new_report(root, "Jalan berlubang"), people).report
    do(report, "refuse", people["hana"], text="Bukan kami", proposed_agency=Agency.objects.get(code="bappeda"))
    path = f"/reports/{report.tracking_id}"
    [line] = [one for one in found(caller, path, tokens("vera"))["timeline"] if one["act"] == "refuse"]
    assert line["proposed_agency"] == Agency.objects.get(code="bappeda").name
    assert {one["proposed_agency"] for one in caller.get(path).json()["timeline"]} == {None}


def test_what_fits_an_incident_is_read_and_merged_as_it_was_looked_at(caller, root, tokens, people):  # noqa: F811
    category = Category.objects.get(code="banjir-rob")
    floods = [new_report(root, f"Banjir di gang {n}", category=category) for n in range(3)]
    declaration = Declaration("Banjir", "Air naik.", [category], begins_at=floods[0].filed_at)
    incident = declare_incident(declaration, by=people["walikota"])
    [one] = found(caller, "/incidents", tokens("vera"))
    assert (one["id"], one["tracking_id"], one["categories"]) == (
        str(incident.pk),
        incident.parent.tracking_id,
        ["banjir-rob"],
    )
    path = f"/incidents/{incident.pk}"
    fitting = found(caller, f"{path}/candidates", tokens("vera"))
    assert {line["tracking_id"] for line in fitting} == {report.tracking_id for report in floods}
    do(floods[1], "publish", people["vera"])
    looked_at = [{"tracking_id": line["tracking_id"], "version": line["version"]} for line in fitting[:2]]
    answer = caller.post(f"{path}/merge", {"reports": looked_at}, token=tokens("vera")).json()
    assert (answer["merged"], len(answer["refused"])) == (1, 1)
    assert [Report.objects.get(pk=report.pk).state for report in floods] == ["merged", "received", "received"]
    for number in ("\ud800", "0000000001", "9" * 5000):
        odd = {"reports": [{"tracking_id": number, "version": 1}]}
        assert caller.post(f"{path}/merge", odd, token=tokens("vera")).status_code == 422, number
    assert caller.get(f"/incidents/{NOBODY}/candidates", token=tokens("vera")).status_code == 404
    assert caller.get("/incidents/x/candidates", token=tokens("vera")).status_code == 404


def test_all_reports_of_somebody_go_to_another_after_a_look(caller, root, tokens, people):  # noqa: F811
    rudi = create_officer(
        username="rudi", password="Rahasia-2026-x", name="Rudi", agency=people["hana"].agency, role=Role.FIELD_OFFICER
    )
    reports = [forward(new_report(root, f"Lampu {n}"), people).report for n in range(2)]
    for report in reports:
        do(report, "assign_officer", people["hana"], officer=people["landung"])
    token, asked = tokens("kepala"), {"officer": "landung", "to": "rudi", "text": "Cuti"}
    look = caller.post("/hand-over", asked, token=token).json()
    assert look == {"is_preview": True, "given": 2, "possible": 2, "refused": []}
    assert {Report.objects.get(pk=report.pk).officer for report in reports} == {people["landung"]}
    done = caller.post("/hand-over", {**asked, "preview": False}, token=token).json()
    assert done == {"is_preview": False, "given": 0, "possible": 2, "refused": []}
    assert {Report.objects.get(pk=report.pk).officer for report in reports} == {rudi}
    assert Event.objects.filter(name="officer.handed_over").count() == 1
    for wrong in ({"officer": "niemand"}, {"officer": "\ud800"}, {"to": "lia"}, {"to": "landung"}):
        answer = caller.post("/hand-over", {**asked, **wrong, "preview": False}, token=token)
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, *wrong), wrong


def test_a_person_is_looked_for_by_rest_and_each_search_is_an_event(caller, root, tokens, people):  # noqa: F811
    report = new_report(root, "Lampu mati", email="siti@contoh.example", name="Siti Aminah", identity="named")
    answer = caller.post("/reporter-search", {"who": "siti@contoh.example"}, token=tokens("vera"))
    assert answer.status_code == 200
    assert [one["tracking_id"] for one in answer.json()] == [report.tracking_id]
    assert "siti@contoh" not in answer.content.decode()
    assert Event.objects.filter(name="reporter.searched").count() == 1
    assert caller.get("/reporter-search?who=siti", token=tokens("vera")).status_code == 405
