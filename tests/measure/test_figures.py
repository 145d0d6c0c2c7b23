"""Figures that can be trusted: confirmed, unconfirmed and unreachable apart; protected cases only from five up; never
counted twice."""

import uuid
from datetime import date
from typing import Any

import pytest

from lapor.agencies.models import Agency, Category
from lapor.intake.filing.actions import file_new_report
from lapor.intake.filing.new_report import NewReport
from lapor.ledger.models import Event
from lapor.measure import scorecards
from lapor.measure.actions import count_events
from lapor.reports.actions import perform_action
from lapor.reports.models import Report
from lapor.reports.workflow.acting import SYSTEM, ActData, officer_actor, reporter_actor

WHOLE: Any = {"first": date(2020, 1, 1), "last": date(2035, 1, 1)}


def file(root, text="Jalan berlubang"):
    new = NewReport(text=text, submission_key=str(uuid.uuid4()), channel="web")
    return file_new_report(new, root=root, actor=reporter_actor(None)).report


def count():
    count_events(list(Event.objects.all()))


def answer(report, triage, liaison):
    category, agency = Category.objects.get(code="lampu-jalan-baru"), Agency.objects.get(code="perkim")
    data = ActData(category=category, agency=agency, publication="published")
    perform_action(report.pk, "forward", actor=officer_actor(triage), data=data)
    perform_action(report.pk, "answer", actor=officer_actor(liaison), data=ActData(text="Sudah", outcome="partly"))


def test_confirmed_and_unreachable_stand_apart(root, triage, liaison):
    confirmed, unreachable, waiting = file(root), file(root), file(root)
    for report in (confirmed, unreachable, waiting):
        answer(report, triage, liaison)
    perform_action(confirmed.pk, "confirm", actor=reporter_actor(None))
    Report.objects.filter(pk=unreachable.pk).update(receipt_hash=None)
    perform_action(unreachable.pk, "lapse", actor=SYSTEM)
    count()
    found = scorecards.city_card(root, **WHOLE)
    assert (found["received"], found["confirmed"], found["unreachable"], found["unconfirmed"], found.open) == (
        3,
        1,
        1,
        0,
        1,
    )
    assert (found["answered"], found["in_time"], found.in_time_share) == (3, 3, 100)


def agencies_with_figures(root):
    return {one.pk for one in Agency.objects.all() if scorecards.agency_card(root, one, **WHOLE)["received"]}


def test_reading_the_events_again_counts_nothing_twice(root, triage, liaison):
    answer(file(root), triage, liaison)
    for _ in range(3):
        count()
    assert scorecards.city_card(root, **WHOLE)["received"] == 1
    perkim = Agency.objects.get(code="perkim").pk
    assert agencies_with_figures(root) == {perkim}


@pytest.mark.parametrize(("cases", "apart"), [(4, 0), (5, 5)])
def test_protected_cases_stand_apart_from_five_up(root, cases, apart):
    file(root)
    for _ in range(cases):
        file(root, "Petugas minta pungli")
    count()
    assert scorecards.city_card(root, **WHOLE)["received"] == 1
    assert agencies_with_figures(root) == set()
    assert sum(found["received"] for _month, found in scorecards.by_month(root, "city", **WHOLE)) == 1
    assert scorecards.hidden_received(root, **WHOLE) == apart
