"""What comes before the head of the city is not called "not yet verified", on no page and in no list."""

import pytest
from django.test import Client

from lapor.agencies.models import Agency
from lapor.intake.conversations import replies
from lapor.presentation.story import card
from lapor.publish.models import PublicReport
from lapor.reports.models import Report
from tests.promises.waiting import answered, said
from tests.reports.conftest import do, people, photo

__all__ = ["people"]  # a fixture

pytestmark = pytest.mark.django_db


def test_it_waits_for_a_decision_until_there_is_one(root, people, caught_up):
    report = answered(root, people)
    said(report, "reject", "Masih gelap")
    do(report, "answer", people["hana"], text="Sudah diganti", outcome="solved", photos=(photo(),))
    said(report, "reject", "Masih gelap")
    report = Report.objects.get(pk=report.pk)
    caught_up()
    rows = (report, PublicReport.objects.get(pk=report.pk))
    assert {card(row)["state_label"] for row in rows} == {"Menunggu keputusan"}
    assert "Menunggu keputusan" in replies.status(report)
    for path in (f"/laporan/{report.tracking_id}", "/laporan/", f"/laporan/?q={report.tracking_id}"):
        page = Client().get(path, follow=True).content.decode()
        assert "Menunggu keputusan" in page, path
    do(report, "decide", people["walikota"], agency=Agency.objects.get(code="perkim"), text="Kerjakan ulang")
    caught_up()
    assert card(PublicReport.objects.get(pk=report.pk))["state_label"] != "Menunggu keputusan"
