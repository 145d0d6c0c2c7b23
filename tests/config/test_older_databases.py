"""A data folder of before an app's migrations became one opens as it is, or says what to do first."""

import argparse

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from lapor.config.commands import migrate
from lapor.core.errors import SetupError
from lapor.ops.missing_migrations import missing_migrations

pytestmark = pytest.mark.django_db
OURS = {
    key: migration.replaces
    for key, migration in MigrationLoader(None).disk_migrations.items()
    if key[1] == "0001_schema" and migration.replaces
}


def stand_at(applied):
    recorder = MigrationRecorder(connection)
    for key, replaced in OURS.items():  # Django writes down both what was applied and what that stands for
        for one in (key, *replaced):
            recorder.record_unapplied(*one)
    for key in applied:
        recorder.record_applied(*key)


def test_whole_older_history_is_nothing_to_do():
    assert len(OURS) == 10
    stand_at([one for replaced in OURS.values() for one in replaced])
    assert missing_migrations() == 0


@pytest.mark.parametrize("app", ["agencies", "reports", "ledger"])
def test_half_of_an_older_history_is_refused_with_what_to_do(app):
    whole = [one for (name, _), replaced in OURS.items() if name != app for one in replaced]
    stand_at([*whole, *OURS[app, "0001_schema"][:-1]])
    with pytest.raises(SetupError, match="start it once with"):
        migrate.run(argparse.Namespace(verbose=False))
