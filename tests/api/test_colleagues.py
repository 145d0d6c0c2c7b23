"""By REST as on the pages: public words that wait for a decision, roles that are lent, notices, incidents declared."""

from datetime import timedelta
from typing import Any

import pytest

from lapor.agencies.models import Area, Delegation
from lapor.core import clock
from lapor.gateway.models import InboundMessage
from lapor.ledger.models import Event
from lapor.notify import bell
from lapor.notify.models import OfficerNotice
from lapor.reports.models import Report
from tests.reports.conftest import forward, new_report, people  # noqa: F401 - a fixture
from tests.triage.test_candidates import account, said  # noqa: F401 - fixtures

pytestmark = pytest.mark.django_db
NOBODY = "01900000-0000-7000-8000-000000000000"
DAYS = {"first_day": "2026-01-01", "last_day": "2026-01-02"}
INCIDENT = {"title": "Banjir rob", "text": "Air naik.", "categories": ["banjir-rob"]}
PAGES = {
    "/candidates": "/konsol/kandidat/",
    "/substitutes": "/konsol/pengganti/",
    "/notices": "/konsol/kabar/",
}
ALL: list[tuple[str, str, Any]] = [
    *(("GET", path, None) for path in PAGES),
    ("POST", f"/candidates/{NOBODY}", {"do": "put_back"}),
    ("POST", "/substitutes", {"substitute": "landung", **DAYS}),
    ("DELETE", f"/substitutes/{NOBODY}", None),
    ("POST", "/notices/read", None),
    ("GET", "/notices/choice", None),
    ("PUT", "/notices/choice", {"rhythm": "digest", "by_mail": True}),
    ("POST", "/incidents", INCIDENT),
]


@pytest.fixture
def tokens(people, token_of):  # noqa: F811
    return lambda name: token_of(people[name])


@pytest.fixture
def waiting(said):  # noqa: F811
    """Two posts that say nearly the same, one that says something else."""
    words = ("Jalan Kelud berlubang besar dekat sekolah, tolong diperbaiki", "Pohon tumbang di Jalan Pandanaran")
    texts = (words[0], f"{words[0]} ya", words[1])
    return [said(text, id=f"p-{n}", url=f"https://contoh.example/p/{n}") for n, text in enumerate(texts)]


@pytest.mark.parametrize(("method", "path", "body"), ALL)
def test_without_a_token_nothing_is_told_or_done(method, path, body, caller):
    assert caller.send(method, path, body).status_code == 401


@pytest.mark.parametrize("path", PAGES)
def test_each_role_reads_by_rest_what_its_page_shows(path, caller, tokens, people, client):  # noqa: F811
    for name in ("vera", "hana", "landung", "kepala", "walikota", "wening", "lintang", "dewi"):
        client.force_login(people[name])
        page = client.get(PAGES[path]).status_code
        assert caller.get(path, token=tokens(name)).status_code == page, name


def test_public_words_are_read_and_made_a_report_together(caller, tokens, waiting):
    cards = caller.get("/candidates", token=tokens("vera")).json()
    assert [(one["id"], one["same_as"]) for one in cards] == [
        (str(waiting[0].pk), None),
        (str(waiting[1].pk), str(waiting[0].pk)),
        (str(waiting[2].pk), None),
    ]
    assert (cards[0]["text"], cards[0]["url"]) == (
        "Jalan Kelud berlubang besar dekat sekolah, tolong diperbaiki",
        "https://contoh.example/p/0",
    )
    sent = {"do": "accept", "category": "jalan-rusak", "also": [cards[1]["id"]]}
    done = caller.post(f"/candidates/{cards[0]['id']}", sent, token=tokens("vera")).json()
    assert (done["merged"], done["refused"]) == (1, [])
    report = Report.objects.get(tracking_id=done["tracking_id"])
    assert (report.category.code, report.children_count) == ("jalan-rusak", 1)
    again = caller.post(f"/candidates/{cards[0]['id']}", sent, token=tokens("vera"))
    assert again.status_code == 409
    assert Report.objects.count() == 2


def test_words_are_attached_dismissed_and_put_back(caller, root, tokens, waiting):
    token, report = tokens("vera"), new_report(root, "Jalan Kelud berlubang")
    path = f"/candidates/{waiting[0].pk}"
    for wrong in ({"do": "attach"}, {"do": "attach", "tracking_id": "0000000001"}, {"do": "dismiss"}, {"do": "eat"}):
        assert caller.post(path, wrong, token=token).status_code == 422, wrong
    done = caller.post(path, {"do": "attach", "tracking_id": report.tracking_id}, token=token)
    assert (done.status_code, done.json()["tracking_id"]) == (200, report.tracking_id)
    assert "Jalan Kelud" in report.entries.get(act="take_in").text
    other = f"/candidates/{waiting[2].pk}"
    assert caller.post(other, {"do": "dismiss", "reason": "no_report"}, token=token).status_code == 200
    assert InboundMessage.objects.get(pk=waiting[2].pk).outcome == "dismissed"
    assert caller.post(other, {"do": "put_back"}, token=token).status_code == 200
    assert InboundMessage.objects.get(pk=waiting[2].pk).state == "candidate"
    assert caller.post(f"/candidates/{NOBODY}", {"do": "put_back"}, token=token).status_code == 409


def test_who_does_not_decide_on_public_words_decides_by_no_way(caller, tokens, waiting):
    for name in ("hana", "landung", "kepala", "dewi"):
        answer = caller.post(f"/candidates/{waiting[0].pk}", {"do": "accept"}, token=tokens(name))
        assert answer.status_code == 403, name
    assert Report.objects.count() == 0


def test_a_role_is_lent_used_and_taken_back(caller, root, tokens, people):  # noqa: F811
    report, token = forward(new_report(root, "Lampu mati"), people).report, tokens("hana")
    today = clock.now().astimezone().date()
    days = {"first_day": str(today - timedelta(days=1)), "last_day": str(today + timedelta(days=3))}
    made = caller.post("/substitutes", {"substitute": "landung", **days}, token=token)
    assert (made.status_code, made.json()["officer"], made.json()["role"]) == (201, "hana", "liaison_officer")
    assert [one["substitute"] for one in caller.get("/substitutes", token=token).json()["lent"]] == ["landung"]
    lent = {"HTTP_X_STANDS_IN_FOR": "hana"}
    acts = caller.get(f"/reports/{report.tracking_id}", token=tokens("landung"), **lent).json()["acts"]
    assert "start" in {act["act"] for act in acts}
    assert caller.send("DELETE", f"/substitutes/{made.json()['id']}", token=token).status_code == 204
    assert Delegation.objects.get().ended_at is not None
    assert caller.get(f"/reports/{report.tracking_id}", token=tokens("landung"), **lent).status_code == 403
    assert caller.send("DELETE", f"/substitutes/{made.json()['id']}", token=token).status_code == 404
    assert Event.objects.filter(name__in=["officer.role_lent", "officer.role_taken_back"]).count() == 2


def test_a_role_is_lent_by_who_may_to_who_can_alone(caller, tokens):
    for wrong, status in (
        ({"substitute": "niemand"}, 422),
        ({"officer": "vera", "substitute": "landung"}, 422),  # not hana's to lend
        ({"substitute": "hana"}, 422),
        ({"substitute": "landung", "first_day": "2020-01-01", "last_day": "2020-01-02"}, 409),
        ({"substitute": "landung", "last_day": "besok"}, 422),
    ):
        sent = {**DAYS, **wrong}
        assert caller.post("/substitutes", sent, token=tokens("hana")).status_code == status, wrong
    assert Delegation.objects.count() == 0


def test_notices_are_read_in_words_and_marked(caller, root, tokens, people):  # noqa: F811
    OfficerNotice.objects.create(
        root=root,
        officer=people["hana"],
        kind="mentioned",
        at=clock.now(),
        facts={"number": "4821 0937 62"},
        page="/konsol/",
    )
    [one] = caller.get("/notices", token=tokens("hana")).json()
    assert (one["kind"], one["is_read"], bool(one["words"])) == ("mentioned", False, True)
    assert caller.get("/notices", token=tokens("vera")).json() == []
    assert caller.post("/notices/read", None, token=tokens("hana")).json() == {"read": 1}
    assert caller.get("/notices", token=tokens("hana")).json()[0]["is_read"] is True


def test_heads_declare_an_incident_and_nobody_else(caller, tokens):
    district = Area.objects.filter(level="district").first()
    sent = {**INCIDENT, "areas": [district.code], "begins_at": "2026-11-20T07:00:00+07:00"}
    for name in ("vera", "hana", "wening"):
        assert caller.post("/incidents", sent, token=tokens(name)).status_code == 403, name
    for wrong, field in (
        ({"categories": ["korupsi-tidak-ada"]}, "categories"),
        ({"categories": []}, "categories"),
        ({"areas": ["33"]}, "areas"),
        ({"text": "  "}, "text"),
        ({"extra_working_days": 3}, "clock_note"),
        ({"begins_at": "2026-11-20T07:00:00"}, "begins_at"),
    ):
        answer = caller.post("/incidents", {**sent, **wrong}, token=tokens("walikota"))
        assert (answer.status_code, answer.json()["errors"][0]["field"].split(".")[0]) == (422, field), wrong
    made = caller.post("/incidents", sent, token=tokens("walikota"))
    assert made.status_code == 201, made.json()
    assert caller.get("/incidents", token=tokens("vera")).json() == [made.json()]
    assert Report.objects.get(tracking_id=made.json()["tracking_id"]).publication == "published"


def test_how_to_hear_of_things_is_chosen_as_on_the_page(caller, tokens, people):  # noqa: F811
    token = tokens("hana")
    assert caller.get("/notices/choice", token=token).json() == {
        "rhythm": "at_once",
        "by_mail": True,
        "quiet_from": None,
        "quiet_until": None,
    }
    chosen = {"rhythm": "digest", "by_mail": False, "quiet_from": 21, "quiet_until": 5}
    assert caller.send("PUT", "/notices/choice", chosen, token=token).json() == chosen
    kept = bell.choice_of(people["hana"])
    assert (kept.rhythm, kept.by_mail, kept.quiet_from, kept.quiet_until) == ("digest", False, 21, 5)
    for fault in ({"quiet_until": None}, {"quiet_from": 24}, {"rhythm": "never"}):
        assert caller.send("PUT", "/notices/choice", {**chosen, **fault}, token=token).status_code == 422
    assert bell.choice_of(people["hana"]).quiet_from == 21
    assert bell.choice_of(people["landung"]).rhythm == "at_once"
