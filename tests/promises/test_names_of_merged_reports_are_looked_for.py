"""Who reported the same is named by no public word of the report theirs was merged into, nor the other way round."""

import pytest

from lapor.reports import publication
from lapor.reports.actions import perform_action
from lapor.reports.models import Entry, Report
from lapor.reports.workflow.acting import ActData, reporter_actor
from lapor.reports.workflow.refusals import PersonalDataFound
from tests.reports.conftest import answered_parent, do, forward, merged, new_report, photo

NAMED_BELOW = "Terima kasih kepada Ningrum Prabasari"


SAID_OF_A_PARENT = {
    "answer": {"text": NAMED_BELOW, "outcome": "solved"},
    "respond": {"text": NAMED_BELOW},
    "ask": {"text": NAMED_BELOW},
    "start": {"text": NAMED_BELOW},
}


@pytest.mark.parametrize("act", SAID_OF_A_PARENT)
def test_who_reported_the_same_is_looked_for_in_the_words_of_the_report_they_were_merged_into(act, root, people):
    parent, child = merged(root, people)
    Report.objects.filter(pk=child.pk).update(
        reporter=new_report(root, "Lampu", name="Ningrum Prabasari", email="n@contoh.example").reporter
    )
    forward(parent, people)
    if act in {"respond"}:
        do(parent, "start", people["hana"], text="Mulai")
    data = {**SAID_OF_A_PARENT[act], "photos": (photo(),)} if act == "answer" else SAID_OF_A_PARENT[act]
    with pytest.raises(PersonalDataFound):
        do(parent, act, people["hana"], **data)
    with pytest.raises(PersonalDataFound):
        do(parent, act, people["hana"], **{**data, "text": "hubungi n@contoh.example"})
    do(parent, act, people["hana"], **{**data, "text": "Terima kasih semuanya"})


def test_who_reported_first_is_looked_for_in_the_words_of_a_merged_report(root, people):
    parent, child = merged(root, people)
    Report.objects.filter(pk=parent.pk).update(
        reporter=new_report(root, "Lampu", name="Ningrum Prabasari", email="n@contoh.example").reporter
    )
    with pytest.raises(PersonalDataFound):
        do(child, "split", people["vera"], text=NAMED_BELOW)


def test_many_merged_reports_cost_no_more_queries_and_the_newest_are_looked_for(
    root, people, django_assert_max_num_queries
):
    parent = new_report(root, "Lampu mati di gang 3")
    forward(parent, people)
    for number in range(publication.MOST_MERGED + 2):
        child = new_report(
            root,
            f"Lampu padam {number}",
            name=f"Zulaeha{chr(97 + number)} Prabasari",
            email=f"z{number}@contoh.example",
        )
        Report.objects.filter(pk=child.pk).update(parent=parent, state="merged")
    Report.objects.filter(pk=parent.pk).update(children_count=publication.MOST_MERGED + 2)
    report = Report.objects.get(pk=parent.pk)
    with django_assert_max_num_queries(2):
        known = publication.known_of(report)
    assert "Zulaehav Prabasari" in known
    assert "Zulaehaa Prabasari" not in known


def test_words_of_a_merged_report_stay_with_it(root, people):
    parent, child = answered_parent(root, people)
    perform_action(
        child.pk,
        "reject",
        actor=reporter_actor(child.reporter_id),
        data=ActData(text="Saya Ningrum Prabasari, plantedwords"),
    )
    assert not Entry.objects.filter(report=parent, text__contains="plantedwords").exists()
    assert Report.objects.get(pk=parent.pk).state == "in_progress"
