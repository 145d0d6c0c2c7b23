"""Promised: the role that web and worker use deletes no report nor what hangs on it, and changes of these only what
acts change.

The one place is CHANGEABLE in lapor/runtime/grants.py, given by `lapor migrate`. Walked: every model of the heart,
every column, as that role.
"""

import json
import uuid
from dataclasses import replace
from typing import Any

import psycopg
import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from psycopg import sql

from lapor.intake.filing.actions import file_new_report
from lapor.intake.filing.fields import PLACE_LINES
from lapor.intake.filing.new_report import NewReport
from lapor.ledger.actions import append
from lapor.ledger.models import Event, Stream
from lapor.ledger.sequencer import give_positions, last_position, without_position
from lapor.reports.actions import perform_action
from lapor.reports.models import Entry, Report
from lapor.reports.workflow.acting import ActData, reporter_actor
from lapor.runtime import grants
from tests.rows import row_faults

FREE = {"reports_readynumber"}  # numbers lent to a desk: given back after a day
HEART = {model._meta.db_table: model for model in apps.get_app_config("reports").get_models()}
NEVER_CHANGED = {
    "text",
    "title",
    "answers",
    "tracking_id",
    "filed_at",
    "at",
    "act",
    "salt",
    "root_id",
    "identity",
    "channel",
    "began_at",
    "rating",
}


@pytest.fixture
def as_application(db):
    role = f"lapor_test_{uuid.uuid4().hex[:12]}"
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("CREATE ROLE {}").format(sql.Identifier(role)).as_string(connection.connection))
        assert grants.grant(connection, role=role)
        cursor.execute(sql.SQL("SET LOCAL ROLE {}").format(sql.Identifier(role)).as_string(connection.connection))
    yield role
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")


def is_refused(statement):
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    except DatabaseError as error:
        assert isinstance(error.__cause__, psycopg.errors.InsufficientPrivilege)
        return True
    return False


def test_every_table_of_the_heart_is_placed():
    assert set(HEART) - FREE - grants.CHANGEABLE.keys() == set()


@pytest.mark.parametrize("table", sorted(grants.CHANGEABLE))
def test_no_row_can_be_deleted(filed, as_application, table):
    assert is_refused(f"DELETE FROM {table}")  # noqa: S608 - names of ours
    assert is_refused(f"TRUNCATE {table}")


@pytest.mark.parametrize("table", sorted(HEART.keys() - FREE))
def test_only_listed_columns_can_be_changed(filed, as_application, table):
    columns = {field.column for field in HEART[table]._meta.concrete_fields if not getattr(field, "generated", False)}
    may = set(grants.CHANGEABLE[table])
    assert may <= columns
    assert not may & NEVER_CHANGED
    assert {column for column in columns if not is_refused(f'UPDATE {table} SET "{column}" = "{column}"')} == may  # noqa: S608 - names of ours


def test_acts_are_done_and_an_import_that_was_never_undone_stays(filed, as_application):
    perform_action(
        filed.report.pk, "note", actor=reporter_actor(filed.report.reporter_id), data=ActData(text="Masih gelap")
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT reports_take_out_import(%s)", [[filed.report.pk]])
        assert cursor.fetchone() == (0,)
    assert Report.objects.filter(pk=filed.report.pk).exists()
    assert row_faults() == []


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO ledger_tail (event_id, recorded_at) VALUES (1, now())",
        "UPDATE ledger_tail SET transaction_id = pg_current_xact_id()",
        "TRUNCATE ledger_tail",
        "UPDATE ledger_position SET position = position + 1",
        "DELETE FROM ledger_position",
        "TRUNCATE ledger_position",
    ],
)
def test_the_order_of_events_is_made_by_nobody_else(filed, as_application, statement):
    assert is_refused(statement)


def test_what_the_application_tells_comes_into_the_order(filed, as_application):
    give_positions()
    assert without_position() == 0
    assert last_position() == Event.objects.count()


def mask(report, words, entries="[]"):
    """What an erasure asks the owner's function."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT reports_mask_words(%s, %s, %s, '[]', '[]', NULL)", [report.pk, json.dumps(words), entries]
        )


def of(report, **changed):
    said = {name: getattr(report, name) for name in Report.SAID}
    return {**said, "answers": report.answers, **changed}


def tell(report):
    append(stream_id=report.pk, kind=Stream.Kind.REPORT, name="report.words_erased", actor_kind="system")


@pytest.fixture
def said_everywhere(root):
    new = NewReport(text="Rumah Budi", title="Dari Budi", submission_key="everywhere", channel="web")
    lines: dict[str, Any] = dict.fromkeys(PLACE_LINES, "Samping Budi")
    return file_new_report(replace(new, **lines), root=root, actor=reporter_actor(None)).report


def test_all_words_of_a_reporter_can_be_masked(said_everywhere, as_application):
    """A column that the owner's function does not know would keep the name."""
    report = said_everywhere
    with transaction.atomic():
        tell(report)
        mask(report, of(report, **{name: getattr(report, name).replace("Budi", "•••") for name in Report.SAID}))
    report = Report.objects.get(pk=report.pk)
    assert [name for name in Report.SAID if "•••" not in getattr(report, name)] == []


def test_words_are_masked_by_an_erasure_that_the_history_tells_and_changed_by_nobody(filed, as_application):
    report, entry = filed.report, Entry.objects.get(report=filed.report)
    with pytest.raises(DatabaseError, match="no event of this transaction"):
        mask(report, of(report, text="Lampu •••"))
    for faulty in (
        of(report, text="Lampu baik"),
        of(report, text="••• semua baik"),
        of(report, title="Lain"),
        of(report, answers=["x"]),
    ):
        with pytest.raises(DatabaseError, match="can only be masked"), transaction.atomic():
            tell(report)
            mask(report, faulty)
    with pytest.raises(DatabaseError, match="can only be masked"), transaction.atomic():
        tell(report)
        mask(report, of(report), json.dumps([{"id": str(entry.pk), "text": "Lain"}]))
    with transaction.atomic():
        tell(report)
        mask(report, of(report, text="Lampu ••• mati sejak Senin"))
    assert Report.objects.get(pk=report.pk).text == "Lampu ••• mati sejak Senin"
