"""A category's own questions: asked once it is chosen, never forced, treated like the reporter's words wherever they
go."""

import re
import uuid

import pytest
from django.conf import settings
from django.test import Client

from lapor.agencies.actions import create_officer, create_token
from lapor.agencies.models import Agency, Category
from lapor.agencies.roles import Role
from lapor.casework.persons import export_person
from lapor.ledger.models import Event
from lapor.publish.models import PublicReport
from lapor.reports.actions import perform_action
from lapor.reports.models import Report
from lapor.reports.workflow.acting import ActData, officer_actor
from tests.api.conftest import Caller, publish  # noqa: F401 - a fixture

CODE = "lampu-jalan-mati"
ANSWERS = {"answer_nomor_tiang": "SM-112", "answer_berapa_lampu": "Satu"}


def send(client=None, path="/lapor", **data):
    return (client or Client()).post(
        path, {"draft_id": str(uuid.uuid4()), "text": "Lampu mati", "category": CODE, **data}
    )


def asked(page):
    return re.findall(r'name="answer_(\w+)"', page)


@pytest.fixture
def signed_in():
    def sign_in(officer):
        client = Client()
        client.force_login(officer, backend="lapor.agencies.officers.backend.OfficerBackend")
        return client

    return sign_in


def forward(report, triage, **data):
    category, agency = Category.objects.get(code=CODE), Agency.objects.get(code="perkim")
    return perform_action(
        report.pk,
        "forward",
        actor=officer_actor(triage),
        data=ActData(category=category, agency=agency, publication="published", **data),
    )


def test_form_asks_nothing_until_a_category_is_chosen(root):
    assert asked(Client().get("/lapor").content.decode()) == []
    assert asked(Client().get(f"/lapor?category={CODE}").content.decode()) == ["nomor_tiang", "berapa_lampu"]
    assert asked(Client().get("/lapor?category=tidak-ada").content.decode()) == []


def test_part_of_the_page_holds_the_questions_only_in_the_readers_language(root):
    client = Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    part = client.get(f"/lapor?part=questions&category={CODE}").content.decode()
    assert asked(part) == ["nomor_tiang", "berapa_lampu"]
    assert "Number on the pole" in part
    assert "<html" not in part


def test_without_javascript_a_button_shows_them_and_keeps_what_was_typed(root):
    response = send(path="/lapor?ask=1", text="Gelap", address="Gang 3", email="belum@")
    page = response.content.decode()
    assert response.status_code == 200
    assert asked(page) == ["nomor_tiang", "berapa_lampu"]
    assert "Gelap" in page
    assert "Gang 3" in page
    assert "has-error" not in page
    assert not Report.objects.exists()


def test_enter_in_a_field_sends_and_does_not_ask(root):
    """Browsers press the first button of a form: it is the one that sends."""
    form = Client().get("/lapor").content.decode().partition("data-filing")[2]
    buttons = re.findall(r'<button type="submit"[^>]*>', form)
    assert "formaction" not in buttons[0]
    assert any("formaction" in button for button in buttons)


def test_only_the_text_is_needed_whatever_the_category_asks(root):
    assert send(category="banjir-rob").status_code == 201
    assert Report.objects.get().answers == []


def test_answers_are_kept_in_the_words_of_the_question(root):
    assert send(**ANSWERS).status_code == 201
    report = Report.objects.get()
    assert report.text == "Lampu mati"
    assert report.answers == [
        {"code": "nomor_tiang", "question": "Nomor tiang, bila terlihat", "answer": "SM-112"},
        {"code": "berapa_lampu", "question": "Berapa lampu yang mati?", "answer": "Satu"},
    ]
    assert report.words == "Lampu mati\n\nNomor tiang, bila terlihat: SM-112\nBerapa lampu yang mati? Satu"


def test_answer_of_the_wrong_kind_is_said_beside_its_field_and_nothing_is_lost(root):
    response = send(category="banjir-rob", answer_tinggi_cm="selutut", answer_perlu_evakuasi="Ya")
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["answer_tinggi_cm"]
    assert "selutut" in response.content.decode()


def test_answers_of_another_category_are_not_kept(root):
    assert send(category="banjir-rob", **ANSWERS).status_code == 201
    assert Report.objects.get().answers == []


def test_protected_word_in_an_answer_protects_before_anyone_reads(root):
    send(answer_nomor_tiang="petugas minta uang")
    report = Report.objects.get()
    assert (report.is_protected, report.visibility) == (True, "confidential")


def test_answers_are_published_with_the_words_and_not_before(root, triage, publish):  # noqa: F811
    send(**ANSWERS)
    report = Report.objects.get()
    url = f"/laporan/{report.tracking_id}"
    publish()
    assert "SM-112" not in Client().get(url).content.decode()
    assert PublicReport.objects.get().text == ""
    forward(report, triage)
    publish()
    assert "SM-112" in Client().get(url).content.decode()
    assert "SM-112" in PublicReport.objects.get().text
    assert "SM-112" in Caller().get(f"/reports/{report.tracking_id}").json()["text"]


def test_masked_text_takes_the_place_of_the_answers_too(root, triage, publish):  # noqa: F811
    send(**ANSWERS)
    report = Report.objects.get()
    forward(report, triage, published_text="Lampu mati")
    publish()
    assert "SM-112" not in Client().get(f"/laporan/{report.tracking_id}").content.decode()
    found = Caller().get(f"/reports/{report.tracking_id}").json()
    assert (found["text"], found["answers"]) == ("Lampu mati", None)
    assert PublicReport.objects.get().text == "Lampu mati"


def test_privacy_check_looks_at_the_answers_and_refuses_to_publish_them(root, triage, signed_in):
    send(answer_nomor_tiang="tanya 0812 3456 7890")
    report, client = Report.objects.get(), signed_in(triage)
    page = client.get(f"/konsol/laporan/{report.tracking_id}")
    assert [kind for kind, _words in page.context["findings"]] == ["phone"]
    data = {
        "act": "forward",
        "category": Category.objects.get(code=CODE).pk,
        "version": report.version,
        "agency": Agency.objects.get(code="perkim").pk,
        "publication": "published",
        "published_text": report.words.replace("\n", "\r\n"),
    }
    assert client.post(f"/konsol/laporan/{report.tracking_id}", data).status_code == 422
    ticked = {**data, "cleared": ["0812 3456 7890"], "cleared_reason": "Nomor posko"}
    assert client.post(f"/konsol/laporan/{report.tracking_id}", ticked).status_code == 302
    report.refresh_from_db()
    assert (report.state, report.published_text) == ("forwarded", "")  # unchanged words are no mask


def test_handlers_see_answers_and_what_is_needed_but_was_not_answered(root, triage, signed_in):
    send(category="banjir-rob", answer_tinggi_cm="40")
    page = signed_in(triage).get(f"/konsol/laporan/{Report.objects.get().tracking_id}")
    assert page.context["unanswered"] == ["Apakah ada yang perlu dipindahkan ke tempat aman?"]
    text = re.sub(r"\s+", " ", page.content.decode())
    assert '<dt>Berapa tinggi air (cm)?</dt> <dd class="user-text">40</dd>' in text.replace("</dt><dd", "</dt> <dd")


def test_desk_asks_the_same_questions(root, signed_in):
    officer = create_officer(
        username="loket",
        password="Rahasia-2026-x",
        name="Loket",
        agency=Agency.objects.get(code="diskominfo"),
        role=Role.DESK_OFFICER,
    )
    client = signed_in(officer)
    assert asked(client.get(f"/loket/?part=questions&category={CODE}").content.decode()) == [
        "nomor_tiang",
        "berapa_lampu",
    ]
    asking = send(client, "/loket/?ask=1", channel="counter", address="Gang 3")
    assert (asking.status_code, asked(asking.content.decode())) == (200, ["nomor_tiang", "berapa_lampu"])
    assert "Gang 3" in asking.content.decode()
    assert send(client, "/loket/", channel="counter", **ANSWERS).status_code == 201
    assert len(Report.objects.get().answers) == 2


def test_answers_by_rest(root, triage):
    caller = Caller()
    filed = caller.file(category="banjir-rob", answers={"tinggi_cm": 40.5, "perlu_evakuasi": True})
    assert [said["answer"] for said in Report.objects.get().answers] == ["40.5", "Ya"]
    mine = caller.get(f"/reports/{filed['tracking_id']}", code=filed["receipt_code"]).json()
    assert [said["code"] for said in mine["answers"]] == ["tinggi_cm", "perlu_evakuasi"]
    assert caller.get(f"/reports/{filed['tracking_id']}").json()["answers"] is None
    inbox = caller.get("/inbox", token=create_token(triage)).json()["items"]
    assert "40.5" in inbox[0]["text"]


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        ({"entah": "x"}, "answers.entah"),
        ({"tinggi_cm": "selutut"}, "answers.tinggi_cm"),
        ({"perlu_evakuasi": "mungkin"}, "answers.perlu_evakuasi"),
        ({"tinggi_cm": ["1"]}, "answers.tinggi_cm"),
        ({f"a{n}": "x" for n in range(6)}, "answers"),
    ],
)
def test_answer_that_fits_no_question_is_refused_with_its_name(root, answers, field):
    response = Caller().post("/reports", {"text": "Banjir", "category": "banjir-rob", "answers": answers})
    assert response.status_code == 422
    assert all(error["field"].startswith(field) for error in response.json()["errors"])


def test_rest_lists_categories_with_their_questions(root):
    found = {row["code"]: row for row in Caller().get("/categories").json()}
    assert len(found) == Category.objects.filter(root=root, is_active=True).count()
    assert found[CODE]["questions"][1] == {
        "code": "berapa_lampu",
        "kind": "choice",
        "question": "How many lamps are out?",
        "choices": ["Satu", "Beberapa", "Seluruh jalan"],
        "is_wanted": False,
    }
    assert found["kartu-keluarga"]["questions"] == []


def test_event_commits_to_answers_and_export_gives_them_out(root):
    send(**ANSWERS, email="siti@contoh.example")
    report = Report.objects.get()
    data = Event.objects.get(stream_id=report.pk, name="report.file").data
    assert len(data["answers"]) == len(data["text"]) == 64
    assert data["answers"] != data["text"]
    assert "SM-112" not in str(data)
    assert report.reporter is not None
    assert export_person(report.reporter)["reports"][0]["answers"] == report.answers
