"""The reporter's page: what happens next first, one box where something is asked, their acts beside each other."""

import re
import uuid
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from lapor.presentation.asked import ASKED, OWN_ORDER
from lapor.reports.models import Report
from lapor.reports.receipts.receipt_codes import receipt_hash
from lapor.reports.vocabulary import ActName, State
from lapor.reports.workflow.act import REPORTER
from lapor.reports.workflow.table import TABLE
from tests.promises.waiting import answered, said
from tests.reports.conftest import answered_parent, do, forward, new_report, people, photo

__all__ = ["people"]  # a fixture

pytestmark = pytest.mark.django_db
CODE = "1234567890123456"


def own(report):
    """A browser that has shown the receipt of the report."""
    Report.objects.filter(pk=report.pk).update(receipt_hash=receipt_hash(CODE))
    client = Client()
    assert client.post(f"/laporan/{report.tracking_id}", {"receipt_code": CODE}).status_code == 302
    return client


def page_of(client, report):
    return client.get(f"/laporan/{report.tracking_id}")


def buttons(views):
    return [view["act"] for view in views]


def asked_for_more(root, people):
    report = new_report(root)
    do(report, "ask", people["vera"], text="Di sebelah mana lampunya?")
    report.refresh_from_db()
    return report


@pytest.mark.parametrize("state", State)
def test_page_begins_with_the_bar_and_what_happens_next(root, people, state):
    report = answered(root, people)
    Report.objects.filter(pk=report.pk).update(state=state)
    report.refresh_from_db()
    for client in (own(report), Client()):
        response = page_of(client, report)
        page = response.content.decode()
        assert response.context["next_step"].text in page
        order = [page.index(part) for part in ('id="content"', 'class="stages"', 'class="notice', "user-words")]
        assert order == sorted(order)


def test_a_question_stands_in_one_box_with_its_date_and_two_equal_buttons(root, people):
    report = asked_for_more(root, people)
    response = page_of(own(report), report)
    page, asked = response.content.decode(), response.context["own_acts"].asked
    box = re.search(r'class="panel asked".*?</section>', page, re.S).group()
    assert "Di sebelah mana lampunya?" in box
    assert "2026" in box
    assert buttons(asked.acts) == ["reply", "call_officer"]
    assert re.findall(r'<summary class="([^"]+)"', box) == ["btn btn-asked", "btn btn-asked"]
    assert not any(view["is_open"] for view in asked.acts)
    assert "paling lambat" in response.context["next_step"].text
    assert page.index("Di sebelah mana") < page.index('name="text"')  # the question above the field for the answer


def test_an_answer_stands_in_the_box_with_its_photo(root, people):
    report = answered(root, people)
    response = page_of(own(report), report)
    asked = response.context["own_acts"].asked
    assert buttons(asked.acts) == ["confirm", "reject"]
    assert asked.text == "Sudah diganti"
    assert len(asked.photos) == 1
    assert asked.actor == report.agency.name


def test_a_stranger_is_asked_nothing(root, people):
    report = answered(root, people)
    response = page_of(Client(), report)
    assert "own_acts" not in response.context
    assert "panel asked" not in response.content.decode()


def test_a_merged_report_s_reporter_reads_the_other_s_answer_in_the_box(root, people):
    _parent, child = answered_parent(root, people)
    response = page_of(own(child), child)
    asked = response.context["own_acts"].asked
    assert buttons(asked.acts) == ["confirm", "reject"]
    assert asked.text == "Sudah menyala"


def test_the_other_acts_are_two_beside_each_other_and_the_rest_under_more(root, people):
    report = answered(root, people)
    said(report, "confirm")
    response = page_of(own(report), report)
    acts = response.context["own_acts"]
    assert buttons(acts.beside) == ["rate", "reopen"]
    assert acts.beside[0]["is_open"]  # the stars are there at once
    shown = [*(acts.asked.acts if acts.asked else []), *acts.beside, *acts.more]
    assert sorted(buttons(shown)) == sorted(buttons(response.context["reporter_acts"]))


def test_every_act_of_a_reporter_has_a_place_in_the_order():
    theirs = {row.name for row in TABLE if REPORTER in row.actors and row.sources}
    assert theirs <= {*OWN_ORDER, *(name for _said, first, others in ASKED.values() for name in (first, *others))}


@pytest.mark.parametrize("state", State)
def test_every_act_that_the_table_offers_has_one_place(root, people, state):
    report = answered(root, people)
    Report.objects.filter(pk=report.pk).update(state=state, archive_reason="spam" if state == State.ARCHIVED else "")
    report.refresh_from_db()
    response = page_of(own(report), report)
    acts = response.context["own_acts"]
    shown = [*(acts.asked.acts if acts.asked else []), *acts.beside, *acts.more]
    assert sorted(buttons(shown)) == sorted(buttons(response.context["reporter_acts"]))
    assert len(acts.beside) <= 2
    names = re.findall(r'data-act="(\w+)"', response.content.decode())
    assert sorted(names) == sorted(buttons(shown))


def test_a_form_that_comes_back_stands_open_wherever_it_is(root, people):
    report = answered(root, people)
    client = own(report)
    response = client.post(f"/laporan/{report.tracking_id}", {"act": "reject", "text": ""})
    assert response.status_code == 422
    opened = [view["act"] for view in response.context["own_acts"].asked.acts if view["is_open"]]
    assert opened == ["reject"]
    response = client.post(f"/laporan/{report.tracking_id}", {"act": "note", "text": ""})
    assert response.status_code == 422
    assert 'data-act="note" open' in re.sub(r"\s+", " ", response.content.decode())


def say(client, report, act, **more):
    sent = client.post(f"/laporan/{report.tracking_id}", {"act": act, "text": "Masih gelap, belum diganti", **more})
    assert sent.status_code == 302, sent.content.decode()[:2000]
    return page_of(client, report).content.decode()


def test_after_not_yet_the_word_is_not_done_and_who_goes_on_is_named(root, people):
    report = answered(root, people)
    page = say(own(report), report, "reject")
    told = re.search(r"tone-good.*?</div>", page, re.S).group()
    assert "Anda menyatakan belum selesai." in told
    assert report.agency.name in told
    assert "Selesai." not in told


def test_after_the_second_not_yet_it_is_told_that_the_head_decides(root, people):
    report = answered(root, people)
    said(report, "reject")
    do(report, "answer", people["hana"], text="Sudah lagi", outcome="solved", photos=(photo(),))
    report.refresh_from_db()
    client = own(report)
    assert "pimpinan kota memutuskan" in page_of(client, report).content.decode()  # before: what a second no does
    told = re.search(r"tone-good.*?</div>", say(client, report, "reject"), re.S).group()
    assert "pimpinan kota memutuskan" in told


@pytest.mark.parametrize("name", [ActName.NOTE, ActName.CALL_OFFICER, ActName.WITHDRAW])
def test_no_act_of_the_reporter_is_answered_with_done(root, people, name):
    report = new_report(root)
    forward(report, people)
    report.refresh_from_db()
    client = own(report)
    data = {"act": name, "text": "Tiangnya di depan musala"}
    first = client.post(f"/laporan/{report.tracking_id}", data)
    if first.status_code == 422:  # what ends everything is asked once more
        ticks = re.findall(r'<input type="checkbox" name="(\w+)"', first.content.decode())
        first = client.post(f"/laporan/{report.tracking_id}", data | dict.fromkeys(ticks, "on"))
    assert first.status_code == 302
    assert "Selesai." not in page_of(client, report).content.decode()


def test_deadlines_that_are_over_are_folded_away(root, people):
    report = answered(root, people)
    response = page_of(Client(), report)
    assert {one["state"] for one in response.context["clocks"]} <= {"running", "paused"}
    assert response.context["past_clocks"]
    page = response.content.decode()
    assert 'past-clocks"' in page
    assert 'past-clocks" open' not in page


def test_receipt_shows_number_code_and_ways_to_keep_them_before_all_else(root):
    client = Client()
    response = client.post("/lapor", {"draft_id": str(uuid.uuid4()), "text": "Lampu mati"})
    page = response.content.decode()
    order = [
        page.index(part) for part in ("tracking-big", "code-box", "data-copy", "wa.me", "tone-waiting", 'class="qr')
    ]
    assert order == sorted(order)
    words = parse_qs(urlsplit(response.context["whatsapp_url"]).query)["text"][0]
    report = response.context["report"]
    assert report.tracking_id[:4] in words
    assert response.context["receipt_code"] in words.replace(" ", "")
    assert f"/laporan/{report.tracking_id}" in words


def test_the_code_of_a_protected_report_is_offered_to_no_other_app(root):
    response = Client().post("/lapor", {"draft_id": str(uuid.uuid4()), "text": "Petugas minta uang, ini pungli"})
    assert response.context["is_protected"]
    assert "wa.me" not in response.content.decode()
