"""What a person wrote on channels goes with them, is given out to them, and is kept no longer than the table says."""

import json
from datetime import timedelta

import pytest

from lapor.casework.persons import erase_person, export_person, out_of_reach
from lapor.core import clock
from lapor.gateway.accounts.accounts import make_account, opened
from lapor.gateway.inbound.receiving import store
from lapor.gateway.models import Delivery, InboundMessage
from lapor.intake.conversations.reading import read_channel
from lapor.intake.models import Conversation
from lapor.ledger.verifying import verify
from lapor.ops.retention import apply_retention
from lapor.reporters import vault
from lapor.reports.models import Report
from lapor.reports.workflow.acting import SYSTEM
from tests.contract.channels import SPOKEN

pytestmark = pytest.mark.django_db


@pytest.fixture
def chat(root):
    account = make_account("webhook", "uji", root=root, settings={}, secrets={"secret": "rahasia-sekali"})

    def say(*texts, sender="0811"):
        for number, text in enumerate(texts):
            store(
                opened(account),
                SPOKEN["webhook"].call(SPOKEN["webhook"].message(text, id=f"{sender}-{number}", sender=sender)),
            )
        read_channel("webhook")

    return say


def test_erased_person_leaves_no_message_behind_and_others_keep_theirs(chat):
    chat("Lampu mati", "Jl. Kelud", "kirim", "STATUS")
    chat("Jalan rusak", "Jl. Sriwijaya", "kirim", sender="0812")
    report = Report.objects.get(text="Lampu mati")
    assert report.reporter is not None
    erase_person(report.reporter, by=SYSTEM)
    assert InboundMessage.objects.filter(body=b"").count() == Delivery.objects.filter(raw=b"").count() == 4
    assert InboundMessage.objects.exclude(body=b"").count() == 3
    assert Conversation.objects.get().reporter == Report.objects.get(text="Jalan rusak").reporter
    assert verify().faults == []


def test_person_is_given_what_they_wrote(chat):
    chat("Lampu mati", "Jl. Kelud", "kirim")
    reporter = Report.objects.get().reporter
    assert reporter is not None
    given = export_person(reporter)
    assert [one["text"] for one in given["written"]] == ["Lampu mati", "Jl. Kelud", "kirim"]


def test_what_was_read_is_kept_for_its_time_only(chat):
    chat("Lampu mati", "Jl. Kelud", "kirim")
    chat("STATUS", sender="0812")
    for days, raw, words, senders in ((89, 4, 4, 2), (91, 0, 4, 2), (181, 0, 0, 1)):
        with clock.at(clock.now() + timedelta(days=days)):
            apply_retention()
        counts = (
            Delivery.objects.exclude(raw=b"").count(),
            InboundMessage.objects.exclude(body=b"").count(),
            Conversation.objects.count(),
        )
        assert counts == (raw, words, senders), days


def test_what_is_in_quarantine_is_kept_until_somebody_has_looked(chat, root):
    account = opened(make_account("webhook", "uji", root=root, settings={}, secrets={"secret": "s"}))
    store(account, SPOKEN["webhook"].call(b"bukan json"))
    read_channel("webhook")
    with clock.at(clock.now() + timedelta(days=400)):
        apply_retention()
    assert Delivery.objects.exclude(raw=b"").count() == 1


def test_a_protected_report_is_given_out_by_its_own_page_alone(chat):
    """Whoever shows the code of another report, or signs in with the address, learns nothing of it."""
    chat("Lampu mati", "Jl. Kelud", "kirim", "Suami saya memukul saya tiap malam", "Jl. Kawi", "kirim")
    plain, secret = Report.objects.order_by("filed_at")
    assert plain.reporter is not None
    assert (plain.reporter_id, plain.is_protected, secret.is_protected) == (secret.reporter_id, False, True)
    given = json.dumps(export_person(plain.reporter, leaves_out=out_of_reach(plain.reporter, plain)))
    assert "Lampu mati" in given
    for hidden in ("memukul", "Kawi", secret.tracking_id):
        assert hidden not in given
    for left in (out_of_reach(plain.reporter, secret), ()):  # its own page, and the operator's command
        assert "memukul" in json.dumps(export_person(plain.reporter, leaves_out=left))


def test_a_protected_report_keeps_its_reporter_until_its_own_page_erases(chat):
    chat("Lampu mati", "Jl. Kelud", "kirim", "Suami saya memukul saya tiap malam", "Jl. Kawi", "kirim")
    plain, secret = Report.objects.order_by("filed_at")
    assert plain.reporter is not None
    known = vault.identity_of(plain.reporter)
    assert erase_person(plain.reporter, by=SYSTEM, keeps=out_of_reach(plain.reporter, plain)) == 1
    plain, secret = Report.objects.order_by("filed_at")
    assert (plain.reporter, secret.text) == (None, "Suami saya memukul saya tiap malam")
    assert secret.reporter is not None
    assert vault.identity_of(secret.reporter) == known
    assert InboundMessage.objects.filter(report_id=secret.pk).exclude(body=b"").exists()
    assert verify().faults == []
    assert erase_person(secret.reporter, by=SYSTEM, keeps=out_of_reach(secret.reporter)) == 0
    assert erase_person(secret.reporter, by=SYSTEM, keeps=out_of_reach(secret.reporter, secret)) == 1
    assert Report.objects.exclude(reporter=None).count() == 0
