"""Answers to similar reports that their reporters confirmed: which, whose, and only what everybody may read."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lapor.core import ttl_cache
from lapor.reports.actions import perform_action
from lapor.reports.models import Entry, Report
from lapor.reports.vocabulary import State
from lapor.reports.workflow.acting import reporter_actor
from lapor.triage.earlier_answers import SHOWN, earlier_answers
from tests.reports.conftest import do, forward, new_report, people  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db
MATTER = "Lampu jalan mati dan gelap di depan pasar"


def answered(root, people, text, answer, code="perkim", who="hana", *, confirms=True, publication="published"):  # noqa: F811
    report = new_report(root, text)
    forward(report, people, code, publication)
    do(report, "answer", people[who], text=answer, outcome="partly")
    if confirms:
        perform_action(report.pk, "confirm", actor=reporter_actor(None))
    return report


@pytest.fixture
def report(root, people):  # noqa: F811
    return forward(new_report(root, "Lampu mati, gelap sekali"), people).report


def texts(report):
    return [one.text for one in earlier_answers(report)]


def test_the_most_alike_confirmed_ones_of_the_agency_are_offered(root, people, report):  # noqa: F811
    answered(root, people, "Sampah menumpuk di selokan", "Sampah diangkut")
    answered(root, people, "Lampu redup", "Lampu diperiksa")
    answered(root, people, MATTER, "Lampu diganti")
    answered(root, people, MATTER, "Belum dikonfirmasi", confirms=False)
    answered(root, people, MATTER, "Dari kantor lain", "bappeda", "lia")
    assert texts(report) == ["Lampu diganti", "Lampu diperiksa"]


def test_no_more_than_three_and_none_twice(root, people, report):  # noqa: F811
    for number in range(SHOWN + 2):
        answered(root, people, MATTER, f"Lampu nomor {number} diganti")
    answered(root, people, MATTER, "lampu NOMOR 4 diganti!")
    assert len(texts(report)) == SHOWN
    assert len({text.casefold().strip("!") for text in texts(report)}) == SHOWN


@pytest.mark.parametrize(
    "changed",
    [
        {"visibility": "confidential"},
        {"is_protected": True},
        {"publication": "withheld"},
        {"publication": "pending"},
        {"is_imported": True},
        {"state": State.CLOSED_UNCONFIRMED},
    ],
    ids=str,
)
def test_what_not_everybody_may_read_or_nobody_confirmed_is_not_offered(root, people, report, changed):  # noqa: F811
    other = answered(root, people, MATTER, "Lampu diganti")
    assert texts(report) == ["Lampu diganti"]
    Report.objects.filter(pk=other.pk).update(**changed)
    assert texts(report) == []


def test_words_are_those_that_were_published(root, people, report):  # noqa: F811
    other = answered(root, people, MATTER, "Lampu di kios biru diganti")
    answer = Entry.objects.filter(report=other, act="answer")
    answer.update(published_text="Lampu di … diganti")
    assert texts(report) == ["Lampu di … diganti"]
    answer.update(publication="withheld")
    assert texts(report) == []


def test_nothing_is_offered_beside_a_protected_report(root, people, report):  # noqa: F811
    answered(root, people, MATTER, "Lampu diganti")
    report.is_protected = True
    assert texts(report) == []


def test_one_click_puts_it_into_the_editor_and_the_form_takes_few_queries(root, people, report, monkeypatch):  # noqa: F811
    monkeypatch.setattr(ttl_cache, "SECONDS", 60.0)
    for number in range(20):
        answered(root, people, MATTER, f"Lampu nomor {number} diganti")
    client = Client()
    client.force_login(people["hana"])
    url = f"/konsol/laporan/{report.tracking_id}/tindakan/answer"
    client.get(url)
    with CaptureQueriesContext(connection) as ran:
        fragment = client.get(url).content.decode()
    assert len(ran) <= 12, [one["sql"][:150] for one in ran]
    chosen = earlier_answers(report)[0]
    link = f"/konsol/laporan/{report.tracking_id}/tulis/answer?take={chosen.id}"
    assert link in fragment
    assert client.get(link).context["act"]["form"]["text"].value() == chosen.text
    assert chosen.text not in client.get(f"/konsol/laporan/{report.tracking_id}").content.decode()
