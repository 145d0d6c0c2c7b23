"""A person and the city in a chat: only what is missing is asked, silence files, words of danger are never kept
waiting."""

import base64
import json
import re
from datetime import UTC, datetime, timedelta

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from lapor.agencies.actions import create_officer
from lapor.agencies.models import Agency, Category
from lapor.agencies.roles import Role
from lapor.core import clock
from lapor.gateway.accounts.accounts import make_account, opened
from lapor.gateway.inbound.receiving import store
from lapor.gateway.models import InboundMessage, OutboundMessage
from lapor.intake.conversations.reading import file_silent_drafts, read_channel
from lapor.intake.models import Conversation
from lapor.ledger.models import Event
from lapor.ledger.verifying import verify
from lapor.notify.actions import notify_reporters
from lapor.reporters import vault
from lapor.reports.actions import perform_action
from lapor.reports.models import Entry, Report
from lapor.reports.workflow.acting import ActData, officer_actor
from tests.contract.channels import SPOKEN
from tests.makers import pdf, photo
from tests.outgoing import texts
from tests.reports.conftest import do, forward, people
from tests.reports.conftest import photo as evidence

__all__ = ["people"]  # a fixture

pytestmark = pytest.mark.django_db
START = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)


class Chat:
    """One person on one account. `says` gives what the city answered."""

    def __init__(self, account, sender="0811-budi"):
        self.account, self.sender, self.count, self.now = account, sender, 0, START

    def says(self, text="", **extra):
        self.count += 1
        body = SPOKEN["webhook"].message(text, id=f"{self.sender}-{self.count}", sender=self.sender, extra=extra)
        before = set(OutboundMessage.objects.values_list("pk", flat=True))
        with clock.at(self.now):
            store(opened(self.account), SPOKEN["webhook"].call(body))
            read_channel("webhook")
        return "\n".join(texts(OutboundMessage.objects.exclude(pk__in=before).order_by("created_at", "id")))

    def later(self, **time):
        self.now += timedelta(**time)
        return self

    @property
    def outcome(self):
        return InboundMessage.objects.order_by("-received_at", "-id").first().outcome


@pytest.fixture
def account(root):
    return make_account(
        "webhook", "uji", root=root, settings={"send_url": "http://127.0.0.1:9/"}, secrets={"secret": "rahasia-sekali"}
    )


@pytest.fixture
def budi(account):
    return Chat(account)


def only_report():
    return Report.objects.select_related("reporter", "category").get()


def test_words_without_a_place_are_asked_for_the_place_then_summed_up_then_filed(budi):
    assert "Di mana" in budi.says("Lampu jalan depan musala mati")
    summary = budi.says("Jl. Kelud Raya, Gajahmungkur")
    assert "Lampu jalan depan musala mati" in summary
    assert "Jl. Kelud Raya" in summary
    receipt = budi.says("KIRIM")
    report = only_report()
    assert report.tracking_id in receipt.replace(" ", "")
    assert (report.text, report.address, report.channel) == (
        "Lampu jalan depan musala mati",
        "Jl. Kelud Raya, Gajahmungkur",
        "webhook",
    )
    assert report.provenance["account"] == "uji"
    assert "Kode rahasia" in receipt


def test_location_and_photo_answer_the_questions(budi):
    summary = budi.says("Jalan berlubang besar", latitude=-6.99, longitude=110.42)
    assert "Balas" in summary
    picture = {"name": "a.jpg", "content_type": "image/jpeg", "content": base64.b64encode(photo()).decode()}
    assert "1" in budi.says("", media=[picture])
    budi.says("ya")
    report = only_report()
    assert report.area is not None
    assert report.attachments.count() == 1


def test_pdf_added_to_a_report_is_prepared_by_a_job(budi):
    budi.says("Lampu mati"), budi.says("Jl. Kelud"), budi.says("kirim")
    document = {"name": "surat.pdf", "content_type": "application/pdf", "content": base64.b64encode(pdf()).decode()}
    budi.says("Surat dari RT", media=[document])
    attachment = only_report().attachments.get()
    assert attachment.status == "preparing"
    assert (
        ProcrastinateJob.objects.filter(task_name="intake.prepare", args__attachment_id=str(attachment.pk)).count() == 1
    )


def test_greeting_alone_is_asked_what_it_is_about(budi):
    assert "Apa yang" in budi.says("Halo")
    assert "Di mana" in budi.says("Sampah menumpuk di pasar")


def test_half_an_hour_of_silence_files_what_is_there(budi):
    budi.says("Saluran tersumbat")
    for minutes, filed in ((29, 0), (1, 1)):
        budi.later(minutes=minutes)
        with clock.at(budi.now):
            assert file_silent_drafts() == filed
    assert only_report().text == "Saluran tersumbat"
    with clock.at(budi.now):
        assert file_silent_drafts() == 0
    assert "Nomor" in OutboundMessage.objects.latest("created_at").said.text


def test_cancel_drops_the_draft(budi):
    budi.says("Saluran tersumbat")
    assert "Tidak ada yang dikirim" in budi.says("BATAL")
    with clock.at(budi.later(hours=2).now):
        assert file_silent_drafts() == 0
    assert Report.objects.count() == 0


def test_words_of_danger_are_filed_at_once_and_answered_with_the_emergency_numbers(budi):
    answer = budi.says("Anak tetangga dipukuli ayahnya tiap malam, tolong kekerasan terhadap anak")
    report = only_report()
    assert (report.visibility, report.urgency, report.is_protected) == ("confidential", "urgent", True)
    assert "112" in answer
    assert "129" in answer
    assert "dipukuli" not in answer


def test_later_message_is_added_to_the_report_a_much_later_one_is_new(budi):
    budi.says("Lampu mati"), budi.says("Jl. Kelud"), budi.says("kirim")
    assert "ditambahkan" in budi.later(days=2).says("Tiang nomor 17 juga mati")
    assert budi.outcome == "note"
    assert Report.objects.count() == 1
    assert "Di mana" in budi.later(days=8).says("Ada pohon tumbang menutup jalan")


def test_words_of_danger_are_never_added_to_a_report_that_others_read(budi):
    budi.says("Lampu mati"), budi.says("Jl. Kelud"), budi.says("kirim")
    budi.says("Petugasnya minta uang suap")
    assert sorted(Report.objects.values_list("is_protected", flat=True)) == [False, True]
    assert Report.objects.get(is_protected=False).entries.count() == 1


def test_status_only_tells_strangers_what_is_public(budi, account):
    budi.says("Pungli di loket samsat, pungutan liar")
    number = only_report().tracking_id
    assert number[:4] in budi.says("status")
    assert number[:4] in budi.says(f"STATUS {number[:4]} {number[4:8]} {number[8:]}")
    stranger = Chat(account, "0812-siti")
    assert "tidak mengenal" in stranger.says(f"STATUS {number}")
    assert "tidak mengenal" in stranger.says("STATUS 1234 567890")
    assert stranger.outcome == "status"


def test_status_says_state_office_and_date(budi, account, people):
    budi.says("Lampu mati"), budi.says("Jl. Kelud"), budi.says("kirim")
    report = only_report()
    day = r"paling lambat \w+, \d+ \w+ \d{4}"
    assert re.search(rf"Belum diverifikasi\. Petugas memeriksa .* {day}", budi.says("status"))
    forward(report, people)
    answer = budi.says("STATUS")
    assert "Diteruskan ke instansi." in answer
    assert Agency.objects.get(code="perkim").name in answer
    assert re.search(rf"tanggapan pertama {day}", answer)
    do(report, "answer", people["hana"], text="Sudah menyala", outcome="solved", photos=(evidence(),))
    assert "Giliran Anda" in budi.says("status")
    told = Chat(account, "0812-siti").says(f"STATUS {report.tracking_id}")
    assert "Pelapor mengatakan" in told  # a stranger is not spoken to as the reporter
    assert "Anda" not in told


def test_stop_silences_until_the_person_writes_again(budi):
    budi.says("Lampu mati"), budi.says("Jl. Kelud"), budi.says("kirim")
    assert budi.says("STOP") == ""
    assert budi.says("Halo, ada kabar soal lampu?") != ""


@pytest.fixture
def answered(budi, root):
    """A report filed in the chat and answered by its agency."""
    budi.says("Lampu mati"), budi.says("Jl. Kelud"), budi.says("kirim")
    report = only_report()
    agency = Agency.objects.get(code="perkim")
    vera = create_officer(
        username="vera2",
        password="Rahasia-2026-x",
        name="V",
        agency=Agency.objects.get(code="diskominfo"),
        role=Role.TRIAGE_OFFICER,
    )
    lia = create_officer(username="lia2", password="Rahasia-2026-x", name="L", agency=agency, role=Role.LIAISON_OFFICER)
    with clock.at(budi.now):
        category = Category.objects.get(code="lampu-jalan-baru")
        perform_action(
            report.pk,
            "forward",
            actor=officer_actor(vera),
            data=ActData(category=category, agency=agency, publication="published"),
        )
        Category.objects.update(needs_evidence=False)
        perform_action(
            report.pk, "answer", actor=officer_actor(lia), data=ActData(text="Sudah kami ganti", outcome="solved")
        )
    return report


def test_answer_reaches_the_chat_and_yes_confirms(budi, answered):
    with clock.at(budi.now):
        notify_reporters(list(Event.objects.filter(name="report.answer")))
    told = OutboundMessage.objects.get(cause="report.answer")
    assert (told.channel, told.account_id) == ("webhook", budi.account.pk)
    assert "Sudah kami ganti" in told.said.text
    assert vault.open_sealed(bytes(told.address)) == budi.sender
    assert "dikonfirmasi" in budi.says("YA")
    answered.refresh_from_db()
    assert answered.state == "resolved"


@pytest.mark.parametrize(("language", "choices"), [("id", ["YA", "BELUM"]), ("en", ["YES", "NOT YET"])])
def test_answer_offers_its_own_words_to_tap(budi, answered, language, choices):
    Report.objects.update(language=language)
    with clock.at(budi.now):
        notify_reporters(list(Event.objects.filter(name="report.answer")))
    told = OutboundMessage.objects.get(cause="report.answer")
    assert told.said.choices == tuple(choices)
    assert all(choice in told.said.text for choice in choices)
    assert "belum" in budi.says(choices[1])
    assert budi.outcome == "asked"


def test_only_the_summary_of_a_draft_offers_something_to_tap(budi):
    for words in ("Lampu jalan mati", "Jl. Kelud Raya", "KIRIM"):
        budi.later(seconds=20).says(words)
    messages = OutboundMessage.objects.order_by("created_at", "id")
    assert [one.said.choices for one in messages] == [(), ("KIRIM", "BATAL"), ()]


def test_not_yet_asks_for_the_reason_once_then_the_office_goes_on(budi, answered):
    assert "belum" in budi.says("BELUM").lower()
    assert "dikerjakan lagi" in budi.says("Masih mati tadi malam")
    answered.refresh_from_db()
    assert answered.state == "in_progress"


def test_words_beside_a_no_are_kept_and_asked_back_and_are_the_reason_then(budi, answered):
    assert "YA atau BELUM" in budi.says("belum, masih mati tadi malam")
    answered.refresh_from_db()
    assert answered.state == "answered"
    budi.says("BELUM")
    answered.refresh_from_db()
    assert answered.state == "in_progress"
    assert answered.entries.get(act="reject").text == "belum, masih mati tadi malam"


def test_one_word_withdraws_nothing_the_number_does(budi, answered):
    budi.says("Lampu"), budi.says("batal")
    answered.refresh_from_db()
    assert answered.state == "answered"


def test_withdrawing_needs_the_number(budi):
    budi.says("Lampu mati"), budi.says("Jl. Kelud"), budi.says("kirim")
    number = only_report().tracking_id
    assert number[:4] in budi.says("batal")
    budi.says(f"BATAL {number}")
    assert only_report().archive_reason == "withdrawn"


def test_two_machines_that_answer_each_other_come_to_an_end(budi):
    for _ in range(60):
        budi.says("STATUS")
    assert OutboundMessage.objects.count() <= 30


def test_sender_and_draft_are_sealed(budi):
    budi.says("Lampu mati di depan rumah Pak Slamet")
    row = Conversation.objects.get()
    for sealed in (bytes(row.sender), bytes(row.draft)):
        assert b"budi" not in sealed
        assert b"Slamet" not in sealed
    assert json.loads(vault.open_sealed(bytes(row.draft)))["texts"] == ["Lampu mati di depan rumah Pak Slamet"]


def test_ledger_is_whole_after_all_this(budi, answered):
    budi.says("YA")
    assert verify().faults == []


def test_changed_words_of_a_draft_take_the_place_of_the_old_ones(budi):
    budi.says("Lampu mati di Jalan Kelut")
    first = f"{budi.sender}-1"
    with_id(budi, first, "Lampu mati di Jalan Kelud, bukan Kelut", type="edited")
    budi.says("Depan SD 3")
    budi.says("KIRIM")
    report = only_report()
    assert report.text == "Lampu mati di Jalan Kelud, bukan Kelut"
    assert report.address == "Jalan Kelud, Depan SD 3"


def test_deleted_message_leaves_the_draft_with_its_photo(budi):
    picture = {"name": "a.jpg", "content": base64.b64encode(photo()).decode()}
    budi.says("Lampu jalan mati total", media=[picture])
    budi.says("Jl. Kelud")
    budi.says("Rumah saya yang bercat biru")
    with_id(budi, f"{budi.sender}-1", "", type="deleted")
    with_id(budi, f"{budi.sender}-3", "", type="deleted")
    budi.says("Saluran air tersumbat")
    budi.says("KIRIM")
    report = only_report()
    assert (report.text, report.address, report.entries.get().attachments.count()) == (
        "Saluran air tersumbat",
        "Jl. Kelud",
        0,
    )


def test_draft_of_which_everything_was_deleted_is_filed_by_nobody(budi):
    budi.says("Lampu jalan mati")
    with_id(budi, f"{budi.sender}-1", "", type="deleted")
    with clock.at(START + timedelta(hours=2)):
        file_silent_drafts()
    assert Report.objects.count() == 0


def test_changed_words_of_a_filed_message_go_to_its_own_report(budi):
    for text in ("Ada kebakaran di pasar", "Ada kebakaran di sekolah"):
        budi.says(text)
        Conversation.objects.update(report=None)
    first, second = Report.objects.order_by("filed_at", "pk")
    Conversation.objects.update(report=second, report_at=budi.now)
    with_id(budi, f"{budi.sender}-1", "Ada kebakaran di Pasar Johar", type="edited")
    note = Entry.objects.get(act="note")
    assert (note.report_id, "Pasar Johar" in note.text) == (first.pk, True)


def with_id(chat, external_id, text, *, type):
    """A later word of the platform about an earlier message."""
    body = SPOKEN["webhook"].message(text, id=external_id, sender=chat.sender, kind=type)
    with clock.at(chat.now):
        store(opened(chat.account), SPOKEN["webhook"].call(body))
        read_channel("webhook")
