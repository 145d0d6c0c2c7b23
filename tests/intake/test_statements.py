"""What a message costs in trips to the database: one more of them is felt when a city writes at once."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lapor.core import ttl_cache
from lapor.core.ids import new_id
from lapor.gateway.accounts.accounts import make_account, opened
from lapor.gateway.inbound.receiving import messages_to_take, read_deliveries, store
from lapor.gateway.models import OutboundMessage
from lapor.intake.conversations.reading import take_message
from lapor.intake.models import Conversation
from lapor.ledger.bulk_insert import bulk_insert_ignore
from lapor.reporters.models import Reporter
from lapor.reports.models import Report
from tests.contract.channels import SPOKEN

pytestmark = pytest.mark.django_db
FIRST, LATER = 14, 21  # statements, savepoints included; one looks for an answer that gives way


@pytest.fixture
def waiting(root):
    """Messages of one account, stored and read, in order."""
    account = make_account("webhook", "uji", root=root, settings={}, secrets={"secret": "rahasia-sekali"})

    def wait(*said):
        messages = [{"id": f"s-{number}", "from": sender, "text": text} for number, (sender, text) in enumerate(said)]
        store(opened(account), SPOKEN["webhook"].call(json.dumps({"messages": messages}).encode()))
        read_deliveries("webhook")
        return list(messages_to_take("webhook").select_related("account__root"))  # as take_waiting does

    return wait


def cost(row):
    with CaptureQueriesContext(connection) as queries:
        assert take_message(row) is not None
    return len(queries)


def test_whole_report_of_somebody_new_and_what_they_add_later_cost_few_statements(waiting, monkeypatch):
    monkeypatch.setattr(ttl_cache, "SECONDS", 60.0)
    rows = waiting(
        ("ani", "Ada kebakaran di pasar"), ("budi", "Ada kebakaran di gudang"), ("budi", "Apinya bertambah besar")
    )
    take_message(rows[0])  # fills the caches of rules
    assert (cost(rows[1]), cost(rows[2])) == (FIRST, LATER)
    assert (Report.objects.count(), Conversation.objects.count(), Reporter.objects.count()) == (2, 2, 2)


def test_only_what_is_new_is_inserted_and_named(waiting):
    take_message(waiting(("ani", "Ada kebakaran di pasar"))[0])
    there = OutboundMessage.objects.get()
    same, other = OutboundMessage.objects.get(), OutboundMessage.objects.get()
    same.pk, other.pk, other.dedupe_key = new_id(), new_id(), "lain"
    assert bulk_insert_ignore([same, other]) == {other.pk}
    assert bulk_insert_ignore([]) == set()
    assert set(OutboundMessage.objects.values_list("pk", flat=True)) == {there.pk, other.pk}
