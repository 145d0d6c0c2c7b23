"""A restore or a move is told by an event, and what it lost is no accusation; what somebody took away still is one."""

import uuid
from datetime import UTC, datetime

import pytest
from django.db import connection

from lapor.core import clock
from lapor.ledger.epochs import STREAM, begin_epoch_if_moved, current_epoch, read_identity
from lapor.ledger.heads import make_heads
from lapor.ledger.models import DailyHead, DatabaseIdentity, TimedHead
from lapor.ledger.sequencer import give_positions, last_position
from lapor.ledger.verifying import verify
from lapor.ledger.witness import make_timed_head, witness_of
from tests.ledger.conftest import tamper, without_triggers, write

pytestmark = pytest.mark.usefixtures("clean_ledger")
NAMES = ("event", "stream", "dailyhead", "timedhead", "position", "tail", "databaseidentity")
TABLES = [f"ledger_{name}" for name in NAMES]


def head_of(day):
    with clock.at(datetime(2026, 3, day, 12, tzinfo=UTC)):
        return make_heads()[-1]


def backup():
    """The ledger's rows as they stand now."""
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"DROP TABLE IF EXISTS pg_temp.kept_{table}")
            cursor.execute(f"CREATE TEMP TABLE kept_{table} AS SELECT * FROM {table}")  # noqa: S608 - ours


def restore():
    """The rows of the backup and no others, as a dump brings them."""
    with without_triggers() as cursor:
        for table in TABLES:
            cursor.execute(f"TRUNCATE {table}")
            cursor.execute(f"INSERT INTO {table} SELECT * FROM pg_temp.kept_{table}")  # noqa: S608 - ours


def elsewhere():
    """As if the rows lay in another cluster now."""
    DatabaseIdentity.objects.update(cluster="7000000000000000001/16384")


def faults(*saved):
    return [str(fault) for fault in verify(saved=saved).faults]


def test_place_is_told_by_this_database_and_the_first_look_begins_nothing():
    assert read_identity() is not None
    assert begin_epoch_if_moved() is None
    assert begin_epoch_if_moved() is None
    assert current_epoch() == 1
    assert DatabaseIdentity.objects.get().cluster == read_identity().cluster


@pytest.mark.parametrize(("column", "value"), [("cluster", "7000000000000000001/5"), ("timeline", "00000009")])
def test_another_place_begins_an_epoch_once(column, value):
    begin_epoch_if_moved()
    write(3)
    DatabaseIdentity.objects.update(**{column: value})
    event = begin_epoch_if_moved()
    assert (event.stream_id, event.data) == (STREAM, {"epoch": 2, "position": 3, "changed": column})
    assert begin_epoch_if_moved() is None
    assert current_epoch() == 2
    assert head_of(10)["epoch"] == 2
    assert faults() == []


def test_where_the_database_does_not_tell_only_a_restore_that_is_said_counts(monkeypatch):
    monkeypatch.setattr("lapor.ledger.epochs.read_identity", lambda: None)
    assert begin_epoch_if_moved() is None
    assert begin_epoch_if_moved(is_restored=True).data["changed"] == "restored"


def test_heads_of_before_the_disaster_hold_after_a_restore_and_what_was_lost_is_told():
    begin_epoch_if_moved()
    write(3)
    kept = head_of(10)
    backup()
    write(4)
    lost = head_of(11)
    restore()
    elsewhere()
    begin_epoch_if_moved()
    write(2)
    with clock.at(datetime(2026, 3, 11, 12, tzinfo=UTC)):
        [anew] = make_heads()
    assert anew["day"] == lost["day"]
    assert (anew["epoch"], lost["epoch"]) == (2, 1)
    found = verify(saved=[kept, lost, anew])
    assert found.faults == []
    assert [note.partition(":")[0] for note in found.notes] == [
        f"epoch 2 began after event 3 of {datetime.now(UTC):%Y-%m-%d %H}",
        lost["day"],
    ]


def test_a_head_that_was_made_just_before_the_disaster_is_compared_and_no_accusation():
    """A quiet night: the head covers nothing new, so its events are all there; its row is not."""
    begin_epoch_if_moved()
    [first, *_others] = write(3)
    backup()
    saved = head_of(10)
    restore()
    begin_epoch_if_moved(is_restored=True)
    with clock.at(datetime(2026, 3, 10, 12, tzinfo=UTC)):
        make_heads()
    found = verify(saved=[saved])
    assert found.faults == []
    assert any("was not brought back" in note for note in found.notes)
    tamper("UPDATE ledger_event SET hash = %s WHERE id = %s", b"x" * 32, first.id)
    assert any("head of 2026-03-09" in str(fault) for fault in verify(saved=[saved]).faults)


def test_a_restore_is_no_excuse_for_what_it_kept():
    begin_epoch_if_moved()
    [first, *_others] = write(3)
    kept = head_of(10)
    write(2)
    begin_epoch_if_moved(is_restored=True)
    tamper("UPDATE ledger_event SET hash = %s WHERE id = %s", b"x" * 32, first.id)
    assert any("head of 2026-03-09" in fault for fault in faults(kept))


def test_an_event_taken_away_without_a_restore_is_a_fault():
    begin_epoch_if_moved()
    write(3)
    [gone] = write(1)
    saved = head_of(10)
    tamper("DELETE FROM ledger_event WHERE id = %s", gone.id)
    tamper("DELETE FROM ledger_stream WHERE id = %s", gone.stream_id)
    assert any("head of 2026-03-09" in fault for fault in faults(saved))


def test_a_restore_that_loses_a_restore_takes_a_number_that_nobody_had():
    begin_epoch_if_moved()
    write(3)
    backup()
    begin_epoch_if_moved(is_restored=True)
    write(5)
    lost = head_of(10)
    assert lost["epoch"] == 2
    restore()
    assert current_epoch() == 1
    assert begin_epoch_if_moved(is_restored=True, known_epoch=2).data["epoch"] == 3
    assert verify(saved=[lost]).faults == []


def test_timed_heads_and_witnesses_that_a_restore_lost_are_told():
    begin_epoch_if_moved()
    stream = uuid.uuid4()
    [early] = write(1, stream_id=stream)
    backup()
    [late] = write(1, stream_id=stream)
    timed, kept, lost = make_timed_head(), witness_of(early), witness_of(late)
    restore()
    begin_epoch_if_moved(is_restored=True, known_epoch=1)
    write(1, stream_id=stream, other="words")  # at the place of the lost one
    assert timed is not None
    found = verify(saved=[timed, kept, lost])
    assert found.faults == []
    assert len(found.notes) == 3


def test_witness_of_what_was_kept_is_believed_after_a_restore_too():
    begin_epoch_if_moved()
    [event, _later] = write(2)
    witness = witness_of(event)
    begin_epoch_if_moved(is_restored=True)
    tamper("DELETE FROM ledger_event WHERE id = %s", event.id)
    assert any("missing since it was witnessed" in fault for fault in faults(witness))


def test_what_a_dump_puts_into_the_queue_again_keeps_its_position():
    write(2)
    give_positions()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO ledger_tail (event_id, recorded_at) SELECT event_id, recorded_at FROM ledger_position"
        )
    write(1)
    give_positions()
    assert last_position() == 3
    assert faults() == []
    assert not DailyHead.objects.exists()
    assert not TimedHead.objects.exists()
