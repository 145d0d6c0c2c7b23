"""An answer that became confidential is not told to those whose public reports were merged into it."""

import pytest

from lapor.gateway.models import OutboundMessage
from lapor.ledger.models import Event
from lapor.notify.actions import notify_reporters
from lapor.reports.actions import perform_action
from lapor.reports.workflow.acting import ActData, officer_actor
from tests.reports.conftest import do, forward, merged, people

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
