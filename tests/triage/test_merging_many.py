"""A flood that eighty tell of: merged in one go, answered once, told to each, and taken apart again."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lapor.casework.bulk import act_on_each, chosen_reports
from lapor.gateway.models import OutboundMessage
from lapor.ledger.models import Event
from lapor.reports.models import Clock, Report
from lapor.triage.merging import merge_each
from tests.reports.conftest import do, forward, new_report, people, photo
from tests.rows import row_faults

__all__ = ["people"]
pytestmark = pytest.mark.django_db
MOST_QUERIES = 15  # of one report


def flood(root, number):
    return [new_report(root, f"Banjir selutut, foto {n}", email=f"warga{n}@contoh.example") for n in range(number)]


def told(reports, cause):
    """How often each of them was told."""
    rows = OutboundMessage.objects.filter(report_id__in=[report.pk for report in reports], cause=cause)
    counts = dict.fromkeys((report.pk for report in reports), 0)
    for pk in rows.values_list("report_id", flat=True):
        counts[pk] += 1
    return set(counts.values())


@pytest.mark.django_db(transaction=True)
def test_eighty_merged_are_answered_once_told_each_and_split_again(root, people, caught_up):
    parent, reports = new_report(root, "Banjir di Genuk", email="lurah@contoh.example"), flood(root, 80)
    done, refused = merge_each([parent, *reports], parent, by=people["vera"], note="Banjir Genuk")
    assert (len(done), refused) == (80, [])
    assert Event.objects.filter(name="report.merge").count() == 80
    assert Report.objects.get(pk=parent.pk).children_count == Report.objects.filter(parent=parent).count() == 80
    do(forward(parent, people).report, "answer", people["hana"], text="Surut", outcome="solved", photos=(photo(),))
    for _again in range(2):
        caught_up()
    assert told(reports, "report.merge") == told(reports, "report.answer") == {1}
    assert told([parent], "report.answer") == {1}
    children = chosen_reports(people["vera"], [], children_of=parent.tracking_id)
    split = act_on_each("split", children, {"text": "Lain tempat"}, by=people["vera"])
    caught_up()
    assert (len(split.done), split.refused) == (80, [])
    assert Report.objects.get(pk=parent.pk).children_count == 0
    assert Report.objects.filter(state="received", parent=None).count() == 80
    assert Clock.objects.filter(report__in=reports, kind="verify", status="running").count() == 80
    assert told(reports, "report.split") == {1}
    assert row_faults() == []


def test_one_that_cannot_be_merged_is_named_with_the_reason_and_left(root, people):
    parent, first, other, child = flood(root, 4)
    do(child, "merge", people["vera"], parent=other)
    done, refused = merge_each([first, other, child], parent, by=people["vera"])
    assert [report.pk for report in done] == [first.pk]
    assert refused == [
        f"{other} (Ada laporan yang digabung ke laporan ini: pisahkan dulu.)",
        f"{child} (Tidak bisa dengan status laporan sekarang.)",
    ]
    assert Report.objects.get(pk=child.pk).parent_id == other.pk


def test_who_may_not_merge_merges_none(root, people):
    parent, first = flood(root, 2)
    forward(first, people)
    done, refused = merge_each([first], parent, by=people["hana"])
    assert (done, len(refused)) == ([], 1)
    split = act_on_each("split", [first], {"text": "Bukan"}, by=people["vera"])
    assert (split.done, len(split.refused)) == ([], 1)


def test_each_costs_the_same_however_many_were_merged_before(root, people):
    parent, *reports = flood(root, 13)

    def queries(several):
        with CaptureQueriesContext(connection) as asked:
            merge_each(several, parent, by=people["vera"])
        return len(asked)

    merge_each(reports[:1], parent, by=people["vera"])
    one, ten = queries(reports[1:2]), queries(reports[2:12])
    assert ten == 10 * one
    assert one <= MOST_QUERIES
