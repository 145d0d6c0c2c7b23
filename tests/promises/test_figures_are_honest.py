"""Promised: a figure says what it seems to say.

What is late and unanswered counts as not in time; one figure is one number wherever it stands; evidence of an answer
that was rejected shows nothing any more.

The places are lapor/measure/actions.py (`figure_of`), lapor/measure/scorecards.py (`Scorecard`) and
lapor/reports/workflow/effects.py (`_answer_gone`).
"""

import csv
import io
from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils.timezone import localdate

from lapor.agencies.models import Category
from lapor.agencies.queries import rules_of
from lapor.core import clock
from lapor.ledger.models import Event
from lapor.measure import scorecards
from lapor.measure.actions import count_events
from lapor.measure.models import ScoreCount
from lapor.measure.scorecards import card_of
from lapor.measure.scoring import CITY
from lapor.reports.actions import perform_action
from lapor.reports.deadlines import sweeps
from lapor.reports.models import Attachment, Clock, Report
from lapor.reports.workflow.acting import ActData, reporter_actor
from lapor.reports.workflow.refusals import ActRefused
from lapor.reports.workflow.table import TABLE
from tests.reports.conftest import do, forward, new_report, photo

pytestmark = pytest.mark.django_db
FIRST_DAY, LAST_DAY = clock.now().date() - timedelta(days=400), clock.now().date() + timedelta(days=400)


def card(root):
    count_events(list(Event.objects.all()))
    return scorecards.city_card(root, first=FIRST_DAY, last=LAST_DAY)


def test_late_and_unanswered_counts_as_due(root, people):
    answered, late, waits = (
        new_report(root),
        new_report(root, "Lampu mati lagi"),
        new_report(root, "Lampu mati di gang"),
    )
    for report in (answered, late, waits):
        forward(report, people)
    do(answered, "answer", people["hana"], text="Sudah", outcome="partly")
    Clock.objects.filter(report=late, kind="resolution").update(
        due_at=clock.now() - timedelta(days=1), remind_at=clock.now()
    )
    assert sweeps.remind_of_deadlines() >= 1  # the passing of a deadline is an event: no figure stays behind
    found = card(root)
    assert (found["received"], found["answered"], found["due"], found["in_time"]) == (3, 1, 2, 1)
    assert found.in_time_share == 50
    do(late, "answer", people["hana"], text="Sudah", outcome="partly")
    assert (card(root)["due"], card(root)["in_time"]) == (2, 1)


def test_what_is_rejected_is_due_again_only_when_its_new_time_is_over(root, people):
    report = new_report(root)
    forward(report, people)
    do(report, "answer", people["hana"], text="Sudah", outcome="partly")
    assert card(root)["due"] == 1
    perform_action(report.pk, "reject", actor=reporter_actor(report.reporter_id), data=ActData(text="Belum"))
    assert (card(root)["due"], card(root)["rejected"]) == (0, 1)


@pytest.mark.parametrize(
    ("ratings", "mean"),
    [({5: 8, 4: 7, 3: 3, 2: 1}, "4.2"), ({5: 19, 4: 1}, "5.0"), ({4: 9, 3: 1}, "3.9"), ({5: 1, 4: 19}, "4.1")],
)
def test_a_mean_is_rounded_and_the_same_on_page_and_in_the_file(ratings, mean, root, client):
    exact = Decimal(sum(rating * n for rating, n in ratings.items())) / sum(ratings.values())
    assert abs(Decimal(mean) - exact) <= Decimal("0.05")
    rows = [{"measure": f"rating:{rating}", "n": n} for rating, n in ratings.items()]
    assert str(card_of(rows).satisfaction) == mean
    month = localdate(clock.now()).replace(day=1)
    wanted = {"received": 40, **{row["measure"]: row["n"] for row in rows}}
    ScoreCount.objects.bulk_create(
        ScoreCount(root=root, subject=CITY, month=month, measure=measure, is_hidden=False, reports=n)
        for measure, n in wanted.items()
    )
    page = client.get("/statistik/?period=month").content.decode()
    assert f"{mean.replace('.', ',')} dari 5" in page
    lines = csv.DictReader(io.StringIO(client.get("/statistik/angka.csv?period=month").content.decode("utf-8-sig")))
    assert next(line["mean_rating"] for line in lines if line["subject"] == "city") == mean


@pytest.mark.parametrize("no", ["reject", "reopen", "object"])
def test_evidence_of_an_answer_that_was_not_believed_counts_no_more(no, root, people):
    Category.objects.filter(code="lampu-jalan-baru").update(needs_evidence=True)
    report = new_report(root)
    forward(report, people)
    do(report, "answer", people["hana"], text="Sudah", outcome="solved", photos=(photo(),))
    assert Attachment.objects.filter(report=report, is_evidence=True).count() == 1
    if no == "reopen":
        perform_action(report.pk, "confirm", actor=reporter_actor(report.reporter_id))
    if no == "object":
        Report.objects.filter(pk=report.pk).update(kind="information_request")
    perform_action(report.pk, no, actor=reporter_actor(report.reporter_id), data=ActData(text="Belum"))
    assert not Attachment.objects.filter(report=report, is_evidence=True).exists()
    if no == "object":
        return  # now the head answers, an information request needs no photo
    with pytest.raises(ActRefused) as caught:
        do(report, "answer", people["hana"], text="Sudah", outcome="solved")
    assert caught.value.field == "photos"
    do(report, "answer", people["hana"], text="Sudah", outcome="solved", photos=(photo(),))


def test_texts_name_the_days_of_the_policy_in_force(root, people, client, monkeypatch):
    """No sentence of an act has a number of its own where the policy has one."""
    report = new_report(root)
    client.force_login(people["vera"], backend="lapor.agencies.officers.backend.OfficerBackend")
    policy = rules_of(root).policy
    page = client.get(f"/konsol/laporan/{report.tracking_id}").content.decode()
    assert f"paling lama {policy.expire} hari kerja" in page
    assert "%(" not in page
    own = {name for row in TABLE for name in ("expire", "confirmation") if f"%({name})s" in str(row.consequence)}
    assert own == {"expire", "confirmation"}


def test_a_question_expires_by_the_policy(root, people, monkeypatch):
    report = new_report(root)
    do(report, "ask", people["vera"], text="Di mana?")
    Report.objects.filter(pk=report.pk).update(state_since=clock.now() - timedelta(days=9))
    sweeps.end_waiting()
    assert Report.objects.get(pk=report.pk).state == "awaiting_reporter"
    policy = rules_of(root).policy
    monkeypatch.setattr(
        "lapor.agencies.queries._policy", lambda _root, _version: type(policy)(**{**vars(policy), "expire": 2})
    )
    sweeps.end_waiting()
    assert Report.objects.get(pk=report.pk).state == "archived"
