"""An answer is told to those whose reports were merged into the one that was answered, also afterwards; not once it
became confidential."""

import pytest

from lapor.gateway.models import OutboundMessage
from lapor.ledger.models import Event
from lapor.notify.actions import notify_reporters
from lapor.reports.actions import perform_action
from lapor.reports.workflow.acting import ActData, officer_actor
from tests.reports.conftest import do, forward, merged, new_report, people, photo

__all__ = ["people"]
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("is_hidden", [False, True])
def test_reporter_of_a_merged_report_hears_the_answer_unless_it_was_hidden_meanwhile(is_hidden, root, people):
    parent, child = merged(root, people)
    forward(parent, people)
    if is_hidden:
        perform_action(parent.pk, "raise_privacy", actor=officer_actor(people["vera"]), data=ActData())
    do(parent, "answer", people["hana"], text="Sudah kami perbaiki", outcome="partly")
    notify_reporters(list(Event.objects.filter(stream_id=parent.pk, name="report.answer")))
    told = [
        message
        for message in OutboundMessage.objects.filter(report_id=child.pk)
        if "Sudah kami perbaiki" in message.said.text
    ]
    assert bool(told) is not is_hidden


@pytest.mark.parametrize("is_hidden", [False, True])
def test_who_is_merged_into_an_answered_report_hears_its_answer_once(is_hidden, root, people):
    parent, child = new_report(root, "Lampu mati"), new_report(root, "Lampu padam", email="budi@contoh.example")
    forward(parent, people)
    do(parent, "answer", people["hana"], text="Sudah menyala lagi", outcome="solved", photos=(photo(),))
    do(child, "merge", people["vera"], parent=parent)
    if is_hidden:
        perform_action(parent.pk, "raise_privacy", actor=officer_actor(people["vera"]), data=ActData())
    for _again in range(2):
        notify_reporters(list(Event.objects.filter(stream_id=child.pk)))
    if not is_hidden:  # merged by mistake, and once more
        do(child, "split", people["vera"], text="Tiang lain")
        do(child, "merge", people["vera"], parent=parent)
    notify_reporters(list(Event.objects.filter(stream_id=child.pk)))
    answers = OutboundMessage.objects.filter(report_id=child.pk, cause="report.answer")
    assert len(answers) == (not is_hidden)
    if not is_hidden:
        assert "Sudah menyala lagi" in answers[0].said.text
        assert f"{child}" in answers[0].said.text
