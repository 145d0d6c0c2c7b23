"""Promised: who sends half a body and waits holds up nobody else.

The one place is lapor/ops/bodies.py, around the whole application."""

import io
import threading
import time

import pytest

from lapor.ops import bodies
from lapor.ops.bodies import BodiesInTime, Volume


class Slow:
    """A body that arrives in parts, each after a time; then, where it is `held`, nothing more until the test lets
    go."""

    def __init__(self, *parts, pause=0.0, held=None):
        self.parts, self.pause, self.held = list(parts), pause, held

    def read(self, _size):
        time.sleep(self.pause)
        if self.parts:
            return self.parts.pop(0)
        if self.held is not None:
            self.held.wait(20)
        return b""


def echo(environ, start_response):
    start_response("200 OK", [])
    return [environ["wsgi.input"].read()]


def asked(application, body, *, length, address="203.0.113.9"):
    said = []
    environ = {"wsgi.input": body, "CONTENT_LENGTH": length, "REMOTE_ADDR": address, "REQUEST_METHOD": "POST"}
    words = b"".join(application(environ, lambda status, headers: said.append((status, dict(headers)))))
    return said[0][0], said[0][1], words


def test_what_comes_in_time_is_there_whole():
    assert asked(BodiesInTime(echo), Slow(b"ab", b"cd", pause=0.01), length="4") == ("200 OK", {}, b"abcd")
    large = b"x" * (bodies.IN_MEMORY + 10)
    assert asked(BodiesInTime(echo), io.BytesIO(large), length=str(len(large)))[2] == large
    assert asked(BodiesInTime(echo), io.BytesIO(b""), length="")[2] == b""


def test_more_than_was_said_is_left():
    assert asked(BodiesInTime(echo), io.BytesIO(b"abcdef"), length="4")[2] == b"abcd"


@pytest.mark.parametrize("parts", [(), (b"{",), (b"{", b"}" * 9)])
def test_a_body_that_stands_still_is_answered_and_the_application_never_asked(parts):
    held = threading.Event()
    application = BodiesInTime(lambda *_: pytest.fail("asked"), still=0.2)
    begin = time.monotonic()
    status, headers, _words = asked(application, Slow(*parts, held=held), length="1000")
    assert status.startswith("408")
    assert headers["Connection"] == "close"
    assert time.monotonic() - begin < 2
    assert application.waited_for == 0
    held.set()


def test_a_body_that_drips_is_ended_by_its_whole_time():
    application = BodiesInTime(lambda *_: pytest.fail("asked"), still=0.3, slowest=1000)
    status, _headers, _words = asked(application, Slow(*[b"x"] * 500, pause=0.02), length="500")
    assert status.startswith("408")


def test_one_address_holds_a_few_and_others_go_on():
    held = threading.Event()
    application = BodiesInTime(echo, still=0.1)
    for _turn in range(bodies.OF_ONE_ADDRESS):
        assert asked(application, Slow(b"{", held=held), length="9")[0].startswith("408")
    status, headers, _words = asked(application, io.BytesIO(b"ab"), length="2")
    assert (status[:3], headers["Retry-After"]) == ("503", "5")
    assert asked(application, io.BytesIO(b"ab"), length="2", address="198.51.100.3")[2] == b"ab"
    held.set()
    until = time.monotonic() + 5
    while application.readers and time.monotonic() < until:
        time.sleep(0.01)
    assert asked(application, io.BytesIO(b"ab"), length="2")[2] == b"ab"


@pytest.mark.parametrize(("length", "status"), [("-1", "400"), ("abc", "400"), (str(bodies.LARGEST + 1), "413")])
def test_nonsense_and_too_much_are_refused_unread(length, status):
    assert asked(BodiesInTime(echo), None, length=length)[0].startswith(status)


def test_an_address_sends_so_much_in_an_hour_whatever_it_is_sent_as():
    application = BodiesInTime(echo)
    application.volume = Volume(most=10)
    assert [asked(application, io.BytesIO(b"x" * 4), length="4")[0][:3] for _turn in range(3)] == ["200", "200", "429"]
    assert asked(application, io.BytesIO(b"x" * 4), length="4", address="198.51.100.3")[0].startswith("200")


def test_nothing_large_is_taken_where_the_disk_is_nearly_full(monkeypatch):
    monkeypatch.setattr(bodies, "KEPT_FREE", 10**18)
    large = bodies.LARGE + 1
    assert asked(BodiesInTime(echo), io.BytesIO(b"x" * large), length=str(large))[0].startswith("507")
    assert asked(BodiesInTime(echo), io.BytesIO(b"words"), length="5")[0].startswith("200")


def test_threads_that_read_are_kept_for_the_next_body():
    before = threading.active_count()
    application = BodiesInTime(echo)
    for _turn in range(30):
        assert asked(application, Slow(b"ab"), length="2")[2] == b"ab"
    assert threading.active_count() - before <= 2
