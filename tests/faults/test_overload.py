"""Ten times more reports than a real server can take: each is stored or refused with Retry-After, and soon it is as
before."""

import json
import socket
import time
import urllib.request

import psycopg
import pytest

from bench.client import Clients, request
from lapor.runtime.cluster import Cluster
from tests.setup.runs import running

pytestmark = [pytest.mark.setup, pytest.mark.deep]
CALM, SPIKE, TIMES = 4, 10, 10
BACK_WITHIN = 10
MOST_CONNECTIONS = 600


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    with running(tmp_path_factory.mktemp("overload") / "data", more={"LAPOR_TRUSTED_PROXIES": "127.0.0.1"}) as started:
        yield started


def report(number):
    """Another phone each time: the rate limits stay on."""
    headers = {
        "Content-Type": "application/json",
        "X-Forwarded-For": f"10.{number // 62500 % 250}.{number // 250 % 250}.{number % 250}",
    }
    return request("/api/v1/reports", json.dumps({"text": f"Lampu nomor {number} mati sejak Senin"}).encode(), headers)


def p99(samples):
    taken = sorted(sample.seconds for sample in samples if sample.status == 201)
    return taken[int(len(taken) * 0.99)]


def numbers(samples):
    return [json.loads(sample.body)["tracking_id"] for sample in samples if sample.status == 201]


def test_ten_times_too_much_is_refused_politely_and_nothing_acknowledged_is_lost(run):
    few = Clients(run.port, report, most=8)
    few.run(2)
    calm = few.run(CALM)
    assert {sample.status for sample in calm} == {201}
    rate = len(calm) / CALM

    many = Clients(run.port, report, most=MOST_CONNECTIONS)
    many.next_number = 100_000
    spike = many.run(SPIKE, rate=TIMES * rate)
    many.close()
    assert {sample.status for sample in spike} <= {201, 429, 503}
    assert all(sample.has_retry_after for sample in spike if sample.status != 201)
    assert len(spike) > 3 * len(numbers(spike)) > 0  # it was too much, and what could be done was done

    until = time.monotonic() + BACK_WITHIN
    while p99(after := few.run(2)) > max(2 * p99(calm), 0.3) and time.monotonic() < until:
        pass
    assert p99(after) <= max(2 * p99(calm), 0.3)
    assert {sample.status for sample in after} == {201}
    few.close()

    with psycopg.connect(Cluster(run.data_dir).superuser_url) as connection:
        stored = {number for (number,) in connection.execute("SELECT tracking_id FROM reports_report")}
    given = numbers([*calm, *spike, *after])
    assert len(set(given)) == len(given)
    assert set(given) <= stored
    verified = run.lapor("verify")
    assert verified.returncode == 0, verified.stdout + verified.stderr


def half_a_body(port, number):
    sender = socket.create_connection(("127.0.0.1", port), timeout=5)
    head = (
        f"POST /api/v1/reports HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: 10.77.{number}.1\r\nContent-Type:"
        " application/json\r\n"
    )
    sender.sendall(f"{head}Content-Length: 1000\r\n\r\n{{".encode())
    return sender


def everybody_else_is_served(port):
    for _turn in range(20):
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5) as page:
            assert page.status == 200
    assert json.loads(urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5).read())["ready"]


def test_half_bodies_hold_up_nobody(run):
    """Neither while they are waited for nor once they were answered: each process was stopped by the first of them
    (granian 2.8.6)."""
    senders = [half_a_body(run.port, number) for number in range(40)]
    try:
        time.sleep(1.5)  # all the places that there are would be taken by now
        everybody_else_is_served(run.port)
        for sender in senders:
            sender.settimeout(20)
            assert sender.recv(200).split()[1] in {b"408", b"503"}
        everybody_else_is_served(run.port)  # they hold on
    finally:
        for sender in senders:
            sender.close()
