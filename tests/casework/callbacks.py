"""Reports that were closed in October 2026, and the head of the day after it: what a sample is drawn from."""

from datetime import UTC, date, datetime, timedelta

from lapor.casework.callback.calls import reason_of
from lapor.casework.models import IdentityOpening
from lapor.core import clock
from lapor.ledger.heads import make_heads
from lapor.reports.actions import perform_action
from lapor.reports.models import Report
from lapor.reports.workflow.acting import SYSTEM, reporter_actor
from tests.reports.conftest import do, forward, new_report, photo

MONTH = date(2026, 10, 1)
IN_OCTOBER = datetime(2026, 10, 12, 3, tzinfo=UTC)
IN_NOVEMBER = datetime(2026, 11, 3, 3, tzinfo=UTC)


def published_head_of_the_day_after(root):
    """There has to be an event that it covers."""
    with clock.at(IN_OCTOBER):
        new_report(root, "Sampah menumpuk")
    with clock.at(datetime(2026, 11, 2, 1, tzinfo=UTC)):
        [head] = make_heads()
    assert head["day"] == "2026-11-01"


def closed(root, people, text="Lampu mati", *, confirmed=True, phone="081234567890", **new):
    """Answered by perkim, and confirmed or not."""
    with clock.at(IN_OCTOBER):
        report = new_report(root, text, phone=phone, **new)
        forward(report, people)
        do(report, "answer", people["hana"], text="Sudah diganti", outcome="solved", photos=(photo(),))
        report.refresh_from_db()
        if confirmed:
            perform_action(report.pk, "confirm", actor=reporter_actor(report.reporter_id))
        else:
            report.clocks.filter(kind="confirmation").update(due_at=IN_OCTOBER - timedelta(minutes=1))
            perform_action(report.pk, "lapse", actor=SYSTEM)
    return reload(report)


def reload(report):
    rows = Report.objects.select_related("root", "agency", "parent", "category", "reporter")
    return rows.get(pk=report.pk)


def number_opened(case):
    """The caller had the number, as the page gives it."""
    now = clock.now()
    times = {"requested_at": now, "opened_at": now}
    IdentityOpening.objects.create(
        report=case.report, officer=case.officer, reason=reason_of(case), needs_second=False, **times
    )
    return case


def phone(number):
    return f"08123456{number:04d}"
