"""One report all the way through the heart, and what the ledger says of it."""

import uuid

import pytest
from django.db import connection

from lapor.agencies.models import Agency, Category
from lapor.gateway.models import OutboundMessage
from lapor.intake.filing.actions import file_new_report
from lapor.intake.filing.new_report import NewReport
from lapor.ledger.verifying import verify
from lapor.publish.models import PublicReport
from lapor.reports.actions import ActRefused, ReportChanged, perform_action
from lapor.reports.models import Report
from lapor.reports.workflow.acting import ActData, officer_actor, reporter_actor


def go_all_the_way(filed, triage, liaison):
    pk = filed.report.pk
    forward = ActData(
        category=Category.objects.get(code="lampu-jalan-baru"),
        agency=Agency.objects.get(code="perkim"),
        publication="published",
    )
    perform_action(pk, "forward", actor=officer_actor(triage), data=forward)
    perform_action(pk, "start", actor=officer_actor(liaison), data=ActData(text="Kami cek"))
    perform_action(pk, "answer", actor=officer_actor(liaison), data=ActData(text="Sudah", outcome="solved"))
    perform_action(pk, "confirm", actor=reporter_actor(None))


def test_report_goes_from_filing_to_confirmation(filed, triage, liaison):
    go_all_the_way(filed, triage, liaison)
    report = Report.objects.get(pk=filed.report.pk)
    assert report.state == "resolved"
    assert [e.act for e in report.entries.order_by("at", "id")] == ["file", "forward", "start", "answer", "confirm"]
    result = verify()
    assert result.events == 5
    assert result.faults == []


def test_one_changed_byte_is_named(filed, triage, liaison):
    go_all_the_way(filed, triage, liaison)
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("UPDATE ledger_event SET name = 'report.reply' WHERE name = 'report.start'")
        cursor.execute("SET session_replication_role = DEFAULT")
    faults = verify().faults or []
    assert len(faults) == 1
    assert faults[0].sequence == 3
    assert "altered" in faults[0].what


def test_ledger_refuses_change(filed):
    from django.db import DatabaseError  # noqa: PLC0415

    with pytest.raises(DatabaseError, match="append-only"), connection.cursor() as cursor:
        cursor.execute("DELETE FROM ledger_event")


def test_sent_again_it_is_one_report(root):
    new = NewReport(text="Jalan berlubang", submission_key=str(uuid.uuid4()), channel="web")
    first = file_new_report(new, root=root, actor=reporter_actor(None))
    again = file_new_report(new, root=root, actor=reporter_actor(None))
    assert again.is_repeat
    assert (again.report.pk, again.receipt_code) == (first.report.pk, first.receipt_code)
    assert Report.objects.count() == 1


def test_protected_words_hide_a_report_before_anyone_reads(root):
    new = NewReport(text="Petugas minta uang, ini pungli", submission_key=str(uuid.uuid4()), channel="web")
    report = file_new_report(new, root=root, actor=reporter_actor(None)).report
    assert (report.visibility, report.urgency, report.state) == ("confidential", "urgent", "forwarded")


def test_urgent_words_make_a_report_urgent_before_anyone_reads_but_not_confidential(root):
    new = NewReport(text="Ada kabel putus di depan sekolah", submission_key=str(uuid.uuid4()), channel="web")
    report = file_new_report(new, root=root, actor=reporter_actor(None)).report
    assert (report.urgency, report.visibility, report.is_protected) == ("urgent", "public", False)
    assert report.clocks.get(kind="verify").calendar_hours == 24
    calm = NewReport(text="Kabelnya kusut", submission_key=str(uuid.uuid4()), channel="web")
    assert file_new_report(calm, root=root, actor=reporter_actor(None)).report.urgency == "normal"


def test_decision_on_an_old_page_is_refused(filed, triage):
    version = filed.report.version
    perform_action(filed.report.pk, "ask", actor=officer_actor(triage), data=ActData(text="Di mana?"))
    with pytest.raises(ReportChanged):
        perform_action(
            filed.report.pk,
            "archive",
            actor=officer_actor(triage),
            data=ActData(text="x", archive_reason="spam"),
            based_on=version,
        )


def test_role_that_the_table_does_not_name_is_refused(filed, liaison):
    with pytest.raises(ActRefused):
        perform_action(
            filed.report.pk, "archive", actor=officer_actor(liaison), data=ActData(text="x", archive_reason="spam")
        )


@pytest.mark.django_db(transaction=True)
def test_consumers_publish_count_and_tell_once(filed, triage, liaison, caught_up):
    go_all_the_way(filed, triage, liaison)
    caught_up()
    assert PublicReport.objects.get(pk=filed.report.pk).state == "resolved"
    messages = OutboundMessage.objects.filter(report_id=filed.report.pk)
    assert messages.count() == 5
    assert not any("Budi" in m.said.text or "budi@" in m.said.text for m in messages)
