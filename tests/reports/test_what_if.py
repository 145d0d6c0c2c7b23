"""What another term would have meant: "with 2 working days 3 of 4 would have been late (really: 1)"."""

from datetime import UTC, datetime, timedelta

import pytest

from lapor.agencies.models import Category
from lapor.core import clock
from lapor.reports.actions import perform_action
from lapor.reports.deadlines.what_if import OtherTerm, lines_of, other_terms
from lapor.reports.models import Clock
from lapor.reports.workflow.acting import ActData, reporter_actor
from tests.reports.conftest import do, forward, new_report

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 2, 2, tzinfo=UTC)  # 09.00 WIB; no holiday in this month
NOW = MONDAY + timedelta(days=21)


def on(days, hours=0):
    return clock.at(MONDAY + timedelta(days=days, hours=hours))


@pytest.fixture
def reports(root, people):
    """Response of five working days, until Monday the 9th: given on the first day, on the third, a week late, never."""
    with on(0):
        found = [new_report(root, f"Lampu mati di gang {n}") for n in range(4)]
        for report in found:
            forward(report, people)
    for report, day in zip(found, (1, 3, 14), strict=False):
        with on(day):
            do(report, "start", people["hana"], text="Kami cek")
    return found


def terms(root, *working_days, days=30, at=NOW, **more):
    with clock.at(at):
        return other_terms(root, working_days, clock=more.pop("clock", "response"), category=None, days=days, **more)[1]


def test_shorter_term_makes_more_of_them_late_and_a_longer_one_fewer(root, reports):
    assert terms(root, 1, 2, 5, 10, 20) == [
        OtherTerm(1, deadlines=4, late=3, really_late=2, undecided=0),
        OtherTerm(2, deadlines=4, late=3, really_late=2, undecided=0),
        OtherTerm(5, deadlines=4, late=2, really_late=2, undecided=0),
        OtherTerm(10, deadlines=4, late=1, really_late=2, undecided=0),
        OtherTerm(20, deadlines=4, late=0, really_late=2, undecided=0),
    ]


def test_what_runs_still_is_not_decided_until_one_of_the_terms_is_over(root, people):
    with on(0):
        forward(new_report(root), people)
    assert terms(root, 5, 1, at=MONDAY + timedelta(days=3)) == [OtherTerm(5, 0, 0, 0, 1), OtherTerm(1, 1, 1, 0, 0)]
    assert terms(root, 9, at=MONDAY + timedelta(days=8)) == [OtherTerm(9, 1, 0, 1, 0)]


def test_only_what_ended_in_the_window_counts(root, reports):
    assert terms(root, 1, days=10) == [OtherTerm(1, 2, 2, 2, 0)]


def test_time_that_a_pause_gave_is_given_here_too(root, people):
    with on(0):
        report = new_report(root, email="budi@contoh.example")
    with on(0, 1):
        do(report, "ask", people["vera"], text="Di mana?")
    with on(9):
        perform_action(report.pk, "reply", actor=reporter_actor(report.reporter_id), data=ActData(text="Di gang 3"))
    due = Clock.objects.get(report=report).due_at
    with on(9, 2):
        forward(report, people)
    assert due > MONDAY + timedelta(days=9)
    assert terms(root, 1, clock="verify") == [OtherTerm(1, 1, 0, 0, 0)]


def test_category_narrows_and_protected_ones_are_in_no_number(root, people, reports):
    with on(0):
        new_report(root, "Minta uang pelicin", category=Category.objects.get(code="korupsi"))
    assert terms(root, 1)[0].deadlines == 4
    with clock.at(NOW):
        for code, count in (("lampu-jalan-baru", 4), ("lampu-jalan-mati", 0)):
            category = Category.objects.get(code=code)
            assert other_terms(root, [1], clock="response", category=category, days=30)[1][0].deadlines == count


def test_deadlines_of_hours_are_left_out(root):
    with on(0):
        new_report(root, "Kabel listrik putus menyala, kesetrum")
    assert Clock.objects.filter(calendar_hours__gt=0).exists()
    assert terms(root, 1, clock="verify") == [OtherTerm(1, 0, 0, 0, 0)]


def test_it_is_said_in_a_sentence(root, reports):
    with clock.at(NOW):
        said = list(lines_of(*other_terms(root, [1, 2], clock="response", category=None, days=30)))
    assert said[:2] == [
        "with 1 working day 3 of 4 would have been late (really: 2); 0 are not decided yet",
        "with 2 working days 3 of 4 would have been late (really: 2); 0 are not decided yet",
    ]
    assert said[2].startswith("looked at 4 reports filed since 2026-")
