"""Promised: a report that was merged into another one is answered with it or stands on its own: nobody is left behind
under a parent that was archived, became a protected case, or is not as public as they are any more. What happened to
the parent is told to nobody by that.

The one place is `lets_go_of_children` (lapor/reports/workflow/rules.py; as a condition on rows STRANDED in
lapor/reports/models/queue.py). Walked: every act that archives a report or changes who may see it, done to the parent
and to the child; every mixture of state, visibility and protection.
"""

import itertools
import re

import pytest
from django.test import Client

from lapor.agencies.models import Category
from lapor.gateway.models import OutboundMessage
from lapor.ledger.models import Event
from lapor.ledger.verifying import verify
from lapor.notify.actions import notify_reporters
from lapor.notify.models import OfficerNotice
from lapor.notify.officers import tell_officers
from lapor.reports.actions import perform_action
from lapor.reports.models import Clock, Report
from lapor.reports.models.queue import STRANDED
from lapor.reports.vocabulary import State, Visibility
from lapor.reports.workflow import table as workflow
from lapor.reports.workflow.acting import SYSTEM, ActData, reporter_actor
from lapor.reports.workflow.refusals import ActRefused
from lapor.reports.workflow.rules import GuardContext
from lapor.triage.actions import release_children
from tests.promises.waiting import said
from tests.reports.conftest import do, forward, merged, new_report
from tests.rows import row_faults

pytestmark = pytest.mark.django_db


def protected_category():
    return Category.objects.filter(is_protected=True).exclude(agency=None).select_related("agency").first()


def by_words(parent, _people):
    """Heard in what its reporter adds."""
    said(parent, "note", "Pejabat dinas minta suap 5 juta untuk memperbaiki lampu ini")


def by_its_category(parent, people):
    category = protected_category()
    do(parent, "forward", people["vera"], category=category, agency=category.agency, publication="withheld")


def by_the_system(parent, _people):
    category = protected_category()
    perform_action(parent.pk, "protect", actor=SYSTEM, data=ActData(category=category, agency=category.agency))


def made_confidential(report, people):
    do(report, "raise_privacy", people["vera"])


def made_confidential_by_its_reporter(report, _people):
    said(report, "raise_privacy", "")


def made_public(report, _people):
    said(report, "lower_privacy", "")


def archived(report, people):
    do(report, "archive", people["vera"], archive_reason="spam", text="Iklan")


def withdrawn(report, _people):
    said(report, "withdraw", "")


def unanswered(report, people):
    do(report, "ask", people["vera"], text="Di mana?")
    Report.objects.filter(pk=report.pk).update(state_since="2020-01-01T00:00:00Z")
    perform_action(report.pk, "expire", actor=SYSTEM)


OF_PARENT = (
    by_words,
    by_its_category,
    by_the_system,
    made_confidential,
    made_confidential_by_its_reporter,
    made_public,
    archived,
    withdrawn,
    unanswered,
)
OF_CHILD = (made_confidential, made_confidential_by_its_reporter, made_public)


def handed_on():
    release_children(list(Event.objects.order_by("id")))


def pair(root, people, way):
    """Both confidential, where one of them is made public."""
    parent, child = new_report(root, "Lampu mati di gang 3"), new_report(root, "Lampu padam", email="b@contoh.example")
    if way is made_public:
        made_confidential(parent, people)
        made_confidential(child, people)
    do(child, "merge", people["vera"], parent=parent)
    handed_on()
    assert Report.objects.get(pk=child.pk).state == State.MERGED
    return parent, child


def stands_on_its_own(child):
    found = Report.objects.get(pk=child.pk)
    clocks = Clock.objects.filter(report=child, kind="verify", status="running")
    return (found.state, found.parent_id, found.waits_for, clocks.exists()) == ("received", None, "triage", True)


@pytest.mark.parametrize("way", OF_PARENT)
def test_the_child_is_verified_by_itself_after_every_act_that_hides_or_ends_the_parent(root, people, way):
    parent, child = pair(root, people, way)
    way(parent, people)
    for _again in range(2):
        handed_on()
    assert stands_on_its_own(child)
    assert Report.objects.get(pk=parent.pk).children_count == 0
    assert verify().faults == []


@pytest.mark.parametrize("way", OF_CHILD)
def test_the_child_is_verified_by_itself_after_every_act_that_changes_who_may_see_it(root, people, way):
    parent, child = pair(root, people, way)
    way(child, people)
    handed_on()
    assert stands_on_its_own(child)
    assert Report.objects.get(pk=parent.pk).children_count == 0
    assert row_faults() == []


def test_a_parent_that_goes_on_keeps_its_children(root, people):
    parent, child = pair(root, people, archived)
    forward(parent, people)
    said(parent, "note", "Tiang kedua")
    handed_on()
    assert Report.objects.get(pk=child.pk).state == State.MERGED
    with pytest.raises(ActRefused):
        perform_action(child.pk, "release", actor=SYSTEM)


def told_of(report):
    """Everything that its reporter and strangers read of it, and every officer was told, without dates and numbers:
    one of a hidden report stands nowhere, as before ("laporan lain")."""
    OutboundMessage.objects.all().delete()
    OfficerNotice.objects.all().delete()
    events = list(Event.objects.filter(stream_id=report.pk, name="report.release"))
    assert len(events) == 1
    notify_reporters(events)
    tell_officers(events)
    words = [row.said.text for row in OutboundMessage.objects.order_by("pk")]
    words += [f"{row.kind}" for row in OfficerNotice.objects.all()]
    page = Client().get(f"/laporan/{report.tracking_id}").content.decode()
    words.append(re.sub(r"<[^>]*>", " ", page.split("<main")[-1]))
    event = {key: value for key, value in events[0].data.items() if key in {"from", "to", "text", "officer", "parent"}}
    plain = (" ".join(one.split()).replace("laporan lain", "laporan") for one in (*words, str(event)))
    return [" ".join(re.sub(r"[A-Z0-9-]*\d[\w:.-]*", "", one).split()) for one in plain]


def test_what_became_of_the_parent_is_told_to_nobody(root, people):
    seen = []
    for way in (archived, by_the_system, made_confidential):
        parent, child = pair(root, people, way)
        way(parent, people)
        handed_on()
        seen.append(told_of(child))
    assert len(seen[0]) >= 3
    assert seen[0] == seen[1] == seen[2]
    labels = {str(row.label) for row in workflow.TABLE if row.name == "release"}
    assert not any("arsip" in label.lower() or "archive" in label.lower() for label in labels)


def test_the_condition_on_rows_and_the_rule_say_the_same(root, people):
    parent, child = merged(root, people)
    for state, protected, hers, its in itertools.product(State, (False, True), Visibility.values, Visibility.values):
        Report.objects.filter(pk=parent.pk).update(state=state, is_protected=protected, visibility=hers)
        Report.objects.filter(pk=child.pk).update(visibility=its)
        facts = GuardContext(
            state=State.MERGED,
            visibility=its,
            parent_state=state,
            parent_is_protected=protected,
            parent_visibility=hers,
        )
        row = workflow.find_row("release", facts, frozenset({"system"}))
        assert Report.objects.filter(STRANDED, pk=child.pk).exists() is (row is not None), (state, protected, hers, its)


def test_its_reporter_may_still_take_it_out_at_any_time(root, people):
    _parent, child = merged(root, people)
    perform_action(child.pk, "release", actor=reporter_actor(child.reporter_id))
    assert stands_on_its_own(child)
