"""Published reports of one's own words, place and state, as the reader of events would leave them."""

import uuid

import pytest

from lapor.agencies.models import Agency, Area, Category
from lapor.core import clock
from lapor.intake.filing.actions import file_new_report
from lapor.intake.filing.new_report import NewReport
from lapor.ledger.models import Event
from lapor.publish.public_rows import publish_events
from lapor.reports.actions import perform_action
from lapor.reports.models import Report
from lapor.reports.workflow.acting import ActData, officer_actor, reporter_actor


def publish(report):
    publish_events(list(Event.objects.filter(stream_id=report.pk)))
    return report


@pytest.fixture
def make(root, triage):
    """Files a report, forwards it with its words published, and has it read; gives the report."""

    def made(text, *, category="lampu-jalan-baru", publication="published", forwarded=True, at=None, **more):
        with clock.at(at or clock.now()):
            new = NewReport(text=text, submission_key=str(uuid.uuid4()), channel=more.pop("channel", "web"), **more)
            report = file_new_report(new, root=root, actor=reporter_actor(None)).report
            if forwarded:
                data = ActData(
                    category=Category.objects.get(code=category),
                    agency=Agency.objects.get(code="perkim"),
                    publication=publication,
                )
                perform_action(report.pk, "forward", actor=officer_actor(triage), data=data)
        return publish(Report.objects.get(pk=report.pk))

    return made


@pytest.fixture
def village(root):
    return Area.objects.filter(root=root, level="village").select_related("parent").order_by("code").first()
