"""An office that is in time is not told off for having done nothing yet; one that is late is, on every public page."""

import html
import re
from datetime import timedelta

import pytest
from django.test import Client

from lapor.core import clock
from lapor.intake.conversations import replies
from lapor.reports.models import Report
from lapor.reports.vocabulary import ClockKind
from tests.reports.conftest import forward, new_report, people

__all__ = ["people"]  # a fixture

pytestmark = pytest.mark.django_db
REPROACH, NEUTRAL = "Belum ditindaklanjuti", "Diteruskan ke instansi"


@pytest.fixture
def report(root, people, caught_up):
    filed = new_report(root, "Lampu mati di depan pasar", title="Lampu mati di depan pasar")
    forward(filed, people)
    Report.objects.filter(pk=filed.pk).update(latitude=-6.98, longitude=110.41)
    caught_up()
    return Report.objects.get(pk=filed.pk)


def pages(report):
    """Where others read of its state, without the lists of all states (a filter, what the signs of the map mean)."""
    addresses = ["/laporan/", "/laporan/?q=lampu", f"/laporan/{report.tracking_id}", "/peta/", "/laporan/atom.xml"]
    for address in addresses:
        page = Client().get(address, follow=True).content.decode()
        yield address, html.unescape(re.sub(r"<select.*?</select>|<details.*?</details>", "", page, flags=re.DOTALL))


def test_in_time_it_was_passed_on(report):
    for address, page in pages(report):
        assert REPROACH not in page, address
        assert NEUTRAL in page, address
    assert NEUTRAL in replies.status(report)
    assert rest_label(report) == NEUTRAL


def rest_label(report):
    return Client().get(f"/api/v1/reports/{report.tracking_id}").json()["state_label"]


def test_late_it_has_not_been_followed_up(report):
    """Late is whoever left any deadline of the office: here the one for its first response, days before the answer is
    due, when no figure counts it yet."""
    assert report.due_at == report.clocks.get(kind=ClockKind.RESPONSE).due_at
    with clock.at(report.due_at + timedelta(hours=1)):
        for address, page in pages(report):
            assert REPROACH in page, address
            assert NEUTRAL not in page, address
        assert "Terlambat" in Client().get("/laporan/").content.decode()
        assert REPROACH in replies.status(Report.objects.get(pk=report.pk))
        assert rest_label(report) == REPROACH
