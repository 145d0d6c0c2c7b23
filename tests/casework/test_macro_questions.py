"""A macro on one report asks what the page of each act asks, before anything is done; on many it is named."""

import pytest
from django.test import Client

from lapor.agencies.models import Agency, Category
from lapor.casework.models import Macro
from lapor.ledger.models import Event
from lapor.measure.actions import count_events
from lapor.reports import queries
from tests.reports.conftest import do, forward, new_report, people  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db
WORDS = "Terima kasih, sudah kami tindak lanjuti."
ITEMS = [
    {"code": "nyala", "text": "Lampu sudah menyala", "text_en": "The lamp is on"},
    {"code": "aman", "text": "Kabel sudah aman", "text_en": "The cable is safe"},
]
NOTE, RESPOND = {"act": "work_note", "text": "Cek"}, {"act": "respond", "text": WORDS}
ANSWER = {"act": "answer", "text": "Lampu diganti di tiang ini.", "outcome": "partly"}


@pytest.fixture
def hana(people):  # noqa: F811
    client = Client()
    client.force_login(people["hana"])
    return client


@pytest.fixture
def started(root, people):  # noqa: F811
    def make():
        filed = new_report(root)
        forward(filed, people)
        do(filed, "start", people["hana"], text="Kami kerjakan")
        return queries.report_by_number(filed.tracking_id)

    return make


@pytest.fixture
def copied(started, people):  # noqa: F811
    """The words went out on three reports already."""
    for _time in range(3):
        do(started(), "respond", people["hana"], text=WORDS)
    count_events(list(Event.objects.all()))


@pytest.fixture
def checklist(root):
    Category.objects.filter(code="lampu-jalan-baru").update(checklist=ITEMS)


def macro(people, *steps):  # noqa: F811
    return Macro.objects.create(officer=people["hana"], name="Lampu", key="1", steps=list(steps))


def address(report, row):
    return f"/konsol/laporan/{report.tracking_id}/makro/{row.pk}"


def acts_of(report):
    return list(report.entries.order_by("at", "id").values_list("act", flat=True))[3:]


def test_copied_words_are_asked_about_and_nothing_is_done_before_the_tick(copied, started, people, hana):  # noqa: F811
    report, row = started(), macro(people, NOTE, RESPOND)
    shown = hana.post(address(report, row))
    assert shown.status_code == 200
    assert "pada paling sedikit 3 laporan lain dalam 90 hari" in shown.content.decode()
    assert 'name="step1-send_repeated"' in shown.content.decode()
    refused = hana.post(address(report, row), {"version": report.version})
    assert (refused.status_code, acts_of(report)) == (422, [])
    ticked = {"version": report.version, "step1-send_repeated": "on"}
    assert hana.post(address(report, row), ticked).status_code == 302
    assert acts_of(report) == ["work_note", "respond"]


def test_the_list_of_the_category_is_ticked_and_kept_with_the_answer(checklist, started, people, hana):  # noqa: F811
    report, row = started(), macro(people, ANSWER)
    shown = hana.post(address(report, row)).content.decode()
    assert "Belum dicentang: Lampu sudah menyala; Kabel sudah aman" in shown
    sent = {"version": report.version, "step0-checklist": ["nyala"]}
    half = hana.post(address(report, row), sent)
    assert (half.status_code, "Belum dicentang: Kabel sudah aman" in half.content.decode()) == (422, True)
    assert hana.post(address(report, row), {**sent, "step0-checklist": ["nyala", "aman"]}).status_code == 302
    assert report.entries.get(act="answer").details["checklist"] == ["nyala", "aman"]


def test_what_is_not_ticked_goes_out_all_the_same_with_a_tick(checklist, started, people, hana):  # noqa: F811
    report, row = started(), macro(people, ANSWER)
    sent = {"version": report.version, "step0-checklist": ["nyala"], "step0-send_unticked": "on"}
    assert hana.post(address(report, row), sent).status_code == 302
    assert report.entries.get(act="answer").details["checklist"] == ["nyala"]


def test_what_was_ticked_for_one_act_stays_while_another_asks(copied, checklist, started, people, hana):  # noqa: F811
    report, row = started(), macro(people, RESPOND, ANSWER)
    again = hana.post(address(report, row), {"version": report.version, "step0-send_repeated": "on"})
    assert (again.status_code, acts_of(report)) == (422, [])
    assert '<input type="hidden" name="step0-send_repeated" value="on">' in again.content.decode()


def test_nothing_is_asked_about_own_words_without_a_list(started, people, hana):  # noqa: F811
    report, row = started(), macro(people, RESPOND, ANSWER)
    assert "step0-" not in hana.post(address(report, row)).content.decode()
    assert hana.post(address(report, row), {"version": report.version}).status_code == 302
    assert acts_of(report) == ["respond", "answer"]


def test_a_proposal_keeps_the_ticks_too(checklist, started, people, hana):  # noqa: F811
    Agency.objects.filter(code="perkim").update(approves_answers=True)
    report, row = started(), macro(people, ANSWER)
    sent = {"version": report.version, "step0-checklist": ["nyala", "aman"]}
    assert hana.post(address(report, row), sent).status_code == 302
    do(report, "approve", people["kepala"])
    assert report.entries.get(act="answer").details["checklist"] == ["nyala", "aman"]


def test_before_many_it_is_named_what_would_be_asked_by_hand(copied, checklist, started, people, hana):  # noqa: F811
    reports = [started() for _time in range(2)]
    sent = {"report": [one.tracking_id for one in reports]}
    shown = hana.post("/konsol/banyak/makro", {**sent, "macro": str(macro(people, RESPOND, ANSWER).pk)})
    words = shown.content.decode()
    assert "2 dari laporan ini mendapat kata-kata yang sudah dikirim kantor Anda pada 3 laporan lain" in words
    assert "Lampu sudah menyala; Kabel sudah aman" in words
    plain = hana.post("/konsol/banyak/makro", {**sent, "macro": str(macro(people, NOTE).pk)}).content.decode()
    assert "Anda akan ditanya dulu" not in plain


def test_the_same_words_on_more_than_three_at_once_are_named_before_they_are_copied(started, people, hana):  # noqa: F811
    sent = {"report": [started().tracking_id for _time in range(4)]}
    shown = hana.post("/konsol/banyak/makro", {**sent, "macro": str(macro(people, RESPOND).pk)})
    assert "1 dari laporan ini mendapat" in shown.content.decode()


def test_words_with_a_gap_go_out_to_nobody(started, people, hana):  # noqa: F811
    """In the editor the officer sees the dots; a macro shows nobody what it sends from a list."""
    report, row = started(), macro(people, NOTE, {"act": "respond", "text": "Petugas menuju {tempat}."})
    assert report.area is None
    page = hana.post(address(report, row))
    assert "Salah satu isian teks" in page.content.decode()
    hana.post(address(report, row), {"version": report.version})
    hana.post("/konsol/banyak/makro", {"macro": str(row.pk), "report": report.tracking_id, "confirm": "1"})
    assert "respond" not in acts_of(report)


def test_a_macro_that_was_changed_since_it_was_shown_is_shown_again(started, people, hana):  # noqa: F811
    report, row = started(), macro(people, NOTE)
    shown = hana.post(address(report, row)).context["digest"]
    many = hana.post("/konsol/banyak/makro", {"macro": str(row.pk), "report": report.tracking_id}).context["digest"]
    assert shown == many
    Macro.objects.filter(pk=row.pk).update(steps=[{"act": "respond", "text": "Lain sama sekali"}])
    again = hana.post(address(report, row), {"version": report.version, "digest": shown})
    assert again.status_code == 200
    assert "Lain sama sekali" in again.content.decode()
    sent = {"macro": str(row.pk), "report": report.tracking_id, "confirm": "1", "digest": many}
    assert "Lain sama sekali" in hana.post("/konsol/banyak/makro", sent).content.decode()
    assert acts_of(report) == []
    now = {"version": report.version, "digest": again.context["digest"]}
    assert hana.post(address(report, row), now).status_code == 302
    assert acts_of(report) == ["respond"]


@pytest.mark.parametrize("version", ["9" * 5000, "²", "-1", "1.5"])
def test_a_version_that_is_none_shows_the_macro(started, people, hana, version):  # noqa: F811
    report, row = started(), macro(people, NOTE)
    assert hana.post(address(report, row), {"version": version}).status_code == 200
    sent = {"macro": str(row.pk), "report": report.tracking_id, "confirm": "1"}
    assert hana.post("/konsol/banyak/makro", {**sent, f"version_{report.tracking_id}": version}).status_code == 302
    assert acts_of(report) == []
