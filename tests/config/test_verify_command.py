"""`lapor verify`: exit codes, what it says, what it remembers."""

import json

import pytest

from lapor import cli
from lapor.config.commands import verify as command
from lapor.core.files import read_json
from lapor.ledger.heads import make_heads
from lapor.ledger.models import Stream
from lapor.reports.receipts.receipts import receipt_of
from tests.ledger.conftest import clean_ledger, tamper  # noqa: F401 - a fixture
from tests.ledger.conftest import write as write_of

pytestmark = pytest.mark.usefixtures("clean_ledger")


def write(count):
    """Events of a conversation: of a report's stream the report itself would have to be there."""
    return write_of(count, kind=Stream.Kind.CONVERSATION)


@pytest.fixture
def lapor(monkeypatch, settings, tmp_path):
    """Call a command as the shell does, on this test's database (which is in a transaction already)."""
    settings.DATA_DIR = tmp_path
    monkeypatch.setattr(command, "SNAPSHOT", "SELECT 1")
    monkeypatch.setattr(cli, "provided", lambda _needs: pytest.MonkeyPatch.context())
    return lambda *arguments: cli.main([str(argument) for argument in arguments])


def test_clean_check_is_remembered_and_with_new_only_what_was_added_is_read(lapor, capsys, tmp_path):
    write(3)
    assert lapor("verify") == 0
    assert "Checked everything.\n3 events in 1 streams" in capsys.readouterr().out
    assert read_json(tmp_path / command.KEPT)["position"] == 3
    assert lapor("verify", "--new") == 0
    assert "older events were counted, not read" in (said := capsys.readouterr().out)
    assert "\n0 events" in said
    assert lapor("verify") == 0
    assert "\n3 events" in capsys.readouterr().out


def test_event_altered_after_a_clean_check_is_found(lapor, capsys):
    events = write(3)
    assert lapor("verify") == 0
    tamper("UPDATE ledger_event SET name = 'x' WHERE id = %s", events[1].id)
    assert lapor("verify") == 1
    assert f"event {events[1].id}, number 2" in capsys.readouterr().out


def test_new_events_are_checked_without_reading_the_old_ones_again(lapor, capsys):
    events = write(3)
    assert lapor("verify") == 0
    tamper("DELETE FROM ledger_event WHERE id = %s", events[1].id)
    assert lapor("verify", "--new") == 1
    assert "there were 3 events, now there are 2" in capsys.readouterr().out


def test_faults_are_named_and_nothing_is_remembered(lapor, capsys, tmp_path):
    events = write(60)
    tamper("UPDATE ledger_event SET name = 'x'")
    assert lapor("verify") == 1
    said = capsys.readouterr().out
    assert f"WRONG: event {events[0].id}, number 1 of stream {events[0].stream_id}: altered" in said
    assert "… and 10 more" in said
    assert "60 faults" in said
    assert read_json(tmp_path / command.KEPT) == {}


def test_saved_heads_are_checked_against_everything(lapor, capsys, tmp_path):
    write(3)
    [document] = make_heads()
    saved = tmp_path / "2026-01-01.json"
    saved.write_text(json.dumps(document))
    assert lapor("verify") == 0
    assert lapor("verify", "--heads", saved) == 0
    assert "1 daily heads, 1 saved ones" in capsys.readouterr().out
    saved.write_text(json.dumps({**document, "events": 9}))
    assert lapor("verify", "--heads", saved) == 1
    assert "not signed" in capsys.readouterr().err
    assert lapor("verify", "--heads", tmp_path / "absent.json") == 1


def test_receipt_is_checked_by_command(lapor, capsys, tmp_path, filed):
    file, text = tmp_path / "receipt.json", tmp_path / "text.txt"
    file.write_text(json.dumps(receipt_of(filed.report)))
    text.write_text(filed.report.text)
    assert lapor("verify", "receipt", file, "--text", text) == 0
    assert capsys.readouterr().out.count("ok   ") == 4
    text.write_text("Lain")
    assert lapor("verify", "receipt", file, "--text", text) == 1
    assert "WRONG" in capsys.readouterr().out
    file.write_text("{}")
    assert lapor("verify", "receipt", file) == 1
    assert lapor("verify", "receipt", tmp_path / "absent.json") == 1
