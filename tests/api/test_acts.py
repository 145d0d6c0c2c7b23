"""POST /api/v1/reports/{tracking_id}/acts."""

import base64
import json
import sys

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from lapor.agencies.actions import create_officer
from lapor.agencies.models import Agency
from lapor.agencies.roles import Role
from lapor.ledger.models import Event
from lapor.reports.models import Entry, Report

pytestmark = pytest.mark.django_db
FORWARD = {"act": "forward", "category": "lampu-jalan-baru", "agency": "perkim", "publication": "published"}


@pytest.fixture
def number(caller):
    return caller.file()["tracking_id"]


def act(caller, number, body, **who):
    return caller.post(f"/reports/{number}/acts", body, **who)


def test_report_goes_through_its_life_over_rest(caller, triage, liaison, token_of):
    filed = caller.file()
    number, code = filed["tracking_id"], filed["receipt_code"]
    forwarded = act(caller, number, FORWARD, token=token_of(triage))
    assert forwarded.status_code == 200, forwarded.content
    assert (forwarded.json()["state"], forwarded.json()["version"]) == ("forwarded", 2)
    token = token_of(liaison)
    assert act(caller, number, {"act": "start", "text": "Kami cek"}, token=token).json()["state"] == "in_progress"
    assert (
        act(caller, number, {"act": "answer", "text": "Sudah 💡", "outcome": "solved"}, token=token).json()["state"]
        == "answered"
    )
    assert act(caller, number, {"act": "confirm"}, code=code).json()["state"] == "resolved"
    assert act(caller, number, {"act": "rate", "rating": 5}, code=code).status_code == 200
    assert list(Event.objects.filter(stream_kind="report").order_by("sequence").values_list("name", flat=True)) == [
        "report.file",
        "report.forward",
        "report.start",
        "report.answer",
        "report.confirm",
        "report.rate",
    ]


def test_refusal_names_the_proposed_agency_by_code(caller, number, triage, liaison, token_of):
    act(caller, number, FORWARD, token=token_of(triage))
    response = act(
        caller, number, {"act": "refuse", "text": "Milik PLN\x00", "proposed_agency": "dinkes"}, token=token_of(liaison)
    )
    assert response.json()["state"] == "received", response.content
    entry = Entry.objects.get(act="refuse")
    assert (entry.details["proposed_agency"], entry.text) == (str(Agency.objects.get(code="dinkes").pk), "Milik PLN")


def test_decision_on_an_old_version_is_refused(caller, number, triage, token_of):
    token = token_of(triage)
    act(caller, number, {"act": "withhold", "text": "Ada nama"}, token=token)
    stale = act(caller, number, {**FORWARD, "version": 1}, token=token)
    assert stale.status_code == 409
    assert stale.json()["type"] == "urn:lapor:problem:changed"
    assert Report.objects.get().state == "received"
    assert act(caller, number, {**FORWARD, "version": 2}, token=token).status_code == 200


def test_note_leaves_a_decision_as_good_as_it_was(caller, number, triage, token_of):
    token = token_of(triage)
    act(caller, number, {"act": "work_note", "text": "Catatan"}, token=token)
    assert act(caller, number, {**FORWARD, "version": 1}, token=token).status_code == 200


def test_anyone_supports_once_with_a_word_of_their_own(caller, number, triage, token_of):
    act(caller, number, FORWARD, token=token_of(triage))
    support = {"act": "support", "supporter": "kata-acak-dari-ponsel-1"}
    assert act(caller, number, support).status_code == 200
    assert act(caller, number, support).status_code == 409
    assert act(caller, number, {**support, "supporter": "kata-acak-dari-ponsel-2"}).status_code == 200
    assert Report.objects.get().supporters_count == 2


def test_missing_fields_are_listed(caller, number, triage, token_of):
    response = act(caller, number, {"act": "forward"}, token=token_of(triage))
    assert response.status_code == 422
    assert [error["field"] for error in response.json()["errors"]] == ["category", "agency", "publication"]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"act": "fly"}, "act"),
        ({}, "act"),
        ({**FORWARD, "colour": "red"}, "colour"),
        ({**FORWARD, "agency": "nothing"}, "agency"),
        ({**FORWARD, "agency": ["perkim"]}, "agency"),
        ({**FORWARD, "publication": "maybe"}, "publication"),
        ({**FORWARD, "version": "x"}, "version"),
        ({**FORWARD, "attachments": [{"content": "YWJj"}]}, "attachments"),
        ({**FORWARD, "photos": "x"}, "photos"),
    ],
)
def test_field_at_fault_is_named(caller, number, triage, token_of, body, field):
    response = act(caller, number, body, token=token_of(triage))
    assert response.status_code == 422
    assert [error["field"] for error in response.json()["errors"]] == [field]
    assert Report.objects.get().state == "received"


def test_act_of_another_role_is_403_and_of_another_state_409(caller, number, triage, token_of):
    token = token_of(triage)
    role, state = (
        act(caller, number, {"act": name, "text": "x", "outcome": "solved"}, token=token)
        for name in ("answer", "outside_answer")
    )
    assert (role.status_code, state.status_code) == (403, 409)
    assert role.json()["detail"] != state.json()["detail"]


def test_report_that_the_officer_may_not_see_is_unknown(caller, number, liaison, token_of):
    hidden = act(caller, number, {"act": "work_note", "text": "x"}, token=token_of(liaison))
    unknown = act(caller, "0000000000", {"act": "work_note", "text": "x"}, token=token_of(liaison))
    assert hidden.status_code == unknown.status_code == 404
    assert hidden.content == unknown.content


def test_stranger_and_wrong_code_change_nothing(caller, number):
    assert act(caller, number, {"act": "withdraw"}).status_code == 401
    assert act(caller, number, {"act": "withdraw"}, code="1" * 16).status_code == 403
    assert Report.objects.get().state == "received"


def test_reporter_may_not_act_as_an_officer(caller):
    filed = caller.file()
    assert act(caller, filed["tracking_id"], FORWARD, code=filed["receipt_code"]).status_code == 403


def test_desk_officer_acts_for_a_person_who_shows_the_receipt(caller, root, token_of):
    filed = caller.file()
    desk = create_officer(
        username="dewi",
        password="Rahasia-2026-x",
        name="Dewi",
        agency=Agency.objects.get(code="diskominfo"),
        role=Role.DESK_OFFICER,
    )
    token = token_of(desk)
    assert act(caller, filed["tracking_id"], {"act": "withdraw"}, token=token).status_code == 404
    assert (
        act(caller, filed["tracking_id"], {"act": "withdraw"}, token=token, code=filed["receipt_code"]).json()["state"]
        == "archived"
    )
    assert Entry.objects.get(act="withdraw").details["for_reporter"] is True


def test_photos_come_in_json_and_in_parts(caller, number, triage, liaison, token_of, photo):
    act(caller, number, FORWARD, token=token_of(triage))
    token = token_of(liaison)
    within = [{"name": "a.jpg", "content": base64.b64encode(photo()).decode()}]
    assert act(caller, number, {"act": "start", "text": "Mulai", "attachments": within}, token=token).status_code == 200
    parts = {
        "json": json.dumps({"act": "respond", "text": "Terpasang"}),
        "attachments": [SimpleUploadedFile("b.jpg", photo("blue")), SimpleUploadedFile("c.jpg", photo("green"))],
    }
    response = caller.client.post(f"/api/v1/reports/{number}/acts", parts, headers={"Authorization": f"Bearer {token}"})
    assert response.status_code == 200, response.content
    shown = caller.get(f"/reports/{number}").json()["timeline"]
    photos = {entry["act"]: entry["attachments"] for entry in shown}
    assert (len(photos["start"]), len(photos["respond"])) == (1, 2)
    path = photos["respond"][0]["url"].partition("/lampiran/")[2]
    served = caller.client.get(f"/lampiran/{path}")
    assert b"".join(served.streaming_content).startswith(b"\xff\xd8")
    served.close()


def test_photo_of_an_act_that_meets_a_fault_of_ours_may_be_sent_again(
    caller, number, triage, liaison, token_of, photo, monkeypatch
):
    within = [{"name": "a.jpg", "content": base64.b64encode(photo()).decode()}]
    act(caller, number, FORWARD, token=token_of(triage))
    sent, token = {"act": "start", "text": "Mulai", "attachments": within}, token_of(liaison)
    with monkeypatch.context() as broken:
        broken.setattr(sys, "executable", "/nowhere/python")
        assert act(caller, number, sent, token=token).status_code == 503
    assert act(caller, number, sent, token=token).status_code == 200


def test_photo_that_cannot_be_read_is_named_and_nothing_done(caller, number, triage, liaison, token_of):
    act(caller, number, FORWARD, token=token_of(triage))
    response = act(
        caller, number, {"act": "start", "text": "Mulai", "attachments": [{"content": "YWJj"}]}, token=token_of(liaison)
    )
    assert [error["field"] for error in response.json()["errors"]] == ["attachments"]
    assert Report.objects.get().state == "forwarded"
