"""Promise: what the city writes to a person is read by that person.

The words of a message are sealed in the database; a code is emptied as soon as it is sent; officers see that a message
went out and why, of reports that they may see, in their own city.

The places: `lapor/gateway/outbound/sealed_words.py` (sealing), `gateway.outbound.sending._keep` (codes are emptied),
`lapor/casework/delivery_log.py` (what is listed).
"""

import re
import uuid
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from lapor.agencies.actions import create_officer
from lapor.agencies.models import Agency
from lapor.agencies.roles import Role
from lapor.casework.delivery_log import SHOWN_ON_A_REPORT, messages_about, messages_for
from lapor.console.deliveries.views import cause_words
from lapor.gateway.accounts.accounts import account_for_files, make_account, opened
from lapor.gateway.inbound.receiving import store
from lapor.gateway.messages import Received
from lapor.gateway.models import TO_REPORTERS, MessageAudience, OutboundMessage
from lapor.gateway.outbound.sending import send_message
from lapor.intake.conversations.reading import read_channel
from lapor.intake.filing.actions import file_new_report
from lapor.intake.filing.new_report import NewReport
from lapor.reporters import vault
from lapor.reports.queries import visible_reports
from lapor.reports.workflow.acting import reporter_actor
from tests.architecture.test_addresses import AGENCIES
from tests.contract.channels import SPOKEN
from tests.outgoing import queued_message
from tests.signing_in import ask

pytestmark = pytest.mark.django_db
WORDS = "Kata-kata yang hanya untuk Zebedeus 1234567890123456"
SEALED = {"address", "words"}
# What stands in plain: who is meant stands in none of them. `provider_id` and `public_post` may hold a number; both end
# with the words.
PLAIN = {
    "id",
    "channel",
    "account",
    "root",
    "audience",
    "report_id",
    "conversation_id",
    "cause",
    "holds_code",
    "status",
    "attempts",
    "leased_until",
    "not_before",
    "created_at",
    "done_at",
    "provider_id",
    "provider_state",
    "public_post",
    "asks_place",
    "opens",
    "stop_url",
    "request_id",
    "dedupe_key",
}
OPENS = r"\.said\.(text|subject|choices|answers)\b|said, to = message\.said|opened_words\("
NEVER_LISTED = {MessageAudience.CODE, MessageAudience.FOLLOWER}
LISTED_WITHOUT_REPORT = {MessageAudience.OFFICER, MessageAudience.OURSELVES}


def test_every_column_is_placed():
    assert {field.name for field in OutboundMessage._meta.fields} == SEALED | PLAIN
    assert {
        field.name for field in OutboundMessage._meta.fields if field.get_internal_type() == "BinaryField"
    } == SEALED


def test_every_audience_is_placed():
    assert set(SHOWN_ON_A_REPORT) | NEVER_LISTED | LISTED_WITHOUT_REPORT == set(MessageAudience)
    assert set(TO_REPORTERS) == {MessageAudience.REPORTER, MessageAudience.PUBLIC}


def test_only_who_sends_and_the_persons_own_export_open_the_words():
    readers = {
        str(path.relative_to(settings.BASE_DIR / "lapor"))
        for path in Path(settings.BASE_DIR / "lapor").rglob("*.py")
        if re.search(OPENS, path.read_text())
    }
    assert readers == {
        "gateway/outbound/sealed_words.py",
        "gateway/models.py",
        "gateway/outbound/sending.py",
        "casework/persons.py",
    }


def rows():
    with connection.cursor() as cursor:
        cursor.execute("SELECT t::text FROM gateway_outboundmessage t")
        return "\n".join(row for (row,) in cursor.fetchall())


def test_words_are_sealed_while_they_wait_and_after(root):
    message = queued_message(
        WORDS,
        subject=WORDS,
        channel="email",
        cause="report.file",
        address=vault.seal("z@rahasia.example"),
        dedupe_key="x",
    )
    assert message.said.text == message.said.subject == WORDS
    assert "Zebedeus" not in rows()
    send_message(message.pk)
    assert "Zebedeus" not in rows()


@pytest.mark.parametrize("channel", sorted(name for name, spoken in SPOKEN.items() if spoken.kind == "message"))
def test_receipt_code_is_gone_once_it_was_sent(root, channel, monkeypatch):
    for text in filing_by(root, channel):
        store(*text)
        read_channel(channel)
    sent = OutboundMessage.objects.filter(holds_code=True)
    codes = {code for row in OutboundMessage.objects.all() for code in re.findall(r"\b\d{16}\b", row.said.text)}
    assert len(codes) == 1, [row.said.text for row in OutboundMessage.objects.all()]
    assert all(
        row.holds_code for row in OutboundMessage.objects.all() if codes & set(re.findall(r"\b\d{16}\b", row.said.text))
    )
    monkeypatch.setattr("lapor.gateway.outbound.sending.SENDERS", {channel: Taken()})
    for pk in sent.values_list("pk", flat=True):
        send_message(pk)
    assert [(row.status, row.said.text, bytes(row.words)) for row in sent] == [("sent", "", b"")]


class Taken:
    def send(self, _account, message):
        assert re.search(r"\d{16}", message.text)
        return "taken-1"


def filing_by(root, channel):
    """A report as it comes by a channel where the city answers in private."""
    if channel == "email":
        head = (
            "From: Siti <siti@contoh.example>\nTo: lapor@kota.example\nSubject: Air keruh\nMessage-ID:"
            " <1@contoh.example>\n\n"
        )
        mailbox = account_for_files("email")
        assert mailbox is not None
        yield opened(mailbox), Received(f"{head}Air keruh sejak Senin di Jalan Kelud.\n".encode())
        return
    account = make_account(channel, "uji", root=root, settings={}, secrets=dict(SPOKEN[channel].account.secrets))
    for number, text in enumerate(("Pohon tumbang", "di Jalan Kelud", "KIRIM")):
        yield opened(account), SPOKEN[channel].call(SPOKEN[channel].message(text, id=str(number)))


def test_code_to_sign_in_is_in_no_row_and_on_no_page_once_sent(root):
    person = NewReport(text="Lampu mati", submission_key=str(uuid.uuid4()), channel="web", email="siti@contoh.example")
    file_new_report(person, root=root, actor=reporter_actor(None))
    ask(Client(), "siti@contoh.example")
    message = OutboundMessage.objects.get(audience=MessageAudience.CODE)
    code = re.search(r"\d{4} ?\d{4}", message.said.text).group()
    assert code not in message.said.subject
    send_message(message.pk)
    message.refresh_from_db()
    assert (bytes(message.words), message.status) == (b"", "sent")


@pytest.fixture
def reports(root):
    """A public, an anonymous, a confidential and a protected one, each with a message of every audience; and messages
    about none."""
    found = []
    for extra in ({}, {"identity": "anonymous"}, {"visibility": "confidential"}, {"text": "Ada pungli di loket"}):
        values: Any = {
            "text": "Lampu mati",
            "submission_key": str(uuid.uuid4()),
            "channel": "web",
            "email": "z@rahasia.example",
            **extra,
        }
        new = NewReport(**values)
        found.append(file_new_report(new, root=root, actor=reporter_actor(None)).report)
    for report in (*found, None):
        for audience in MessageAudience:
            queued_message(
                WORDS,
                subject=WORDS,
                channel="email",
                cause="report.answer",
                address=vault.seal("z@rahasia.example"),
                audience=audience,
                report_id=report.pk if report else None,
                dedupe_key=f"{report and report.pk}:{audience}",
            )
    return found


@pytest.fixture
def officers(root):
    made = {}
    for role in Role:
        agency = Agency.objects.get(code=AGENCIES[role])
        made[role] = create_officer(
            username=role.value, password="Rahasia-2026-x", name=role.value, agency=agency, role=role
        )
    return made


@pytest.mark.parametrize("role", list(Role))
def test_each_role_is_listed_only_messages_of_reports_that_it_may_see(reports, officers, role):
    seen = set(visible_reports(officers[role]).values_list("pk", flat=True))
    for row in messages_for(officers[role]):
        assert row.audience != MessageAudience.CODE
        assert row.report_id in seen or (row.report_id is None and row.audience in LISTED_WITHOUT_REPORT)


@pytest.mark.parametrize("role", list(Role))
def test_no_page_shows_the_words(reports, officers, role):
    client = Client()
    client.force_login(officers[role], backend="lapor.agencies.officers.backend.OfficerBackend")
    for path in ("/konsol/pesan/", *(f"/konsol/laporan/{report.tracking_id}" for report in reports)):
        page = client.get(path).content.decode()
        assert "Kata-kata yang hanya" not in page
        assert "rahasia.example" not in page


def test_a_second_city_is_listed_nothing_of_the_first(reports):
    city = Agency.objects.create(code="kota-lain", name="Kota Lain", path=[])
    Agency.objects.filter(pk=city.pk).update(path=[city.pk])
    city.refresh_from_db()
    for role in (Role.TRIAGE_OFFICER, Role.ADMINISTRATOR, Role.PROTECTED_CASE_OFFICER, Role.OVERSEER):
        officer = create_officer(
            username=f"lain-{role.value}", password="Rahasia-2026-x", name="Lain", agency=city, role=role
        )
        assert list(messages_for(officer)) == []


def test_who_sees_a_report_sees_why_it_was_written_about(reports):
    for report in reports:
        assert {row.audience for row in messages_about(report)} == set(SHOWN_ON_A_REPORT)
    assert cause_words("report.answer") == "Jawab"
