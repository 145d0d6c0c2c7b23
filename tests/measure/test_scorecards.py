"""Scorecards: working days of the calendar, each report once however often events are read, few are not ranked,
protected ones hidden."""

import uuid
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lapor.agencies.models import Agency, Area, Category
from lapor.core import clock
from lapor.intake.filing.actions import file_new_report
from lapor.intake.filing.new_report import NewReport
from lapor.ledger.models import Event
from lapor.measure import scorecards
from lapor.measure.actions import count_events
from lapor.measure.models import ReportFigure, ScoreCount
from lapor.measure.scorecards import Scorecard, card_of, percentile, ranked
from lapor.measure.scoring import ReportHistory, scores_of, stage_days
from lapor.reports.actions import perform_action
from lapor.reports.workflow.acting import ActData, officer_actor, reporter_actor

pytestmark = pytest.mark.django_db
WHOLE = {"first": date(2020, 1, 1), "last": date(2035, 1, 1)}


@pytest.fixture
def at(monkeypatch):
    return lambda day, hour=9: monkeypatch.setattr(
        clock, "now", lambda: datetime(2026, 11, day, hour, tzinfo=UTC) - timedelta(hours=7)
    )


def file(root, text="Jalan berlubang", area=None):
    new = NewReport(text=text, submission_key=str(uuid.uuid4()), channel="web", area=area)
    return file_new_report(new, root=root, actor=reporter_actor(None)).report


def count():
    events = list(Event.objects.order_by("id"))
    count_events(events)
    count_events(events[-3:])


def forward(report, triage, code="perkim"):
    data = ActData(
        category=Category.objects.get(code="lampu-jalan-baru"),
        agency=Agency.objects.get(code=code),
        publication="published",
    )
    perform_action(report.pk, "forward", actor=officer_actor(triage), data=data)


def answer(report, liaison):
    perform_action(report.pk, "answer", actor=officer_actor(liaison), data=ActData(text="Sudah.", outcome="partly"))


def test_days_are_working_days_from_friday_to_tuesday(root, triage, liaison, at):
    at(13)  # a Friday
    report = file(root)
    at(13, 15)
    forward(report, triage)
    at(17)
    answer(report, liaison)
    count()
    card = scorecards.city_card(root, **WHOLE)
    stages = {stage.name: (stage.reports, stage.median, stage.ninetieth) for stage in card.stages}
    assert stages == {"verify": (1, 0, 0), "response": (1, 2, 2), "answer": (1, 2, 2), "whole": (1, 2, 2)}


def test_each_report_counts_once_for_its_city_agency_village_and_district(root, triage, liaison):
    village = Area.objects.filter(root=root, level="village").select_related("parent").first()
    report = file(root, area=village)
    forward(report, triage)
    answer(report, liaison)
    perform_action(report.pk, "reject", actor=reporter_actor(None), data=ActData(text="Masih mati."))
    answer(report, liaison)
    perform_action(report.pk, "confirm", actor=reporter_actor(None))
    perform_action(report.pk, "rate", actor=reporter_actor(None), data=ActData(rating=4))
    count()
    perkim = Agency.objects.get(code="perkim")
    cards = [
        scorecards.city_card(root, **WHOLE),
        scorecards.agency_card(root, perkim, **WHOLE),
        scorecards.area_card(root, village.pk, **WHOLE),
        scorecards.area_card(root, str(village.parent_id), **WHOLE),
    ]
    for card in cards:
        assert (card["received"], card["answered"], card["confirmed"], card["rejected"]) == (1, 1, 1, 1)
        assert (dict(card.ratings), card.satisfaction, card.open) == ({4: 1}, None, 0)
    assert scorecards.area_card(root, "00", **WHOLE).open == 0
    assert not ScoreCount.objects.filter(reports__lt=0).exists()


def test_report_sent_back_counts_for_who_sent_it_back(root, triage, liaison):
    report = file(root)
    forward(report, triage)
    data = ActData(text="Bukan kami.", proposed_agency=Agency.objects.get(code="dpu"))
    perform_action(report.pk, "refuse", actor=officer_actor(liaison), data=data)
    forward(report, triage, "dpu")
    count()
    perkim, dpu = Agency.objects.get(code="perkim"), Agency.objects.get(code="dpu")
    cards = {one.pk: scorecards.agency_card(root, one, **WHOLE) for one in (perkim, dpu)}
    assert (cards[perkim.pk]["returned"], cards[perkim.pk]["received"]) == (1, 0)
    assert (cards[dpu.pk]["returned"], cards[dpu.pk]["received"]) == (0, 1)


def test_imported_reports_have_no_measured_days(root):
    report = file(root)
    report.is_imported, report.answered_at = True, report.filed_at + timedelta(days=9)
    assert set(stage_days(report, ReportHistory(forwarded_at=report.filed_at)).values()) == {None}


def test_few_are_shown_but_not_ranked():
    def card(answered, in_time, received=100):
        return Scorecard({"answered": answered, "due": answered, "in_time": in_time, "received": received})

    best, few = ranked({"a": card(30, 15), "b": card(29, 29), "c": card(100, 90), "d": card(1, 1, 200)})
    assert [key for key, _card in best] == ["c", "a"]
    assert [key for key, _card in few] == ["d", "b"]


def test_satisfaction_needs_ten_ratings():
    rows = [{"measure": "rating:5", "n": 9}]
    assert card_of(rows).satisfaction is None
    assert card_of([*rows, {"measure": "rating:1", "n": 1}]).satisfaction == Decimal("4.6")


@given(st.lists(st.integers(0, 40), min_size=1, max_size=60), st.sampled_from([50, 90]))
def test_percentile_is_that_of_the_sorted_list(days, per_cent):
    rank = -(-len(days) * per_cent // 100)
    assert percentile(Counter(days), per_cent) == sorted(days)[rank - 1]


def test_what_a_figure_adds_can_be_taken_off_again(root, triage):
    forward(file(root), triage)
    count()
    for figure in ReportFigure.objects.all():
        for (_root, subject, month, measure, is_hidden), n in scores_of(figure).items():
            assert (
                ScoreCount.objects.get(subject=subject, month=month, measure=measure, is_hidden=is_hidden).reports == n
            )
