"""Ten mails as ten kinds of servers and programs send them make the report that they should, by the pipe and by the
mailbox; and what becomes of mails around a report: threads of the writer's own, answers to all, copies by two servers,
officers' answers, machines, signatures, long mails.
"""

import re
import threading
import time
from pathlib import Path

import pytest
from django.test import Client

from lapor.channels.base import Account, Received
from lapor.channels.email import mailbox
from lapor.gateway.accounts.accounts import make_account, opened
from lapor.gateway.inbound.receiving import store
from lapor.gateway.models import InboundMessage, OutboundMessage
from lapor.intake.conversations.reading import read_channel
from lapor.ledger.models import Event
from lapor.notify.officers import tell_officers
from lapor.reporters.vault import identity_of, open_sealed
from lapor.reports.models import Attachment, Report
from tests.intake.test_mail_conversation import mail, outbox, post  # noqa: F401 - fixtures
from tests.mail_servers import PASSWORD, mailboxes
from tests.makers import plain
from tests.reports.conftest import forward, people  # noqa: F401

pytestmark = [pytest.mark.django_db, pytest.mark.deep]
MAILS = Path(__file__).parent.parent / "fixtures" / "mails"
# File: title, words that stand in the report, who wrote it and is answered, files.
EXPECTED = {
    "01-gmail-android": (
        "Lampu jalan padam 😞",
        "lampu jalan di Jl. Melati 8 padam",
        "rina@surel.example",
        "Rina Puspita",
        0,
    ),
    "02-outlook-signature": (
        "Trotoar pecah",
        "Trotoar di depan kantor pos pecah – sudah dua orang",
        "hendra@kantor.example",
        "Hendra, S.T.",
        0,
    ),
    "03-iphone-photo": ("Sampah liar", "Sampah liar di tepi kali", "tono@awan.example", "Tono", 1),
    "04-google-group": ("Selokan mampet", "Selokan di Gang Kenanga mampet", "ani@rumah.example", "Ani Wijaya", 0),
    "05-mailman": ("Pohon miring", "Pohon di lapangan RT 04 miring", "bambang@warga.example", "Bambang", 0),
    "06-web-form": ("Pesan dari formulir kontak", "Jalan rusak di Jl. Gajah", "budi@rumah.example", "Budi", 0),
    "07-yahoo-html": ("Bau limbah", "Limbah pabrik tahu dibuang ke sungai", "lestari@surat.example", "Lestari", 0),
    "08-thunderbird-flowed": (
        "Usul zebra cross",
        "menyeberang setiap pagi di antara truk",
        "andre@warga.example",
        "André Kusuma",
        0,
    ),
    "09-corporate-relay": (
        "Halte tanpa atap",
        "Atap halte Simpang Lima hilang",
        "maya@perusahaan.example",
        "Maya Sari",
        0,
    ),
    "10-calendar": (
        "Undangan: tinjau jembatan",
        "2026-03-05 09.00 Asia/Jakarta",
        "rw02@kampung.example",
        "Ketua RW 02",
        0,
    ),
}
NOT_SAID = ("Dikirim dari", "mailing list", "You received this message", "BEGIN:VEVENT", "cid:", "color:red")


def raw(name):
    return (MAILS / f"{name}.eml").read_bytes()


def check(name):
    title, words, address, person, files = EXPECTED[name]
    report = Report.objects.get()
    assert (report.title, report.channel) == (title, "email")
    assert words in report.text
    assert not [said for said in NOT_SAID if said in report.text]
    assert report.reporter is not None
    assert identity_of(report.reporter) == (person, [("email", address)])
    assert Attachment.objects.filter(report=report).count() == files
    told = OutboundMessage.objects.get(cause="intake.filed")
    assert told.report_id == report.pk
    assert open_sealed(bytes(told.address)) == address


def test_every_mail_of_the_folder_is_expected():
    assert sorted(path.stem for path in MAILS.glob("*.eml")) == sorted(EXPECTED)


@pytest.mark.parametrize("name", EXPECTED)
def test_by_the_pipe(post, name):  # noqa: F811
    assert "stored" in post(raw(name))
    check(name)


@pytest.fixture(scope="module")
def boxes():
    with mailboxes() as found:
        yield found


@pytest.mark.parametrize("name", EXPECTED)
def test_by_the_mailbox(root, boxes, name, settings, tmp_path):
    settings.OUTBOX_DIR = tmp_path / "outbox"
    user = f"k{name[:2]}"
    boxes.put(user, raw(name))
    taken, stop = [], threading.Event()
    ear = Account("kota", boxes.settings(user), {"imap_password": PASSWORD})
    thread = threading.Thread(target=lambda: mailbox.listen(ear, taken.append, stop), daemon=True)
    thread.start()
    end = time.monotonic() + 15
    while not taken and time.monotonic() < end:
        time.sleep(0.05)
    stop.set()
    thread.join(10)
    assert len(taken) == 1
    row = make_account("email", "kota", root=root, settings={}, secrets={})
    store(opened(row), Received(taken[0]))
    read_channel("email")
    check(name)


# --- around a report

FIRST = "Lampu jalan mati di Jl. Gajah 5, sudah tiga malam."


def test_own_thread_and_answer_to_all_wait_beside_the_same_report(post):  # noqa: F811
    post(mail(FIRST, id="own1"))
    report = Report.objects.get()
    post(
        mail("Lupa: nomor tiangnya 17.", id="own2", subject="Re: Lampu jalan mati", In_Reply_To="<own1@contoh.example>")
    )
    post(
        mail(
            "Setuju, sudah lama gelap.",
            id="own3",
            sender="RT 05 <rt@contoh.example>",
            subject="Re: hal lain",
            References="<own1@contoh.example>",
        )
    )
    assert Report.objects.count() == 1
    waiting = InboundMessage.objects.filter(state="candidate", report_id=report.pk)
    assert waiting.count() == 2
    assert report.entries.count() == 1  # nothing was decided in the reporter's name
    told = [message.said.text for message in OutboundMessage.objects.filter(cause="intake.beside")]
    assert len(told) == 1
    assert report.tracking_id not in told[0].replace(" ", "")


def test_danger_in_a_thread_is_a_report_of_its_own(post):  # noqa: F811
    post(mail(FIRST, id="own1"))
    post(
        mail(
            "Anak tetangga dipukuli ayahnya setiap malam, tolong.",
            id="own2",
            sender="rt@contoh.example",
            References="<own1@contoh.example>",
        )
    )
    assert Report.objects.filter(is_protected=True).count() == 1


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("Subject: Lampu", "Subject: [Lapor] Lampu"),
        lambda text: (
            text
            + "\n_______________________________________________\nlapor mailing list\nhttps://x.example/mailman/listinfo\n"
        ),
        lambda text: text + "\n-- \nEmail ini telah dipindai oleh Antivirus Kantor.\n",
        lambda text: "Received: from lain.example by mx2.example; Mon, 2 Mar 2026 08:00:00 +0700\n" + text,
    ],
)
def test_the_same_mail_by_two_servers_is_one(post, change):  # noqa: F811
    first = mail(FIRST, id="dua").as_string()
    post(first.encode())
    post(change(first).encode())
    assert Report.objects.count() == 1
    assert OutboundMessage.objects.filter(cause="intake.filed").count() == 1


def test_nobody_suppresses_a_mail_by_taking_its_id(post):  # noqa: F811
    post(mail("Iklan murah sekali, kunjungi toko kami hari ini juga.", id="curi", sender="jahat@contoh.example"))
    post(mail(FIRST, id="curi"))
    post(mail("Jembatan di Jl. Bambu lapuk dan hampir putus.", id="curi"))
    assert Report.objects.count() == 3


@pytest.fixture
def notice(post, people):  # noqa: F811
    post(mail(FIRST))
    people["hana"].email = "penghubung@kota.example"
    people["hana"].save()
    forward(Report.objects.get(), people, publication="withheld")
    tell_officers(list(Event.objects.order_by("recorded_at", "id")))
    found = OutboundMessage.objects.filter(audience="officer").first()
    OutboundMessage.objects.filter(pk=found.pk).update(provider_id="pemberitahuan@lapor.example", status="sent")
    return found


def test_an_officer_who_answers_our_notice_is_told_where(post, notice):  # noqa: F811
    for number in "12":
        answer = mail(
            "Siap, sudah kami tangani hari ini.",
            id=f"of{number}",
            sender="Hana <penghubung@kota.example>",
            In_Reply_To="<pemberitahuan@lapor.example>",
        )
        post(answer)
    report = Report.objects.get()
    assert not InboundMessage.objects.filter(state="candidate").exists()
    told = OutboundMessage.objects.get(cause="intake.officer")  # once a day
    assert f"/konsol/laporan/{report.tracking_id}" in told.said.text
    page = f"> Lihat http://localhost/konsol/laporan/{report.tracking_id}"
    # no id of ours
    post(
        mail(f"Baik, kami kerjakan.\n\n{page}", id="of3", sender="penghubung@kota.example", subject="Re: Laporan masuk")
    )
    assert Report.objects.count() == 1


def test_two_machines_do_not_greet_each_other_for_long(post):  # noqa: F811
    for number in range(12):
        greeting = f"Terima kasih telah menghubungi PT Contoh. Tiket Anda nomor {4711 + number} sedang kami proses."
        post(mail(greeting, id=f"mesin{number}", sender="cs@pt-contoh.example", subject=f"Tiket {4711 + number}"))
    assert Report.objects.count() == 1
    assert OutboundMessage.objects.count() == 1


def test_a_form_without_a_writer_is_a_report_and_told_to_nobody(post):  # noqa: F811
    for number in "12":
        post(mail(f"Jalan rusak di Jl. Gajah nomor {number}.", id=f"f{number}", sender="Situs <noreply@situs.example>"))
    reports = list(Report.objects.all())
    assert len(reports) == 2
    assert reports[0].reporter_id != reports[1].reporter_id
    assert all(report.reporter and identity_of(report.reporter)[1] == [] for report in reports)
    assert not OutboundMessage.objects.exists()


def with_signature(text, id, **headers):
    found = mail(text, id=id, subject="Lampu", **headers)
    found.add_alternative(f'<p>{text}</p><img src="cid:logo"><img src="cid:besar">', subtype="html")
    html = found.get_payload()[1]
    html.add_related(plain("navy", (120, 40), "PNG"), "image", "png", cid="<logo>", filename="image001.png")
    html.add_related(plain("red", (400, 300), "PNG"), "image", "png", cid="<besar>", filename="image002.png")
    return found


def test_pictures_of_a_signature_stay_out_and_come_once(post, outbox):  # noqa: F811
    post(with_signature(FIRST, "s1"))
    report, about = Report.objects.get(), outbox()
    assert Attachment.objects.filter(report=report).count() == 1  # the large one
    post(with_signature("Tiangnya nomor 17.", "s2", In_Reply_To=about["Message-ID"]))
    assert report.entries.count() == 2
    assert Attachment.objects.filter(report=report).count() == 1  # not twice


def test_a_long_mail_is_kept_whole_and_the_writer_is_told(post):  # noqa: F811
    post(mail("Kalimat tentang jalan rusak. " * 1070 + "INTI: mohon ke Jl. Akhir 99."))
    report = Report.objects.get()
    words = [report.text, *report.entries.exclude(act="file").order_by("at", "id").values_list("text", flat=True)]
    assert len(report.text) <= 20_000
    assert "INTI: mohon ke Jl. Akhir 99." in words[-1]
    whole = " ".join(re.sub(r"^\(Bagian .*\)\n", "", said) for said in words)
    assert whole.count("Kalimat tentang jalan rusak.") == 1070
    assert OutboundMessage.objects.filter(cause="intake.long").count() == 1


def test_what_was_ignored_is_listed_with_its_reason_and_can_be_read_as_a_report(post, people):  # noqa: F811
    newsletter = "Diskon besar\nBerhenti berlangganan: https://toko.example/u"
    post(mail(newsletter, sender="promo@toko.example", List_Unsubscribe="<https://toko.example/u>"))
    assert not Report.objects.exists()
    browser = Client()
    browser.force_login(people["ade"], backend="lapor.agencies.officers.backend.OfficerBackend")
    seen = browser.get("/konsol/kanal/").content.decode()
    assert "newsletter" in seen
    assert "Diskon besar" not in seen  # an administrator sees that it came and why
    row = InboundMessage.objects.get()
    browser.post("/konsol/kanal/", {"do": "read_as_report", "id": str(row.pk)})
    assert InboundMessage.objects.get().state == "ignored"
    browser.force_login(people["vera"], backend="lapor.agencies.officers.backend.OfficerBackend")
    assert "Diskon besar" in browser.get("/konsol/kanal/").content.decode()
    assert browser.post("/konsol/kanal/", {"do": "read_as_report", "id": str(row.pk)}).status_code == 302
    read_channel("email")
    assert "Diskon besar" in Report.objects.get().text
    assert Event.objects.filter(name="candidate.read_as_report").count() == 1
    assert browser.post("/konsol/kanal/", {"do": "read_as_report", "id": "x"}).status_code == 302
