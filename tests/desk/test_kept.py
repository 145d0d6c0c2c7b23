"""While the network was gone: numbers held ready, reports sent later under exactly these, once, and never lost."""

from datetime import timedelta

import pytest
from django.conf import settings

from lapor.agencies.actions import create_officer
from lapor.agencies.models import Agency
from lapor.agencies.roles import Role
from lapor.core import clock
from lapor.core.ids import parse_tracking_id, show_tracking_id
from lapor.gateway import rate_limits
from lapor.intake.filing.desk_numbers import VALID
from lapor.reports.models import ReadyNumber, Report
from lapor.reports.queries import has_receipt, report_by_number
from lapor.reports.receipts.ready_numbers import forget_old
from tests.desk.conftest import browser_of

pytestmark = pytest.mark.django_db


def numbers(desk, count=3):
    return desk.post("/loket/nomor", {"count": count}).json()["numbers"]


def sent(desk, ready, **values):
    taken = (clock.now() - timedelta(hours=2)).isoformat()
    return desk.post(
        "/loket/simpanan",
        {
            "draft_id": ready["key"],
            "channel": "counter",
            "text": "Got mampet",
            "taken_at": taken,
            "printed_number": ready["number"],
            **values,
        },
    )


def test_batch_holds_different_numbers_and_the_database_no_code(desk):
    batch = numbers(desk, 20)
    assert len({one["number"] for one in batch}) == len({one["code"] for one in batch}) == 20
    assert all(
        parse_tracking_id(one["number"]) and "<svg" in one["qr"] and one["url"].endswith(one["number"]) for one in batch
    )
    row = ReadyNumber.objects.get(tracking_id=batch[0]["number"])
    kept = repr([bytes(row.key), row.tracking_id, row.made_at, row.expires_at])
    assert batch[0]["code"] not in kept and batch[0]["key"] not in kept


def test_report_sent_later_has_exactly_the_printed_number_and_code(desk, desk_officer):
    ready = numbers(desk)[1]
    answer = sent(desk, ready, taken_by=str(desk_officer.pk))
    assert (answer.status_code, answer.json()["is_as_printed"]) == (201, True)
    report = Report.objects.get(tracking_id=ready["number"])
    assert has_receipt(report, ready["code"])
    assert report.filed_at - clock.now() < timedelta(minutes=1)  # the clocks run from the arrival
    taken = clock.now() - timedelta(hours=2)
    assert report.provenance["taken_at"][:13] == taken.isoformat()[:13]
    assert (report.provenance["typed_by"], report.provenance["sent_by"]) == ("Lutfi", "Lutfi")


def test_report_sent_twice_is_one(desk):
    ready = numbers(desk)[0]
    first, second = sent(desk, ready), sent(desk, ready)
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json()["number"] == second.json()["number"] == ready["number"]
    assert second.json()["is_as_printed"]
    assert Report.objects.count() == 1


def test_two_reports_of_machines_with_one_key_are_both_kept(desk):
    ready = numbers(desk)[0]
    assert sent(desk, ready).json()["is_as_printed"]
    for status in (201, 200):
        other = sent(desk, ready, text="Lampu mati")
        assert (other.status_code, other.json()["is_as_printed"]) == (status, False)
    assert sorted(Report.objects.values_list("text", flat=True)) == ["Got mampet", "Lampu mati"]


@pytest.fixture
def elsewhere(root):
    """The desk of another agency."""
    agency = Agency.objects.get(code="perkim")
    return browser_of(
        create_officer(username="lain", password="Rahasia-2026-x", name="Lain", agency=agency, role=Role.DESK_OFFICER)
    )


def test_number_of_another_desk_is_refused_and_the_report_is_filed_all_the_same(desk, elsewhere):
    ready = numbers(elsewhere)[0]
    answer = sent(desk, ready).json()
    assert not answer["is_as_printed"]
    report = Report.objects.get()
    assert report.tracking_id == answer["number"] != ready["number"]
    assert has_receipt(report, answer["code"])
    assert report.provenance["printed_number"] == ready["number"]
    assert report_by_number(show_tracking_id(ready["number"])) == report  # the paper still leads to it


def test_expired_number_is_refused_and_the_report_is_filed_all_the_same(desk):
    ready = numbers(desk)[0]
    ReadyNumber.objects.update(expires_at=clock.now() - timedelta(minutes=1))
    answer = sent(desk, ready)
    assert answer.status_code == 201
    assert not answer.json()["is_as_printed"]
    assert Report.objects.get().tracking_id != ready["number"]
    assert forget_old(clock.now()) == 3


def test_number_that_was_never_handed_out_cannot_be_made_up(desk):
    ready = {**numbers(desk)[0], "key": "6f1b0d52-58a5-4d6c-9a43-0d6a4a1f2b11"}
    answer = sent(desk, ready).json()
    assert not answer["is_as_printed"]
    assert answer["number"] != ready["number"]


def test_counter_online_uses_the_number_that_its_key_holds(desk):
    ready = numbers(desk)[0]
    answer = desk.post("/loket/", {"draft_id": ready["key"], "channel": "counter", "text": "Got mampet"})
    assert answer.context["report"].tracking_id == ready["number"]
    assert answer.context["filed"].receipt_code == ready["code"]


def test_fault_is_said_and_nothing_is_filed_until_it_is_mended(desk):
    ready = numbers(desk)[0]
    answer = sent(desk, ready, name="Sumi")
    assert answer.status_code == 422
    assert answer.json()["errors"]
    assert Report.objects.count() == 0
    assert sent(desk, ready, name="Sumi", consent="on").json()["is_as_printed"]


@pytest.mark.parametrize("taken", ["2019-01-01T00:00:00+07:00", "2999-01-01T00:00:00+07:00"])
def test_wrong_clock_of_the_machine_loses_no_report(desk, taken):
    assert sent(desk, numbers(desk)[0], taken_at=taken).status_code == 201
    assert Report.objects.get().provenance["taken_at"][:10] == clock.now().isoformat()[:10]


def test_batches_are_limited_in_size_and_number(desk, monkeypatch):
    assert desk.post("/loket/nomor", {"count": 5000}).status_code == 422
    monkeypatch.setattr(rate_limits, "DESK_NUMBERS", rate_limits.Limit("desk-numbers", 1, 3600))
    assert len(numbers(desk)) == 3
    assert desk.post("/loket/nomor", {"count": 3}).status_code == 429


def test_number_lives_a_week_and_the_worker_comes_from_its_scope(desk):
    numbers(desk)
    assert ReadyNumber.objects.first().expires_at - clock.now() > VALID - timedelta(minutes=1)
    worker = desk.get("/loket/kerja.js")
    assert worker["Content-Type"].startswith("text/javascript")
    assert settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]["worker-src"] == ["'self'"]
