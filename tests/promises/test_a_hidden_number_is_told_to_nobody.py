"""Promised: a report that is hidden is named nowhere in the story of another, neither to strangers nor to that other's
reporter; a protected one not to officers who may not see it either.

The one place is `may_be_named` in lapor/reports/publication.py, asked by `story` (queries.py), which words, pages and
REST take their lines from, by the page of the report and by what reporters are told. Walked: every act that points to
another report, page, REST, proved page, console, messages.
"""

import pytest
from django.test import Client

from lapor.agencies.models import Category
from lapor.core.ids import show_tracking_id
from lapor.gateway.models import OutboundMessage
from lapor.presentation.acts import TIMELINE, TIMELINE_WITHOUT_OTHER_REPORT, act_word
from lapor.reports import queries
from lapor.reports.actions import perform_action
from lapor.reports.models import Entry, Report
from lapor.reports.workflow.acting import SYSTEM, ActData, officer_actor, reporter_actor
from lapor.reports.workflow.table import TABLE
from lapor.triage.entry_moves import move_entry
from tests.api.conftest import Caller
from tests.reports.conftest import do, merged

pytestmark = pytest.mark.django_db
POINTING = {row.name for row in TABLE if "parent" in {*row.needs, *row.may}} | {"divide"}
EVERYBODY, REPORTER, OFFICER = queries.AUDIENCES_PUBLIC, queries.AUDIENCES_REPORTER, queries.AUDIENCES_OFFICER


def hide(report):
    perform_action(report.pk, "raise_privacy", actor=reporter_actor(report.reporter_id), data=ActData())


def protect(report):
    category = Category.objects.select_related("agency").filter(is_protected=True).first()
    perform_action(report.pk, "protect", actor=SYSTEM, data=ActData(category=category, agency=category.agency))


def is_named(number, words):
    return number in words or show_tracking_id(number) in words


def story_of(report, audiences):
    lines = queries.story(Report.objects.get(pk=report.pk), audiences)
    return "\n".join(f"{act_word(line)} {line.text}" for line in lines)


def test_every_act_that_points_to_another_report_has_words_without_its_number():
    assert TIMELINE_WITHOUT_OTHER_REPORT.keys() == POINTING
    assert TIMELINE.keys() >= POINTING


@pytest.mark.parametrize("end", [hide, protect])
def test_strangers_and_the_reporter_are_not_told_the_number_of_a_hidden_parent(end, root, people):
    parent, child = merged(root, people)
    number = parent.tracking_id
    Entry.objects.filter(report=child, act="merge").update(text=f"Sama dengan {show_tracking_id(number)}")
    assert all(is_named(number, story_of(child, readers)) for readers in (REPORTER, OFFICER))
    end(parent)
    page = Client().get(f"/laporan/{child.tracking_id}").content.decode()
    rest = Caller().get(f"/reports/{child.tracking_id}").content.decode()
    shown = [page, rest, story_of(child, EVERYBODY), story_of(child, REPORTER)]
    assert [is_named(number, one) for one in shown] == [False] * 4
    assert is_named(number, story_of(child, OFFICER)) == (end is hide)


def test_the_public_page_names_a_parent_that_everybody_may_read(root, people):
    parent, child = merged(root, people)
    assert is_named(parent.tracking_id, Client().get(f"/laporan/{child.tracking_id}").content.decode())


def test_officers_who_may_not_see_a_protected_report_do_not_read_its_number(root, people):
    parent, child = merged(root, people)
    protect(parent)
    client = Client()
    client.force_login(people["vera"], backend="lapor.agencies.officers.backend.OfficerBackend")
    page = client.get(f"/konsol/laporan/{child.tracking_id}").content.decode()
    assert not is_named(parent.tracking_id, page)


def test_words_that_were_moved_to_what_is_protected_now_do_not_lead_there(root, people, filed):
    note = perform_action(
        filed.report.pk,
        "note",
        actor=reporter_actor(filed.report.reporter_id),
        data=ActData(text="Lubang di jalan lain"),
    ).entry
    move_entry(ActData(entry=note, text="Hal lain"), actor=officer_actor(people["vera"]))
    target = Report.objects.exclude(pk=filed.report.pk).get()
    page = lambda: story_page(people["vera"], filed.report)  # noqa: E731 - asked twice
    assert is_named(target.tracking_id, page())
    protect(target)
    assert not is_named(target.tracking_id, page())


def story_page(officer, report):
    client = Client()
    client.force_login(officer, backend="lapor.agencies.officers.backend.OfficerBackend")
    return client.get(f"/konsol/laporan/{report.tracking_id}").content.decode()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_hidden", [True, False])
def test_the_reporter_of_a_merged_report_is_told_the_number_of_a_public_one_only(is_hidden, root, people, caught_up):
    parent, child = merged(root, people)
    if is_hidden:
        hide(parent)
    caught_up()
    [message] = OutboundMessage.objects.filter(report_id=child.pk, cause="report.merge")
    assert is_named(parent.tracking_id, message.said.text) != is_hidden


def test_a_split_child_says_no_more(root, people):
    parent, child = merged(root, people)
    hide(parent)
    do(child, "split", people["vera"], text="Lain hal")
    assert not is_named(parent.tracking_id, Client().get(f"/laporan/{child.tracking_id}").content.decode())
