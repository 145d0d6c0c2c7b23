"""What the database itself refuses: changes of the past, by the application's role and by anybody; months have their
partitions."""

import uuid
from datetime import UTC, date, datetime

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction
from psycopg import sql

from lapor.core import clock
from lapor.ledger.actions import make_partitions
from lapor.ledger.models import DailyHead, Event
from lapor.ledger.verifying import verify
from lapor.runtime import grants
from tests.ledger.conftest import write

pytestmark = pytest.mark.usefixtures("clean_ledger")
CHANGES = ("UPDATE {} SET name = 'x'", "DELETE FROM {}", "TRUNCATE {}")
TABLES = ("ledger_event", "ledger_event_default", f"ledger_event_{datetime.now(UTC):%Y_%m}")


def refused(statement):
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    except DatabaseError as error:
        assert isinstance(error.__cause__, psycopg.errors.InsufficientPrivilege)
        return str(error)
    return ""


@pytest.fixture
def as_application():
    """A second role with the rights that `lapor migrate` gives the application's; it is gone when the test's
    transaction ends."""
    role = f"lapor_test_{uuid.uuid4().hex[:12]}"
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("CREATE ROLE {}").format(sql.Identifier(role)).as_string(connection.connection))
        assert grants.grant(connection, role=role)
        cursor.execute(sql.SQL("SET LOCAL ROLE {}").format(sql.Identifier(role)).as_string(connection.connection))
    yield role
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")


@pytest.fixture
def events(db):
    """One event in this month's partition, one in the default partition."""
    with clock.at(datetime(2001, 2, 3, tzinfo=UTC)):
        write(1)
    write(1)
    DailyHead.objects.create(day=date(2026, 3, 9), document={})


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("change", CHANGES)
def test_application_role_may_not_change_the_ledger(events, as_application, change, table):
    assert refused(change.format(table)).startswith("permission denied")


@pytest.mark.parametrize(
    "change", ["UPDATE ledger_dailyhead SET day = now()", "DELETE FROM ledger_dailyhead", "TRUNCATE ledger_dailyhead"]
)
def test_application_role_may_not_change_published_heads(events, as_application, change):
    assert refused(change).startswith("permission denied")


@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE ledger_event DISABLE TRIGGER ALL",
        "SET session_replication_role = replica",
        "DROP TABLE ledger_event",
        "TRUNCATE ledger_stream",
    ],
)
def test_application_role_may_not_switch_the_guards_off(events, as_application, statement):
    assert refused(statement)


def test_application_role_writes_reads_verifies_and_makes_partitions(as_application):
    write(2)
    make_partitions(first=date(2041, 1, 1), months=1)
    assert verify().events == 2
    assert refused("DELETE FROM ledger_event_2041_01").startswith("permission denied")


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("change", CHANGES)
def test_triggers_refuse_changes_even_to_the_owner(events, change, table):
    assert "the ledger is append-only" in refused(change.format(table))


@pytest.mark.parametrize("change", ["UPDATE ledger_dailyhead SET day = now()", "DELETE FROM ledger_dailyhead"])
def test_triggers_refuse_changes_of_published_heads_even_to_the_owner(events, change):
    assert "the ledger is append-only" in refused(change)


# --- partitions


def partition_of(event):
    with connection.cursor() as cursor:
        cursor.execute("SELECT tableoid::regclass::text FROM ledger_event WHERE id = %s", [event.id])
        return cursor.fetchone()[0]


def partitions():
    with connection.cursor() as cursor:
        cursor.execute("SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = 'ledger_event'::regclass")
        return {name for (name,) in cursor.fetchall()}


def test_partitions_are_made_ahead_once_over_the_end_of_the_year():
    before = partitions()
    make_partitions(first=date(2040, 11, 30), months=3)
    made = partitions()
    assert made - before == {"ledger_event_2040_11", "ledger_event_2040_12", "ledger_event_2041_01"}
    make_partitions(first=date(2040, 11, 1), months=3)
    assert partitions() == made


def test_events_of_now_and_of_the_next_two_months_have_partitions_after_migration():
    first = datetime.now(UTC).replace(day=1)
    for months in range(3):
        year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
        with clock.at(first.replace(year=year, month=month + 1)):
            [event] = write(1)
        assert partition_of(event) == f"ledger_event_{event.recorded_at:%Y_%m}"


def test_event_of_a_month_without_a_partition_still_goes_in_and_is_verified():
    with clock.at(datetime(2044, 5, 6, tzinfo=UTC)):
        [event] = write(1)
    assert partition_of(event) == "ledger_event_default"
    make_partitions(first=date(2044, 5, 1), months=1)  # refused quietly: the month's events would have to move
    assert "ledger_event_2044_05" not in partitions()
    assert verify().faults == []


def test_first_and_last_instant_of_a_month_fall_into_its_partition():
    make_partitions(first=date(2042, 3, 1), months=1)
    for instant in (datetime(2042, 3, 1, tzinfo=UTC), datetime(2042, 3, 31, 23, 59, 59, 999999, tzinfo=UTC)):
        with clock.at(instant):
            assert partition_of(write(1)[0]) == "ledger_event_2042_03"


def test_event_written_with_another_time_than_now_says_so():
    with clock.at(datetime(2042, 3, 1, tzinfo=UTC)):
        [event] = write(1)
    assert Event.objects.get(id=event.id).data["injected_clock"] is True
    assert "injected_clock" not in write(1)[0].data
