"""Promised: what somebody else withdrew in a person's name is theirs again within 24 hours.

The one place is the row `take_back` in lapor/reports/workflow/acts/reporter.py. Walked: the page, REST, the mail that
tells of it, a protected case; by chat and SMS in test_nobody_acts_in_anothers_name.py.
"""

import json
from datetime import timedelta

import pytest
from django.test import Client

from lapor.core import clock
from lapor.gateway.models import OutboundMessage
from lapor.gateway.outbound.sending import send_message
from lapor.intake.filing.actions import file_new_report
from lapor.intake.filing.new_report import NewReport
from lapor.ledger.models import Event
from lapor.notify.actions import notify_reporters
from lapor.reports.actions import perform_action
from lapor.reports.models import Report
from lapor.reports.workflow.acting import reporter_actor
from lapor.reports.workflow.refusals import ActRefused

pytestmark = pytest.mark.django_db


def withdrawn(filed):
    perform_action(filed.report.pk, "withdraw", actor=reporter_actor(filed.report.reporter_id))
    return filed.report.tracking_id


def test_withdrawal_is_told_to_the_mail_address_at_once(filed):
    withdrawn(filed)
    notify_reporters(list(Event.objects.filter(name="report.withdraw")))
    message = OutboundMessage.objects.get()
    assert "24 jam" in message.said.text
    send_message(message.pk)


def test_withdrawal_is_taken_back_on_the_page_and_by_rest_with_the_code(filed):
    number, client = withdrawn(filed), Client()
    client.post("/laporan-saya/", {"number": number, "receipt_code": filed.receipt_code})
    assert "Batalkan pencabutan" in client.get(f"/laporan/{number}").content.decode()
    caller, body = Client(), json.dumps({"act": "take_back"})
    url = f"/api/v1/reports/{number}/acts"
    assert caller.post(url, body, content_type="application/json").status_code == 401
    assert (
        caller.post(url, body, content_type="application/json", headers={"X-Receipt-Code": "1" * 16}).status_code == 403
    )
    answer = caller.post(url, body, content_type="application/json", headers={"X-Receipt-Code": filed.receipt_code})
    assert (answer.status_code, answer.json()["state"]) == (200, "received")


def test_withdrawal_rests_for_24_hours_only_and_only_what_was_withdrawn_comes_back(filed):
    now = clock.now()
    with clock.at(now):
        withdrawn(filed)
    actor = reporter_actor(filed.report.reporter_id)
    with clock.at(now + timedelta(hours=24)), pytest.raises(ActRefused):
        perform_action(filed.report.pk, "take_back", actor=actor)
    with clock.at(now + timedelta(hours=23, minutes=59)):
        assert perform_action(filed.report.pk, "take_back", actor=actor).report.state == "received"
    Report.objects.filter(pk=filed.report.pk).update(state="archived", archive_reason="spam")
    with pytest.raises(ActRefused):
        perform_action(filed.report.pk, "take_back", actor=actor)


@pytest.mark.usefixtures("people")
def test_protected_case_that_is_taken_back_is_with_its_group_again(root):
    new = NewReport(
        text="Anak tetangga dipukuli ayahnya tiap malam", submission_key="p", channel="web", email="siti@contoh.example"
    )
    filed = file_new_report(new, root=root, actor=reporter_actor(None))
    held = Report.objects.get(pk=filed.report.pk)
    withdrawn(filed)
    taken = perform_action(filed.report.pk, "take_back", actor=reporter_actor(held.reporter_id))
    assert (taken.report.state, taken.report.agency_id) == (held.state, held.agency_id)
    assert {clock_.kind for clock_ in taken.report.clocks.filter(status="running")} == {"response", "resolution"}
