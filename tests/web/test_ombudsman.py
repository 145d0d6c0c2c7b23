"""The letter to the Ombudsman: when it is offered, to whom, and what stands in it."""

import io
from datetime import timedelta

import pypdfium2
import pytest
from django.test import Client
from django.utils import translation

from lapor.agencies.models import Agency
from lapor.casework.ombudsman import Ground, ground_of
from lapor.core import clock
from lapor.reports.models import Report
from lapor.web import proofs
from tests.promises.waiting import answered, said
from tests.reports.conftest import do, new_report, people, photo  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db
WORDS = "Masih gelap, tiangnya belum diganti"


@pytest.fixture
def own(monkeypatch):
    monkeypatch.setattr(proofs, "has_proof", lambda _request, _report: True)
    return Client()


def reload(report):
    return Report.objects.select_related("root", "agency", "category", "reporter").get(pk=report.pk)


def answer(report, people, text="Sudah diganti"):  # noqa: F811
    do(report, "answer", people["hana"], text=text, outcome="solved", photos=(photo(),))


def rejected_after_a_decision(root, people):  # noqa: F811
    report = answered(root, people)
    said(report, "reject", WORDS)
    answer(report, people)
    said(report, "reject", WORDS)
    perkim = Agency.objects.get(code="perkim")
    do(report, "decide", people["walikota"], agency=perkim, text="Kerjakan ulang dalam tiga hari")
    assert ground_of(reload(report)) is None
    answer(report, people, "Lampu baru terpasang")
    assert ground_of(reload(report)) is None
    said(report, "reject", WORDS)
    return reload(report)


def filed_long_ago(report, days=61):
    Report.objects.filter(pk=report.pk).update(filed_at=clock.now() - timedelta(days=days))
    return reload(report)


def text_of(response):
    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    pages = pypdfium2.PdfDocument(io.BytesIO(response.content))
    return " ".join("\n".join(page.get_textpage().get_text_range() for page in pages).split())


def letter(client, report, **data):
    return client.get(f"/laporan/{report.tracking_id}/ombudsman", data)


def test_after_a_decision_that_solved_nothing_a_filled_in_letter_is_offered(root, people, own):  # noqa: F811
    report = rejected_after_a_decision(root, people)
    assert ground_of(report) == Ground.REJECTED
    assert "Ombudsman" in own.get(f"/laporan/{report.tracking_id}").content.decode()
    with translation.override("id"):
        text = text_of(letter(own, report))
    number = report.tracking_id
    for said_in_it in (f"{number[:4]} {number[4:8]} {number[8:]}", "Lampu baru terpasang", "tiga hari", "Ombudsman"):
        assert said_in_it in text
    assert text.count("____") >= 3
    assert WORDS not in text  # what the reporter said is theirs to add


@pytest.mark.parametrize(("days", "offered"), [(59, False), (61, True)])
def test_after_60_days_without_a_solution_too(root, people, own, days, offered):  # noqa: F811
    report = filed_long_ago(answered(root, people), days)
    assert (ground_of(report) == Ground.WAITED) is offered
    assert letter(own, report).status_code == (200 if offered else 404)


@pytest.mark.parametrize(
    "changed", [{"state": "resolved"}, {"state": "archived"}, {"kind": "information_request"}, {"is_imported": True}]
)
def test_never_of_what_is_over_or_has_another_way(root, people, changed):  # noqa: F811
    report = filed_long_ago(answered(root, people))
    Report.objects.filter(pk=report.pk).update(**changed)
    assert ground_of(reload(report)) is None


def test_strangers_get_no_letter(root, people):  # noqa: F811
    report = filed_long_ago(answered(root, people))
    assert letter(Client(), report).status_code == 404
    assert "ombudsman" not in Client().get(f"/laporan/{report.tracking_id}").content.decode()


def test_the_name_stands_in_it_only_if_its_reporter_wants_that(root, people, own):  # noqa: F811
    report = filed_long_ago(new_report(root, name="Siti Rahayu", email="siti@contoh.example"))
    assert "Siti Rahayu" not in text_of(letter(own, report))
    assert "Siti Rahayu" in text_of(letter(own, report, with_name="1"))
    Report.objects.filter(pk=report.pk).update(identity="anonymous")
    assert "Siti Rahayu" not in text_of(letter(own, report, with_name="1"))
    assert "with_name" not in own.get(f"/laporan/{report.tracking_id}").content.decode()


def test_of_a_protected_case_no_word_stands_in_it(root, people, own):  # noqa: F811
    report = new_report(root, "Pejabat dinas minta suap 5 juta untuk izin")
    do(report, "answer", people["lintang"], text="Pejabat itu diperiksa", outcome="solved", photos=(photo(),))
    report = filed_long_ago(report)
    text = text_of(letter(own, report))
    for secret in ("suap", "Pejabat", "diperiksa", report.category.label if report.category else "suap"):
        assert secret not in text
