"""What officers have beside the acts, over REST: with a token only, of what the officer may see only."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from lapor.agencies.models import Agency, Category
from lapor.casework.models import ActDraft, Macro, ResponseTemplate, SavedView, Snooze
from lapor.core import clock
from lapor.ledger.models import Event
from lapor.reports.models import Entry, Report
from lapor.suggest.models import Suggestion
from tests.reports.conftest import do, forward, new_report, people  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db
NOBODY = "01900000-0000-7000-8000-000000000000"
OF_REPORT = [
    ("GET", "snooze", None),
    ("PUT", "snooze", {"until": "2099-01-01", "reason": "Tunggu"}),
    ("DELETE", "snooze", None),
    ("GET", "drafts", None),
    ("PUT", "drafts/start", {"text": "Kami cek"}),
    ("DELETE", "drafts/start", None),
    ("PUT", "presence", {"is_writing": True}),
    ("GET", "suggestions", None),
    ("GET", "checklist", None),
    ("GET", "templates/start", None),
    ("GET", "macros", None),
    ("POST", f"macros/{NOBODY}", {}),
]
OWN = [
    ("GET", "/saved-views", None),
    ("POST", "/saved-views", {"name": "Telat", "filters": {"late": True}}),
    ("DELETE", f"/saved-views/{NOBODY}", None),
    ("GET", "/templates", None),
    ("POST", "/templates", {"act": "start", "name": "Mulai", "text": "Kami mulai"}),
    ("PUT", f"/templates/{NOBODY}", {"act": "start", "name": "Mulai", "text": "Kami mulai"}),
    ("DELETE", f"/templates/{NOBODY}", None),
    ("GET", "/macros", None),
    ("POST", "/macros", {"name": "Mulai", "steps": [{"act": "start", "text": "Kami mulai"}]}),
    ("PUT", f"/macros/{NOBODY}", {"name": "Mulai", "steps": [{"act": "start", "text": "Kami mulai"}]}),
    ("DELETE", f"/macros/{NOBODY}", None),
    ("POST", "/bulk-acts", {"act": "archive", "reports": [{"tracking_id": "1"}]}),
]
ALL: list[tuple[str, str, Any]] = [
    (method, f"/reports/{{number}}/{path}", body) for method, path, body in [*OF_REPORT, ("GET", "similar", None)]
]
ALL += OWN


@pytest.fixture
def tokens(people, token_of):  # noqa: F811
    made = {}

    def of(name):
        if name not in made:
            made[name] = token_of(people[name])
        return made[name]

    return of


@pytest.fixture
def report(root, people):  # noqa: F811
    return forward(new_report(root, "Lampu mati di depan balai RW"), people).report


def kept():
    return [model.objects.count() for model in (Snooze, ActDraft, SavedView, ResponseTemplate, Macro)]


@pytest.mark.parametrize(("method", "path", "body"), ALL)
def test_without_a_token_nothing_is_told_or_done(method, path, body, caller, report):
    before = kept()
    answer = caller.send(method, path.format(number=report.tracking_id), body)
    assert (answer.status_code, answer["Content-Type"]) == (401, "application/problem+json")
    assert caller.send(method, path.format(number=report.tracking_id), body, token="lapor_wrong").status_code == 401
    assert kept() == before


@pytest.mark.parametrize(("method", "path", "body"), ALL)
def test_roles_that_handle_no_reports_are_refused(method, path, body, caller, report, tokens):
    for name in ("dewi", "ade"):
        answer = caller.send(method, path.format(number=report.tracking_id), body, token=tokens(name))
        assert answer.status_code == 403, name


@pytest.mark.parametrize(("method", "path", "body"), OF_REPORT)
def test_another_agencys_officer_finds_no_such_report(method, path, body, caller, report, tokens):
    before = kept()
    answer = caller.send(method, f"/reports/{report.tracking_id}/{path}", body, token=tokens("lia"))
    assert (answer.status_code, answer.json()["type"]) == (404, "urn:lapor:problem:unknown-report")
    unknown = caller.send(method, f"/reports/0000000000/{path}", body, token=tokens("lia"))
    assert unknown.json() == answer.json()
    assert kept() == before


def test_a_parameter_that_does_not_exist_is_refused(caller, report, tokens):
    for path in ("/macros?agency=perkim", f"/reports/{report.tracking_id}/drafts?act=start"):
        assert caller.get(path, token=tokens("hana")).status_code == 422


def test_put_off_and_no_longer(caller, report, tokens):
    url, token = f"/reports/{report.tracking_id}/snooze", tokens("hana")
    day = (clock.now() + timedelta(days=3)).date().isoformat()
    assert caller.get(url, token=token).status_code == 404
    answer = caller.send("PUT", url, {"until": day, "reason": "Tunggu suku cadang"}, token=token)
    assert (answer.status_code, answer.json()["reason"]) == (200, "Tunggu suku cadang")
    queue = {one["tracking_id"] for one in caller.get("/inbox?queue=snoozed", token=token).json()["items"]}
    assert queue == {report.tracking_id}
    assert caller.get(url, token=tokens("kepala")).status_code == 404  # everybody's own
    assert caller.send("DELETE", url, token=token).status_code == 204
    assert not Snooze.objects.exists()


@pytest.mark.parametrize(
    "wrong", [{"until": "2020-01-01"}, {"until": "2099-01-01"}, {"reason": " "}, {"until": "besok"}, {"more": 1}]
)
def test_a_day_that_cannot_be_is_named(wrong, caller, report, tokens):
    day = (clock.now() + timedelta(days=3)).date().isoformat()
    body = {"until": day, "reason": "Tunggu", **wrong}
    answer = caller.send("PUT", f"/reports/{report.tracking_id}/snooze", body, token=tokens("hana"))
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] in wrong


def test_drafts_are_those_of_the_pages(caller, report, tokens, people):  # noqa: F811
    url = f"/reports/{report.tracking_id}/drafts"
    assert caller.send("PUT", f"{url}/start", {"text": "Kami cek"}, token=tokens("hana")).status_code == 204
    assert caller.get(url, token=tokens("hana")).json() == [{"act": "start", "text": "Kami cek"}]
    assert caller.get(url, token=tokens("kepala")).json() == []
    assert caller.send("PUT", f"{url}/nothing", {"text": "x"}, token=tokens("hana")).status_code == 422
    assert caller.send("DELETE", f"{url}/start", token=tokens("hana")).status_code == 204
    assert caller.get(url, token=tokens("hana")).json() == []


def test_suggestions_similar_ones_checklist_and_templates(caller, root, tokens, people):  # noqa: F811
    category = Category.objects.get(code="lampu-jalan-baru")
    first, second = (new_report(root, "Lampu jalan padam di Jalan Pandanaran dekat masjid") for _n in range(2))
    Suggestion.objects.filter(report_id=first.pk).delete()
    made = {"category": category.code, "agency": "perkim"}
    for kind, code in made.items():
        values = {"code": code, "is_sure": True, "words": ["lampu"], "made_at": clock.now()}
        Suggestion.objects.create(report_id=first.pk, kind=kind, **values)
    url, token = f"/reports/{first.tracking_id}", tokens("vera")
    found = {one["field"]: one["code"] for one in caller.get(f"{url}/suggestions", token=token).json()}
    assert found == made
    [similar] = caller.get(f"{url}/similar", token=token).json()
    assert (similar["tracking_id"], similar["may_be_merged"]) == (second.tracking_id, True)
    forward(first, people)
    assert caller.get(f"{url}/similar", token=tokens("hana")).status_code == 403
    item = {"code": "foto", "text": "Foto hasil ada", "text_en": "There is a photo"}
    Category.objects.filter(pk=category.pk).update(checklist=[item])
    assert caller.get(f"{url}/checklist", token=tokens("hana")).json() == [
        {"code": "foto", "label": "There is a photo"}
    ]
    do(first, "start", people["hana"], text="Mulai")
    answer = {"act": "answer", "text": "Sudah diganti", "outcome": "solved", "checklist": ["foto"]}
    assert caller.post(f"{url}/acts", answer, token=tokens("hana")).status_code == 200
    assert Entry.objects.get(report=first, act="answer").details["checklist"] == ["foto"]


def test_after_a_refusal_the_office_that_was_named_is_suggested(caller, root, tokens, people):  # noqa: F811
    report = forward(new_report(root, "Lampu jalan padam"), people).report
    named = {"text": "Bukan kami", "proposed_agency": Agency.objects.get(code="bappeda")}
    do(report, "refuse", people["hana"], **named)
    url, token = f"/reports/{report.tracking_id}/suggestions", tokens("vera")
    found = {one["field"]: one for one in caller.get(url, token=token).json()}
    assert found["agency"]["code"] == "bappeda"
    browser = Client()
    browser.force_login(people["vera"])
    acts = browser.get(f"/konsol/laporan/{report.tracking_id}").context["acts"]
    field = next(act["form"] for act in acts if act["act"] == "forward").fields["agency"]
    assert field.initial == Agency.objects.get(code="bappeda").pk
    assert str(field.help_text) == "Disebut oleh instansi yang mengembalikannya."


def test_saved_views_of_an_officer_and_an_office(caller, tokens):
    hana, kepala, lia = tokens("hana"), tokens("kepala"), tokens("lia")
    body = {"name": "Telat", "is_shared": True, "filters": {"queue": "open", "late": True}}
    made = caller.post("/saved-views", body, token=hana)
    assert (made.status_code, made.json()["filters"]) == (201, {"queue": "open", "late": "1"})
    caller.post("/saved-views", {"name": "Saya", "filters": {"queue": "mine"}}, token=hana)
    assert {one["name"] for one in caller.get("/saved-views", token=hana).json()} == {"Telat", "Saya"}
    assert [(one["name"], one["is_own"]) for one in caller.get("/saved-views", token=kepala).json()] == [
        ("Telat", False)
    ]
    assert caller.get("/saved-views", token=lia).json() == []
    pk = made.json()["id"]
    for other in (kepala, lia):
        assert caller.send("DELETE", f"/saved-views/{pk}", token=other).status_code == 404
    assert caller.send("DELETE", f"/saved-views/{pk}", token=hana).status_code == 204
    assert caller.send("DELETE", "/saved-views/none", token=hana).status_code == 404
    wrong = caller.post("/saved-views", {"name": "x", "filters": {"colour": "red"}}, token=hana)
    assert wrong.json()["errors"][0]["field"] == "filters.colour"


def test_templates_are_written_by_who_may(caller, root, report, tokens):
    body = {"act": "start", "name": "Mulai", "text": "Kami tangani {nomor}", "category": "lampu-jalan-baru"}
    made = caller.post("/templates", body, token=tokens("hana"))
    assert (made.status_code, made.json()["agency"]) == (201, "perkim"), made.content
    pk = made.json()["id"]
    assert Event.objects.filter(name="template.written").count() == 1
    [offered] = caller.get(f"/reports/{report.tracking_id}/templates/start", token=tokens("hana")).json()
    assert "{" not in offered["text"]
    assert caller.post("/templates", body, token=tokens("landung")).status_code == 403
    for method, sent in (("PUT", body), ("DELETE", None)):
        assert caller.send(method, f"/templates/{pk}", sent, token=tokens("lia")).status_code == 404
    assert pk not in {one["id"] for one in caller.get("/templates", token=tokens("lia")).json()}
    changed = caller.send("PUT", f"/templates/{pk}", {**body, "name": "Lain"}, token=tokens("kepala"))
    assert changed.json()["name"] == "Lain"
    for wrong in (
        {"text": "{nama}"},
        {"act": "withdraw"},
        {"category": "nothing"},
        {"agency": "bappeda"},
        {"text": ""},
    ):
        answer = caller.post("/templates", {**body, **wrong}, token=tokens("hana"))
        assert answer.status_code == 422, wrong
        assert answer.json()["errors"][0]["field"] in wrong
    assert caller.send("DELETE", f"/templates/{pk}", token=tokens("hana")).status_code == 204
    assert not ResponseTemplate.objects.exists()


def verify_and_forward(**more):
    step = {"act": "forward", "publication": "published", "category": "lampu-jalan-baru", "agency": "perkim"}
    return {"name": "Lampu ke Perkim", "key": "1", "steps": [step, {"act": "work_note", "text": "Cek {nomor}"}], **more}


def test_a_macro_is_written_shown_run_and_removed(caller, root, tokens):
    vera, lia = tokens("vera"), tokens("lia")
    made = caller.post("/macros", verify_and_forward(), token=vera)
    assert made.status_code == 201, made.content
    pk, report = made.json()["id"], new_report(root, "Lampu mati")
    assert [step["act"] for step in made.json()["steps"]] == ["forward", "work_note"]
    assert made.json()["steps"][0]["agency"] == "perkim"
    assert [one["id"] for one in caller.get("/macros", token=vera).json()] == [pk]
    assert caller.get("/macros", token=lia).json() == []
    url = f"/reports/{report.tracking_id}/macros"
    assert [one["id"] for one in caller.get(url, token=vera).json()] == [pk]
    shown = caller.post(f"{url}/{pk}", {}, token=vera).json()
    assert (shown["is_preview"], [one["act"] for one in shown["done"]]) == (True, ["forward", "work_note"])
    assert Report.objects.get(pk=report.pk).state == "received"
    assert caller.post(f"{url}/{pk}", {"preview": False}, token=vera).status_code == 422
    done = caller.post(f"{url}/{pk}", {"preview": False, "version": report.version}, token=vera).json()
    assert (done["refused"], done["done"][-1]["state"]) == (None, "forwarded")
    again = caller.post(f"{url}/{pk}", {"preview": False, "version": report.version}, token=vera).json()
    assert (again["done"], again["refused"]) == ([], "forward")
    for method, sent in (("PUT", verify_and_forward()), ("DELETE", None)):
        assert caller.send(method, f"/macros/{pk}", sent, token=lia).status_code == 404
    changed = caller.send("PUT", f"/macros/{pk}", verify_and_forward(name="Lain"), token=vera)
    assert changed.json()["name"] == "Lain"
    assert caller.send("DELETE", f"/macros/{pk}", token=vera).status_code == 204


def test_macros_of_a_report_take_few_queries(caller, root, people, tokens):  # noqa: F811
    report, ran, token = new_report(root, "Lampu mati"), [], tokens("vera")
    for number in range(6):
        step = {"act": "forward", "publication": "published", "agency": str(Agency.objects.get(code="perkim").pk)}
        Macro.objects.create(officer=people["vera"], name=f"Makro {number}", steps=[step])

    def seen(execute, sql, *rest):
        ran.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(seen):
        found = caller.get(f"/reports/{report.tracking_id}/macros", token=token).json()
    assert len(found) == 6
    assert len(ran) <= 12, ran


def test_what_is_wrong_with_a_macro_is_named(caller, tokens):
    wrong: list[tuple[dict[str, Any], str]] = [
        ({"key": "x"}, "key"),
        ({"state": "nowhere"}, "state"),
        ({"agency": "perkim"}, "agency"),
        ({"category": "nothing"}, "category"),
        ({"steps": [{"act": "withdraw"}]}, "steps[0].act"),
        ({"steps": [{"act": "archive", "archive_reason": "spam"}]}, "steps[0].text"),
        ({"steps": [{"act": "start", "text": "x"}, {"act": "start", "text": "{nama}"}]}, "steps[1].text"),
        ({"steps": [{"act": "reroute", "agency": "nothing", "text": "x"}]}, "steps[0].agency"),
    ]
    for more, field in wrong:
        answer = caller.post("/macros", verify_and_forward(**more), token=tokens("vera"))
        assert answer.status_code == 422, more
        assert field in {error["field"] for error in answer.json()["errors"]}, (more, answer.json())
    assert not Macro.objects.exists()


def test_one_act_on_many_is_shown_first_and_then_done(caller, root, report, tokens, people):  # noqa: F811
    two = [new_report(root, f"Pinjaman cepat {n}") for n in range(2)]
    body = {
        "act": "archive",
        "archive_reason": "spam",
        "text": "Ini iklan",
        "reports": [
            *({"tracking_id": one.tracking_id, "version": one.version} for one in two),
            {"tracking_id": report.tracking_id},
            {"tracking_id": "0000000000"},
        ],
    }
    shown = caller.post("/bulk-acts", body, token=tokens("vera")).json()
    assert shown["is_preview"]
    items = {one["tracking_id"]: one for one in shown["items"]}
    assert [items[one.tracking_id]["state"] for one in two] == ["archived", "archived"]
    assert not items[report.tracking_id]["is_done"]
    assert items[report.tracking_id]["reason"]
    assert not Report.objects.filter(state="archived").exists()
    do(two[0], "ask", people["vera"], text="Di mana?")
    done = caller.post("/bulk-acts", {**body, "preview": False}, token=tokens("vera")).json()
    states = {one["tracking_id"]: one["is_done"] for one in done["items"]}
    assert states == {
        two[0].tracking_id: False,
        two[1].tracking_id: True,
        report.tracking_id: False,
        "0000000000": False,
    }
    assert Event.objects.filter(name="report.archive").count() == 1


def test_many_reports_of_others_are_unknown_and_wrong_fields_named(caller, report, tokens):
    body = {"act": "start", "text": "Mulai", "preview": False, "reports": [{"tracking_id": report.tracking_id}]}
    [item] = caller.post("/bulk-acts", body, token=tokens("lia")).json()["items"]
    assert (item["is_done"], item["state"]) == (False, None)
    for wrong, field in (({"colour": "red"}, "colour"), ({"text": ""}, "text"), ({"text": {"a": 1}}, "text")):
        answer = caller.post("/bulk-acts", {**body, **wrong}, token=tokens("hana"))
        assert answer.status_code == 422, wrong
        assert field in {error["field"] for error in answer.json()["errors"]}
    assert caller.post("/bulk-acts", {**body, "act": "withdraw"}, token=tokens("hana")).status_code == 422
    assert caller.post("/bulk-acts", {**body, "reports": []}, token=tokens("hana")).status_code == 422
    assert Report.objects.get(pk=report.pk).state == "forwarded"
    assert caller.post("/bulk-acts", body, token=tokens("hana")).json()["items"][0]["state"] == "in_progress"


def test_forwarding_many_names_offices_by_code_and_masks(caller, root, tokens):
    one = new_report(root, "Lampu mati, hubungi 0812 3456 7890")
    body = {
        "act": "forward",
        "category": "lampu-jalan-baru",
        "agency": "perkim",
        "publication": "published",
        "masks": True,
        "preview": False,
        "reports": [{"tracking_id": one.tracking_id}],
    }
    [item] = caller.post("/bulk-acts", body, token=tokens("vera")).json()["items"]
    assert item["is_done"], item
    one.refresh_from_db()
    assert one.agency == Agency.objects.get(code="perkim")
    assert "7890" not in one.published_text
