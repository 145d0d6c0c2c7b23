"""Several matters in one letter: triage makes another report of a part, for the same person, with the files that belong
to it."""

import uuid
from email.message import EmailMessage

import pytest

from lapor.gateway.accounts.accounts import account_for_files, opened
from lapor.gateway.inbound.receiving import store
from lapor.gateway.messages import Received
from lapor.gateway.models import OutboundMessage
from lapor.intake.conversations.reading import read_channel
from lapor.ledger.verifying import verify
from lapor.reports.actions import ActRefused
from lapor.reports.models import Report
from lapor.reports.workflow.acting import ActData, officer_actor
from lapor.triage.entry_moves import divide_report
from tests.makers import photo

pytestmark = pytest.mark.django_db
LETTER = "Selamat pagi. Lampu di Jl. Kelud mati.\n\nSelain itu selokan di pasar\nmampet dan bau.\n\nTerima kasih."
PART = "Selain itu selokan di pasar mampet\ndan bau."


@pytest.fixture
def letter(root):
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "Siti <siti@contoh.example>", "lapor@kota.example", "Dua hal"
    mail["Message-ID"] = f"<{uuid.uuid4()}@contoh.example>"
    mail.set_content(LETTER)
    for name, colour in (("lampu.jpg", "red"), ("selokan.jpg", "blue")):
        mail.add_attachment(photo(colour=colour), maintype="image", subtype="jpeg", filename=name)
    account = account_for_files("email")
    assert account is not None
    store(opened(account), Received(mail.as_bytes()))
    read_channel("email")
    return Report.objects.get()


def divide(report, officer, text=PART, files=()):
    return divide_report(report.pk, ActData(text=text, taken_files=tuple(files)), actor=officer_actor(officer))


def test_part_becomes_a_report_of_the_same_person_who_gets_its_number(letter, triage):
    drain = letter.attachments.order_by("id").first()
    divide(letter, triage, files=[drain])
    own = Report.objects.exclude(pk=letter.pk).get()
    letter.refresh_from_db()
    assert (own.reporter_id, own.channel, own.text, own.state) == (letter.reporter_id, "email", PART, "received")
    assert own.provenance["moved_from"] == letter.tracking_id
    copy = own.attachments.get()
    assert (copy.sha256, copy.original_sha256) == (drain.sha256, drain.original_sha256)
    assert letter.attachments.count() == 2
    assert letter.text == LETTER
    assert letter.entries.get(act="divide").details["parent_name"] == own.tracking_id
    told = OutboundMessage.objects.order_by("created_at").last()
    assert told.report_id == own.pk
    assert f"{own.tracking_id[:4]} {own.tracking_id[4:8]} {own.tracking_id[8:]}" in told.said.text
    assert verify().faults == []


def test_a_file_that_only_the_office_sees_stays_inside_in_the_part_too(letter, triage):
    letter.attachments.update(publication="withheld")  # as a voice on the radio
    divide(letter, triage, files=letter.attachments.all()[:1])
    assert Report.objects.exclude(pk=letter.pk).get().attachments.get().publication == "withheld"


def test_same_part_is_filed_once(letter, triage):
    divide(letter, triage)
    with pytest.raises(ActRefused, match="sudah menjadi laporan"):
        divide(letter, triage)
    assert Report.objects.count() == 2


def test_nobody_is_made_to_say_what_they_did_not_write(letter, triage):
    with pytest.raises(ActRefused) as refused:
        divide(letter, triage, text="Walikota harus mundur.")
    assert refused.value.field == "text"
    assert Report.objects.count() == 1


def test_only_triage_divides(letter, liaison):
    with pytest.raises(ActRefused):
        divide(letter, liaison)
    assert Report.objects.count() == 1


def test_part_of_a_confidential_letter_is_confidential(letter, triage):
    Report.objects.filter(pk=letter.pk).update(visibility="confidential", publication="withheld")
    divide(letter, triage)
    assert Report.objects.exclude(pk=letter.pk).get().visibility == "confidential"
