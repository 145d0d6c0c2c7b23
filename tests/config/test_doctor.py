"""`lapor doctor`: four outcomes, each with its evidence or with what to do; also for programs."""

import json
import socket
import threading

import pytest

from lapor.cli import main
from lapor.config.commands import doctor
from lapor.config.doctor import installation, machine
from lapor.config.doctor.machine import check_scanner
from lapor.config.doctor.outcomes import CheckOutcome, CheckResult, Doubt, NothingToCheck, result_of
from lapor.config.settings import _database
from lapor.core.environment import SettingMissing
from lapor.core.errors import SetupError
from lapor.gateway.outbound.hold import hold_messages
from lapor.ops.alarms import RULES
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


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (None, CheckOutcome.OK),
        (Doubt("x"), CheckOutcome.WARNING),
        (NothingToCheck("x"), CheckOutcome.SKIPPED),
        (SetupError("x"), CheckOutcome.FAILED),
        (OSError("x"), CheckOutcome.FAILED),
    ],
)
def test_four_outcomes(error, outcome):
    def check():
        if error:
            raise error
        return "x"

    assert result_of("a", check) == CheckResult("a", outcome, "x")


def test_there_are_at_least_25_checks():
    assert len(machine.CHECKS) + len(installation.CHECKS) + len(RULES) >= 25
    names = [name for name, _check in (*machine.CHECKS, *installation.CHECKS)]
    assert len(set(names)) == len(names)


@pytest.mark.django_db
def test_what_wakes_somebody_fails_and_the_rest_are_warnings(filed):
    hold_messages()
    found = {one.check: one for one in installation.alarm_results(runs=True)}
    assert found["workers"].outcome is CheckOutcome.FAILED
    assert found["hold on messages"].outcome is CheckOutcome.WARNING
    assert "lapor messages release" in found["hold on messages"].text
    assert found["quarantine"] == CheckResult("quarantine", CheckOutcome.OK, "0")
    assert found["standbys"].outcome is CheckOutcome.SKIPPED


@pytest.mark.django_db
def test_an_installation_that_was_stopped_is_not_broken(filed):
    found = {one.check: one.outcome for one in installation.alarm_results(runs=False)}
    assert found["workers"] is CheckOutcome.SKIPPED
    assert CheckOutcome.FAILED not in found.values()


@pytest.mark.django_db
def test_programs_read_it_as_json_and_a_failure_is_the_exit_code(monkeypatch, capsys):
    monkeypatch.setattr(machine, "CHECKS", (("good", lambda: "x"),))
    bad = CheckResult("bad", CheckOutcome.FAILED, "mend it")
    monkeypatch.setattr(doctor, "of_the_database", lambda: [bad])
    assert main(["doctor", "--json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert found[1] == {"check": "bad", "outcome": "failed", "text": "mend it"}
    monkeypatch.setattr(doctor, "of_the_database", list)
    assert main(["doctor"]) == 0
    assert capsys.readouterr().out == "ok      good: x\n"


def test_mail_server_that_is_not_there_is_a_failure_with_its_name(monkeypatch):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    monkeypatch.setenv("LAPOR_SMTP_URL", f"smtp://127.0.0.1:{port}")
    with pytest.raises(SetupError, match="LAPOR_SMTP_URL"):
        machine.check_mail()
    monkeypatch.delenv("LAPOR_SMTP_URL")
    with pytest.raises(NothingToCheck):
        machine.check_mail()


def hang_up(server):
    server.accept()[0].close()


def test_address_that_shows_no_certificate_is_a_failure(monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=hang_up, args=(server,), daemon=True).start()
        monkeypatch.setenv("LAPOR_BASE_URL", f"https://127.0.0.1:{server.getsockname()[1]}")
        with pytest.raises(SetupError, match="certificate"):
            machine.check_certificate()


@pytest.mark.parametrize(
    ("check", "set_to", "outcome"),
    [
        ("address", {}, CheckOutcome.SKIPPED),
        ("address", {"LAPOR_BASE_URL": "http://lapor.example"}, CheckOutcome.WARNING),
        ("address", {"LAPOR_BASE_URL": "https://lapor.example"}, CheckOutcome.OK),
        ("proxies", {"LAPOR_BASE_URL": "https://lapor.example"}, CheckOutcome.WARNING),
        ("backups", {}, CheckOutcome.WARNING),
        ("backups", {"LAPOR_DATABASE_URL": "postgresql://x"}, CheckOutcome.SKIPPED),
        ("backups", {"LAPOR_BACKUP_TO": "/x"}, CheckOutcome.FAILED),
        ("alarms reach somebody", {}, CheckOutcome.WARNING),
        ("alarms reach somebody", {"LAPOR_ALARM_MAIL": "a@b.example"}, CheckOutcome.OK),
        ("heartbeat", {}, CheckOutcome.WARNING),
    ],
)
def test_settings_are_judged(monkeypatch, check, set_to, outcome):
    for name in ("LAPOR_BASE_URL", "LAPOR_TRUSTED_PROXIES", "LAPOR_DATABASE_URL", "LAPOR_BACKUP_TO"):
        monkeypatch.delenv(name, raising=False)
    for name, value in set_to.items():
        monkeypatch.setenv(name, value)
    assert result_of(check, dict(machine.CHECKS)[check]).outcome is outcome


@pytest.mark.parametrize("address", ["mysql://lapor:geheim@kota/lapor", "lapor geheim"])
def test_address_that_is_no_postgresql_is_a_sentence_without_its_password(address):
    with pytest.raises(SettingMissing) as found:
        _database(address)
    assert "LAPOR_DATABASE_URL" in str(found.value)
    assert "geheim" not in str(found.value)
