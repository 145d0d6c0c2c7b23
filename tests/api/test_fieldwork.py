"""Work on the spot and asking back over REST: with an officer's token, of what the page would give them, and no
telephone number."""

import base64
import hashlib
from typing import Any

import pytest

from lapor.agencies.models import Team
from lapor.casework.models import CallbackCase
from lapor.core import clock
from lapor.reports.models import Attachment, Report
from tests.casework.callbacks import IN_NOVEMBER, number_opened, published_head_of_the_day_after
from tests.casework.test_callback import case_for
from tests.reports.conftest import forward, new_report, people  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db
NOBODY = "01900000-0000-7000-8000-000000000000"
NOW = "2026-11-27T08:30:00+07:00"
CAPTURE = {"challenge": NOBODY, "sha256": "a" * 64, "device_at": NOW}
OF_REPORT: list[tuple[str, str, Any]] = [
    ("POST", "/reports/{number}/challenges", {}),
    ("POST", "/reports/{number}/challenges-ahead", {}),
    ("POST", "/reports/{number}/captures", CAPTURE),
    ("GET", "/reports/{number}/partners", None),
]
OWN: list[tuple[str, str, Any]] = [
    ("GET", "/teams", None),
    ("GET", "/calls", None),
    ("POST", f"/calls/{NOBODY}/result", {"result": "solved"}),
    ("POST", f"/calls/{NOBODY}/pass", {}),
]


@pytest.fixture
def tokens(people, token_of):  # noqa: F811
    return lambda name: token_of(people[name])


@pytest.fixture
def report(root, people):  # noqa: F811
    return forward(new_report(root, "Lampu mati di depan balai RW"), people).report


@pytest.mark.parametrize(("method", "path", "body"), [*OF_REPORT, *OWN])
def test_without_a_token_or_the_role_nothing_is_told(method, path, body, caller, report, tokens):
    where = path.format(number=report.tracking_id)
    assert caller.send(method, where, body).status_code == 401
    for name in ("dewi", "ade"):
        assert caller.send(method, where, body, token=tokens(name)).status_code == 403, name


@pytest.mark.parametrize(("method", "path", "body"), OF_REPORT)
def test_another_agencys_officer_finds_no_such_report(method, path, body, caller, report, tokens):
    answer = caller.send(method, path.format(number=report.tracking_id), body, token=tokens("lia"))
    assert (answer.status_code, answer.json()["type"]) == (404, "urn:lapor:problem:unknown-report")


def test_a_photo_announced_against_its_word_counts_as_taken_in_the_app(caller, report, tokens, photo):
    token, url = tokens("landung"), f"/reports/{report.tracking_id}"
    word = caller.post(f"{url}/challenges", {}, token=token).json()
    assert not word["is_ahead"]
    file = photo("green", 300)
    said = {
        "challenge": word["id"],
        "sha256": hashlib.sha256(file).hexdigest(),
        "device_at": clock.now().isoformat(),
        "latitude": -6.98,
        "longitude": 110.41,
        "accuracy": 8,
    }
    assert caller.post(f"{url}/captures", said, token=token).json() == {"fault": None}
    again = caller.post(f"{url}/captures", {**said, "sha256": "b" * 64}, token=token)
    assert again.json() == {"fault": "used"}
    attachment = {"content": base64.b64encode(file).decode(), "name": "hasil.jpg"}
    act = {"act": "start", "text": "Kabel kami sambung", "attachments": [attachment]}
    assert caller.post(f"{url}/acts", act, token=token).status_code == 200
    found = Attachment.objects.get(report=report, is_evidence=True)
    assert (found.taken, found.capture.challenge.word) == ("in_app", word["word"])


def test_words_ahead_are_three_and_the_same_while_unused(caller, report, tokens):
    url, token = f"/reports/{report.tracking_id}/challenges-ahead", tokens("landung")
    words = caller.post(url, {}, token=token).json()
    assert len(words) == 3
    assert all(one["is_ahead"] for one in words)
    assert {one["id"] for one in caller.post(url, {}, token=token).json()} == {one["id"] for one in words}


def test_who_is_asked_for_no_photo_gets_no_word(caller, report, tokens):
    assert caller.post(f"/reports/{report.tracking_id}/challenges", {}, token=tokens("vera")).status_code == 422


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"sha256": "A" * 64}, "sha256"),
        ({"device_at": "2026-11-27T08:30:00"}, "device_at"),
        ({"device_at": "0001-01-01T00:00:00Z"}, "device_at"),
        ({"latitude": 91}, "latitude"),
        ({"more": 1}, "more"),
    ],
)
def test_what_no_phone_says_is_named(wrong, field, caller, report, tokens):
    url = f"/reports/{report.tracking_id}/captures"
    answer = caller.post(url, {**CAPTURE, **wrong}, token=tokens("landung"))
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, field)


def test_a_partners_address_is_told_to_who_may_take_it_back_while_it_is_good(caller, report, tokens):
    url = f"/reports/{report.tracking_id}"
    act = {"act": "invite_partner", "partner_name": "CV Terang", "partner_days": 7, "text": "Ganti lampu"}
    assert caller.post(f"{url}/acts", act, token=tokens("hana")).status_code == 200
    [link] = caller.get(f"{url}/partners", token=tokens("hana")).json()
    assert "/mitra/" in link["address"]
    assert caller.get(f"{url}/partners", token=tokens("vera")).json() == []
    ended = caller.post(f"{url}/acts", {"act": "end_partner", "partner_link": link["id"]}, token=tokens("hana"))
    assert ended.status_code == 200
    assert [one["address"] for one in caller.get(f"{url}/partners", token=tokens("hana")).json()] in ([], [None])


def test_a_report_is_given_to_a_team_and_taken(caller, report, tokens, people):  # noqa: F811
    team = Team.objects.create(agency=people["hana"].agency, name="Regu Lampu")
    team.members.add(people["landung"])
    [told] = caller.get("/teams", token=tokens("hana")).json()
    assert (told["name"], told["members"], told["is_on_duty"]) == ("Regu Lampu", ["landung"], True)
    assert caller.get("/teams", token=tokens("landung")).status_code == 403
    url = f"/reports/{report.tracking_id}/acts"
    assert caller.post(url, {"act": "give_team", "team": told["id"]}, token=tokens("hana")).status_code == 200
    wrong = caller.post(url, {"act": "give_team", "team": NOBODY}, token=tokens("hana"))
    assert (wrong.status_code, wrong.json()["errors"][0]["field"]) == (422, "team")
    assert caller.post(url, {"act": "take"}, token=tokens("landung")).status_code == 200
    assert Report.objects.get(pk=report.pk).officer == people["landung"]
    bulk = {"act": "give_team", "team": told["id"], "reports": [{"tracking_id": report.tracking_id}], "preview": False}
    done = caller.post("/bulk-acts", bulk, token=tokens("hana")).json()
    assert [(one["tracking_id"], one["is_done"]) for one in done["items"]] == [(report.tracking_id, True)], done
    assert Report.objects.get(pk=report.pk).officer is None


def test_calls_are_told_without_a_number_and_written_once(caller, root, people, token_of):  # noqa: F811
    published_head_of_the_day_after(root)
    with clock.at(IN_NOVEMBER):
        case = case_for(root, people)
        token = token_of(case.officer)
        [told] = caller.get("/calls", token=token).json()
        assert (told["id"], told["tracking_id"], told["month"]) == (str(case.pk), case.report.tracking_id, "2026-10")
        assert "08" not in str({name: value for name, value in told.items() if name not in {"id", "tracking_id"}})
        other = next(people[name] for name in ("lia", "wening") if people[name] != case.officer)
        stranger = caller.post(f"/calls/{case.pk}/result", {"result": "solved"}, token=token_of(other))
        assert stranger.status_code == 409
        uncalled = caller.post(f"/calls/{case.pk}/result", {"result": "solved"}, token=token)
        assert (uncalled.status_code, number_opened(case).outcome) == (409, "")
        tried = caller.post(f"/calls/{case.pk}/result", {"result": "not_reached"}, token=token).json()
        assert tried == {"outcome": None, "tries_left": 2}
        assert caller.post(f"/calls/{case.pk}/result", {"result": "not_reached"}, token=token).status_code == 409
        said = {"result": "not_solved", "way": "visit", "text": "Masih mati"}
        assert caller.post(f"/calls/{case.pk}/result", said, token=token).json()["outcome"] == "not_solved"
        assert caller.get("/calls", token=token).json() == []
        assert caller.post(f"/calls/{case.pk}/result", said, token=token).status_code == 409
    assert CallbackCase.objects.get(pk=case.pk).way == "visit"
    assert Report.objects.get(pk=case.report_id).state not in {"resolved", "closed_unconfirmed"}


def test_passed_on_it_is_somebody_elses(caller, root, people, token_of):  # noqa: F811
    published_head_of_the_day_after(root)
    with clock.at(IN_NOVEMBER):
        case = case_for(root, people)
        answer = caller.post(f"/calls/{case.pk}/pass", {}, token=token_of(case.officer))
    assert answer.status_code in {204, 409}
    now = CallbackCase.objects.get(pk=case.pk)
    assert (now.officer_id != case.officer_id) == (answer.status_code == 204)
