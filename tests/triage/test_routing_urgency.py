"""A routing row with `priority` makes a report urgent wherever it decides: at filing, and by each act that hands the
report on; so does an urgent category. The trial counts it."""

from datetime import timedelta

import pytest

from lapor.agencies.models import Category
from lapor.casework.actions import act_with_form
from lapor.core import clock
from lapor.ledger.verifying import verify
from lapor.reports.models import Clock, Report
from lapor.reports.routing import route_of_entry
from lapor.reports.workflow.acting import officer_actor
from lapor.triage.routing_trial import lines_of, try_table
from tests.agencies.routing.conftest import layer, line, routing  # noqa: F401
from tests.reports.conftest import do, new_report, people  # noqa: F401
from tests.rows import row_faults
from tests.triage.test_routing import (
    PROVINCIAL,
    form_of,
    forward_by_form,
    last_entry,
    past,
    table_of,
)

pytestmark = pytest.mark.django_db
URGENT_LAMPS = "lampu,lampu-jalan-mati,,,,,,,perkim,,,urgent"


def test_row_makes_a_report_urgent_that_gets_its_category_only_from_triage(
    root,
    routing,  # noqa: F811
    people,  # noqa: F811
    categories,
    offices,
):
    routing(URGENT_LAMPS)
    report = new_report(root, "Gelap sekali", channel="sms")
    assert report.urgency == "normal"
    taken = forward_by_form(report, people["vera"], categories["lampu-jalan-mati"], offices["perkim"])
    assert (taken.report.urgency, taken.entry.details["urgency"]) == ("urgent", "urgent")
    assert (taken.event.data["urgency"], taken.event.data["route"]) == ("urgent", "1/2")
    assert route_of_entry(taken.entry) == "Rute: baris 2, “lampu” (versi 1). Menjadikan laporan mendesak."
    assert Report.objects.get(pk=report.pk).urgency == "urgent"
    do(report, "refuse", people["hana"], text="Bukan kami", proposed_agency=offices["bappeda"])
    anew = Clock.objects.get(report=report, kind="verify")
    assert anew.due_at - clock.now() < timedelta(hours=24, minutes=1)  # as of what was urgent from the start
    assert row_faults() == []


def test_form_says_before_that_the_row_makes_the_report_urgent(root, routing, categories):  # noqa: F811
    report = new_report(root, "Gelap sekali", category=categories["lampu-jalan-mati"])
    routing(URGENT_LAMPS)
    said = form_of("forward", report).fields["agency"].help_text
    assert said == "Rute: baris 2, “lampu” (versi 1). Menjadikan laporan mendesak."


def test_row_that_was_not_kept_makes_nothing_urgent_and_no_row_makes_it_less(
    root,
    routing,  # noqa: F811
    people,  # noqa: F811
    categories,
    offices,
):
    routing(URGENT_LAMPS, "jalan,jalan-rusak,,,,,,,dpu,,,")
    elsewhere, urgent = new_report(root, "Gelap sekali"), new_report(root, "Berlubang")
    Report.objects.filter(pk=urgent.pk).update(urgency="urgent")
    taken = forward_by_form(elsewhere, people["vera"], categories["lampu-jalan-mati"], offices["dpu"])
    assert taken.report.urgency == "normal"
    taken = forward_by_form(urgent, people["vera"], categories["jalan-rusak"], offices["dpu"])
    assert (taken.report.urgency, taken.entry.details["route"]) == ("urgent", "1/3")


def give(name, report, people, offices):  # noqa: F811
    """The form of an act that hands a report on, filled with what the row wants; who sends it."""
    perkim = {"agency": str(offices["perkim"].pk), "text": "Sudah dicek"}
    if name == "refer":
        return {"destination": "PLN", "text": "Jaringan PLN"}, people["hana"]
    return perkim, people["vera" if name == "reroute" else "walikota"]


@pytest.mark.parametrize("name", ["reroute", "decide", "refer"])
def test_row_makes_a_report_urgent_whatever_act_follows_it(
    root,
    routing,  # noqa: F811
    people,  # noqa: F811
    categories,
    offices,
    name,
):
    report = new_report(root, "Gelap sekali")
    lamps = categories["lampu-jalan-mati"]
    first = "bappeda" if name == "reroute" else "perkim"
    do(report, "forward", people["vera"], category=lamps, agency=offices[first], publication="published")
    if name == "decide":
        do(report, "refuse", people["hana"], text="Bukan kami", proposed_agency=offices["bappeda"])
        Report.objects.filter(pk=report.pk).update(refusals=3)
    routing("luar,lampu-jalan-mati,,,,,,,,,PLN,urgent" if name == "refer" else URGENT_LAMPS)
    data, who = give(name, report, people, offices)
    needs = "destination" if name == "refer" else "agency"
    taken = act_with_form(form_of(name, report, data, needs=needs), actor=officer_actor(who))
    assert taken is not None
    if name == "refer":  # proposed: it is urgent once that is approved
        assert taken.report.urgency == "normal"
        do(report, "approve", people["vera"])
    assert Report.objects.get(pk=report.pk).urgency == "urgent"
    assert last_entry(report, name).details["urgency"] == "urgent"
    assert verify().faults == []


def test_urgent_category_makes_a_report_urgent_also_where_triage_finds_it(
    root,
    people,  # noqa: F811
    categories,
    offices,
):
    Category.objects.filter(root=root, code="pohon-tumbang").update(is_urgent=True)
    report = new_report(root, "Ada yang menimpa kabel", channel="sms")
    tree = Category.objects.get(root=root, code="pohon-tumbang")
    taken = do(report, "forward", people["vera"], category=tree, agency=offices["perkim"], publication="published")
    assert (report.urgency, taken.report.urgency) == ("normal", "urgent")


def test_trial_counts_what_would_have_become_urgent(root, people, categories):  # noqa: F811
    reports = past(root, people, categories)
    Report.objects.filter(pk=reports[2].pk).update(urgency="urgent")  # it was already
    trial = try_table(root, table_of(root, PROVINCIAL + "urgent", "kampung,,,kampung,,,,,perkim,,,urgent"))
    assert (trial.tried, trial.met, trial.moved, trial.raised, trial.changed) == (4, 4, 2, 3, 3)
    lines = list(lines_of(trial))
    assert lines[0] == (
        "would have changed 3 of 4 reports (4 met a row): 2 would have gone elsewhere, 1 of them ended where the row"
        " points; 3 would have become urgent"
    )
    assert lines[2:] == ["  2: urgent, row 2 'jalan provinsi'", "  1: urgent, row 3 'kampung'"]
