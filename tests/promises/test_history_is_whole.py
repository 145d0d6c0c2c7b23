"""Promised: what people read of a report is what its history says; a row that was changed, put in, taken away or
swapped is named by `lapor verify`.

The one place is lapor/reports/history/commitments.py, compared by lapor/reports/history/checking_rows.py. Walked: every
column of reports, clocks, entries and files, each placed as covered or with the reason why not; every row deleted; all
of a report deleted.
"""

import argparse
import json
import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection, models

from lapor.agencies.models import Agency, Area, Category
from lapor.casework.persons import erase_person
from lapor.config.commands import verify as command
from lapor.core import clock
from lapor.intake.files import attachments
from lapor.ledger.verifying import verify
from lapor.reports import evidence
from lapor.reports.actions import perform_action
from lapor.reports.history.checking_rows import RowCheck
from lapor.reports.history.commitments import COVERED, NOT_COVERED
from lapor.reports.models import Attachment, Capture, Challenge, Clock, Entry, Report
from lapor.reports.workflow.acting import SYSTEM, ActData, StoredFile, officer_actor, reporter_actor
from lapor.triage.entry_moves import move_entry
from tests.ledger.conftest import LEDGER, tamper
from tests.rows import checked_rows, row_faults

pytestmark = pytest.mark.usefixtures("clean_ledger")
TABLES = [Report, Clock, Entry, Attachment, Challenge, Capture]
DELETIONS = {(Report, "id"), (Challenge, "id")}  # with rows that would lead nowhere
COLUMNS = [(model, name) for model in TABLES for name in sorted(COVERED[model]) if (model, name) not in DELETIONS]
TO_REPORT = ("intake_submission", *(f"reports_{name}" for name in ("assignment", "clock", "attachment", "entry")))


@pytest.fixture
def clean_ledger(db):
    tamper(f"TRUNCATE {LEDGER}")


@pytest.fixture
def told(filed, triage, liaison):
    """A report with two clocks, four entries, a file of the reporter that was published, and a photo that was announced
    against a challenge."""
    report = filed.report
    perkim, category = (
        Agency.objects.get(code="perkim"),
        Category.objects.filter(is_protected=False, root=report.root).order_by("code").first(),
    )
    perform_action(
        report.pk,
        "forward",
        actor=officer_actor(triage),
        data=ActData(agency=perkim, category=category, publication="published", text="Mohon ditangani"),
    )
    perform_action(report.pk, "start", actor=officer_actor(liaison), data=ActData(text="Petugas berangkat"))
    photo = StoredFile(uuid.uuid4(), "a" * 64, "b" * 64, 100, 80)
    note = perform_action(
        report.pk, "note", actor=reporter_actor(report.reporter_id), data=ActData(text="Masih gelap", photos=(photo,))
    )
    perform_action(report.pk, "publish_entry", actor=officer_actor(triage), data=ActData(entry=note.entry))
    challenge = evidence.issue_challenge(report, liaison)
    evidence.announce_capture(report, liaison, evidence.Claim(challenge.pk, "c" * 64, clock.now()))
    report.refresh_from_db()
    return report


@pytest.mark.parametrize("model", TABLES)
def test_every_column_is_placed(model):
    columns = {field.name for field in model._meta.concrete_fields}
    assert columns - COVERED[model] - NOT_COVERED[model].keys() == set()
    assert not COVERED[model] & NOT_COVERED[model].keys()
    assert all(NOT_COVERED[model].values())


def test_what_acts_leave_behind_is_clean_and_was_compared(told):
    check = checked_rows()
    assert check.faults == []
    assert (check.compared, check.uncompared) == (1 + sum(model._default_manager.count() for model in TABLES[2:]), 0)
    assert Clock.objects.count() > 1


def other_value(field, value):
    """A value of the column's kind that is not the one that stands there."""
    if isinstance(field, models.ForeignKey):
        return str(next(pk for pk in other_keys(field.related_model) if pk != value))
    for kind, make in OTHERS:
        if isinstance(field, kind):
            return make(value)
    return "x" if value != "x" else "y"


def other_keys(model):
    if model in {Agency, Area, Category}:
        return model.objects.values_list("pk", flat=True)[:2]
    return [uuid.uuid4()]


OTHERS = (
    (models.JSONField, lambda _value: json.dumps({"other": "value"})),
    (models.UUIDField, lambda _value: str(uuid.uuid4())),
    (models.DateTimeField, lambda _value: datetime(2020, 1, 2, 3, 4, tzinfo=UTC)),
    (models.DateField, lambda _value: date(2020, 1, 2)),
    (models.BooleanField, lambda value: not value),
    (models.IntegerField, lambda value: (value or 0) + 1),
    (models.FloatField, lambda value: (value or 0.0) + 0.001),
)


@pytest.mark.parametrize(("model", "name"), COLUMNS, ids=[f"{model.__name__}.{name}" for model, name in COLUMNS])
def test_each_column_that_was_changed_is_named(told, model, name):
    row = model.objects.first() if model is Report else model.objects.filter(report=told).order_by("pk").last()
    field = model._meta.get_field(name)
    assert tamper(
        f'UPDATE {model._meta.db_table} SET "{field.column}" = %s WHERE id = %s',  # noqa: S608
        other_value(field, getattr(row, field.attname)),
        row.pk,
    )
    faults = row_faults()
    assert faults
    shown = str(told) if name != "tracking_id" else str(Report.objects.get())
    assert any("not what was committed" in fault or " is gone" in fault for fault in faults)
    assert name in {"id", "report"} or all(shown in fault for fault in faults)


@pytest.mark.parametrize("model", [Clock, Entry, Attachment, Capture], ids=lambda model: model.__name__)
def test_a_row_that_was_deleted_is_named(told, model):
    row = model.objects.filter(report=told).order_by("pk").last()
    assert tamper(f"DELETE FROM {model._meta.db_table} WHERE id = %s", row.pk)  # noqa: S608 - names of ours
    expected = "(clocks)" if model is Clock else f"{row.pk} is gone"
    assert any(str(told) in fault and expected in fault for fault in row_faults())


@pytest.mark.parametrize("model", [Clock, Entry, Attachment, Capture], ids=lambda model: model.__name__)
def test_a_row_that_was_put_in_is_named(told, model):
    row = model.objects.filter(report=told).order_by("pk").last()
    row.pk = uuid.uuid4()
    if model is Clock:
        row.kind = "confirmation"
    if model is Capture:
        row.original_sha256, row.fault = "f" * 64, "used"
    row.save(force_insert=True)
    expected = "(clocks)" if model is Clock else f"{row.pk} was inserted"
    assert any(str(told) in fault and expected in fault for fault in row_faults())


def test_a_report_that_was_deleted_with_all_its_rows_is_named(told):
    for table in (*TO_REPORT, "reports_capture", "reports_challenge"):
        tamper(f"DELETE FROM {table} WHERE report_id = %s", told.pk)  # noqa: S608 - names of ours
    tamper("DELETE FROM reports_report WHERE id = %s", told.pk)
    assert [str(told.pk) in fault and "the report is gone" in fault for fault in row_faults()] == [True]


def test_a_report_without_any_history_is_named(told):
    tamper("DELETE FROM ledger_event WHERE stream_id = %s", told.pk)
    tamper("DELETE FROM ledger_stream WHERE id = %s", told.pk)
    assert any(str(told) in fault and "without any history" in fault for fault in row_faults())


def test_a_false_count_of_merged_reports_is_named(told):
    tamper("UPDATE reports_report SET children_count = 9 WHERE id = %s", told.pk)
    assert any(str(told) in fault and "9 reports were merged" in fault for fault in row_faults())


def test_rows_older_than_the_commitments_are_counted_and_not_accused(told):
    tamper("UPDATE ledger_event SET data = data - 'rows' WHERE stream_id = %s", told.pk)
    check = RowCheck()
    verify(watch=check.see)
    check.finish()
    assert check.faults == []
    assert (check.compared, check.uncompared) == (0, 1 + sum(model._default_manager.count() for model in TABLES[2:]))
    tamper("DELETE FROM reports_entry WHERE report_id = %s AND act = 'start'", told.pk)
    verify(watch=check.see)
    check.finish()
    assert any("is gone" in str(fault) for fault in check.faults)  # that it was there, older events say too


def test_erasing_a_person_leaves_a_whole_history(told):
    assert erase_person(told.reporter, by=SYSTEM) == 1
    assert row_faults() == []


def test_a_prepared_file_is_committed_to_when_it_is_ready(told, monkeypatch):
    sound = StoredFile(uuid.uuid4(), "", "c" * 64, 0, 0, kind="audio")
    perform_action(told.pk, "note", actor=reporter_actor(told.reporter_id), data=ActData(text="Suara", photos=(sound,)))
    monkeypatch.setattr(attachments, "GIVE_UP", -timedelta(days=1))
    attachments.queue_forgotten()
    assert Attachment.objects.get(pk=sound.id).status == "failed"
    assert row_faults() == []
    tamper("UPDATE reports_attachment SET status = 'ready' WHERE id = %s", sound.id)
    assert any(str(sound.id) in fault for fault in row_faults())


def test_moved_files_are_whole_in_both_reports(told, triage):
    photo = StoredFile(uuid.uuid4(), "d" * 64, "e" * 64, 100, 80)
    note = perform_action(
        told.pk,
        "note",
        actor=reporter_actor(told.reporter_id),
        data=ActData(text="Lubang di jalan lain", photos=(photo,)),
    )
    move_entry(ActData(entry=note.entry, text="Hal lain"), actor=officer_actor(triage))
    assert Attachment.objects.get(pk=photo.id).report_id != told.pk
    assert row_faults() == []
    tamper("UPDATE reports_attachment SET report_id = %s WHERE id = %s", told.pk, photo.id)
    assert any("was moved away" in fault for fault in row_faults())


def test_events_hold_no_words_of_what_they_commit_to(told):
    with connection.cursor() as cursor:
        cursor.execute("SELECT data->>'rows' FROM ledger_event")
        said = "".join(text for (text,) in cursor.fetchall() if text)
    assert "Masih gelap" not in said
    assert told.tracking_id not in said
    assert "forwarded" not in said


def test_the_command_names_the_report_and_fails(told, capsys, monkeypatch, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    monkeypatch.setattr(command, "SNAPSHOT", "SELECT 1")  # the test stands in a transaction of its own
    assert command.run(parsed([])) == 0
    tamper("UPDATE reports_report SET text = 'Teks yang diubah' WHERE id = %s", told.pk)
    assert command.run(parsed([])) == 1
    assert f"WRONG: report {told}: its words (words)" in capsys.readouterr().out


def test_a_look_at_what_is_new_compares_the_reports_that_were_acted_on(told, capsys, monkeypatch, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    monkeypatch.setattr(command, "SNAPSHOT", "SELECT 1")
    assert command.run(parsed([])) == 0
    perform_action(told.pk, "note", actor=reporter_actor(told.reporter_id), data=ActData(text="Terima kasih"))
    assert command.run(parsed(["--new"])) == 0
    perform_action(told.pk, "note", actor=reporter_actor(told.reporter_id), data=ActData(text="Lagi"))
    tamper("UPDATE reports_report SET state = 'resolved' WHERE id = %s", told.pk)
    assert command.run(parsed(["--new"])) == 1
    assert f"report {told}" in capsys.readouterr().out


def parsed(arguments):
    parser = argparse.ArgumentParser()
    command.add_arguments(parser)
    return parser.parse_args(arguments)


def test_times_are_the_same_instant_in_any_zone(told):
    """A row read through another time zone is the same row."""
    with clock.at(datetime(2026, 5, 6, 7, 8, 9, 123456, tzinfo=UTC)):
        perform_action(told.pk, "note", actor=reporter_actor(told.reporter_id), data=ActData(text="Pagi"))
    assert row_faults() == []
