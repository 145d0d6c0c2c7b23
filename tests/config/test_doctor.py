"""`lapor doctor` and the scanner: none, one that answers, one that does not."""

import pytest

from lapor.config.commands.doctor import check_scanner
from lapor.core.errors import SetupError
from tests.fake_clamd import FakeClamd


def test_installation_without_a_scanner_is_in_order_and_says_so(monkeypatch):
    monkeypatch.delenv("LAPOR_CLAMD", raising=False)
    assert "LAPOR_CLAMD" in check_scanner()


def test_scanner_is_asked(monkeypatch):
    with FakeClamd("") as clamd:
        monkeypatch.setenv("LAPOR_CLAMD", clamd.address)
        assert clamd.address in check_scanner()
    assert clamd.received


def test_scanner_that_does_not_answer_is_a_fault(monkeypatch):
    monkeypatch.setenv("LAPOR_CLAMD", "/nowhere/clamd")
    with pytest.raises(SetupError):
        check_scanner()
