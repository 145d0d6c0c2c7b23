"""More than the server can take: who waits, who is refused, and what a refused person keeps."""

import threading
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lapor.ops import shedding
from lapor.ops.shedding import ORDINARY, Patience, RequestSlots
from lapor.reports.models import Report

WORDS = "Lampu jalan mati <b>sejak</b> Senin & gelap"


@pytest.fixture
def full(monkeypatch):
    """A server that works on all it can: no place is free and the line is full."""
    monkeypatch.setattr(RequestSlots, "_enter", lambda _self, _patience: False)


def form(**more):
    return {
        "draft_id": "0f7c0a0e-9f5f-4a52-8f2a-0a4f3a1f0b11",
        "text": WORDS,
        "name": "Siti",
        "csrfmiddlewaretoken": "abc",
        **more,
    }


def test_places_are_counted_and_the_line_ends():
    places = RequestSlots(1)
    with places.taken(ORDINARY) as first, places.taken(Patience(line=0, seconds=5)) as second:
        assert (first, second) == (True, False)
    with places.taken(ORDINARY) as free_again:
        assert free_again


def test_who_waits_in_line_gets_the_next_place_and_gives_up_after_their_time():
    places, order = RequestSlots(1), []

    def wait(seconds):
        with places.taken(Patience(line=5, seconds=seconds)) as is_ours:
            order.append((seconds, is_ours))

    with places.taken(ORDINARY):
        waiting = [threading.Thread(target=wait, args=(seconds,)) for seconds in (10, 0.05)]
        for one in waiting:
            one.start()
        waiting[1].join()
    waiting[0].join()
    assert order == [(0.05, False), (10, True)]
    assert places.waiting == 0


@pytest.mark.django_db
def test_refused_form_comes_back_with_every_word_and_nothing_is_stored(client, full):
    answer = client.post("/lapor", form(photos=SimpleUploadedFile("rusak.jpg", b"x" * 100, "image/jpeg")))
    page = answer.content.decode()
    assert (answer.status_code, 5 <= int(answer["Retry-After"]) <= 15) == (503, True)
    assert "Lampu jalan mati &lt;b&gt;sejak&lt;/b&gt; Senin &amp; gelap</textarea>" in page
    assert '<input type="hidden" name="name" value="Siti">' in page
    assert '<input type="hidden" name="draft_id" value="0f7c0a0e-9f5f-4a52-8f2a-0a4f3a1f0b11">' in page
    assert "rusak.jpg" in page
    assert 'action="/lapor"' in page
    assert "Content-Security-Policy" in answer
    assert Report.objects.count() == 0


@pytest.mark.django_db
def test_what_came_back_can_be_sent_again(client, root, monkeypatch):
    with monkeypatch.context() as busy:
        busy.setattr(RequestSlots, "_enter", lambda _self, _patience: False)
        assert client.post("/lapor", form()).status_code == 503
    assert client.post("/lapor", form()).status_code == 201
    assert Report.objects.get().text == WORDS


@pytest.mark.parametrize("address", ["/laporan-saya/masuk", "/laporan-saya/masuk/kunci", "/laporan-saya/akun/kunci"])
def test_code_and_passkey_of_a_person_are_not_shown_again(client, full, address):
    page = client.post(
        address, {"contact": "siti@contoh.example", "code": "123456", "credential": "jawaban-kunci"}
    ).content.decode()
    assert "123456" not in page
    assert "jawaban-kunci" not in page


def test_password_is_not_shown_again(client, full):
    assert "rahasia-saya" not in client.post("/masuk", {"login": "vera", "password": "rahasia-saya"}).content.decode()


def test_program_is_told_as_a_problem_and_platform_by_the_status_alone(client, full):
    answer = client.post(
        "/api/v1/reports", {"text": WORDS}, content_type="application/json", headers={"Accept-Language": "en"}
    )
    assert (answer.status_code, answer["Content-Type"]) == (503, "application/problem+json")
    assert answer.json()["type"] == "urn:lapor:problem:busy"
    assert int(answer["Retry-After"]) > 0
    door = client.post("/webhooks/webhook/uji", b"{}", content_type="application/json")
    assert (door.status_code, door.content, int(door["Retry-After"]) > 0) == (503, b"", True)


def test_page_that_was_refused_says_when_to_try_again(client, full):
    answer = client.get("/laporan/")
    assert answer.status_code == 503
    assert 'href="/laporan/"' in answer.content.decode()


def test_probes_are_answered_however_full_it_is(client, full):
    assert client.get("/healthz").status_code == 200


def test_form_that_asks_first_is_told_whether_anybody_waits(client, monkeypatch):
    assert client.head("/lapor?probe").status_code == 204
    monkeypatch.setattr(RequestSlots, "waiting", 1, raising=False)
    monkeypatch.setattr(RequestSlots, "__init__", lambda _self, _places: None)
    assert Client().head("/lapor?probe").status_code == 503


@pytest.fixture
def away(monkeypatch):
    """Every statement fails as if the database were gone, until the block ends."""
    monkeypatch.setattr(shedding, "database", shedding.Breaker())
    monkeypatch.setattr(shedding, "AWAY_SECONDS", 60.0)  # as long as this takes on a slow machine

    def fails(execute, sql, params, many, context):
        raise OperationalError("the connection is closed")

    return lambda: connection.execute_wrapper(fails)


PLACES_TO_GO = ["/", "/laporan/", "/lapor", "/statistik/", "/masuk", "/konsol/", "/api/v1/reports", "/laporan-saya/"]


@pytest.mark.django_db
@pytest.mark.parametrize("path", PLACES_TO_GO)
def test_a_database_that_is_away_is_said_at_once_and_asked_no_further(root, away, path):
    visitor = Client(raise_request_exception=False)
    with away():
        answer = visitor.get(path)
    # it needs none: a cached city, a page for nobody yet, another method
    if answer.status_code in {
        200,
        302,
        401,
        405,
    }:
        return
    assert (answer.status_code, "Retry-After" in answer) == (503, True)
    assert b"Something went wrong" not in answer.content
    with CaptureQueriesContext(connection) as asked:
        assert visitor.get(path).status_code == 503
    assert len(asked) == 0  # the breaker: nobody waits for it within the second
    shedding.database._until = 0.0
    assert visitor.get(path).status_code != 503


@pytest.mark.django_db
def test_what_a_person_typed_comes_back_where_the_database_is_away(root, away, caplog):
    visitor = Client(raise_request_exception=False)
    text = "Lampu jalan di depan SMPN 3 mati sejak Senin, anak-anak takut lewat, mohon diperbaiki segera karena gelap"
    with away():
        answer = visitor.post("/lapor", {"draft_id": str(uuid.uuid4()), "text": text, "visibility": "public"})
    assert answer.status_code == 503
    assert text in answer.content.decode()
    assert [one.message for one in caplog.records] == [
        "the database is away (OperationalError): visitors are asked to come again"
    ]


@pytest.mark.django_db
def test_a_fault_of_ours_is_no_busy_page(root, monkeypatch):
    monkeypatch.setattr("lapor.web.views.lists.public_list", lambda *_, **__: 1 / 0)
    answer = Client(raise_request_exception=False).get("/laporan/")
    assert (answer.status_code, "Retry-After" in answer) == (500, False)
