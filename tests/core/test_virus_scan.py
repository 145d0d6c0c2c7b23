"""clamd, played on this machine: over a Unix socket and TCP; clean, infected, silent, absent, talking nonsense."""

import socket
import struct
import threading

import pytest

from lapor.core.virus_scan import ScannerAway, found_virus
from tests.fake_clamd import EICAR, FakeClamd


@pytest.fixture(params=["unix", "tcp"])
def clamd(request, tmp_path):
    with FakeClamd(str(tmp_path / "clamd") if request.param == "unix" else "") as running:
        yield running


def test_clean_file_passes_whole(clamd):
    content = b"x" * 600_000
    assert found_virus(content, clamd.address) == ""
    assert clamd.received == content


def test_virus_is_named(clamd):
    assert found_virus(b"a" + EICAR, clamd.address) == "Eicar-Test-Signature"


@pytest.mark.parametrize("answer", [b"", b"INSTREAM size limit exceeded. ERROR\0", b"\xff" * 9000])
def test_answer_that_is_none_means_that_nothing_is_known(tmp_path, answer):
    with FakeClamd("", answer=answer) as running, pytest.raises(ScannerAway):
        found_virus(b"x", running.address)


def test_scanner_that_keeps_silent_is_not_waited_for_long():
    with FakeClamd("", silent=True) as running, pytest.raises(ScannerAway):
        found_virus(b"x", running.address, seconds=0.2)


@pytest.mark.parametrize("address", ["/nowhere/clamd", "127.0.0.1:1", "no-port", "127.0.0.1:many"])
def test_absent_scanner_is_away(address):
    with pytest.raises(ScannerAway):
        found_virus(b"x", address)


def test_fake_speaks_the_protocol_of_the_manual():
    """zINSTREAM, chunks with their length as four bytes in network order, ended by a length of zero (clamd(8))."""
    with FakeClamd("") as running:
        host, port = running.address.split(":")
        with socket.create_connection((host, int(port))) as connection:
            connection.sendall(b"zINSTREAM\0" + struct.pack("!L", 3) + b"abc" + struct.pack("!L", 0))
            assert connection.recv(100) == b"stream: OK\0"
    assert threading.active_count() < 50
