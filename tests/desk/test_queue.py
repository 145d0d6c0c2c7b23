"""Waiting numbers: none until the office wants them, each day from 1, nobody called twice, other offices apart."""

from datetime import timedelta

import pytest

from lapor.core import clock
from lapor.desk import actions
from lapor.desk.models import HandOver, Ticket
from lapor.desk.queries import queue_of
from tests.desk.conftest import browser_of
from tests.desk.test_day import rina  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db


def press(desk, act, **more):
    return desk.post("/loket/antrean", {"act": act, **more})


def test_office_gives_no_numbers_until_it_wants_to(desk, desk_officer):
    assert press(desk, "take")["Location"] == "/loket/antrean"
    assert (queue_of(desk_officer.agency), Ticket.objects.count()) == (None, 0)
    assert 'href="/loket/antrean"' in desk.get("/loket/hari").content.decode()
    assert "queue-line" not in desk.get("/loket/").content.decode()
    press(desk, "open")
    assert press(desk, "take")["Location"] == "/loket/antrean?cetak=1"
    assert "Menunggu: 1" in desk.get("/loket/").content.decode()
    press(desk, "close")
    assert queue_of(desk_officer.agency) is None


def test_two_officers_call_two_visitors_in_the_order_they_came(desk, desk_officer, rina):  # noqa: F811
    press(desk, "open")
    for _ in range(3):
        press(desk, "take")
    other = browser_of(rina)
    assert press(desk, "call", **{"from": "counter"})["Location"] == "/loket/"
    press(other, "call")
    queue = queue_of(desk_officer.agency)
    assert (queue.called, queue.waiting) == ([2, 1], 1)
    press(desk, "absent", number="1")
    assert queue_of(desk_officer.agency).called == [2]
    page = other.get("/loket/antrean/layar?part=1").content.decode()
    assert ">2<" in page.replace("\n", "")
    assert "html" not in page


def test_each_day_begins_with_one_and_yesterdays_wait_no_more(desk, desk_officer):
    press(desk, "open")
    press(desk, "take"), press(desk, "take")
    with clock.at(clock.now() + timedelta(days=1)):
        assert queue_of(desk_officer.agency).waiting == 0
        assert actions.take_ticket(desk_officer.agency).number == 1


def test_nothing_said_is_done_and_nobody_waiting_is_said(desk):
    press(desk, "open")
    for act, more in (("call", {}), ("absent", {"number": "x"}), ("absent", {"number": "9"}), ("burn", {})):
        assert press(desk, act, **more)["Location"] == "/loket/antrean"
    assert "Tidak ada yang menunggu" in desk.get("/loket/antrean").content.decode()


def test_old_notes_and_numbers_end(desk, desk_officer):
    press(desk, "open"), press(desk, "take")
    desk.post("/loket/hari", {"text": "Kertas habis"})
    assert (actions.forget_tickets(clock.now()), actions.forget_notes(clock.now())) == (1, 1)
    assert (actions.forget_tickets(clock.now()), actions.forget_notes(clock.now())) == (0, 0)
    assert (HandOver.objects.count(), Ticket.objects.count()) == (0, 0)
