"""The open data say what the statistics say: late, due, answered in time."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from lapor.agencies.models import Agency
from lapor.core import clock
from lapor.reports.actions import perform_action
from lapor.reports.deadlines import sweeps
from lapor.reports.models import Clock, Report
from lapor.reports.workflow.acting import reporter_actor
from tests.publish.test_open_data import dumped, file, folder, lines, people  # noqa: F401 - fixtures among them
from tests.reports.conftest import do, photo

pytestmark = pytest.mark.django_db


def test_lead_figures_of_the_page_come_out_of_the_file(client, root, triage, people):  # noqa: F811
    reports = [file(root, triage) for _turn in range(6)]
    file(root, triage, publication="")
    file(root, triage, visibility="confidential")
    for report in reports[:3]:
        do(report, "answer", people["dpu"], text="Sudah", outcome="solved", photos=(photo(),))
    perform_action(reports[0].pk, "confirm", actor=reporter_actor(None))
    for report, kind in (
        (reports[4], "resolution"),
        (Report.objects.get(state="received", visibility="public"), "verify"),
    ):
        Clock.objects.filter(report=report, kind=kind).update(
            due_at=clock.now() - timedelta(days=2), remind_at=clock.now()
        )
    assert sweeps.remind_of_deadlines() == 2
    rows = lines(dumped(root)).values()
    late = [row for row in rows if row["is_overdue"] == "true"]
    due = [row for row in rows if row["is_due"] == "true"]
    in_time = [row for row in rows if row["is_answered_in_time"] == "true"]
    closed = [row for row in rows if row["state"] in ("resolved", "closed_unconfirmed", "archived", "referred")]
    confirmed = [row for row in closed if row["state"] == "resolved"]
    lead = {one["id"]: one for one in client.get("/statistik/").context["lead"]}
    assert lead["late-now"]["value"] == len(late) == 2
    assert lead["in-time"]["value"] == f"{len(in_time) * 100 // len(due)}%" == "75%"
    assert lead["confirmed"]["value"] == f"{len(confirmed) * 100 // len(closed)}%"
    assert all(row["due_on"] < localdate(clock.now()).isoformat() for row in late)


def test_day_of_what_is_late_is_the_day_that_has_passed(root, triage, people):  # noqa: F811
    """Sent back by its office: the check is late while the answer has time left."""
    report = file(root, triage)
    refused = {"text": "Bukan kami", "proposed_agency": Agency.objects.get(code="perkim")}
    do(report, "refuse", people["dpu"], **refused)
    past = clock.now() - timedelta(days=2)
    Clock.objects.filter(report=report, kind="verify").update(due_at=past, remind_at=clock.now())
    sweeps.remind_of_deadlines()
    row = lines(dumped(root))[report.tracking_id]
    assert row["is_overdue"] == "true"
    assert row["due_on"] < localdate(clock.now()).isoformat()


def test_an_unanswered_report_is_not_called_late_by_an_empty_answer(root, triage, people):  # noqa: F811
    waits, answered = file(root, triage), file(root, triage)
    do(answered, "answer", people["dpu"], text="Sudah", outcome="solved", photos=(photo(),))
    rows = lines(dumped(root))
    assert (rows[waits.tracking_id]["is_answered_in_time"], rows[waits.tracking_id]["is_overdue"]) == ("", "false")
    assert rows[waits.tracking_id]["due_on"]
    said = rows[answered.tracking_id]
    assert (said["is_answered_in_time"], said["first_response_on"], said["channel"]) == (
        "true",
        said["filed_on"],
        "web",
    )
