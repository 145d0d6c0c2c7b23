"""Promise: words of danger reach a person, whatever field they stand in, by whatever way they come, whatever is said
before them.

The one place: `Rules.heard_in` (lapor/agencies/queries.py), asked with what lapor/intake/filing/said.py gives of a
message, a draft or a report, and by `perform_action` (lapor/reports/actions.py, `_heard`) with what people say later.
Walked here: every private and public channel x every field of a message x every command, limit and question before it;
every field of the forms, of REST and of NewReport; every act of the table by which people say more. A new channel,
field or act fails a test here until it is placed.
"""

import dataclasses
import json
import re
import uuid
from typing import Any

import pytest
from django.test import Client

from lapor.api.v1.schemas import SentContact, SentReport
from lapor.core import clock
from lapor.core.ids import new_id
from lapor.gateway import rate_limits
from lapor.gateway.accounts.accounts import make_account
from lapor.gateway.channels import CHANNELS
from lapor.gateway.messages import Inbound, InboundKind, sealed_message
from lapor.gateway.models import InboundMessage, OutboundMessage
from lapor.intake.conversations import message_throttling
from lapor.intake.conversations.reading import take_message
from lapor.intake.filing import fields as filing_fields
from lapor.intake.filing.actions import file_new_report
from lapor.intake.filing.answers import PREFIX
from lapor.intake.filing.fields import PLACE_LINES
from lapor.intake.filing.forms import FilingForm, KeptTextField
from lapor.intake.filing.new_report import NewReport
from lapor.intake.filing.said import said_in_report
from lapor.intake.models import Conversation
from lapor.reports.models import Report
from lapor.reports.vocabulary import Urgency, Visibility
from lapor.reports.workflow.acting import StoredFile, reporter_actor
from tests.makers import photo

pytestmark = pytest.mark.django_db
DANGER = "suami memukuli istrinya tiap malam"
HARMLESS = "Lampu jalan mati sejak Senin"

# --- messages: every field of what a channel reads


def in_file_name(text):
    return {"media": ({"name": f"{text}.jpg", "content": photo()},)}


SAID = {
    "text": lambda text: {"text": text},
    "subject": lambda text: {"subject": text, "text": HARMLESS},
    "sender_name": lambda text: {"sender_name": text, "text": HARMLESS},
    "media": in_file_name,
}
NOT_SAID = {
    "kind",
    "external_id",
    "sender",
    "quoted",
    "sent_at",
    "answers",
    "album",
    "place",
    "url",
    "status",
    "reason",
    "part",
    "forwarded",
    "flaws",
    "sender_check",
    "is_nobody",
    "is_person",
}
BEFORE = {
    "nothing": [],
    "a command": ["STOP"],
    "a question": ["Halo", "Ada masalah di sebelah rumah saya"],
    "a draft": [HARMLESS],
    "a report": [HARMLESS, "Jl. Kelud", "kirim"],
}
AROUND = [
    "{}",
    "Stop {}",
    "Batal, {}",
    "ya {}",
    "STATUS {}",
    "Belum {}",
    "Saya Budi, NIK 3374010101010001, telp 0248440202. {}",
]
PUBLIC = {"news"}  # nobody writes to us there; see test_public_words_wait_for_the_standing_group
PRIVATE = sorted(set(CHANNELS) - PUBLIC)


class Person:
    def __init__(self, root, channel):
        secrets = {"secret": "rahasia-sekali", "token": "rahasia-sekali"}
        self.account = make_account(
            channel, f"uji-{channel}", root=root, settings={"send_url": "http://127.0.0.1:9/"}, secrets=secrets
        )
        self.count = 0

    def says(self, kind=InboundKind.MESSAGE, **fields):
        from lapor.channels.base import Media  # noqa: PLC0415 - only the gateway reaches channels

        self.count += 1
        media = tuple(Media(content_type="image/jpeg", **one) for one in fields.pop("media", ()))
        sender = "budi@contoh.example" if self.account.channel == "email" else "+6281200000000"
        inbound = Inbound(
            kind=kind, external_id=f"m-{self.count}", sender=sender, sent_at=clock.now(), media=media, **fields
        )
        now = clock.now()
        row = InboundMessage.objects.create(
            account=self.account,
            channel=self.account.channel,
            key=new_id().bytes,
            delivery_id=new_id(),
            delivery_at=now,
            place_in_delivery=0,
            kind=kind.value,
            body=sealed_message(inbound),
            received_at=now,
        )
        take_message(row)
        row.refresh_from_db()
        return row


def is_heard(*, has_numbers=True):
    """A report of the danger is protected, confidential, urgent and with a group; the person got the numbers to call
    and that it is confidential. `has_numbers`: a bribe has none, nobody is sent to an ambulance for it."""
    reports = Report.objects.filter(
        is_protected=True, visibility=Visibility.CONFIDENTIAL, urgency=Urgency.URGENT
    ).exclude(agency=None)
    told = "\n".join(message.said.text for message in OutboundMessage.objects.all())
    # alone: a report's number may hold the same digits
    is_called = {bool(re.search(rf"\b{number}\b", told)) for number in ("112", "129")} == {has_numbers}
    return reports.exists() and is_called and "rahasia: hanya" in told


def test_every_field_of_a_message_is_placed():
    assert {field.name for field in dataclasses.fields(Inbound)} == set(SAID) | NOT_SAID


@pytest.mark.parametrize("channel", PRIVATE)
@pytest.mark.parametrize("field", SAID)
def test_every_field_of_every_channel_is_heard(root, channel, field):
    Person(root, channel).says(**SAID[field](DANGER))
    assert is_heard()


@pytest.mark.parametrize("channel", PRIVATE)
@pytest.mark.parametrize("before", BEFORE)
def test_whatever_came_before_it_is_heard(root, channel, before):
    person = Person(root, channel)
    for text in BEFORE[before]:
        person.says(text=text)
    person.says(text=f"Di situ {DANGER}")
    assert is_heard()


@pytest.mark.parametrize("around", AROUND)
@pytest.mark.parametrize("channel", PRIVATE)
def test_no_command_and_no_number_swallows_it(root, channel, around):
    Person(root, channel).says(text=around.format(DANGER))
    assert is_heard()
    assert not Conversation.objects.exclude(stopped_at=None).exists()


@pytest.mark.parametrize("words", ["Stop pungli!", "Batal pungli", "Ya, KDRT", "kirim tolong KDRT", "STOP KDRT"])
def test_two_words_are_enough(root, words):
    Person(root, "telegram").says(text=words)
    assert is_heard(has_numbers="pungli" not in words)


def test_no_limit_and_no_block_keeps_it_out(root, monkeypatch):
    monkeypatch.setattr(message_throttling, "MOST_AN_HOUR", 1)
    person = Person(root, "telegram")
    for _ in range(3):
        person.says(text="Lampu mati")
    Conversation.objects.update(blocked_at=clock.now())
    assert person.says(text="Ada lagi yang mati").outcome == "ignored"
    person.says(text="", **in_file_name(DANGER))
    assert is_heard()


def test_numbers_that_only_look_like_a_proof_swallow_no_words(root):
    row = Person(root, "telegram").says(
        text="Saya Budi, NIK 3374010101010001, telp 0248440202. Air PDAM mati tiga hari di Jl. Gajah 5"
    )
    assert row.outcome == "draft"


def test_numbers_alone_that_are_no_report_are_said_to_be_unknown(root):
    row = Person(root, "telegram").says(text="0248440202 3374 0101 0101 0001")
    assert row.outcome == "status"
    assert "tidak mengenal" in OutboundMessage.objects.get().said.text


@pytest.mark.parametrize("channel", sorted(CHANNELS))
def test_public_words_wait_for_the_standing_group(root, channel):
    if channel == "news":
        pytest.skip(
            "what outlets write is nobody's cry for help; intake.press.newsworthy and test_news say what becomes of it"
        )
    row = Person(root, channel).says(kind=InboundKind.MENTION, text=DANGER, url="https://contoh.example/1")
    assert (row.state, row.is_protected, row.is_urgent) == (InboundMessage.State.CANDIDATE, True, True)


# --- forms, REST, and whatever files a report

SAID_IN_FORM = {"text", *PLACE_LINES, "name", "photos"}
CHOSEN_IN_FORM = {
    "draft_id",
    "kind",
    "category",
    "concern",
    "area",
    "latitude",
    "longitude",
    "identity",
    "visibility",
    "phone",
    "email",
    "happened_at",
    "title",
    "asset",  # a code that the city's list knows, or nothing
}
SAID_IN_REST = {"text", "title", *PLACE_LINES, "answers", "contact", "attachments"}
CHOSEN_IN_REST = {"kind", "category", "latitude", "longitude", "area", "happened_at", "identity", "visibility"}
SAID_IN_REPORT = {
    "text": DANGER,
    "title": DANGER,
    **dict.fromkeys(PLACE_LINES, DANGER),
    "name": DANGER,
    "beside": (DANGER,),
    "answers": ({"code": "a", "question": "Apa?", "answer": DANGER},),
    "photos": (StoredFile(uuid.uuid4(), "0" * 64, "1" * 64, 1, 1, name=DANGER),),
    "uploads": (),
}
CHOSEN_IN_REPORT = {
    "submission_key",
    "channel",
    "content_digest",
    "kind",
    "category",
    "area",
    "latitude",
    "longitude",
    "happened_at",
    "identity",
    "visibility",
    "phone",
    "email",
    "language",
    "provenance",
    "files_are_internal",
    "reporter",
    "has_no_reporter",
    "fresh",
    "desk_id",
    "said",  # the same words once more, as one value
}


def test_whatever_is_typed_as_text_is_said(root):
    """A field in which people write freely is heard, is masked of codes and is masked when its writer is erased."""
    typed = {name for name, field in FilingForm(root=root).fields.items() if isinstance(field, KeptTextField)}
    assert {name for name in typed if not name.startswith(PREFIX)} == {*filing_fields.SAID} - {"title"}
    assert {*filing_fields.SAID} - {"name"} == set(Report.SAID)  # the name is the vault's


def post(path="/lapor", **fields):
    return Client().post(path, {"draft_id": str(uuid.uuid4()), "text": HARMLESS, **fields})


def test_every_field_of_the_forms_is_placed(root):
    fields = {name for name in FilingForm(root=root).fields if not name.startswith(PREFIX)}
    assert fields <= SAID_IN_FORM | CHOSEN_IN_FORM
    assert set(SentReport.model_fields) == SAID_IN_REST | CHOSEN_IN_REST
    assert set(SentContact.model_fields) == {"name", "phone", "email", "email_is_right"}
    assert {field.name for field in dataclasses.fields(NewReport)} == set(SAID_IN_REPORT) | CHOSEN_IN_REPORT


@pytest.mark.parametrize("field", sorted(set(SAID_IN_REPORT) - {"uploads"}))
def test_every_field_that_files_a_report_is_heard(root, field):
    """Web, app, REST, desk, radio, papers, posts, candidates and moved words all end here."""
    fields: dict[str, Any] = {
        "text": HARMLESS,
        "submission_key": str(uuid.uuid4()),
        "channel": "web",
        field: SAID_IN_REPORT[field],
    }
    new = NewReport(**fields)
    assert DANGER in said_in_report(new)
    report = file_new_report(new, root=root, actor=reporter_actor(None)).report
    assert (report.is_protected, report.visibility, report.urgency) == (True, "confidential", "urgent")


@pytest.mark.parametrize("path", ["/lapor", "/lapor/simpanan"])
@pytest.mark.parametrize("field", ["text", *PLACE_LINES, "name"])
def test_web_and_app_hear_every_field(root, path, field):
    assert post(path, **{field: DANGER}).status_code == 201
    assert Report.objects.get().is_protected


def test_rest_hears_every_field(root):
    said: list[dict[str, Any]] = [{name: DANGER} for name in ("text", "title", *PLACE_LINES)]
    said.append({"contact": {"name": DANGER}})
    for more in said:
        Client().post("/api/v1/reports", json.dumps({"text": HARMLESS, **more}), "application/json")
    assert list(Report.objects.values_list("is_protected", flat=True)) == [True] * len(said)


def test_a_full_door_opens_for_danger(root, monkeypatch):
    for name in ("UPLOAD", "FILE_REPORT"):
        monkeypatch.setattr(rate_limits, name, dataclasses.replace(getattr(rate_limits, name), count=0))
    assert post().status_code == 429
    assert post(text=DANGER).status_code == 201
    words = json.dumps({"text": HARMLESS, "address": DANGER})
    assert Client().post("/api/v1/reports", words, "application/json").status_code == 201
    assert Client().post("/api/v1/reports", json.dumps({"text": HARMLESS}), "application/json").status_code == 429


def test_a_form_with_a_fault_still_shows_whom_to_call(root):
    page = post(text="", address=DANGER)
    assert page.status_code == 422
    assert page.context["show_protected"]
