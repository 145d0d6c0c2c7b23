"""Whatever way a database comes to another place or is set back, nothing is sent from it before a person says so."""

import errno
import json
import logging
from datetime import timedelta

import pytest
from django.db import connection

from lapor.cli import main
from lapor.core import clock
from lapor.gateway.models import DeliveryAttempt, OutboundHold, OutboundMessage
from lapor.gateway.outbound.hold import LOOK_AGAIN_SECONDS, hold_messages, release_messages
from lapor.gateway.outbound.sending import send_message
from lapor.ledger.epochs import current_epoch
from lapor.ledger.models import DatabaseIdentity, Event
from lapor.ledger.sequencer import give_positions, last_position
from lapor.reporters import vault
from lapor.runtime import restore_detection
from lapor.runtime.restore_detection import HighWaterMark, detect_restore, high_water_mark, remember_position
from tests.ledger import conftest as events
from tests.outgoing import queued_message

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.DATA_DIR = settings.OUTBOX_DIR = tmp_path
    (tmp_path / "ledger").mkdir()


def lived():
    """Something happened here already."""
    events.write(3)
    give_positions()


def mail(**fields):
    return queued_message(channel="email", address=vault.seal("siti@contoh.example"), cause="x", **fields)


def moved():
    DatabaseIdentity.objects.update(cluster="7000000000000000001/5")


def promoted():
    DatabaseIdentity.objects.update(timeline="00000077")


def set_back():
    write(json.dumps({"epoch": 1, "position": last_position() + 3}))


def lost_an_epoch():
    write(json.dumps({"epoch": current_epoch() + 1, "position": last_position()}))


def write(text):
    from django.conf import settings  # noqa: PLC0415 - the folder of this test

    (settings.DATA_DIR / "ledger" / "high-water-mark.json").write_text(text)


def nothing():
    """The worker starts again."""


@pytest.mark.parametrize(
    ("happened", "holds", "epoch"),
    [(nothing, False, 1), (promoted, False, 2), (moved, True, 2), (set_back, True, 2), (lost_an_epoch, True, 3)],
)
def test_a_database_that_is_another_one_holds_its_messages(root, happened, holds, epoch):
    lived()
    detect_restore()
    message = mail(dedupe_key="a")
    happened()
    assert detect_restore() is holds
    assert current_epoch() == epoch
    assert (send_message(message.pk) == LOOK_AGAIN_SECONDS) is holds
    message.refresh_from_db()
    assert message.status == ("waiting" if holds else "sent")
    assert detect_restore() is False  # said once
    assert OutboundHold.objects.exists() is holds


def test_a_promoted_database_beside_a_new_folder_is_a_copy(root, settings):
    """Restored by other means for a trial: the timeline is another, and this folder knows nothing."""
    lived()
    detect_restore()
    (settings.DATA_DIR / "ledger" / "high-water-mark.json").unlink()
    promoted()
    assert detect_restore() is True


def test_a_second_node_begins_no_second_epoch_and_holds_nothing_again(root):
    lived()
    detect_restore()
    behind = (seen_file := high_water_mark())._asdict()
    moved()
    assert detect_restore() is True
    release_messages(drop_older=False)
    write(json.dumps(behind))  # what the other node remembers
    assert high_water_mark() == seen_file
    assert detect_restore() is False
    assert current_epoch() == 2


def test_what_is_remembered_is_never_lowered(root):
    lived()
    detect_restore()
    write(json.dumps({"epoch": 1, "position": last_position() + 3}))
    remember_position()  # by a reader that came before detect_restore
    assert high_water_mark().position == last_position() + 3
    assert detect_restore() is True


@pytest.mark.parametrize("text", ["", "{", "[]", '{"epoch": "x"}', '{"epoch": 1}'])
def test_damaged_memory_is_nothing_known(root, text):
    write(text)
    assert high_water_mark() == HighWaterMark()
    assert detect_restore() is False


def test_memory_goes_forward_with_the_ledger(root):
    detect_restore()
    give_positions()
    remember_position()
    assert high_water_mark() == HighWaterMark(1, last_position())


def test_a_full_disk_stops_no_worker(root, monkeypatch, caplog):
    def full(*_arguments):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(restore_detection, "write_json", full)
    lived()
    assert detect_restore() is False
    assert "No space left" in caplog.text


def test_held_messages_go_when_a_person_says_so(root):
    message = mail(dedupe_key="a")
    hold_messages()
    assert send_message(message.pk) == LOOK_AGAIN_SECONDS
    assert not DeliveryAttempt.objects.exists()
    assert release_messages(drop_older=False) == (1, 0)
    assert send_message(message.pk) == 0
    message.refresh_from_db()
    assert message.status == "sent"
    assert Event.objects.filter(name="messages.released").count() == 1


def test_what_waited_before_can_be_given_up(root):
    old = mail(dedupe_key="a", created_at=clock.now() - timedelta(hours=2))
    code = mail(dedupe_key="c", created_at=clock.now() - timedelta(hours=2), audience="code", holds_code=True)
    hold_messages()
    new = mail(dedupe_key="b")
    assert release_messages(drop_older=True) == (1, 2)
    states = dict(OutboundMessage.objects.values_list("pk", "status"))
    assert (states[old.pk], states[new.pk]) == ("failed", "waiting")
    code.refresh_from_db()
    assert (bytes(code.words), bytes(code.address)) == (b"", b"")
    assert {row.answer for row in DeliveryAttempt.objects.all()} == {"given up after a restore"}
    assert release_messages(drop_older=True) == (0, 0)  # nothing is held any more


def test_command_says_and_lets_go(root, capsys, caplog):
    caplog.set_level(logging.ERROR)
    assert main(["messages", "status"]) == 0
    assert main(["messages", "hold"]) == 0
    assert main(["messages", "status"]) == 1
    assert "nothing is sent" in capsys.readouterr().out
    assert main(["messages", "release"]) == 0
    assert main(["messages", "status"]) == 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM gateway_outboundhold")
        assert cursor.fetchone()[0] == 0
