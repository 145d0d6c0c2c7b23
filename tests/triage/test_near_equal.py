"""Posts that say nearly the same stand on one card; one decision covers all of them, or each by itself."""

from datetime import timedelta

import pytest

from lapor.core import clock
from lapor.gateway.models import InboundMessage, OutboundMessage
from lapor.reports.models import Entry, Report
from tests.triage.test_candidates import PAGE, account, said, signed_in

__all__ = ["account", "said"]
pytestmark = pytest.mark.django_db
FLOOD = "Banjir di Jalan Kaligawe setinggi lutut, motor mogok semua. Tolong pompa dinyalakan!"
PASSED_ON = "banjir di jl kaligawe setinggi lutut motor mogok semua tolong pompa dinyalakan pak"


@pytest.fixture
def three(said):
    """Three posts of the same flood by three people, and one of another street."""
    rows = [said(text, id=f"p-{n}", sender=f"orang{n}") for n, text in enumerate((FLOOD, PASSED_ON, FLOOD))]
    return [*rows, said(FLOOD.replace("Kaligawe", "Lampersari"), id="p-9", sender="lain")]


def cards(client, query=""):
    return [
        [card["id"], *(other["id"] for other in card["also"])] for card in client.get(PAGE + query).context["waiting"]
    ]


def press(client, what, card, **more):
    first, *also = card
    return client.post(PAGE, {"do": what, "id": first, "also": also, **more})


def states():
    return sorted(InboundMessage.objects.values_list("state", flat=True))


def test_nearly_equal_posts_are_one_card_and_another_street_is_not(three, triage):
    client = signed_in(triage)
    first, second, third, other = [str(row.pk) for row in three]
    assert cards(client) == [[first, second, third], [other]]
    assert cards(client, f"?apart={first}") == [[first], [second], [third], [other]]


def test_a_few_words_are_too_few_to_be_the_same(said, triage):
    for number in range(2):
        said("Banjir lagi min!", id=f"p-{number}", sender=f"orang{number}")
    assert [len(card) for card in cards(signed_in(triage))] == [1, 1]


def test_posts_days_apart_are_not_one_card(said, triage):
    with clock.at(clock.now() - timedelta(days=4)):
        said(FLOOD)
    said(FLOOD, id="p-2", sender="budi")
    assert [len(card) for card in cards(signed_in(triage))] == [1, 1]


def test_accepted_together_each_writer_has_a_report_merged_into_the_first(three, triage):
    client = signed_in(triage)
    press(client, "accept", cards(client)[0])
    parent = Report.objects.get(parent=None)
    assert parent.children_count == Report.objects.filter(parent=parent, state="merged").count() == 2
    assert OutboundMessage.objects.filter(cause="intake.accepted").count() == 3
    assert states() == ["candidate", "taken", "taken", "taken"]


def test_dismissed_together_and_put_back_one_by_one(three, triage):
    client = signed_in(triage)
    press(client, "dismiss", cards(client)[0], reason="known")
    assert states() == ["candidate", "ignored", "ignored", "ignored"]
    client.post(PAGE, {"do": "put_back", "id": three[1].pk})
    assert states() == ["candidate", "candidate", "ignored", "ignored"]


def test_added_together_to_a_report(three, triage, filed):
    client = signed_in(triage)
    press(client, "attach", cards(client)[0], number=filed.report.tracking_id)
    assert Entry.objects.filter(report=filed.report, act="take_in").count() == 3


def test_what_somebody_else_decided_on_meanwhile_is_left(three, triage):
    client = signed_in(triage)
    card = cards(client)[0]
    press(client, "dismiss", [card[1]], reason="spam")
    press(client, "accept", card)
    assert Report.objects.count() == 2
    assert InboundMessage.objects.get(pk=three[1].pk).error == "spam"
