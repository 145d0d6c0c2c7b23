"""A version that must not work on a database says so at its start, in one sentence, and changes nothing."""

import argparse

import pytest
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

from lapor.config.commands import listen, migrate, worker
from lapor.core.errors import SetupError
from lapor.ledger.models import Cursor, DailyHead
from lapor.ledger.sequencer import last_position
from lapor.ops import missing_migrations
from lapor.ops.missing_migrations import refuse_unfit_database

pytestmark = pytest.mark.django_db
STARTS = {
    "worker": lambda: worker.run(argparse.Namespace()),
    "listen": lambda: listen.run(argparse.Namespace()),
    "serve and doctor --start": refuse_unfit_database,
}


@pytest.fixture
def newer():
    MigrationRecorder(connection).record_applied("measure", "0099_figures_of_next_year")


@pytest.mark.parametrize("start", STARTS)
def test_nothing_starts_on_the_database_of_a_newer_version(newer, start):
    with pytest.raises(SetupError, match=r"newer version of lapor .*0099_figures_of_next_year"):
        STARTS[start]()
    assert Client().get("/readyz").json() == {"ready": False, "problems": ["migrations"]}


def test_migrate_leaves_the_database_of_a_newer_version_alone(newer, monkeypatch):
    monkeypatch.setattr(migrate, "call_command", lambda *_, **__: pytest.fail("it was migrated"))
    with pytest.raises(SetupError, match="newer version"):
        migrate.run(argparse.Namespace(verbose=False))


@pytest.mark.parametrize("start", STARTS)
def test_nothing_starts_where_readers_are_ahead_of_the_database(root, start):
    Cursor.objects.create(consumer="notify", position=last_position() + 1)
    with pytest.raises(SetupError, match="fewer events"):
        STARTS[start]()


def test_nothing_starts_where_heads_are_ahead_of_the_database(root):
    document = {"events": last_position() + 5, "new_events": 1}
    DailyHead.objects.create(day="2026-03-01", document=document)
    with pytest.raises(SetupError, match="fewer events"):
        refuse_unfit_database()


def test_missing_migrations_are_named(monkeypatch):
    monkeypatch.setattr(missing_migrations, "missing_migrations", lambda: 2)
    with pytest.raises(SetupError, match="lacks 2 migrations"):
        refuse_unfit_database()


def test_a_database_that_does_not_answer_is_waited_for(monkeypatch):
    def away():
        raise OperationalError

    monkeypatch.setattr(missing_migrations, "missing_migrations", away)
    refuse_unfit_database()


def test_web_is_ready_without_any_worker():
    """Whether a worker lives is no property of this process."""
    assert Client().get("/readyz").json() == {"ready": True, "problems": []}
