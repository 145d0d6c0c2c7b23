"""Before a request a connection is looked at: whatever ended it is seen, and a sound one is asked for nothing."""

import time
from contextlib import contextmanager, suppress

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from lapor.db.postgresql import base

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def resting(db, monkeypatch):
    """The connection as it stands between two requests."""
    monkeypatch.setitem(connection.settings_dict, "CONN_HEALTH_CHECKS", True)  # as outside of tests
    connection.close()
    connection.ensure_connection()
    assert connection.is_usable()
    connection.cursor().execute("SELECT 'of the page'")
    yield connection
    connection.close()


@contextmanager
def watcher():
    told = connection.get_connection_params()
    names = ("dbname", "host", "port", "user", "password", "passfile")
    with psycopg.connect(**{name: told[name] for name in names if told.get(name)}, autocommit=True) as other:
        yield other


def last_words(other, pid):
    """The last statement of that connection, as the server knows it."""
    return other.execute("SELECT query FROM pg_stat_activity WHERE pid = %s", [pid]).fetchone()


def pid_of(resting):
    return resting.connection.info.backend_pid


def test_one_that_was_used_just_now_is_not_asked(resting):
    with watcher() as other:
        assert resting.is_usable()
        assert "of the page" in last_words(other, pid_of(resting))[0]


def test_one_that_rested_long_is_asked(resting, monkeypatch):
    monkeypatch.setattr(base, "LOOKED_FOR", 0.0)
    with watcher() as other:
        assert resting.is_usable()
        assert last_words(other, pid_of(resting))[0] == "SELECT 1"


def test_one_that_has_news_is_asked_and_stays(resting):
    resting.cursor().execute("LISTEN news")
    with watcher() as other:
        other.execute("NOTIFY news")
        until(lambda: not base.is_silent(resting.connection))
        before = pid_of(resting)
        resting.close_if_unusable_or_obsolete()
        resting.cursor().execute("SELECT 2")
        assert pid_of(resting) == before


def test_one_whose_transaction_failed_is_of_no_use(resting):
    with pytest.raises(DatabaseError, match="aborted"), transaction.atomic():
        with suppress(DatabaseError), resting.cursor() as cursor:
            cursor.execute("SELECT 1 / 0")
        assert not resting.is_usable()
        resting.cursor().execute("SELECT 5")
    assert resting.is_usable()


def test_one_that_the_server_ended_is_made_anew(resting):
    with watcher() as other:
        before = pid_of(resting)
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [before])
        until(lambda: not base.is_silent(resting.connection))
        resting.close_if_unusable_or_obsolete()
        with resting.cursor() as cursor:
            cursor.execute("SELECT 3")
            assert cursor.fetchone() == (3,)
        assert pid_of(resting) != before


@pytest.fixture
def pooled(resting, monkeypatch):
    """As in the web server: threads share few."""
    connection.close()
    monkeypatch.setitem(connection.settings_dict["OPTIONS"], "pool", {"min_size": 1, "max_size": 1, "timeout": 5.0})
    monkeypatch.setitem(connection.settings_dict, "CONN_MAX_AGE", 0)
    yield connection
    connection.close()
    connection.close_pool()  # type: ignore[attr-defined]  # of PostgreSQL


def answer(pooled, words):
    """Of one request: its connection goes back to the pool. The answer and who gave it."""
    with pooled.cursor() as cursor:
        cursor.execute(words)
        row = cursor.fetchone()
    pid = pid_of(pooled)
    pooled.close()
    return row, pid


def test_of_a_pool_it_is_the_same(pooled):
    with watcher() as other:
        assert answer(pooled, "SELECT 'first'")[0] == ("first",)
        pid = answer(pooled, "SELECT 'second'")[1]
        with pooled.cursor():
            assert "second" in last_words(other, pid)[0]
        pooled.close()
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])
        row, anew = answer(pooled, "SELECT 'third'")
        assert (row, anew != pid) == (("third",), True)


def test_one_that_was_closed_here_is_made_anew(resting):
    resting.connection.close()
    resting.close_if_unusable_or_obsolete()
    with resting.cursor() as cursor:
        cursor.execute("SELECT 4")
        assert cursor.fetchone() == (4,)


def until(happened):
    end = time.monotonic() + 5
    while not happened():
        assert time.monotonic() < end
        time.sleep(0.01)
