"""`lapor bench load`: made-up reports that stand as if they had been filed and handled."""

import re
from collections import Counter
from datetime import UTC, datetime

import pytest

from lapor import cli
from lapor.config.load_generator import chunks, loading
from lapor.config.load_generator.arrivals import DAYS
from lapor.core import clock
from lapor.core.errors import SetupError
from lapor.ledger.models import Cursor, Event
from lapor.ledger.sequencer import last_position
from lapor.ledger.verifying import verify
from lapor.measure.actions import count_events
from lapor.measure.models import ReportFigure, ScoreCount, StateCount
from lapor.publish.models import PublicReport
from lapor.publish.public_rows import publish_events
from lapor.reports.actions import perform_action
from lapor.reports.models import Assignment, Clock, Entry, Report
from lapor.reports.publication import find_in_entry, find_in_report
from lapor.reports.vocabulary import State
from lapor.reports.workflow.act import CLOSED
from lapor.reports.workflow.acting import reporter_actor

pytestmark = [pytest.mark.django_db, pytest.mark.deep]
MANY, SOME = 3000, 400
RAINY_DAY = datetime(2026, 2, 3, 9, tzinfo=UTC)


def make(count):
    with clock.at(RAINY_DAY):
        return loading.load(count, seed=1, processes=1, say=lambda _line: None)


@pytest.fixture
def loaded(root):
    return make(SOME)


def rows(model, *left_out):
    fields = [field.attname for field in model._meta.concrete_fields if field.attname not in {"search", *left_out}]
    return sorted(map(str, model.objects.values_list(*fields)))


def test_loaded_reports_stand_in_every_state_with_clean_chains_and_the_skew_of_a_city(root):
    loaded = make(MANY)
    assert Report.objects.count() == loaded.reports == MANY
    assert set(Report.objects.values_list("state", flat=True)) == set(State.values)
    checked = verify()
    assert checked.faults == []
    assert checked.events == loaded.events + 1
    assert Event.objects.exclude(name=loading.LOADED).exclude(data__made_up=True).count() == 0
    for field in ("category_id", "area_id"):
        counts = [count for _value, count in Counter(Report.objects.values_list(field, flat=True)).most_common()]
        assert counts[0] > 4 * counts[len(counts) // 2]
    days = Counter(report.filed_at.date() for report in Report.objects.all())
    assert max(days.values()) > 4 * MANY / DAYS


def test_story_clocks_and_holder_agree_with_the_state(loaded):
    last = {row.report_id: row for row in Entry.objects.order_by("at", "id")}
    held = set(Assignment.objects.filter(ended_at=None).values_list("report_id", flat=True))
    clocks_of: dict[object, list[Clock]] = {}
    for one in Clock.objects.all():
        clocks_of.setdefault(one.report_id, []).append(one)
    for report in Report.objects.all():
        assert last[report.pk].state_after == report.state
        assert (report.pk in held) == (report.agency_id is not None)
        assert (report.closed_at is not None) == (report.state in CLOSED)
        running = {one.kind for one in clocks_of[report.pk] if one.status == "running"}
        assert not running if report.state in CLOSED else (running or report.state == State.AWAITING_REPORTER)


def test_personal_data_was_looked_for_when_words_were_written(loaded):
    for report in Report.objects.all():
        assert report.findings == find_in_report(report, ())
    for entry in Entry.objects.filter(publication="pending"):
        assert entry.findings == find_in_entry(entry.text, ())


def test_read_models_are_what_their_readers_make_of_the_events(loaded, monkeypatch):
    """But for answers in repeated words, which the loader does not count."""
    monkeypatch.setattr("lapor.measure.actions.repeated_among", lambda _answers: set())
    events = list(Event.objects.filter(stream_kind="report"))
    public, figures = rows(PublicReport), rows(ReportFigure)
    scores, states = rows(ScoreCount, "id"), rows(StateCount, "id")
    for model in (PublicReport, ReportFigure, ScoreCount, StateCount):
        model.objects.all().delete()
    with clock.at(RAINY_DAY):  # what is late by then
        publish_events(events)
        count_events(events)
    assert rows(PublicReport) == public
    assert rows(ReportFigure) == figures
    assert [row for row in rows(ScoreCount, "id") if not row.endswith(", 0)")] == scores
    assert rows(StateCount, "id") == states
    assert sum(StateCount.objects.values_list("reports", flat=True)) == SOME


def test_readers_go_on_behind_what_was_loaded(loaded):
    assert set(Cursor.objects.values_list("position", flat=True)) == {last_position()}


def test_same_seed_makes_the_same_words_and_lives(root):
    loading._make_officers(root)
    order = chunks.LoadOrder(60, 7, 0, 100, RAINY_DAY.date())
    once, again = (chunks.lives_of(order, 0, chunks.city_of(order)) for _ in range(2))
    assert [life.report.text for life in once] == [life.report.text for life in again]
    assert [life.report.pk for life in once] == [life.report.pk for life in again]
    assert [[entry.act for entry in life.entries] for life in once] == [
        [entry.act for entry in life.entries] for life in again
    ]


def test_installation_with_real_reports_is_left_alone(filed):
    with pytest.raises(SetupError, match="did not make"):
        loading.load(10, seed=1, processes=1)
    assert Report.objects.count() == 1


def test_more_can_be_loaded_beside_what_was_loaded(loaded):
    make(20)
    assert Report.objects.count() == SOME + 20
    assert verify().faults == []


def test_acts_go_on_where_the_loaded_life_stopped(loaded):
    report = Report.objects.filter(state=State.ANSWERED, visibility="public").first()
    with clock.at(RAINY_DAY):
        perform_action(report.pk, "confirm", actor=reporter_actor(None))
    assert Report.objects.get(pk=report.pk).state == State.RESOLVED
    assert verify().faults == []


def test_pages_show_what_was_loaded(loaded, client):
    shown = PublicReport.objects.filter(publication="published").order_by("-filed_at").first()
    for path in ("/", "/laporan/", "/statistik/", f"/laporan/{shown.tracking_id}"):
        answer = client.get(path)
        assert answer.status_code == 200
    assert f"/laporan/{shown.tracking_id}" in client.get("/laporan/?state=" + shown.state).content.decode()


def test_command_says_what_was_made_and_how_large_it_is(root, monkeypatch, capsys):
    monkeypatch.setattr(cli, "provided", lambda _needs: pytest.MonkeyPatch.context())
    assert cli.main(["bench", "load", "--reports", "30", "--processes", "1"]) == 0
    said = capsys.readouterr().out
    assert "30 made-up reports with" in said
    assert re.search(r"\d+ bytes a report", said)
