"""Readers of events miss nothing and double nothing, whatever commits late, rolls back, crashes or runs beside them.

Real transactions: each writer and worker is a thread with a connection of its own.
"""

import argparse
import random
import threading
import time
import uuid

import pytest
from django.db import OperationalError, connection, transaction

from lapor.config.commands import events as command
from lapor.ledger.actions import append
from lapor.ledger.cursors import TRIES, Consumer, _note_failure, advance, catch_up, hand_out_again
from lapor.ledger.models import Cursor, Event, SetAsideEvent, Stream
from lapor.ledger.sequencer import give_positions
from tests.ledger.conftest import LEDGER, in_thread, without_triggers, write

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("a_book")]
SECONDS = 20


@pytest.fixture
def a_book(transactional_db):
    """A table in which the consumer under test writes what it was handed, in its own transaction."""
    with without_triggers() as cursor:
        cursor.execute(f"TRUNCATE {LEDGER}")
        cursor.execute("CREATE TABLE book (place bigserial, event_id bigint)")
    yield
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE book")


def write_down(events):
    with connection.cursor() as cursor:
        cursor.executemany("INSERT INTO book (event_id) VALUES (%s)", [(event.id,) for event in events])


BOOKKEEPER = Consumer("bookkeeper", write_down)


def events_command(action):
    return command.run(argparse.Namespace(action=action))


def book():
    with connection.cursor() as cursor:
        cursor.execute("SELECT event_id FROM book ORDER BY place")
        return [event_id for (event_id,) in cursor.fetchall()]


def read(consumer, **options):
    give_positions()
    return advance(consumer, **options)


def read_until(condition, consumer=BOOKKEEPER):
    """Go on reading."""
    until = time.monotonic() + SECONDS
    while not condition():
        assert time.monotonic() < until, "the events did not arrive"
        catch_up([consumer])
        time.sleep(0.02)


def everything_is_written_down():
    return len(book()) >= Event.objects.count()


def hold(stream_id, wrote, end, *, roll_back=False):
    """Write one event and keep its transaction open until `end`; gives the event's id."""
    with transaction.atomic():
        event = append(stream_id=stream_id, kind=Stream.Kind.REPORT, name="report.note", actor_kind="system")
        wrote.set()
        assert end.wait(SECONDS)
        if roll_back:
            transaction.set_rollback(True)
    return event.id


def test_event_needs_a_transaction_around_it():
    with pytest.raises(transaction.TransactionManagementError):
        append(stream_id=uuid.uuid4(), kind=Stream.Kind.REPORT, name="report.note", actor_kind="system")


def test_event_that_commits_late_is_not_skipped_and_holds_up_nobody():
    wrote, end = threading.Event(), threading.Event()
    late = in_thread(hold, uuid.uuid4(), wrote, end)
    assert wrote.wait(SECONDS)
    [early] = write(1)  # written later, committed first
    assert read(BOOKKEEPER) == 1
    assert book() == [early.id]
    end.set()
    late.join(SECONDS)
    assert late.result < early.id
    read_until(everything_is_written_down)
    assert book() == [early.id, late.result]


def test_event_that_was_rolled_back_is_never_handed_out_and_its_number_is_used_again():
    stream_id = uuid.uuid4()
    wrote, end = threading.Event(), threading.Event()
    undone = in_thread(hold, stream_id, wrote, end)
    undone.join(0)
    assert wrote.wait(SECONDS)
    end.set()
    undone.join(SECONDS)
    wrote, end = threading.Event(), threading.Event()
    lost = in_thread(lambda: hold(stream_id, wrote, end, roll_back=True))
    assert wrote.wait(SECONDS)
    end.set()
    lost.join(SECONDS)
    [after] = write(1, stream_id=stream_id)
    read_until(everything_is_written_down)
    assert book() == [undone.result, after.id]
    assert after.sequence == 2
    assert lost.result not in book()


def test_two_writers_of_one_stream_wait_for_each_other():
    stream_id = uuid.uuid4()
    wrote, end = threading.Event(), threading.Event()
    first = in_thread(hold, stream_id, wrote, end)
    assert wrote.wait(SECONDS)
    second = in_thread(lambda: write(1, stream_id=stream_id)[0].sequence)
    second.join(0.3)
    assert second.is_alive()
    end.set()
    first.join(SECONDS), second.join(SECONDS)
    assert second.result == 2
    assert Event.objects.get(stream_id=stream_id, sequence=1).id == first.result


def test_consumer_that_crashes_in_the_middle_gets_the_same_events_again_and_doubles_nothing():
    write(5)
    crashes = iter([True, True, False])

    def crash_after_writing(events):
        write_down(events)
        if next(crashes, False):
            raise RuntimeError("out of memory")

    consumer = Consumer("bookkeeper", crash_after_writing)
    read_until(everything_is_written_down, consumer)
    assert book() == list(Event.objects.order_by("id").values_list("id", flat=True))


def test_failing_consumer_stops_only_itself():
    write(2)

    def fail(events):
        raise RuntimeError("always")

    until = time.monotonic() + SECONDS
    while not everything_is_written_down() and time.monotonic() < until:
        catch_up([Consumer("failing", fail), BOOKKEEPER])
    assert len(book()) == 2


def poisoned(*unreadable):
    """A bookkeeper that cannot read some events, however often."""

    def read(events):
        write_down(events)
        if any(event.id in unreadable for event in events):
            raise ValueError("what is this?")

    return Consumer("bookkeeper", read)


def test_event_that_cannot_be_read_is_set_aside_and_those_behind_it_go_on(capsys):
    events = write(6)
    bad, good = {events[2].id, events[5].id}, [event.id for at, event in enumerate(events) if at not in {2, 5}]
    read_until(lambda: SetAsideEvent.objects.count() == 2, poisoned(*bad))
    assert book() == good
    assert events_command("list") == 1
    assert "what is this?" in capsys.readouterr().out
    later = write(1)
    read_until(lambda: len(book()) == 5, poisoned(*bad))
    assert book() == [*good, later[0].id]
    assert hand_out_again([poisoned(*bad)]) == (0, 2)
    assert hand_out_again([BOOKKEEPER]) == (2, 0)
    assert sorted(book()) == [*sorted(event.id for event in events), later[0].id]
    assert events_command("retry") == events_command("list") == 0


def test_fault_that_is_over_when_its_events_are_handed_out_one_by_one_needs_no_second_call():
    write(3)
    faults = iter([ValueError("once")])

    def fail_once(events):
        write_down(events)
        for fault in faults:
            raise fault

    read_until(everything_is_written_down, Consumer("bookkeeper", fail_once))
    assert not SetAsideEvent.objects.exists()


def test_failure_is_noted_by_nobody_while_another_worker_holds_the_cursor():
    write(1)
    read_until(everything_is_written_down)
    write(1)
    held, end = threading.Event(), threading.Event()

    def hold_the_cursor():
        with transaction.atomic():
            Cursor.objects.select_for_update().get(consumer="bookkeeper")
            held.set()
            assert end.wait(SECONDS)

    other = in_thread(hold_the_cursor)
    assert held.wait(SECONDS)
    assert _note_failure(BOOKKEEPER, ValueError("x")) is False
    end.set()
    other.join(SECONDS)
    assert not SetAsideEvent.objects.exists()


def test_event_is_tried_five_times_before_it_is_given_up():
    events = write(2)
    consumer, tries = poisoned(events[0].id), 0
    read_until(lambda: Cursor.objects.filter(failures__gt=0).exists(), consumer)
    while not SetAsideEvent.objects.exists():
        assert book() == []
        catch_up([consumer])
        tries += 1
    assert tries == TRIES - 1


def test_lost_database_is_no_fault_of_an_event():
    write(1)
    tries = []

    def lose(events):
        tries.append(len(events))
        raise OperationalError("the connection is lost")

    read_until(lambda: len(tries) > TRIES + 2, Consumer("bookkeeper", lose))
    assert not SetAsideEvent.objects.exists()
    assert not Cursor.objects.filter(failures__gt=0).exists()


def test_database_lost_while_events_are_handed_out_one_by_one_stops_nobody_else():
    write(2)
    batches = []

    def fail_then_lose(batch):
        batches.append(len(batch))
        if len(batch) == 1:
            raise OperationalError("the connection is lost")
        raise ValueError("what is this?")

    read_until(
        lambda: 1 in batches and catch_up([BOOKKEEPER]) >= 0 and everything_is_written_down(),
        Consumer("other", fail_then_lose),
    )
    assert not SetAsideEvent.objects.exists()


def test_worker_that_dies_with_its_connection_loses_and_doubles_nothing():
    write(3)

    def die(events):
        write_down(events)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")

    until = time.monotonic() + SECONDS
    while not _has_begun(die):  # nobody else reads meanwhile: the events would be gone before the worker dies of them
        assert time.monotonic() < until, "the events did not arrive"
    read_until(everything_is_written_down)
    assert sorted(book()) == list(Event.objects.order_by("id").values_list("id", flat=True))


def _has_begun(die):
    dead = in_thread(read, Consumer("bookkeeper", die))
    dead.join(SECONDS)
    return dead.error is not None


def test_second_worker_leaves_a_consumer_that_is_being_read_alone():
    write(3)
    read_until(everything_is_written_down)
    write(2)
    begun, end = threading.Event(), threading.Event()

    def take_long(events):
        write_down(events)
        begun.set()
        assert end.wait(SECONDS)

    def read_once():
        until = time.monotonic() + SECONDS
        while not begun.is_set() and time.monotonic() < until:
            read(Consumer("bookkeeper", take_long))

    slow = in_thread(read_once)
    assert begun.wait(SECONDS)
    assert read(BOOKKEEPER) == 0
    end.set()
    slow.join(SECONDS)
    read_until(everything_is_written_down)
    assert book() == list(Event.objects.order_by("id").values_list("id", flat=True))


def test_many_writers_and_two_workers_at_once_miss_and_double_nothing():
    streams = [uuid.uuid4() for _ in range(5)]
    done = threading.Event()

    def write_at_random(seed):
        dice = random.Random(seed)  # noqa: S311 - the same each time
        for _ in range(25):
            with transaction.atomic():
                for stream_id in sorted(dice.sample(streams, 2)):
                    append(stream_id=stream_id, kind=Stream.Kind.REPORT, name="report.note", actor_kind="system")
                time.sleep(dice.random() / 200)
                if dice.random() < 0.3:
                    transaction.set_rollback(True)

    def work():
        while not done.is_set():
            read(BOOKKEEPER, batch=7)

    writers = [in_thread(write_at_random, seed) for seed in range(4)]
    workers = [in_thread(work) for _ in range(2)]
    for writer in writers:
        writer.join(SECONDS)
        assert writer.error is None
    read_until(everything_is_written_down)
    done.set()
    for worker in workers:
        worker.join(SECONDS)
        assert worker.error is None
    written = book()
    assert len(written) == len(set(written))
    assert sorted(written) == list(Event.objects.order_by("id").values_list("id", flat=True))
    for stream_id in streams:  # each chain in its own order
        numbers = dict(Event.objects.filter(stream_id=stream_id).values_list("id", "sequence"))
        order = [numbers[event_id] for event_id in written if event_id in numbers]
        assert order == sorted(order)


@pytest.mark.parametrize("batch", [1, 200])
def test_stream_is_read_in_its_order_though_a_transaction_that_began_earlier_wrote_to_it_later(batch):
    stream_id = uuid.uuid4()
    began, end = threading.Event(), threading.Event()

    def begin_early_write_late():
        with transaction.atomic():
            append(stream_id=uuid.uuid4(), kind=Stream.Kind.REPORT, name="report.note", actor_kind="system")
            began.set()
            assert end.wait(SECONDS)
            append(stream_id=stream_id, kind=Stream.Kind.REPORT, name="report.note", actor_kind="system")

    early = in_thread(begin_early_write_late)
    assert began.wait(SECONDS)
    write(1, stream_id=stream_id)
    end.set()
    early.join(SECONDS)
    until = time.monotonic() + SECONDS
    while not everything_is_written_down() and time.monotonic() < until:
        read(BOOKKEEPER, batch=batch)
    numbers = dict(Event.objects.filter(stream_id=stream_id).values_list("id", "sequence"))
    assert [numbers[event_id] for event_id in book() if event_id in numbers] == [1, 2]
