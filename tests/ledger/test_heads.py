"""Daily heads: made once a day, honest about when; they find what the chains cannot: a whole rewrite."""

import json
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import Client

from lapor.core import clock
from lapor.ledger.chain import EMPTY, Content, block_size, event_hash, sum_head
from lapor.ledger.heads import PositionsWentBack, make_heads
from lapor.ledger.models import DailyHead
from lapor.ledger.queries import stream_events
from lapor.ledger.signing import is_genuine, public_keys, signed
from lapor.ledger.tasks import heads as heads_job
from lapor.ledger.verifying import verify
from lapor.ledger.verifying_heads import NotAHead, read_saved
from lapor.ledger.witness import make_timed_head
from tests.ledger.conftest import tamper, write

pytestmark = pytest.mark.usefixtures("clean_ledger")
NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)


def make_on(day):
    with clock.at(NOON.replace(day=day)):
        return make_heads()


def faults(*saved):
    return [str(fault) for fault in verify(saved=saved).faults]


def rewrite(event):
    """Change an event and everything that hangs on it, so that the chain holds again."""
    previous = EMPTY
    for row in stream_events(event.stream_id):
        name = "report.rewritten" if row.id == event.id else row.name
        content = Content(
            row.stream_id, row.stream_kind, row.sequence, row.recorded_at, name, row.actor_kind, row.actor_id, row.data
        )
        previous = event_hash(content, previous)
        tamper("UPDATE ledger_event SET name = %s, hash = %s WHERE id = %s", name, previous, row.id)
    tamper("UPDATE ledger_stream SET head = %s WHERE id = %s", previous, event.stream_id)


def test_head_of_a_day_is_made_once_signed_and_says_what_it_covers():
    write(3)
    [document] = make_on(10)
    assert make_on(10) == []
    assert is_genuine(document)
    assert (document["day"], document["events"], document["new_events"]) == ("2026-03-09", 3, 3)
    assert document["made_at"] == "2026-03-10T12:00:00+00:00"
    assert len(document["marks"]) == 3
    assert faults() == []


def test_nothing_is_published_before_there_is_an_event():
    assert make_on(10) == []


def test_missed_days_get_heads_that_say_when_they_were_made():
    write(2)
    make_on(10)
    write(1)
    made = make_on(13)
    assert [(d["day"], d["new_events"], d["events"]) for d in made] == [
        ("2026-03-10", 1, 3),
        ("2026-03-11", 0, 3),
        ("2026-03-12", 0, 3),
    ]
    assert {d["made_at"][:10] for d in made} == {"2026-03-13"}
    assert len({d["head"] for d in made}) == 3
    result = verify()
    assert (result.faults, result.heads) == ([], 4)


def test_events_that_come_later_change_no_earlier_head():
    write(2)
    [saved] = make_on(10)
    write(5)
    make_on(11)
    assert faults(saved) == []


def test_the_hourly_job_makes_the_heads():
    write(1)
    with clock.at(datetime(2026, 3, 11, 12, tzinfo=UTC)):
        heads_job(timestamp=0)
    assert DailyHead.objects.get().day.isoformat() == "2026-03-10"


def test_a_database_that_is_older_than_its_heads_is_told():
    write(2)
    make_on(10)
    tamper("DELETE FROM ledger_position WHERE position = 2")
    with pytest.raises(PositionsWentBack):
        make_on(11)


def test_rewrite_of_a_whole_chain_is_found_and_its_first_event_named():
    events = write(4)
    make_on(10)
    rewrite(events[1])
    found = faults()
    assert found[0].startswith(
        f"event {events[1].id}, number 2 of stream {events[1].stream_id}: rewritten since the head of 2026-03-09"
    )
    assert len(found) == 3  # and the two after it, which hang on it


def test_rewrite_of_everything_heads_included_is_found_by_a_head_saved_outside():
    events = write(3)
    [saved] = make_on(10)
    rewrite(events[2])
    tamper("DELETE FROM ledger_dailyhead")
    make_on(10)
    assert faults() == []
    found = faults(saved)
    assert "head of 2026-03-09: was published otherwise than it stands here now" in found
    assert any(fault.startswith(f"event {events[2].id}, number 3") for fault in found)


def test_head_that_vanished_is_found():
    write(1)
    [saved] = make_on(10)
    tamper("DELETE FROM ledger_dailyhead")
    assert faults(saved) == ["head of 2026-03-09: was published, it is gone here"]


def test_missing_and_inserted_events_are_found_by_the_head():
    events = write(3)
    make_on(10)
    tamper("DELETE FROM ledger_event WHERE id = %s", events[2].id)
    tamper("UPDATE ledger_stream SET length = 2, head = %s", events[1].hash)
    assert faults() == [
        "head of 2026-03-09: covers events that are missing now, after all those that stand here",
        "the order of events: 3 events had a position, 2 are here: some were taken away with their streams",
    ]
    [forged] = write(1)
    tamper("DELETE FROM ledger_tail")
    tamper(
        "UPDATE ledger_position SET event_id = %s, recorded_at = %s WHERE position = 3", forged.id, forged.recorded_at
    )
    assert any(f"event {forged.id}, number 1" in fault and "rewritten since" in fault for fault in faults())


def test_events_put_into_another_order_are_found():
    events = write(2)
    make_on(10)
    tamper("UPDATE ledger_position SET position = 3 - position + 10")
    tamper("UPDATE ledger_position SET position = position - 10")
    assert len(faults()) == 2
    assert events[0].id < events[1].id


def test_inserted_event_shifts_the_marks_and_is_named_first():
    write(2)
    make_on(10)
    [forged] = write(1)
    tamper("DELETE FROM ledger_tail")
    tamper("UPDATE ledger_position SET position = position + 10")
    tamper("UPDATE ledger_position SET position = position - 9")
    tamper("INSERT INTO ledger_position VALUES (1, %s, %s)", forged.id, forged.recorded_at)
    assert len(faults()) == 2


def test_event_that_was_put_past_the_order_is_told():
    write(2)
    make_on(10)
    write(1)
    tamper("DELETE FROM ledger_tail")
    [fault] = faults()
    assert "1 events have neither a position nor a place in the queue" in fault


def test_of_many_events_a_mark_names_the_block(monkeypatch):
    monkeypatch.setattr("lapor.ledger.chain.MOST_MARKS", 2)
    events = write(5)
    [document] = make_on(10)
    assert len(document["marks"]) == 2
    rewrite(events[4])
    [fault] = faults()
    assert fault.startswith(f"event {events[3].id}, ")
    assert f"or one of those after it up to event {events[4].id}" in fault


def test_head_whose_words_were_changed_has_no_valid_signature():
    write(1)
    make_on(10)
    write(1)
    make_on(11)
    tamper(
        'UPDATE ledger_dailyhead SET document = document || \'{"made_at": "2026-03-10T00:00:00+00:00"}\' WHERE day ='
        " '2026-03-09'"
    )
    assert faults() == ["head of 2026-03-09: stands here without a valid signature"]


def test_head_that_does_not_follow_is_found():
    write(1)
    [first] = make_on(10)
    make_on(11)
    rest = {name: value for name, value in first.items() if name != "signature"}
    other = signed({**rest, "previous": "ab" * 32})
    tamper("UPDATE ledger_dailyhead SET document = %s WHERE day = '2026-03-09'", json.dumps(other))
    found = faults(first, other)
    assert "head of 2026-03-09: two different ones were published" in found
    assert "head of 2026-03-09: does not follow from the head before it" in found
    assert "head of 2026-03-09: does not follow from its events" in found


def test_second_verification_begins_at_the_last_checked_head():
    write(2)
    make_on(10)
    first = verify()
    write(1)
    make_on(11)
    second = verify(since=first.checked)
    assert (second.events, second.heads, second.faults) == (1, 1, [])


def test_saved_heads_are_read_from_files_and_folders(tmp_path):
    write(1)
    [document] = make_on(10)
    file = tmp_path / "2026-03-09.json"
    file.write_bytes(Client().get("/keterbukaan/rantai/2026-03-09.json").content)
    assert read_saved(file) == read_saved(tmp_path) == [document]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is not a daily head"),
        (b"[1]", "is not a daily head"),
        (b"[" * 100_000, "is not a daily head"),
        (b"{" * 2_000_000, "is not a daily head"),
        (b'{"format": "lapor-head-1"}', "is not signed"),
        (b'{"format": "lapor-head-1", "key": "%s", "signature": "?"}', "is not signed"),
        (b'{"format": "lapor-head-1", "key": "%s", "signature": "AAAA"}', "is not signed"),
        (b'{"format": "lapor-head-1", "key": "%s", "signature": "' + b"A" * 86 + b'=="}', "is not signed"),
    ],
)
def test_file_that_is_no_head_is_refused_with_a_sentence(tmp_path, content, words):
    file = tmp_path / "x.json"
    file.write_bytes(content.replace(b"%s", next(iter(public_keys())).encode()))
    with pytest.raises(NotAHead, match=words):
        read_saved(file)


def test_folder_without_heads_is_refused(tmp_path):
    with pytest.raises(NotAHead, match="holds no head"):
        read_saved(tmp_path)


def test_former_keys_stay_published_and_valid(settings):
    write(1)
    [document] = make_on(10)
    old = next(iter(public_keys().values()))
    settings.SIGNING_KEY = b"k" * 32
    assert not is_genuine(document)
    settings.FORMER_SIGNING_KEYS = [old]
    assert is_genuine(document)
    published = Client().get("/keterbukaan/kunci.json").json()["keys"]
    assert [key["signs_now"] for key in published] == [True, False]
    assert published[1]["id"] == document["key"]
    assert published[0]["pem"].startswith("-----BEGIN PUBLIC KEY-----")


def test_heads_are_published_for_caches_and_listed(root):
    write(1)
    make_on(10)
    page = Client().get("/keterbukaan/rantai/2026-03-09.json")
    assert "public" in page["Cache-Control"]
    assert page.json() == DailyHead.objects.get().document
    listed = Client().get("/keterbukaan/rantai/").json()
    assert listed["heads"][0]["url"].endswith("/keterbukaan/rantai/2026-03-09.json")
    assert {
        Client().get(f"/keterbukaan/rantai/{day}.json").status_code for day in ("2026-03-08", "2026-02-31", "x")
    } == {404}


def test_marks_are_one_for_each_event_up_to_their_number():
    assert [block_size(n) for n in (0, 1, 1024, 1025, 1_000_000)] == [1, 1, 1, 2, 977]
    total = sum_head(EMPTY, [b"a" * 32, b"b" * 32, b"c" * 32], 2)
    assert len(total.marks) == 2
    assert total.head != sum_head(EMPTY, [b"a" * 32, b"c" * 32, b"b" * 32], 2).head


@pytest.mark.parametrize("make", [lambda: make_on(10), make_timed_head])
def test_head_waits_for_a_synchronous_standby_whatever_others_do(make):
    """Asked of PostgreSQL at the moment when the row is written: nobody reads a head that a standby lacks."""
    write(1)
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")
        cursor.execute(
            "CREATE FUNCTION pg_temp.note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            " PERFORM set_config('lapor.seen', current_setting('synchronous_commit'), false); RETURN NEW; END $$"
        )
        for table in ("ledger_dailyhead", "ledger_timedhead"):
            cursor.execute(f"CREATE TRIGGER note BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION pg_temp.note()")
        make()
        cursor.execute("SELECT current_setting('lapor.seen')")
        assert cursor.fetchone() == ("on",)
