"""Public words wait for an officer; what the officer decides is a report, an addition to one, or a dismissal that can
be taken back."""

import json

import pytest
from django.test import Client

from lapor.agencies.actions import create_officer
from lapor.agencies.models import Agency
from lapor.agencies.roles import Role
from lapor.gateway.accounts.accounts import make_account, opened
from lapor.gateway.inbound.receiving import store
from lapor.gateway.models import InboundMessage, OutboundMessage
from lapor.intake.conversations.reading import read_channel
from lapor.ledger.models import Event
from lapor.ledger.verifying import verify
from lapor.notify.officers import handle
from lapor.reporters import vault
from lapor.reports.models import Entry, Report
from lapor.triage import candidates
from lapor.triage.candidates import Reason
from tests.contract.channels import SPOKEN

pytestmark = pytest.mark.django_db
BACKEND = "lapor.agencies.officers.backend.OfficerBackend"
PAGE = "/konsol/kandidat/"


@pytest.fixture
def account(root):
    return make_account(
        "webhook", "uji", root=root, settings={"send_url": "http://127.0.0.1:9/"}, secrets={"secret": "rahasia-sekali"}
    )


@pytest.fixture
def protected_officer(root):
    agency = Agency.objects.get(code="inspektorat")
    return create_officer(
        username="pia", password="Rahasia-2026-x", name="Pia", agency=agency, role=Role.PROTECTED_CASE_OFFICER
    )


@pytest.fixture
def said(account):
    """Something is said in public; gives the message's row."""

    def say(
        text="Jalan Kelud berlubang lagi, tolong",
        *,
        id="p-1",
        type="mention",
        sender="siti",
        url="https://contoh.example/p/1",
        **more,
    ):
        one = {"id": id, "type": type, "from": sender, "name": "Siti", "text": text, "url": url, **more}
        store(opened(account), SPOKEN["webhook"].call(json.dumps({"messages": [one]}).encode()))
        read_channel("webhook")
        return InboundMessage.objects.order_by("-received_at", "-id").first()

    return say


def signed_in(officer):
    client = Client()
    client.force_login(officer, backend=BACKEND)
    return client


def test_public_words_make_no_report_by_themselves(said):
    assert said().state == "candidate"
    assert Report.objects.count() == 0
    assert OutboundMessage.objects.count() == 0


def test_accepted_words_are_a_report_of_their_writer_who_is_told_in_public_without_code_or_words(said, triage):
    row = said()
    filed = candidates.accept(row.pk, by=triage)
    report = Report.objects.get()
    assert (report.text, report.channel, report.provenance["url"]) == (
        "Jalan Kelud berlubang lagi, tolong",
        "webhook",
        "https://contoh.example/p/1",
    )
    assert report.provenance["accepted_by"] == triage.name
    told = OutboundMessage.objects.get()
    assert (told.said.answers, vault.open_sealed(bytes(told.address))) == ("p-1", "siti")
    assert report.tracking_id in told.said.text.replace(" ", "")
    assert filed.receipt_code not in told.said.text.replace(" ", "")
    assert "Kelud" not in told.said.text
    row.refresh_from_db()
    assert (row.state, row.report_id) == ("taken", report.pk)
    assert Event.objects.filter(name="candidate.accepted", actor_id=triage.pk).count() == 1
    assert verify().faults == []


def test_two_officers_make_one_report_of_it(said, triage):
    row = said()
    assert candidates.accept(row.pk, by=triage) is not None
    assert candidates.accept(row.pk, by=triage) is None
    assert not candidates.dismiss(row.pk, Reason.SPAM, by=triage)
    assert Report.objects.count() == 1


def test_later_private_words_of_the_writer_belong_to_that_report(said, triage):
    candidates.accept(said().pk, by=triage)
    said("Dekat pasar, sebelah kiri", id="m-2", type="message", url="")
    assert Entry.objects.filter(act="note", text="Dekat pasar, sebelah kiri").exists()


def test_attached_words_are_read_by_officers_and_the_reporter_but_not_by_the_public(said, triage, filed):
    client, row = signed_in(triage), said()
    assert client.post(PAGE, {"do": "attach", "id": row.pk, "number": filed.report.tracking_id}).status_code == 302
    entry = Entry.objects.get(act="take_in")
    assert (entry.report_id, entry.audience, entry.text) == (
        filed.report.pk,
        "reporter",
        "Jalan Kelud berlubang lagi, tolong",
    )
    assert "https://contoh.example/p/1" in entry.details["source"]
    assert "Kelud" not in Client().get(f"/laporan/{filed.report.tracking_id}").content.decode()
    assert "Kelud" in client.get(f"/konsol/laporan/{filed.report.tracking_id}").content.decode()


def test_wrong_number_keeps_what_was_typed(said, triage):
    answer = signed_in(triage).post(PAGE, {"do": "attach", "id": said().pk, "number": "4821 0937 00"})
    assert answer.status_code == 422
    assert 'value="4821 0937 00"' in answer.content.decode()


def test_dismissed_words_can_be_put_back(said, triage):
    client, row = signed_in(triage), said()
    assert client.post(PAGE, {"do": "dismiss", "id": row.pk}).status_code == 422
    client.post(PAGE, {"do": "dismiss", "id": row.pk, "reason": "spam"})
    row.refresh_from_db()
    assert (row.state, row.error) == ("ignored", "spam")
    assert client.post(PAGE, {"do": "put_back", "id": row.pk}).status_code == 302
    row.refresh_from_db()
    assert row.state == "candidate"


def test_protected_words_are_seen_by_the_standing_group_only_which_is_told_at_once(said, triage, protected_officer):
    protected_officer.email = "pia@kota.example"
    protected_officer.save()
    row = said("Ada kekerasan dalam rumah tangga di sebelah, tiap malam dipukuli")
    assert (row.is_protected, row.is_urgent) == (True, True)
    assert "dipukuli" not in signed_in(triage).get(PAGE).content.decode()
    assert "dipukuli" in signed_in(protected_officer).get(PAGE).content.decode()
    assert candidates.accept(row.pk, by=triage) is None
    handle(list(Event.objects.filter(name="candidate.urgent")))
    told = OutboundMessage.objects.get()
    assert vault.open_sealed(bytes(told.address)) == "pia@kota.example"
    assert "dipukuli" not in told.said.text
    assert candidates.accept(row.pk, by=protected_officer).report.is_protected
    assert OutboundMessage.objects.count() == 1  # nothing is written under the post


def test_urgent_words_stand_first_and_wake_triage(said, triage):
    triage.email = "vera@kota.example"
    triage.save()
    said("Jalan rusak", id="p-2")
    said("Ada kebakaran di Pasar Johar", id="p-3")
    page = signed_in(triage).get(PAGE).content.decode()
    assert page.index("kebakaran") < page.index("Jalan rusak")
    handle(list(Event.objects.filter(name="candidate.urgent")))
    assert OutboundMessage.objects.count() == 1


def test_changed_words_take_the_place_of_the_old_ones_while_they_wait(said, triage):
    row = said()
    said("Maaf, yang rusak Jalan Sriwijaya", type="edited")
    page = signed_in(triage).get(PAGE).content.decode()
    assert "Sriwijaya" in page
    assert "Kelud" not in page
    assert InboundMessage.objects.filter(state="candidate").get() == row


def test_what_was_deleted_waits_no_longer_also_where_the_deletion_came_first(said, triage):
    said()
    said("", type="deleted")
    said("", type="deleted", id="p-9")
    said("Jalan ini juga", id="p-9")
    assert list(InboundMessage.objects.filter(state="candidate")) == []
    assert "Kelud" not in signed_in(triage).get(PAGE).content.decode()


def test_changed_words_of_an_accepted_post_are_added_to_its_report(said, triage):
    candidates.accept(said().pk, by=triage)
    said("Jalan Kelud berlubang, kemarin ada yang jatuh", type="edited")
    assert "kemarin ada yang jatuh" in Entry.objects.get(act="note").text


def test_changed_words_of_an_attached_post_open_nothing(said, triage, filed):
    candidates.attach(said().pk, filed.report, by=triage)
    assert said("Lain lagi", type="edited").state == "ignored"
    assert Report.objects.count() == 1


def test_another_city_s_candidates_are_not_seen(said, triage):
    row = said()
    other = Agency.objects.create(code="kota-lain", kind="city", name="Kota Lain")
    other.path = [other.pk]
    other.save()
    stranger = create_officer(username="x", password="Rahasia-2026-x", name="X", agency=other, role=Role.TRIAGE_OFFICER)
    assert candidates.accept(row.pk, by=stranger) is None
    assert "Kelud" not in signed_in(stranger).get(PAGE).content.decode()


def test_inbox_says_how_many_wait(said, triage):
    said()
    assert "<strong>1</strong>" in signed_in(triage).get("/konsol/").content.decode()
