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
from lapor.ledger.models import HeldEvent
from lapor.reports.models import Report
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


def forward_all(client, root, reports, **more):
    data = {**sent(root, reports[0], **more), "report": [report.tracking_id for report in reports], "confirm": "1"}
    return client.post("/konsol/banyak?queue=mine", data, follow=True)


def states(reports):
    for report in reports:
        report.refresh_from_db()
    return [(report.state, report.agency_id) for report in reports]


def test_an_act_on_several_is_undone_as_one(root, people, vera, caught_up):  # noqa: F811
    reports = [received(root, people) for _ in range(3)]
    before = states(reports)
    followed = forward_all(vera, root, reports)
    assert {state for state, _agency in states(reports)} == {"forwarded"}
    page = followed.content.decode()
    assert 'action="/konsol/banyak/urungkan"' in page
    assert "3 laporan" in page
    for report in reports:
        assert str(report) in page
    back = vera.post("/konsol/banyak/urungkan", follow=True)
    assert back.redirect_chain[-1][0] == "/konsol/?queue=mine"
    assert "Diurungkan" in back.content.decode()
    assert states(reports) == before
    assert [drafts_of(report, people["vera"]) for report in reports] == [{"forward": "Mohon dicek"}] * 3
    assert "urungkan" not in vera.get("/konsol/").content.decode()


def test_of_several_what_went_on_meanwhile_stays_and_is_named(root, people, vera):  # noqa: F811
    reports = [received(root, people) for _ in range(2)]
    forward_all(vera, root, reports)
    hana = Client()
    hana.force_login(people["hana"])
    taken = {"act": "start", "text": "Kami mulai", "version": states(reports) and reports[0].version}
    hana.post(f"/konsol/laporan/{reports[0].tracking_id}", taken)
    page = vera.post("/konsol/banyak/urungkan", follow=True).content.decode()
    assert f"{reports[0]}: Ini sudah tidak bisa diurungkan." in page
    assert [state for state, _agency in states(reports)] == ["in_progress", "received"]


def test_urgent_ones_are_told_at_once_and_not_among_those_that_can_be_undone(root, people, vera):  # noqa: F811
    reports = [received(root, people) for _ in range(3)]
    Report.objects.filter(pk=reports[0].pk).update(urgency="urgent")
    page = forward_all(vera, root, reports).content.decode()
    assert re.search(r"·\s*2 laporan", page)
    vera.post("/konsol/banyak/urungkan")
    assert [state for state, _agency in states(reports)] == ["forwarded", "received", "received"]


def test_several_are_undone_by_who_did_it_and_in_time_only(root, people, vera):  # noqa: F811
    reports = [received(root, people) for _ in range(2)]
    forward_all(vera, root, reports)
    hana = Client()
    hana.force_login(people["hana"])
    hana.post("/konsol/banyak/urungkan")
    assert vera.get("/konsol/banyak/urungkan").status_code == 302
    with later(WITHIN.seconds + 1):
        page = vera.post("/konsol/banyak/urungkan", follow=True).content.decode()
    assert "Ini sudah tidak bisa diurungkan." in page
    assert {state for state, _agency in states(reports)} == {"forwarded"}


def test_what_was_given_to_the_wrong_officer_comes_back(root, people, caught_up):  # noqa: F811
    reports = [forwarded(root, people) for _ in range(2)]
    hana = Client()
    hana.force_login(people["hana"])
    given = {"report": [one.tracking_id for one in reports], "to": str(people["landung"].pk)}
    page = hana.post("/konsol/tugas/pembagian", given, follow=True).content.decode()
    assert {Report.objects.get(pk=one.pk).officer_id for one in reports} == {people["landung"].pk}
    assert 'action="/konsol/banyak/urungkan"' in page
    back = hana.post("/konsol/banyak/urungkan", follow=True)
    assert back.redirect_chain[-1][0] == "/konsol/tugas/pembagian"
    assert {Report.objects.get(pk=one.pk).officer_id for one in reports} == {None}


def test_the_seconds_begin_when_the_last_of_many_is_done(root, people, vera):  # noqa: F811
    """Acts take time, one after another: each waits a tenth of a second longer for every report that is chosen."""
    reports = [received(root, people) for _ in range(12)]
    page = forward_all(vera, root, reports)
    [held] = set(HeldEvent.objects.values_list("recorded_at", "until")[:1])
    assert held[1] - held[0] > WITHIN + timedelta(seconds=1)
    assert page.context["undo"].seconds >= WITHIN.seconds
