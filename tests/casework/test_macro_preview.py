"""What a macro is said to do before it is done: also that a report's words go before the public, and which."""

import pytest
from django.test import Client

from lapor.agencies.models import Agency, Category
from lapor.casework.models import Macro
from lapor.reports.models import Report
from tests.reports.conftest import do, forward, new_report, people  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db
PUBLIC = "Setelah ini semua orang bisa membaca"


@pytest.fixture
def vera(people):  # noqa: F811
    client = Client()
    client.force_login(people["vera"])
    return client


def macro(who, **step):
    return Macro.objects.create(officer=who, name="Periksa", key="5", steps=[step])


def forwarding(**more):
    category, perkim = Category.objects.get(code="lampu-jalan-baru"), Agency.objects.get(code="perkim")
    return {"act": "forward", "category": str(category.pk), "agency": str(perkim.pk), **more}


def shown(client, report, row):
    return client.post(f"/konsol/laporan/{report.tracking_id}/makro/{row.pk}").content.decode()


def test_words_that_go_public_are_shown_as_they_would_stand(root, people, vera):  # noqa: F811
    report = new_report(root, "Lampu mati sejak Senin. Hubungi saya di 0812 3456 7890")
    page = shown(vera, report, macro(people["vera"], **forwarding(publication="published")))
    preview = page[page.index(PUBLIC) :]
    assert "Lampu mati sejak Senin" in preview
    assert "7890" not in preview
    assert f"<dd>{Category.objects.get(code='lampu-jalan-baru').name}</dd>" in page
    assert "<dd>Diterbitkan</dd>" in page
    assert Report.objects.get(pk=report.pk).publication == "pending"


def test_an_act_that_publishes_alone_says_so_too(root, people, vera):  # noqa: F811
    report = forward(new_report(root, "Lampu mati"), people, publication="withheld").report
    assert PUBLIC in shown(vera, report, macro(people["vera"], act="publish"))


@pytest.mark.parametrize("publication", ["withheld", "published"])
def test_nothing_is_said_to_go_public_that_does_not(root, people, vera, publication):  # noqa: F811
    """It stays inside, or everybody reads it already."""
    report = new_report(root, "Lampu mati")
    if publication == "published":
        report = do(report, "publish", people["vera"]).report
    page = shown(vera, report, macro(people["vera"], **forwarding(publication=publication)))
    assert "Belum ditindaklanjuti" in page
    assert PUBLIC not in page


def test_before_many_it_is_said_that_what_is_shown_goes_public(root, people, vera):  # noqa: F811
    report = new_report(root, "Lampu mati")
    steps = ((forwarding(publication="published"), True), ({"act": "work_note", "text": "x"}, False))
    for step, is_public in steps:
        one = macro(people["vera"], **step)
        sent = {"macro": str(one.pk), "report": report.tracking_id}
        assert (PUBLIC in vera.post("/konsol/banyak/makro", sent).content.decode()) is is_public
