"""What is late now, by whom, and how many were open on each day; figures by category and channel."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from lapor.agencies.models import Agency, Category
from lapor.agencies.queries import zone_of
from lapor.core import clock
from lapor.ledger.models import Event
from lapor.measure import backlog
from lapor.measure.actions import count_events
from lapor.measure.models import DayCount, ReportFigure, ScoreCount
from lapor.measure.scorecards import scorecard
from lapor.measure.scoring import CITY, agency_subject, category_subject, channel_subject
from lapor.reports.deadlines import sweeps
from lapor.reports.models import Clock, Report
from tests.reports.conftest import do, forward, new_report, people, photo

__all__ = ["people"]  # a fixture

pytestmark = pytest.mark.django_db


def count():
    count_events(list(Event.objects.all()))


def let_pass(report, kind):
    """The deadline passes, and the sweep says so."""
    Clock.objects.filter(report=report, kind=kind).update(due_at=clock.now() - timedelta(days=1), remind_at=clock.now())
    assert sweeps.remind_of_deadlines()


@pytest.fixture
def three(root, people):
    """One unchecked, one unanswered, one answered in time."""
    unchecked, unanswered, answered = (new_report(root, f"Lampu mati {n}") for n in range(3))
    for report in (unanswered, answered):
        forward(report, people)
    do(answered, "answer", people["hana"], text="Sudah", outcome="solved", photos=(photo(),))
    return unchecked, unanswered, answered


def test_nothing_is_late_before_a_deadline_passes(root, three):
    count()
    assert backlog.standing_now(root, CITY).late == 0


def test_late_now_is_counted_and_said_of_whom(root, three):
    let_pass(three[0], "verify")
    let_pass(three[1], "resolution")
    count()
    perkim = Agency.objects.get(code="perkim")
    found = backlog.standing_now(root, CITY, [agency_subject(perkim.pk), agency_subject(root.pk)])
    assert (found.unanswered, found.unchecked, found.late, found.is_open) == (1, 1, 2, 3)
    assert found.late_of == {agency_subject(perkim.pk): 1}
    assert backlog.standing_now(root, agency_subject(perkim.pk)).late == 1


def test_what_is_answered_is_no_longer_late(root, three, people):
    let_pass(three[1], "resolution")
    count()
    do(three[1], "answer", people["hana"], text="Akhirnya", outcome="solved", photos=(photo(),))
    count()
    assert backlog.standing_now(root, CITY).late == 0


def test_confidential_ones_are_in_none_of_it(root, people):
    report = new_report(root, visibility="confidential")
    let_pass(report, "verify")
    count()
    assert backlog.standing_now(root, CITY).late == 0
    assert not DayCount.objects.exists()


def test_backlog_of_each_day_is_what_was_filed_less_what_ended(root, people):
    today = clock.now()
    for days, is_archived in ((9, True), (9, False), (4, False)):
        with clock.at(today - timedelta(days=days)):
            report = new_report(root, f"Jalan rusak {days} {is_archived}")
        if is_archived:
            with clock.at(today - timedelta(days=2)):
                do(report, "archive", people["vera"], archive_reason="test", text="Uji coba")
    count()
    zone_day = clock.now().astimezone(zone_of(root)).date()
    first = zone_day - timedelta(days=10)
    found = backlog.backlog_by_day(root, CITY, first=first, last=zone_day)
    assert len(found) == 11
    assert found[0][1] == 0
    assert max(n for _day, n in found) == 3
    assert found[-1][1] == 2
    assert found == sorted(found)
    assert found[-1][1] == backlog.standing_now(root, CITY).is_open


def test_backlog_is_of_one_moment(root, people, django_assert_num_queries):
    """Two readings, and a report filed between them: days before it showed one less than none."""
    today = clock.now().astimezone(zone_of(root)).date()
    new_report(root)
    count()
    with django_assert_num_queries(1):
        found = backlog.backlog_by_day(root, CITY, first=today - timedelta(days=3), last=today)
    assert [number for _day, number in found] == [0, 0, 0, 1]


def test_counting_again_changes_nothing(root, three):
    count()
    before = list(DayCount.objects.order_by("id").values_list("subject", "day", "measure", "reports"))
    scores = list(ScoreCount.objects.order_by("id").values_list("subject", "measure", "reports"))
    count()
    assert before == list(DayCount.objects.order_by("id").values_list("subject", "day", "measure", "reports"))
    assert scores == list(ScoreCount.objects.order_by("id").values_list("subject", "measure", "reports"))


def test_figures_of_before_days_were_counted_are_brought_up_to_them(root, three):
    """As after the migration: rows without channel and days, no counts by day."""
    count()
    wanted = sorted(DayCount.objects.values_list("subject", "day", "measure", "reports"))
    DayCount.objects.all().delete()
    ScoreCount.objects.filter(subject__startswith="channel:").delete()
    ScoreCount.objects.filter(subject__startswith="category:").delete()
    ReportFigure.objects.update(channel="", category_id=None, due_on=None, closed_on=None)
    count()
    assert sorted(DayCount.objects.values_list("subject", "day", "measure", "reports")) == wanted


def test_category_and_channel_have_their_figures(root, three):
    count()
    day = localdate(clock.now())
    category = Category.objects.get(root=root, code="lampu-jalan-baru")
    of_category = scorecard(root, category_subject(category.pk), first=day, last=day)
    assert (of_category["received"], of_category["answered"], of_category["in_time"]) == (2, 1, 1)
    of_channel = scorecard(root, channel_subject("web"), first=day, last=day)
    assert of_channel["received"] == 3


def test_a_report_says_by_when_and_when_it_was_answered_first(root, three):
    count()
    unchecked, unanswered, answered = (ReportFigure.objects.get(pk=one.pk) for one in three)
    assert unchecked.due_on
    assert unanswered.due_on
    assert unanswered.first_response_on is None
    responded_at = Report.objects.get(pk=answered.pk).first_response_at
    assert answered.first_response_on == responded_at.astimezone(zone_of(root)).date()
