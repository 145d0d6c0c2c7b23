"""Words that an office sent word for word before: asked about once more, counted, and by agency."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from lapor.agencies.models import Agency
from lapor.casework.models import ResponseTemplate
from lapor.casework.performing import Done, perform
from lapor.core import clock
from lapor.ledger.models import Event
from lapor.measure.actions import count_events
from lapor.measure.models import ReportFigure, SentWords
from lapor.measure.scorecards import agency_card, city_card
from lapor.reports.models import Entry, Report
from lapor.reports.workflow.acting import officer_actor
from tests.reports.conftest import do, forward, new_report, people  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db
WORDS = "Terima kasih, sudah kami tindak lanjuti."
WHOLE: Any = {"first": date(2020, 1, 1), "last": date(2035, 1, 1)}


def held(root, people, code="perkim"):  # noqa: F811
    return forward(new_report(root), people, code).report


def answered(root, people, text=WORDS, who="hana", code="perkim"):  # noqa: F811
    report = held(root, people, code)
    do(report, "answer", people[who], text=text, outcome="partly")
    return report


def count():
    count_events(list(Event.objects.all()))


def sent(people, report, text, name="hana", **more):  # noqa: F811
    client = Client()
    client.force_login(people[name])
    data = {"act": "answer", "text": text, "outcome": "partly", **more}
    return client.post(f"/konsol/laporan/{report.tracking_id}", data)


def test_the_fourth_time_is_asked_about_and_goes_out_with_a_tick(root, people):  # noqa: F811
    for _ in range(2):
        answered(root, people)
    third, report = held(root, people), held(root, people)
    count()
    assert sent(people, third, WORDS).status_code == 302
    count()
    same = "terima  kasih - SUDAH kami tindak lanjuti"
    page = sent(people, report, same)
    assert page.status_code == 422
    words = page.content.decode()
    assert "pada paling sedikit 3 laporan lain dalam 90 hari" in words
    assert same in words
    assert not Entry.objects.filter(report=report, act="answer").exists()
    assert sent(people, report, same, send_repeated="on").status_code == 302
    assert Entry.objects.get(report=report, act="answer").text == same


def test_own_words_old_words_and_those_of_another_office_are_not_asked_about(root, people):  # noqa: F811
    for _ in range(3):
        answered(root, people)
    count()
    assert sent(people, held(root, people), WORDS + " Tiang nomor 7 diganti.").status_code == 302
    assert sent(people, held(root, people, "bappeda"), WORDS, "lia").status_code == 302
    assert sent(people, held(root, people), WORDS).status_code == 422
    SentWords.objects.filter(agency__code="perkim").update(at=clock.now() - timedelta(days=91))
    assert sent(people, held(root, people), WORDS).status_code == 302


def test_many_times_on_one_report_is_once(root, people):  # noqa: F811
    report = held(root, people)
    do(report, "start", people["hana"], text=WORDS)
    for _ in range(4):
        do(report, "respond", people["hana"], text=WORDS)
    count()
    assert SentWords.objects.count() == 1
    assert sent(people, held(root, people), WORDS).status_code == 302


def test_words_of_a_template_with_filled_fields_are_not_asked_about(root, people):  # noqa: F811
    perkim = Agency.objects.get(code="perkim")
    for text, status in (("Ditangani {instansi}.", 302), ("Ditangani.", 422)):
        ResponseTemplate.objects.create(agency=perkim, act="answer", name=text, text=text)
        words = text.replace("{instansi}", perkim.name)
        for _ in range(3):
            answered(root, people, words)
        count()
        assert sent(people, held(root, people), words).status_code == status


def test_programs_are_not_asked(root, people):  # noqa: F811
    for _ in range(3):
        answered(root, people)
    count()
    data = {"text": WORDS, "outcome": "partly"}
    assert isinstance(perform(held(root, people), "answer", actor=officer_actor(people["hana"]), data=data), Done)


def test_the_share_is_of_the_answers_of_an_agency_and_counted_once(root, people):  # noqa: F811
    for text in (WORDS, WORDS, WORDS, WORDS, WORDS, "Lampu diganti."):
        answered(root, people, text)
        count()
    answered(root, people, who="lia", code="bappeda")
    for _ in range(2):
        count()
    perkim, bappeda = (Agency.objects.get(code=code) for code in ("perkim", "bappeda"))
    card = agency_card(root, perkim, **WHOLE)
    assert (card["repeated"], card["answered"], card.repeated_share) == (2, 6, 33)
    assert agency_card(root, bappeda, **WHOLE).repeated_share == 0
    assert city_card(root, **WHOLE)["repeated"] == 2
    page = Client().get("/statistik/instansi/perkim/?period=all")
    assert "2 dari 6 jawaban" in page.content.decode()


def test_hidden_reports_are_in_no_share(root, people):  # noqa: F811
    for _ in range(4):
        report = answered(root, people)
    count()
    assert ReportFigure.objects.get(pk=report.pk).is_repeated
    Report.objects.filter(pk=report.pk).update(visibility="confidential")
    count()
    assert city_card(root, **WHOLE)["repeated"] == 0
