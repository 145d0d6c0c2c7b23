"""A report that waits for somebody, and who heard of its last event."""

from lapor.gateway.models import OutboundMessage
from lapor.ledger.models import Event
from lapor.notify.models import OfficerNotice
from lapor.notify.officers import tell_officers
from lapor.reports.actions import perform_action
from lapor.reports.workflow.acting import ActData, reporter_actor
from tests.reports.conftest import do, forward, new_report, photo


def heard(name):
    """officer → kinds of what they heard of the last event of that name."""
    OfficerNotice.objects.all().delete()
    OutboundMessage.objects.all().delete()
    event = Event.objects.filter(name=f"report.{name}").order_by("-id").first()
    assert event is not None
    tell_officers([event])
    found = {}
    for officer, kind in OfficerNotice.objects.values_list("officer__username", "kind"):
        found.setdefault(officer, set()).add(kind)
    return found


def said(report, act, text="Masih sama", **more):
    return perform_action(report.pk, act, actor=reporter_actor(report.reporter_id), data=ActData(text=text, **more))


def forwarded(root, people):
    report = new_report(root)
    forward(report, people)
    report.refresh_from_db()
    return report


def answered(root, people):
    report = forwarded(root, people)
    do(report, "start", people["hana"], text="Kami kerjakan")
    do(report, "answer", people["hana"], text="Sudah diganti", outcome="solved", photos=(photo(),))
    report.refresh_from_db()
    return report
