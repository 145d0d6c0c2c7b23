"""The counter: with the receipt an officer does for a person what the person could do, and nothing without it."""

import uuid

import pytest

from lapor.intake.filing.actions import file_new_report
from lapor.intake.filing.new_report import NewReport
from lapor.reports.actions import perform_action
from lapor.reports.models import Entry
from lapor.reports.workflow.acting import ActData, officer_actor, reporter_actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(root, triage):
    """A confidential report whose reporter was asked something."""
    new = NewReport(text="Lampu mati", submission_key=str(uuid.uuid4()), channel="web", visibility="confidential")
    filed = file_new_report(new, root=root, actor=reporter_actor(None))
    perform_action(filed.report.pk, "ask", actor=officer_actor(triage), data=ActData(text="Di gang mana?"))
    return filed


def test_receipt_opens_the_report_and_the_reply_names_both(desk, asked):
    number = asked.report.tracking_id
    opened = desk.post("/loket/laporan", {"number": f"{number[:4]} {number[4:]}", "receipt_code": asked.receipt_code})
    assert opened["Location"] == f"/loket/laporan/{number}"
    page = desk.get(opened["Location"])
    assert "Di gang mana?" in page.content.decode()
    assert {act["act"] for act in page.context["acts"]} >= {"reply", "withdraw", "note"}
    desk.post(opened["Location"], {"act": "reply", "text": "Gang 3"})
    entry = Entry.objects.get(act="reply")
    assert (entry.officer.username, entry.details["for_reporter"], entry.text) == ("lutfi", True, "Gang 3")


def test_without_the_receipt_the_desk_sees_nothing(desk, asked):
    number = asked.report.tracking_id
    assert desk.get(f"/loket/laporan/{number}").status_code == 404
    wrong = desk.post("/loket/laporan", {"number": number, "receipt_code": "1" * 16})
    unknown = desk.post("/loket/laporan", {"number": "0000000000", "receipt_code": "1" * 16})
    assert (wrong.status_code, unknown.status_code) == (422, 422)
    assert str(wrong.context["form"].errors) == str(unknown.context["form"].errors)
    assert desk.get(f"/loket/laporan/{number}").status_code == 404


def test_field_at_fault_keeps_the_page(desk, asked):
    desk.post("/loket/laporan", {"number": asked.report.tracking_id, "receipt_code": asked.receipt_code})
    response = desk.post(f"/loket/laporan/{asked.report.tracking_id}", {"act": "reply", "text": ""})
    assert response.status_code == 422
    assert desk.post(f"/loket/laporan/{asked.report.tracking_id}", {"act": "confirm"}).status_code == 409
