"""By REST as on the pages: who else has a report open, and taking back what was done seconds ago."""

import pytest

from lapor.casework.drafts import drafts_of
from lapor.core import clock
from lapor.reports.workflow.undoing import WITHIN
from tests.casework.test_undoing import received
from tests.reports.conftest import people  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db
FORWARD = {"act": "forward", "category": "jalan-rusak", "agency": "perkim", "text": "Mohon dicek"}


@pytest.fixture
def tokens(people, token_of):  # noqa: F811
    return lambda name: token_of(people[name])


def forwarded(caller, report, token, **more):
    sent = {**FORWARD, "publication": "published", "version": report.version, **more}
    return caller.post(f"/reports/{report.tracking_id}/acts", sent, token=token).json()


def test_an_act_that_may_be_undone_is_undone(root, caller, tokens, people):  # noqa: F811
    report = received(root, people)
    done = forwarded(caller, report, tokens("vera"), can_undo=True)
    assert done["undo_until"] is not None
    undone = caller.post(f"/reports/{report.tracking_id}/undo", None, token=tokens("vera"))
    assert undone.status_code == 200
    assert (undone.json()["state"], undone.json()["undo_until"]) == ("received", None)
    report.refresh_from_db()
    assert (report.state, report.agency_id) == ("received", None)
    assert drafts_of(report, people["vera"]) == {"forward": "Mohon dicek"}


def test_what_nobody_asked_to_undo_is_told_at_once(root, caller, tokens, people):  # noqa: F811
    report = received(root, people)
    assert forwarded(caller, report, tokens("vera"))["undo_until"] is None
    assert caller.post(f"/reports/{report.tracking_id}/undo", None, token=tokens("vera")).status_code == 409


def test_it_is_for_who_did_it_and_for_some_seconds(root, caller, tokens, people):  # noqa: F811
    report = received(root, people)
    forwarded(caller, report, tokens("vera"), can_undo=True)
    path = f"/reports/{report.tracking_id}/undo"
    assert caller.post(path, None).status_code == 401
    assert caller.post(path, None, token=tokens("lia")).status_code == 404  # who may not see it
    assert caller.post(path, None, token=tokens("dewi")).status_code == 403  # who handles no reports
    assert caller.post(path, None, token=tokens("landung")).status_code == 409  # who did not do it
    with clock.at(clock.now() + WITHIN * 2):
        assert caller.post(path, None, token=tokens("vera")).status_code == 409


def test_who_has_it_open_is_told_to_the_others(root, caller, tokens, people):  # noqa: F811
    report = received(root, people)
    path = f"/reports/{report.tracking_id}/presence"
    assert caller.send("PUT", path, {"is_writing": True}, token=tokens("vera")).json() == []
    others = caller.send("PUT", path, {}, token=tokens("walikota")).json()
    assert others == [{"name": people["vera"].name, "is_writing": True}]


def test_an_act_on_several_may_wait_and_each_is_undone(root, caller, tokens, people):  # noqa: F811
    reports = [received(root, people) for _ in range(2)]
    body = {"act": "archive", "archive_reason": "spam", "text": "Ini iklan", "preview": False}
    body["reports"] = [{"tracking_id": report.tracking_id} for report in reports]
    told = caller.post("/bulk-acts", body, token=tokens("vera")).json()["items"]
    assert [one["undo_until"] for one in told] == [None, None]
    others = [received(root, people) for _ in range(2)]
    body["reports"] = [{"tracking_id": report.tracking_id} for report in others]
    waits = caller.post("/bulk-acts", {**body, "can_undo": True}, token=tokens("vera")).json()["items"]
    assert all(one["undo_until"] for one in waits)
    for report in others:
        undone = caller.post(f"/reports/{report.tracking_id}/undo", None, token=tokens("vera"))
        assert undone.json()["state"] == "received"
