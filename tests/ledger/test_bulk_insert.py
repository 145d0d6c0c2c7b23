"""Rows written together are the same rows that Django would have written one by one."""

import uuid
from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from lapor.intake.filing.actions import file_new_report
from lapor.intake.filing.new_report import NewReport
from lapor.intake.models import Submission
from lapor.ledger.actions import start_stream
from lapor.ledger.bulk_insert import insert_in_one_statement
from lapor.ledger.models import Event, Stream
from lapor.reporters.models import ContactPoint
from lapor.reports.models import Report
from lapor.reports.workflow.acting import reporter_actor

pytestmark = pytest.mark.django_db
ODD = "Kutip ' \" \\ \\x00 {kurung} %s é 🚧 \t akhir\nbaris"
AT = datetime(2026, 2, 3, 4, 5, 6, 789, tzinfo=UTC)


def test_every_kind_of_value_comes_back_as_it_was_given(root):
    given = Report(
        root=root,
        tracking_id="0000000000",
        state="received",
        text=ODD,
        title="a" * 200,
        salt=bytes(range(16)),
        receipt_hash=b"\\x00'",
        latitude=-6.990123456789,
        longitude=110.42,
        filed_at=AT,
        state_since=AT,
        promised_on=date(2026, 5, 1),
        answers=[{"code": "a", "answer": ODD}],
        provenance={"x": None, "y": [1, True]},
        channel="web",
    )
    assert insert_in_one_statement([given], "last AS (SELECT 7 AS n) SELECT n FROM last", []) == (7,)
    found = Report.objects.get(pk=given.pk)
    for field in Report._meta.concrete_fields:
        if field.name != "search":
            value, back = getattr(given, field.attname), getattr(found, field.attname)
            assert (bytes(back) if isinstance(back, memoryview) else back) == value, field.name
    given.title = "b"
    given.save()
    assert Report.objects.get().title == "b"


def test_stream_that_is_there_is_not_begun_again(filed):
    with pytest.raises(IntegrityError), transaction.atomic():
        start_stream(
            [],
            stream_id=filed.report.pk,
            kind=Stream.Kind.REPORT,
            name="report.file",
            actor_kind="system",
            actor_id=None,
            data={},
        )
    assert Event.objects.filter(stream_id=filed.report.pk).count() == 1


def test_report_with_its_person_is_filed_in_two_statements_and_its_transaction(root):
    key = str(uuid.uuid4())
    new = NewReport(
        text="Lampu mati", submission_key=key, channel="web", name="Budi", email="budi@contoh.example", phone="0812"
    )
    with CaptureQueriesContext(connection) as queries:
        filed = file_new_report(new, root=root, actor=reporter_actor(None))
    writes = [query["sql"] for query in queries if "INSERT" in query["sql"] or "nextval" in query["sql"]]
    assert len(writes) == 2
    assert ContactPoint.objects.filter(reporter=filed.report.reporter).count() == 2
    assert Submission.objects.get().report_id == filed.report.pk
    assert file_new_report(new, root=root, actor=reporter_actor(None)).is_repeat
    assert Report.objects.count() == 1
