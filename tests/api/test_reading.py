"""GET /api/v1/reports and /api/v1/reports/{tracking_id}."""

from datetime import timedelta

import pytest
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from lapor.agencies.models import Agency, ApiToken, Category
from lapor.core import clock
from lapor.presentation.next_step import next_step
from lapor.publish.models import PublicReport
from lapor.reports.actions import perform_action
from lapor.reports.models import Report
from lapor.reports.queries import clocks_of
from lapor.reports.workflow.acting import ActData, officer_actor
from tests.plans import leave_indexes, plan_of

pytestmark = pytest.mark.django_db
PLACE = {"latitude": -6.9932, "longitude": 110.4203}


def forward(number, triage, publication="published", **more):
    data = ActData(
        category=Category.objects.get(code="lampu-jalan-baru"),
        agency=Agency.objects.get(code="perkim"),
        publication=publication,
        **more,
    )
    perform_action(Report.objects.get(tracking_id=number).pk, "forward", actor=officer_actor(triage), data=data)


def test_words_are_hidden_until_published(caller, triage):
    filed = caller.file(**PLACE)
    number = filed["tracking_id"]
    before = caller.get(f"/reports/{number}").json()
    assert (before["state"], before["text"], before["title"], before["latitude"], before["version"]) == (
        "received",
        None,
        None,
        None,
        None,
    )
    assert [c["kind"] for c in before["clocks"]] == ["verify"]
    forward(number, triage)
    after = caller.get(f"/reports/{number}").json()
    assert (after["state"], after["text"], after["latitude"]) == (
        "forwarded",
        "Lampu jalan mati sejak Senin",
        PLACE["latitude"],
    )
    assert [e["act"] for e in after["timeline"]] == ["file", "forward"]
    assert after["agency"] == "perkim"
    assert (after["visibility"], after["acts"]) == (None, None)


def test_receipt_code_shows_the_words_and_the_acts(caller):
    filed = caller.file()
    found = caller.get(f"/reports/{filed['tracking_id']}", code=filed["receipt_code"]).json()
    assert found["text"] == "Lampu jalan mati sejak Senin"
    assert found["version"] == 1
    assert {"withdraw", "note"} <= {act["act"] for act in found["acts"]}


def test_masked_text_is_the_public_one(caller, triage):
    filed = caller.file(text="Pak Joko 0812 3456 7890 merusak lampu", title="Pak Joko")
    forward(filed["tracking_id"], triage, published_text="[nama] merusak lampu")
    public = caller.get(f"/reports/{filed['tracking_id']}")
    assert public.json()["text"] == "[nama] merusak lampu"
    assert "Joko" not in public.content.decode()
    assert "Joko" in caller.get(f"/reports/{filed['tracking_id']}", code=filed["receipt_code"]).json()["text"]


def test_confidential_report_answers_as_an_unknown_number(caller):
    filed = caller.file(visibility="confidential")
    path = f"/reports/{filed['tracking_id']}"
    hidden, unknown = caller.get(path), caller.get("/reports/0000000000")
    wrong, wrong_unknown = caller.get(path, code="1" * 16), caller.get("/reports/0000000000", code="1" * 16)
    assert hidden.status_code == 404
    assert {r.content for r in (hidden, unknown, wrong, wrong_unknown)} == {hidden.content}
    answers = [dict(r.headers) for r in (hidden, unknown, wrong, wrong_unknown)]
    assert len({answer.pop("X-Request-ID") for answer in answers}) == 4  # drawn for each, and tells nothing
    assert answers == [answers[0]] * 4
    assert caller.get(path, code=filed["receipt_code"]).json()["visibility"] == "confidential"


def test_code_in_the_address_opens_nothing(caller):
    filed = caller.file(visibility="confidential")
    assert caller.get(f"/reports/{filed['tracking_id']}?receipt_code={filed['receipt_code']}").status_code == 404


def test_wrong_code_is_said_and_eleven_are_too_many(caller):
    filed = caller.file()
    path = f"/reports/{filed['tracking_id']}"
    for _ in range(10):
        assert caller.get(path, code="1" * 16).status_code == 403
    locked = caller.get(path, code="1" * 16)
    assert locked.status_code == 429
    assert int(locked["Retry-After"]) > 0
    assert caller.get(path, code=filed["receipt_code"]).status_code == 200  # a right one always opens
    assert caller.get(path).status_code == 200


def test_right_code_may_be_sent_as_often_as_needed(caller):
    filed = caller.file()
    answers = {
        caller.get(f"/reports/{filed['tracking_id']}", code=filed["receipt_code"]).status_code for _ in range(15)
    }
    assert answers == {200}


def test_guesses_at_unknown_and_hidden_numbers_are_closed_alike(caller):
    number = caller.file(visibility="confidential")["tracking_id"]
    answers = []
    for path, address in ((f"/reports/{number}", "10.0.0.1"), ("/reports/0000000000", "10.0.0.2")):
        answers.append([caller.get(path, code="1" * 16, REMOTE_ADDR=address).status_code for _ in range(11)])
    assert answers[0] == answers[1] == [404] * 10 + [429]


def test_officer_reads_the_words_of_reports_in_their_hands_only(caller, triage, liaison, token_of):
    number = caller.file()["tracking_id"]
    assert caller.get(f"/reports/{number}", token=token_of(liaison)).json()["text"] is None
    found = caller.get(f"/reports/{number}", token=token_of(triage)).json()
    assert found["text"]
    assert "forward" in {act["act"] for act in found["acts"]}


def test_list_takes_two_queries_however_long(caller, triage, publish, django_assert_num_queries):
    for _ in range(3):
        caller.file()
    publish()
    with django_assert_num_queries(2):
        page = caller.get("/reports?limit=2").json()
    assert len(page["items"]) == 2
    with django_assert_num_queries(2):
        rest = caller.get(f"/reports?limit=2&cursor={page['next']}").json()
    assert len(rest["items"]) == 1
    assert rest["next"] is None
    assert len({item["tracking_id"] for item in page["items"] + rest["items"]}) == 3


def test_one_report_takes_as_many_queries_however_long_its_story(caller, triage, liaison):
    from django.db import connection  # noqa: PLC0415

    filed = caller.file()
    forward(filed["tracking_id"], triage)
    path = f"/reports/{filed['tracking_id']}"
    with CaptureQueriesContext(connection) as short:
        caller.get(path)
    pk = Report.objects.get().pk
    for _ in range(3):
        perform_action(pk, "work_note", actor=officer_actor(liaison), data=ActData(text="Catatan"))
    perform_action(pk, "start", actor=officer_actor(liaison), data=ActData(text="Mulai"))
    with CaptureQueriesContext(connection) as long:
        caller.get(path)
    assert len(long) == len(short) == 4


def test_list_says_words_and_point_of_published_reports_only(caller, triage, publish):
    shown, pending = caller.file(**PLACE), caller.file(**PLACE)
    caller.file(visibility="confidential", **PLACE)
    forward(shown["tracking_id"], triage)
    publish()
    items = {item["tracking_id"]: item for item in caller.get("/reports").json()["items"]}
    assert set(items) == {shown["tracking_id"], pending["tracking_id"]}
    assert (items[shown["tracking_id"]]["text"], items[shown["tracking_id"]]["longitude"]) == (
        "Lampu jalan mati sejak Senin",
        110.4203,
    )
    assert (items[pending["tracking_id"]]["text"], items[pending["tracking_id"]]["longitude"]) == (None, None)


def test_withheld_again_words_and_point_are_gone(caller, triage, publish):
    filed = caller.file(**PLACE)
    forward(filed["tracking_id"], triage)
    publish()
    perform_action(
        Report.objects.get().pk, "withhold", actor=officer_actor(triage), data=ActData(text="Nama di dalamnya")
    )
    publish()
    item = caller.get("/reports").json()["items"][0]
    assert (item["text"], item["latitude"]) == (None, None)
    assert caller.get("/reports?bbox=110,-8,111,-6").json()["items"] == []


@pytest.mark.parametrize(
    ("query", "is_found"),
    [
        ("state=forwarded", True),
        ("state=received", False),
        ("agency=perkim", True),
        ("agency=dinkes", False),
        ("category=lampu-jalan-baru", True),
        ("category=nothing", False),
        ("kind=complaint", True),
        ("kind=aspiration", False),
        ("q=lampu", True),
        ("q=banjir", False),
        ("bbox=110.4,-7.0,110.5,-6.9", True),
        ("bbox=111,-7,112,-6", False),
        ("bbox=110.4203,-6.9932,110.4203,-6.9932", True),
        ("q=lampu%00", True),
        ("area=00", False),
        ("area=00%00", False),
        ("category=%ff", False),
    ],
)
def test_list_is_narrowed(caller, triage, publish, query, is_found):
    forward(caller.file(**PLACE)["tracking_id"], triage)
    publish()
    assert bool(caller.get(f"/reports?{query}").json()["items"]) is is_found


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("state=open", "state"),
        ("limit=0", "limit"),
        ("limit=1000", "limit"),
        ("cursor=abc", "cursor"),
        ("bbox=1,2,3", "bbox"),
        ("bbox=nan,0,1,1", "bbox"),
        ("bbox=5,0,1,1", "bbox"),
        ("sort=oldest", "sort"),
        ("sort=nearest", "near"),
        ("sort=nearest&near=91,110", "near"),
        ("near=-6.99,110.42", "near"),
        ("staate=received", "staate"),
    ],
)
def test_filter_at_fault_is_named(caller, query, field):
    response = caller.get(f"/reports?{query}")
    assert response.status_code == 422
    assert [error["field"] for error in response.json()["errors"]] == [field]


def test_list_stands_in_the_order_that_is_asked_for(caller, triage, publish):
    near, far, supported = (
        caller.file(**{**PLACE, "latitude": latitude})["tracking_id"] for latitude in (-6.99, -7.05, -7.02)
    )
    for number in (near, far, supported):
        forward(number, triage)
    publish()
    PublicReport.objects.filter(tracking_id=supported).update(supporters_count=3)

    def numbers(query):
        return [one["tracking_id"] for one in caller.get(f"/reports?{query}").json()["items"]]

    assert numbers("") == numbers("sort=newest") == [supported, far, near]
    assert numbers("sort=supported")[0] == supported
    assert numbers("sort=nearest&near=-6.991,110.42") == [near, supported, far]
    first = caller.get("/reports?sort=nearest&near=-6.991,110.42&limit=1").json()
    assert numbers(f"sort=nearest&near=-6.991,110.42&cursor={first['next']}") == [supported, far]
    other = caller.get(f"/reports?cursor={first['next']}")
    assert (other.status_code, other.json()["errors"][0]["field"]) == (422, "cursor")


def test_what_happens_next_is_said_as_on_the_page(caller, triage):
    filed = caller.file(**PLACE)
    url = f"/reports/{filed['tracking_id']}"
    report = Report.objects.get(tracking_id=filed["tracking_id"])
    with override("en"):
        wanted = next_step(report, clocks_of(report), is_own=False).text
    assert caller.get(url).json()["next_step"] == {"text": wanted, "is_late": False, "is_yours": False}
    perform_action(report.pk, "ask", actor=officer_actor(triage), data=ActData(text="Tiang nomor berapa?"))
    assert not caller.get(url).json()["next_step"]["is_yours"]
    assert caller.get(url, code=filed["receipt_code"]).json()["next_step"]["is_yours"]


def test_box_is_answered_from_the_index(root):
    leave_indexes("public_point")
    plan = plan_of(
        "SELECT id FROM publish_publicreport WHERE latitude IS NOT NULL AND longitude IS NOT NULL AND"
        " point(publish_publicreport.longitude, publish_publicreport.latitude) <@ box(point(110,-7), point(111,-6))"
    )
    assert "public_point" in plan


def test_names_are_in_the_language_of_the_caller(caller, triage, publish):
    forward(caller.file()["tracking_id"], triage)
    publish()
    category = Category.objects.get(code="lampu-jalan-baru")
    names = [caller.get("/reports", language=language).json()["items"][0]["category_name"] for language in ("id", "en")]
    assert names == [category.name, category.name_en]


def test_inbox_of_a_liaison_shows_only_their_own(caller, triage, liaison, token_of):
    mine, others = caller.file(), caller.file()
    forward(mine["tracking_id"], triage)
    found = caller.get("/inbox", token=token_of(liaison)).json()
    assert [item["tracking_id"] for item in found["items"]] == [mine["tracking_id"]]
    assert {i["tracking_id"] for i in caller.get("/inbox", token=token_of(triage)).json()["items"]} == {
        mine["tracking_id"],
        others["tracking_id"],
    }


def test_inbox_is_narrowed_and_paged_in_few_queries(caller, triage, token_of, django_assert_num_queries):
    for _ in range(3):
        caller.file()
    token = token_of(triage)
    caller.get("/inbox", token=token)
    with django_assert_num_queries(2):  # token with officer, agency and root; page
        page = caller.get("/inbox?limit=2&state=received&late=false", token=token).json()
    rest = caller.get(f"/inbox?limit=2&cursor={page['next']}", token=token).json()
    assert len({item["tracking_id"] for item in page["items"] + rest["items"]}) == 3
    assert rest["next"] is None
    assert caller.get("/inbox?state=answered", token=token).json()["items"] == []


def test_protected_report_is_invisible_to_triage(caller, triage, token_of):
    number = caller.file(text="Petugas minta uang, ini pungli")["tracking_id"]
    token = token_of(triage)
    assert caller.get("/inbox", token=token).json()["items"] == []
    assert caller.get(f"/reports/{number}", token=token).status_code == 404
    assert caller.post(f"/reports/{number}/acts", {"act": "work_note", "text": "x"}, token=token).status_code == 404


def test_a_typing_error_finds_by_rest_what_it_finds_on_the_page(caller, triage, token_of, publish):
    number = caller.file(text="Lampu jalan padam")["tracking_id"]
    forward(number, triage)
    publish()
    found = caller.get("/inbox?q=lmpu", token=token_of(triage)).json()
    assert [one["tracking_id"] for one in found["items"]] == [number]
    assert found["searched"] == "lampu"
    assert caller.get("/inbox?q=zzzzqqq", token=token_of(triage)).json()["searched"] == "zzzzqqq"


def test_administrator_has_no_inbox(caller, triage, token_of):
    triage.role = "administrator"
    triage.save()
    assert caller.get("/inbox", token=token_of(triage)).status_code == 403


def test_inbox_asks_for_a_token_and_takes_no_cookie(caller, triage):
    caller.client.force_login(triage, backend="lapor.agencies.officers.backend.OfficerBackend")
    response = caller.get("/inbox")
    assert response.status_code == 401
    assert response["WWW-Authenticate"] == "Bearer"
    assert "Cookie" not in response.get("Vary", "")


def test_token_that_is_not_valid_or_of_a_former_officer_is_refused(caller, triage, token_of):
    token = token_of(triage)
    assert caller.get("/inbox", token="lapor_nothing").status_code == 401
    triage.is_active = False
    triage.save()
    assert caller.get("/inbox", token=token).status_code == 401


def test_last_use_of_a_token_is_written_once_a_day(caller, triage, token_of, django_assert_num_queries):
    token = token_of(triage)
    with django_assert_num_queries(3):
        caller.get("/inbox", token=token)
    with django_assert_num_queries(2):
        caller.get("/inbox", token=token)
    before = ApiToken.objects.get().last_used_on
    assert before is not None
    with clock.at(clock.now() + timedelta(days=1)):
        caller.get("/inbox", token=token)
    assert ApiToken.objects.get().last_used_on == before + timedelta(days=1)
