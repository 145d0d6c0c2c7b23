"""`verify` finds what was done to a chain and names the event."""

import uuid

import pytest

from lapor.ledger import verifying
from lapor.ledger.chain import Content, event_hash
from lapor.ledger.diagnosis import MOST_COMPARED, Row, diagnose
from lapor.ledger.models import Event, Stream
from lapor.ledger.queries import first_event, stream_events
from lapor.ledger.sequencer import give_positions
from lapor.ledger.verifying import CheckedEvents, verify
from tests.ledger.conftest import tamper, write

pytestmark = pytest.mark.usefixtures("clean_ledger")


def faults(**options):
    return [str(fault) for fault in verify(**options).faults]


@pytest.mark.parametrize("kind", list(Stream.Kind))
def test_chains_of_every_kind_are_clean_and_an_altered_event_is_named(kind):
    events = write(3, kind=kind)
    assert faults() == []
    tamper("UPDATE ledger_event SET data = data || '{\"n\": 9}' WHERE id = %s", events[1].id)
    [fault] = faults()
    assert fault.startswith(f"event {events[1].id}, number 2 of stream {events[1].stream_id}: altered")


@pytest.mark.parametrize(
    "change",
    [
        "name = 'report.other'",
        "actor_kind = 'officer'",
        "actor_id = gen_random_uuid()",
        "recorded_at = recorded_at + interval '1 microsecond'",
        "stream_kind = 'reporter'",
        "hash = sha256('x')",
    ],
)
def test_any_altered_field_is_found(change):
    events = write(3)
    tamper(f"UPDATE ledger_event SET {change} WHERE id = %s", events[1].id)  # noqa: S608
    found = faults()
    assert found
    assert any(f"event {events[1].id}," in fault for fault in found)


def test_missing_events_are_named_wherever_they_stood():
    first, middle, last = write(4), write(4), write(4)
    for event in (first[0], middle[1], middle[2], last[3]):
        tamper("DELETE FROM ledger_event WHERE id = %s", event.id)
    found = faults()
    assert f"number 1 of stream {first[0].stream_id}: missing" in found
    assert [f for f in found if str(middle[0].stream_id) in f] == [
        f"number 2 of stream {middle[0].stream_id}: missing, with all up to number 3"
    ]
    assert [f for f in found if str(last[0].stream_id) in f] == [f"number 4 of stream {last[0].stream_id}: missing"]


def test_stream_whose_events_are_all_gone_is_named():
    events = write(2)
    tamper("DELETE FROM ledger_event WHERE stream_id = %s", events[0].stream_id)
    assert faults() == [f"number 2 of stream {events[0].stream_id}: all its events are missing"]


def test_stream_whose_row_is_gone_is_named():
    events = write(2)
    tamper("DELETE FROM ledger_stream WHERE id = %s", events[0].stream_id)
    assert faults() == [f"event {events[1].id}, number 2 of stream {events[0].stream_id}: the stream is not registered"]


def test_reordered_events_are_named():
    events = write(4)
    tamper("UPDATE ledger_event SET sequence = 5 - sequence WHERE sequence IN (2, 3)")
    found = faults()
    assert found[0].startswith(f"event {events[1].id}, number 2 of")
    assert "reordered (it stands at number 3 now)" in found[0]
    assert found[1].startswith(f"event {events[2].id}, number 3 of")


def test_event_moved_far_away_is_named_once():
    events = write(3)
    tamper("UPDATE ledger_event SET sequence = 900 WHERE id = %s", events[2].id)
    found = faults()
    assert len(found) == 1
    assert "reordered (it stands at number 900 now)" in found[0]


def test_inserted_event_is_named():
    events = write(3)
    tamper(
        "INSERT INTO ledger_event (recorded_at, stream_id, stream_kind, sequence, name, actor_kind, data, hash) SELECT"
        " recorded_at, stream_id, stream_kind, sequence, 'report.forged', actor_kind, data, hash FROM ledger_event"
        " WHERE id = %s",
        events[1].id,
    )
    forged = Event.objects.get(name="report.forged")
    fault, order = faults()
    assert fault.startswith(f"event {forged.id}, number 2 of stream {forged.stream_id}: inserted")
    assert "neither a position nor" in order


def test_event_added_behind_the_end_is_named():
    events = write(2)
    row = events[1]
    content = Content(row.stream_id, "report", 3, row.recorded_at, "report.forged", "system", None, {})
    tamper(
        "INSERT INTO ledger_event (recorded_at, stream_id, stream_kind, sequence, name, actor_kind, data, hash) "
        "VALUES (%s, %s, 'report', 3, 'report.forged', 'system', '{}', %s)",
        row.recorded_at,
        row.stream_id,
        event_hash(content, row.hash),
    )
    fault, order = faults()
    assert fault.endswith("inserted: the chain should end at number 2")
    assert "neither a position nor" in order


def test_events_after_a_jump_in_numbers_are_told_apart_from_the_missing_ones():
    events = write(5)
    tamper("UPDATE ledger_event SET sequence = sequence + 100, data = '{}' WHERE sequence > 3")
    found = faults()
    assert found[0] == f"number 4 of stream {events[0].stream_id}: missing, with all up to number 103"
    assert f"event {events[4].id}, number 105 of" in found[1]


@pytest.mark.parametrize(
    ("change", "words"), [("head = sha256('x')", "another hash"), ("kind = 'reporter'", "of the kind reporter")]
)
def test_changed_row_of_a_stream_is_found(change, words):
    write(2)
    tamper(f"UPDATE ledger_stream SET {change}")  # noqa: S608
    [fault] = faults()
    assert words in fault


def test_of_very_many_broken_streams_only_the_streams_are_named(monkeypatch):
    monkeypatch.setattr(verifying, "MOST_DIAGNOSED", 1)
    write(1), write(1)
    tamper("UPDATE ledger_event SET name = 'x'")
    found = faults()
    assert "altered" in found[0]
    assert found[1].endswith("broken (too many are broken to look at each event)")


def test_in_a_very_long_stream_places_are_not_compared(monkeypatch):
    events = write(3)
    rows = [
        Row(
            str(e.stream_id),
            e.stream_kind,
            4 - e.sequence,
            e.recorded_at,
            e.name,
            e.actor_kind,
            None,
            '{"n": 0}',
            e.hash,
            e.id,
        )
        for e in events
    ]
    assert any("reordered" in str(fault) for fault in diagnose(rows[0].stream_id, rows, 3))
    monkeypatch.setattr("lapor.ledger.diagnosis.MOST_COMPARED", 2)
    assert not any("reordered" in str(fault) for fault in diagnose(rows[0].stream_id, rows, 3))
    assert MOST_COMPARED > 2


def test_history_of_a_stream_is_in_order_and_its_first_event_only_counts_unaltered():
    events = write(3)
    assert [event.id for event in stream_events(events[0].stream_id)] == [event.id for event in events]
    assert first_event(events[0].stream_id).id == events[0].id
    tamper("UPDATE ledger_event SET name = 'x' WHERE id = %s", events[0].id)
    assert first_event(events[0].stream_id) is None
    assert first_event(uuid.uuid4()) is None


# --- only what was added


def test_second_verification_reads_only_what_was_added():
    events = write(5)
    give_positions()
    assert verify(since=CheckedEvents(position=5)).events == 0
    write(1, stream_id=events[0].stream_id), write(2)
    result = verify(since=CheckedEvents(position=5))
    assert (result.events, result.streams, result.faults) == (3, 2, [])


def test_added_events_must_follow_from_those_checked_before():
    events = write(2)
    give_positions()
    [third] = write(1, stream_id=events[0].stream_id)
    tamper("UPDATE ledger_event SET name = 'x' WHERE id = %s", third.id)
    [fault] = faults(since=CheckedEvents(position=2))
    assert fault.startswith(f"event {third.id}, number 3")


def test_missing_or_inserted_among_those_checked_before_is_told():
    events = write(3)
    give_positions()
    tamper("DELETE FROM ledger_event WHERE id = %s", events[1].id)
    [fault] = faults(since=CheckedEvents(position=3))
    assert fault == "what was checked before: there were 3 events, now there are 2; reading everything says which"


def test_kept_state_that_is_damaged_means_everything_is_checked():
    kept = CheckedEvents(7, {"day": "2026-01-01"})
    assert CheckedEvents.from_json(kept.to_json()) == kept
    for damaged in (
        {},
        {"position": None, "head": None},
        {"position": "x", "head": None},
    ):
        assert CheckedEvents.from_json(damaged) is None
