"""Every state says in a sentence what happens next, by whom and by when, and the bar how far the report is."""

from datetime import UTC, datetime, timedelta

import pytest

from lapor.core import clock
from lapor.presentation.next_step import BY_STATE, next_step
from lapor.presentation.status_bar import stages_of
from lapor.reports.models import Clock, Report
from lapor.reports.vocabulary import ClockKind, State
from tests.promises.waiting import answered, said
from tests.reports.conftest import answered_parent, do, people, photo

__all__ = ["people"]  # a fixture

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
RUNS = {
    State.RECEIVED: ClockKind.VERIFY,
    State.FORWARDED: ClockKind.RESPONSE,
    State.IN_PROGRESS: ClockKind.RESOLUTION,
    State.ANSWERED: ClockKind.CONFIRMATION,
}
IS_LATE = frozenset({State.RECEIVED, State.FORWARDED, State.IN_PROGRESS})
YOURS = frozenset({State.AWAITING_REPORTER, State.ANSWERED})
# who is named, and whether a day is: for the reporter
SAYS = {
    State.RECEIVED: ("Petugas", True),
    State.AWAITING_REPORTER: ("Anda", True),
    State.FORWARDED: ("Dinas", True),
    State.IN_PROGRESS: ("Dinas", True),
    State.SCHEDULED: ("Dinas", True),
    State.ANSWERED: ("Anda", True),
    State.RESOLVED: ("Anda", True),
    State.CLOSED_UNCONFIRMED: ("Anda", True),
    State.MERGED: ("laporan lain", False),
    State.ARCHIVED: ("Anda", False),
    State.REFERRED: ("Petugas", True),
}


@pytest.fixture
def at_noon():
    with clock.at(NOW):
        yield


def report_in(root, state, **changed):
    from lapor.agencies.models import Agency  # noqa: PLC0415

    facts = {"filed_at": NOW, "state_since": NOW, "archive_reason": "spam" if state == State.ARCHIVED else ""}
    held = state not in {State.RECEIVED, State.REFERRED}
    report = Report(root=root, state=state, **(facts | changed))
    report.agency = Agency.objects.get(code="perkim") if held else None
    report.promised_on = (NOW + timedelta(days=9)).date() if state == State.SCHEDULED else None
    report.remind_at = NOW + timedelta(days=14) if state == State.REFERRED else None
    return report


def clocks_in(report, days):
    if report.state not in RUNS:
        return []
    due = NOW + timedelta(days=days)
    return [Clock(report=report, kind=RUNS[report.state], status="running", started_at=NOW, due_at=due)]


def test_no_state_is_without_a_sentence():
    assert set(BY_STATE) == set(State) == set(SAYS)


@pytest.mark.parametrize("state", State)
def test_the_reporter_reads_who_does_what_and_by_when(root, at_noon, state):
    report = report_in(root, state)
    step = next_step(report, clocks_in(report, 3), is_own=True)
    who, has_day = SAYS[state]
    assert who in step.text
    assert ("2026" in step.text) == has_day
    assert step.text.endswith(".")
    assert step.is_yours == (state in YOURS)
    assert not step.is_late


@pytest.mark.parametrize("state", State)
def test_everybody_else_reads_it_without_being_spoken_to(root, at_noon, state):
    report = report_in(root, state)
    step = next_step(report, clocks_in(report, 3), is_own=False)
    assert step.text.endswith(".")
    assert "Anda" not in step.text
    assert not step.is_yours


@pytest.mark.parametrize("state", State)
def test_what_is_late_says_so(root, at_noon, state):
    report = report_in(root, state)
    step = next_step(report, clocks_in(report, -3), is_own=True)
    assert step.is_late == (state in IS_LATE)
    assert ("terlambat" in step.text) == step.is_late


def test_a_promised_day_that_passed_is_late(root, at_noon):
    report = report_in(root, State.SCHEDULED)
    report.promised_on = (NOW - timedelta(days=1)).date()
    assert next_step(report, [], is_own=True).is_late


@pytest.mark.parametrize("state", State)
def test_an_imported_report_has_a_sentence_without_a_deadline(root, at_noon, state):
    report = report_in(root, state, is_imported=True)
    assert next_step(report, [], is_own=True).text


def test_the_second_rejection_goes_to_the_head(root, at_noon):
    report = report_in(root, State.RECEIVED, awaits_decision=True, rejections=2)
    assert "pimpinan kota memutuskan" in next_step(report, [], is_own=True).text


def test_three_refusals_go_to_the_head(root, at_noon):
    report = report_in(root, State.RECEIVED, refusals=3)
    assert "pimpinan kota memutuskan" in next_step(report, [], is_own=True).text


@pytest.mark.parametrize(
    ("reason", "days", "says"),
    [
        ("withdrawn", 0, "membatalkan pencabutan sampai"),
        ("withdrawn", 2, "Tidak ada langkah lagi"),
        ("incomplete", 0, "masih bisa menjawab sampai"),
        ("incomplete", 31, "keberatan satu kali"),
        ("imported", 0, "Tidak ada langkah lagi"),
    ],
)
def test_an_archived_report_says_what_is_still_possible(root, at_noon, reason, days, says):
    report = report_in(root, State.ARCHIVED, archive_reason=reason, state_since=NOW - timedelta(days=days))
    assert says in next_step(report, [], is_own=True).text


def test_a_merged_one_follows_the_other_and_is_asked_of_its_answer(root, people):
    _parent, child = answered_parent(root, people)
    child.refresh_from_db()
    assert "Giliran Anda" in next_step(child, [], is_own=True).text
    assert "Giliran Anda" not in next_step(child, [], is_own=False).text


@pytest.mark.parametrize("state", State)
def test_the_bar_marks_one_place_and_what_lies_behind_it(root, at_noon, state):
    stages = stages_of(report_in(root, state))
    assert [one.is_now for one in stages].count(True) == 1
    here = next(place for place, one in enumerate(stages) if one.is_now)
    assert all(one.is_done for one in stages[:here])
    assert not any(one.is_done for one in stages[here + 1 :])
    assert stages[-1].is_now == (
        state in {State.RESOLVED, State.CLOSED_UNCONFIRMED, State.MERGED, State.ARCHIVED, State.REFERRED}
    )


def test_only_a_confirmed_report_is_called_done(root, at_noon):
    assert [one.label for one in stages_of(report_in(root, State.RESOLVED))] == [
        "Diperiksa",
        "Dikerjakan",
        "Dijawab",
        "Selesai",
    ]
    for state in (State.CLOSED_UNCONFIRMED, State.ARCHIVED, State.REFERRED, State.MERGED):
        assert "Selesai" not in [one.label for one in stages_of(report_in(root, state))]


def test_a_rejected_report_goes_back_in_the_bar(root, people):
    report = answered(root, people)
    assert [one.is_now for one in stages_of(report)] == [False, False, True, False]
    for place in ("in_progress", "received"):  # the second time it is with the head, and not checked anew
        said(report, "reject")
        report.refresh_from_db()
        assert report.state == place
        assert [one.is_now for one in stages_of(report)] == [False, True, False, False]
        if place == "in_progress":
            do(report, "answer", people["hana"], text="Sudah", outcome="solved", photos=(photo(),))
