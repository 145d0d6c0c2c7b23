"""What is new in an answer, and what is folded away."""

import pytest

from lapor.channels.email.reading import read_mail
from tests.channels.mails import PLAIN, mail, multipart

NEW = "Lampunya masih mati, Pak.\n\nMohon dicek lagi."
OURS = "Laporan 4821093762 sudah dijawab"

BEHIND_OF = {
    "gmail id": f"Pada tanggal Sen, 2 Mar 2026 pukul 08.30 Lapor <lapor@kota.example>\nmenulis:\n\n> {OURS}",
    "gmail en": f"On Mon, Mar 2, 2026 at 8:30 AM Lapor <lapor@kota.example> wrote:\n\n> {OURS}\n>\n> Salam",
    "gmail old": f"2026-03-02 8:30 GMT+07:00 Lapor <lapor@kota.example>:\n\n> {OURS}",
    "iphone id": f"Pada 2 Mar 2026, pukul 08.30, Lapor <lapor@kota.example> menulis:\n\n> {OURS}",
    "iphone nbsp": f"Pada 2 Mar 2026, pukul\u00a008.30, Lapor <lapor@kota.example> menulis:\n\n\ufeff{OURS}",
    "yahoo id": f"    Pada Senin, 2 Maret 2026 08.30.22 WIB, Lapor <lapor@kota.example> menulis:  \n \n {OURS}",
    "outlook id": (
        "Dari: Lapor <lapor@kota.example>\nTerkirim: Senin, 02 Maret 2026 08.30\nKepada: Siti\nPerihal:"
        f" Jawaban\n\n{OURS}"
    ),
    "outlook en": (
        "____________________\nFrom: Lapor <lapor@kota.example>\nSent: March 2, 2026 8:30 AM\nTo: Siti\nSubject:"
        f" Jawaban\n\n{OURS}"
    ),
    "outlook bold": (
        f"*Dari:* Lapor <lapor@kota.example>\n*Tanggal:* 2 Maret 2026 08:30\n*Ke:* Siti\n*Subjek:* Jawaban\n\n{OURS}"
    ),
    "original en": f"-----Original Message-----\nFrom: Lapor\nSent: 2 March\nSubject: x\n\n{OURS}",
    "original id": f"-------- Pesan asli --------\nDari: Lapor\nTanggal: 2/3/26 08.30\n\n{OURS}",
    "hotmail": f"> Subject: Jawaban\n> From: lapor@kota.example\n>\n> {OURS}",
    "thunderbird id": f"Pada 02/03/26 08.30, Lapor menulis:\n> {OURS}",
    "german": f"Am 02.03.2026 um 08:30 schrieb Lapor:\n> {OURS}",
    "russian": f'02.03.2026 08:30 пользователь "Lapor" <lapor@kota.example>\nнаписал:\n\n> {OURS}',
    "prefixed only": f"> {OURS}\n> Salam",
    "signature": "-- \nSiti Aminah\n0812",
    "signature trimmed": "--\nSiti Aminah",
    "sent from id": "Dikirim dari iPhone saya",
    "sent from yahoo": "Dikirim dari Yahoo Mail di Android",
    "sent from en": "Sent from my Samsung Galaxy smartphone.",
    "outlook for": "Get Outlook for Android<https://contoh.example/x>",
    "sent from, then quotation": (
        f"Dikirim dari iPhone saya\n\nPada 2 Mar 2026, pukul 08.30, Lapor <lapor@kota.example> menulis:\n\n> {OURS}"
    ),
}


@pytest.mark.parametrize("behind", BEHIND_OF.values(), ids=BEHIND_OF)
def test_what_a_program_added_is_folded_away_whole(behind):
    got = read_mail(mail(f"{NEW}\n\n{behind}\n", subject="Re: Jawaban"))
    assert got.text == NEW
    assert got.quoted.split() == behind.split()


@pytest.mark.parametrize(
    "subject", ["Re: Jawaban", "RE: Jawaban", "Bls: Jawaban", "Balas: Jawaban", "AW: Jawaban", "Re[2]: Jawaban"]
)
def test_subject_says_that_a_mail_answers(subject):
    assert read_mail(mail(f"{NEW}\n> {OURS}", subject=subject)).text == NEW


def test_signature_is_folded_away_in_a_first_mail_too():
    got = read_mail(mail("Lampu mati\n-- \nSiti"))
    assert (got.text, got.quoted) == ("Lampu mati", "-- \nSiti")


def test_new_words_below_the_quotation_are_new():
    got = read_mail(mail(f"Pada 2 Mar 2026 08.30 Lapor menulis:\n> {OURS}\n\n{NEW}", subject="Re: x"))
    assert (got.text, got.quoted) == (NEW, f"Pada 2 Mar 2026 08.30 Lapor menulis:\n> {OURS}")


def test_answers_between_quotations_are_all_kept():
    body = (
        "Pada 2 Mar 2026 08.30 Lapor <lapor@kota.example> menulis:\n\n> Di mana?\n\nDi gang 3\n\n> Sejak"
        " kapan?\n\nSejak Senin\n\n-- \nSiti"
    )
    got = read_mail(mail(body, subject="Re: x"))
    assert got.text == "Di gang 3\n\nSejak Senin"
    assert "Siti" in got.quoted


def test_answers_below_a_prefixed_original_message_are_kept():
    body = "-----Original Message-----\n> From: lapor@kota.example\n> Di mana?\n\nDi gang 3"
    assert read_mail(mail(body, subject="Re: x")).text == "Di gang 3"


@pytest.mark.parametrize(
    "body", [f"> {OURS}", f"Pada 2 Mar 2026 08.30 Lapor menulis:\n\n> {OURS}", "Dikirim dari iPhone saya", "-- \nSiti"]
)
def test_text_is_never_empty_where_the_mail_is_not(body):
    got = read_mail(mail(body, subject="Re: x"))
    assert (got.text, got.quoted) == (body, "")


@pytest.mark.parametrize("subject", ["Fwd: Pompa rusak", "FW: Pompa rusak", "Trs: Pompa rusak", "Terusan: Pompa rusak"])
def test_forwarded_mail_keeps_its_words(subject):
    body = (
        "Mohon ditindak.\n\n-----Original Message-----\nFrom: RT\nSent: 2 March 8:30\nSubject: Pompa\n\nPompa rusak\n>"
        " sejak Senin"
    )
    assert read_mail(mail(body, subject=subject)).text == body


@pytest.mark.parametrize(
    "line",
    [
        "---------- Forwarded message ---------",
        "---------- Pesan terusan ---------",
        "Begin forwarded message:",
        "----- Pesan yang Diteruskan -----",
    ],
)
def test_forwarded_words_are_known_without_the_subject(line):
    body = (
        f"Mohon ditindak.\n\n{line}\nDari: RT <rt@contoh.example>\nTanggal: 2 Mar 2026 08.30\nPerihal: Pompa\nKepada:"
        " Siti\n\nPompa rusak\n-- \nRT 3"
    )
    assert read_mail(mail(body)).text == body


@pytest.mark.parametrize(
    "body",
    [
        "Yang rusak:\n> lampu\n> pagar\nTolong",
        "Pada 12 Maret 2026 pukul 10.00 Pak RT menulis:\nlampu akan diganti.\nTernyata belum.",
        "Assalamualaikum,\n\nDari: Warga RT 3\nKepada: Wali Kota\nPerihal: Lampu\n\nLampu mati.",
        "Dikirim dari warga RT 3 untuk Pak Wali",
        "Harga -- \nmahal sekali\n" + "baris\n" * 20 + "akhir",
        "Jadwal:\n-----------\nSenin\n__________\nSelasa",
        "Saya kirim dari HP.\nLampu mati.",
        "Lokasi: gang 3\n--\nLampu mati sejak Senin",
        "from: simpang lima\nto: tugu muda\nmacet",
    ],
)
def test_words_of_a_citizen_that_look_like_signs_stay(body):
    got = read_mail(mail(body))
    assert (got.text, got.quoted) == (body.strip(), "")


def html(body, subject="Re: x"):
    return read_mail(mail(body, content_type="text/html", subject=subject))


@pytest.mark.parametrize(
    "behind",
    [
        (
            '<div class="gmail_quote"><div class="gmail_attr">Pada Sen, 2 Mar 2026 Lapor'
            " menulis:<br></div><blockquote>Lama</blockquote></div>"
        ),
        '<div class="gmail_quote"><div class="gmail_attr">ꦥꦢ 2 Lapor:<br></div><blockquote>Lama</blockquote></div>',
        '<div class="moz-cite-prefix">Le 2 mars, Lapor a dit :</div><blockquote type="cite">Lama</blockquote>',
        "<blockquote>Lama</blockquote>",
        '<div id="divRplyFwdMsg"><b>Von:</b> Lapor<br><b>Gesendet:</b> gestern</div><div>Lama</div>',
        '<div class="yahoo_quoted"><div>Pada Senin Lapor menulis:</div><div>Lama</div></div>',
        "<hr><b>From:</b> Lapor &lt;a@b.example&gt;<br><b>Sent:</b> 2 March<br><b>Subject:</b> x<br><br>Lama",
        "<br>Dikirim dari iPhone saya<br><blockquote>Lama</blockquote>",
    ],
    ids=range(8),
)
def test_quotation_in_html_is_folded_away(behind):
    got = html(f"<div>Masih mati</div><div>Pak</div><br>{behind}")
    assert got.text == "Masih mati\nPak"
    assert "Lama" in got.quoted


def test_answers_between_html_quotations_are_kept():
    got = html(
        "<div class=gmail_attr>Pada 2 Mar 2026 Lapor menulis:</div><blockquote>Di mana?</blockquote><p>Gang"
        " 3</p><blockquote>Kapan?</blockquote>Senin"
    )
    assert got.text == "Gang 3\n\nSenin"


def test_indented_words_of_a_first_mail_in_html_stay():
    assert html("<p>Yang rusak:</p><blockquote>lampu</blockquote>", subject="Rusak").text == "Yang rusak:\n\n> lampu"


def test_words_beside_a_forwarded_mail_that_is_attached_stay_with_it():
    got = read_mail(
        multipart(
            (PLAIN, "Lihat ini"),
            (["Content-Type: message/rfc822"], mail("Pompa rusak\n> parah\n-- \nRT")),
            subject="Re: x",
        )
    )
    assert got.text.startswith("Lihat ini\n\nFrom: Siti Aminah <siti@contoh.example>\nDate: ")
    assert got.text.endswith("\n\nPompa rusak\n> parah\n-- \nRT")
    assert got.quoted == ""


@pytest.mark.parametrize(
    "end",
    [
        "Salam, Ferdinandus Xylokarto 081377788899",
        "Salam,\nFerdinandus Xylokarto",
        "Hormat saya,\n\nFerdinandus Xylokarto\nRT 3 RW 5\n0813 7778 8899",
        "Terima kasih,\nFerdinandus Xylokarto",
        "Terima kasih. Ferdinandus",
        "Wassalamualaikum,\nBapak Ferdinandus",
        "Best regards\nFerdinandus X.",
        "hormat kami\nFerdinandus Xylokarto (081377788899)",
        "TTD\nFerdinandus",
        "Salam hormat - Ferdinandus",
    ],
)
def test_polite_end_with_a_name_is_no_part_of_the_report(end):
    got = read_mail(mail(f"Lampu jalan mati\ndi Jalan Kelud.\n\n{end}\n"))
    assert got.text.strip() == "Lampu jalan mati\ndi Jalan Kelud."
    assert "Ferdinandus" in got.quoted


@pytest.mark.parametrize(
    "body",
    [
        "Salam,\nLampu mati di Kelud",
        "Lampu mati.\nTerima kasih atas perhatiannya",
        "Lampu mati.\nTerima kasih, mohon segera diperbaiki",
        "Salam sejahtera. Lampu mati di depan masjid",
        "Lampu mati\nSalam satu jiwa untuk semua warga yang ikut menjaga kampung ini",
        "Lampu mati.\nSalam,\nlalu airnya juga tidak mengalir sejak kemarin",
    ],
)
def test_words_that_only_sound_like_an_end_stay(body):
    assert read_mail(mail(f"{body}\n")).text.strip() == body
