"""What an officer put off comes back by whatever the reporter, a partner or another office does, also by the second of
it, and by words that leave the report's version as it is."""

from datetime import timedelta

import pytest

from lapor.casework.inbox import Inbox, InboxFilters
from lapor.casework.snoozing import snooze, snooze_of
from lapor.core import clock
from lapor.reports.actions import perform_action
from lapor.reports.models import Report
from lapor.reports.workflow.act import PARTNER, REPORTER
from lapor.reports.workflow.acting import ActData, partner_actor, reporter_actor
from lapor.reports.workflow.table import TABLE
from tests.reports.conftest import do, forward, new_report, people  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db
HEARD = {"note", "call_officer", "rate", "partner_news", "take_in"}


def test_acts_that_leave_the_version_are_placed():
    """Whoever adds one says whether it ends what was put off; all others end it by the version."""
    quiet = {row.name for row in TABLE if row.is_quiet}
    of_others = {row.name for row in TABLE if row.is_quiet and row.actors & {REPORTER, PARTNER}}
    assert of_others | {"take_in"} == HEARD & quiet


@pytest.fixture
def hana(people):  # noqa: F811
    return people["hana"]


@pytest.fixture
def report(root, people):  # noqa: F811
    made = forward(new_report(root, text="Lampu mati", email="budi@contoh.example"), people).report
    do(made, "invite_partner", people["hana"], text="Mohon dikerjakan", partner_name="CV Terang", partner_days=30)
    return Report.objects.get(pk=made.pk)


def put_off(report, officer):
    snooze(
        Report.objects.get(pk=report.pk),
        officer,
        until=(clock.now() + timedelta(days=90)).date(),
        reason="Menunggu tangga",
    )
    assert not waits(report, officer)


def waits(report, officer):
    listed = [row.tracking_id for row in Inbox(officer, InboxFilters(queue="mine")).page().rows]
    is_snoozed = snooze_of(Report.objects.get(pk=report.pk), officer) is not None
    assert is_snoozed != (report.tracking_id in listed)
    return not is_snoozed


def note(report, text="Masih gelap"):
    perform_action(report.pk, "note", actor=reporter_actor(report.reporter_id), data=ActData(text=text))


def partner_news(report):
    actor = partner_actor(report.partner_links.get())
    perform_action(report.pk, "partner_news", actor=actor, data=ActData(partner_step="received"))


def call_officer(report):
    perform_action(report.pk, "call_officer", actor=reporter_actor(report.reporter_id), data=ActData(text="Tolong"))


@pytest.mark.parametrize("said", [note, partner_news, call_officer])
def test_it_comes_back_also_by_the_second(report, hana, said):
    put_off(report, hana)
    said(report)
    assert waits(report, hana)
    if said is not call_officer:  # one at a time
        put_off(report, hana)
        said(report)
        assert waits(report, hana)


def test_words_of_danger_bring_it_back(report, hana):
    note(report)
    put_off(report, hana)
    note(report, "Kabelnya jatuh ke jalan dan menyala, ada anak kesetrum")
    assert waits(report, hana)


def test_ones_own_note_does_not(report, hana):
    put_off(report, hana)
    do(report, "work_note", hana, text="Tangga baru ada Senin")
    assert not waits(report, hana)
