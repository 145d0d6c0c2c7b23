"""Undo on officers' pages: offered by the page that follows, to who did it, with a button that needs no script."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from lapor.agencies.models import Agency
from lapor.casework.drafts import drafts_of
from lapor.casework.snoozing import snooze, snooze_of
from lapor.casework.undoing import take_back
from lapor.core import clock
from lapor.reports.workflow.undoing import WITHIN
from tests.casework.test_undoing import act_undoably, forwarded, forwarding, later, received, started
from tests.reports.conftest import people  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db


@pytest.fixture
def vera(people):  # noqa: F811
    client = Client()
    client.force_login(people["vera"])
    return client


def sent(root, report, **more):
    data = forwarding(root, report)
    ids = {name: str(data[name].pk) for name in ("category", "agency")}
    return {
        "act": "forward",
        "publication": "published",
        "text": data["text"],
        "version": report.version,
        **ids,
        **more,
    }


def test_the_page_that_follows_offers_it_and_the_button_works_without_scripts(root, people, vera):  # noqa: F811
    report, other = received(root, people), received(root, people)
    url = f"/konsol/laporan/{report.tracking_id}?queue=mine"
    followed = vera.post(url, sent(root, report), follow=True)
    page = followed.content.decode()
    assert other.tracking_id in followed.redirect_chain[-1][0]
    [action] = re.findall(r'action="(/konsol/laporan/\w+/urungkan)"', page)
    assert 'data-key="u"' in page
    back = vera.post(action, follow=True)
    assert back.redirect_chain[-1][0] == url
    assert "Diurungkan" in back.content.decode()
    assert "/urungkan" not in vera.get(url).content.decode()
    report.refresh_from_db()
    assert (report.state, report.agency_id) == ("received", None)
    assert drafts_of(report, people["vera"]) == {"forward": "Mohon dicek"}


def test_what_was_put_off_before_still_is(root, people):  # noqa: F811
    report, vera = received(root, people), people["vera"]
    snooze(report, vera, until=(clock.now() + timedelta(days=3)).date(), reason="Tunggu")
    act_undoably(report, "forward", vera, forwarding(root, report))
    take_back(report, vera)
    report.refresh_from_db()
    assert snooze_of(report, vera) is not None


def test_the_page_says_when_it_is_too_late(root, people, vera):  # noqa: F811
    report = received(root, people)
    url = f"/konsol/laporan/{report.tracking_id}"
    vera.post(url, sent(root, report))
    assert "/urungkan" in vera.get(url).content.decode()
    with later(WITHIN.seconds + 1):
        assert "/urungkan" not in vera.get(url).content.decode()
        answer = vera.post(f"{url}/urungkan", follow=True)
    assert "Ini sudah tidak bisa diurungkan." in answer.content.decode()
    report.refresh_from_db()
    assert report.state == "forwarded"


def test_what_left_the_office_is_undone_by_who_sent_it_away_only(root, people, caught_up):  # noqa: F811
    report = forwarded(root, people)
    hana, lia = Client(), Client()
    hana.force_login(people["hana"])
    lia.force_login(people["lia"])
    proposed = Agency.objects.get(code="bappeda")
    url = f"/konsol/laporan/{report.tracking_id}"
    data = {"act": "refuse", "text": "Bukan kami", "proposed_agency": str(proposed.pk), "version": report.version}
    assert "/urungkan" in hana.post(url, data, follow=True).content.decode()
    assert lia.post(f"{url}/urungkan").status_code == 404
    assert hana.post(f"{url}/urungkan", follow=True).redirect_chain[-1][0] == url
    report.refresh_from_db()
    assert (report.state, report.refusals) == ("forwarded", 0)


def test_an_act_that_cannot_be_undone_offers_nothing(root, people):  # noqa: F811
    report = started(root, people)
    hana = Client()
    hana.force_login(people["hana"])
    url = f"/konsol/laporan/{report.tracking_id}"
    data = {"act": "answer", "text": "Sudah diganti", "outcome": "solved", "version": report.version}
    page = hana.post(url, data, follow=True).content.decode()
    assert "/urungkan" not in page
