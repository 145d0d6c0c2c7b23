"""Promised: only a bare yes (or its button) confirms that a report is solved, only a bare no rejects; whatever else
stands with them is kept as words and asked back. A greeting, thanks or a sign of life files nothing and answers no
question. What cannot be read is answered, never passed over.

The one place is lapor/intake/understanding/commands.py (which words: grammar.py); what says nothing goes through
courtesy.py beside it. Walked: every channel that people write on. A new channel fails here until it is placed in HIDES.
"""

from datetime import timedelta

import pytest

from lapor.agencies.actions import create_officer
from lapor.agencies.models import Agency, Category
from lapor.agencies.roles import Role
from lapor.channels.base import InboundKind
from lapor.core import clock
from lapor.gateway.channels import CHANNELS
from lapor.gateway.models import InboundMessage, OutboundMessage
from lapor.intake.conversations import drafts
from lapor.intake.conversations.reading import file_silent_drafts
from lapor.intake.understanding.commands import Command, order_in
from lapor.ledger.models import Event
from lapor.reports.models import Entry, Report
from tests.contract.channels import SPOKEN
from tests.conversations.walk import SENT, Walk
from tests.intake.grammar_lines import LINES

CHATS = sorted(
    name
    for name, spoken in SPOKEN.items()
    if spoken.kind == "message" and not spoken.channel.capabilities.files_at_once
)
# whole letters (tests/intake/test_mail_conversation.py), public words, and nothing that comes in
LETTERS = {
    "email",
    "news",
    "push",
}
# What each platform hides or sends without words; a channel that can hide nothing says why.
HIDES = {
    "telegram": ("sticker", "poll", "contact", "hidden", "view_once"),
    "whatsapp": ("sticker", "poll", "contact", "hidden", "view_once"),
    "facebook": ("sticker", "poll", "hidden", "view_once"),
    "instagram": ("sticker", "poll", "hidden", "view_once"),
    "x": ("hidden",),
    "sms": (),
    "webhook": (),
    "kiosk": (),  # words only; the notice of an MMS: tests/channels/test_sms.py
}
NO_YES = (
    "sudah rusak lagi",
    "ya belum beres",
    "ya masih mati",
    "tidak ada masalah lagi, terima kasih",
    "No 12 Jl. Gajah itu masih mati",
    "sudah?",
    "ya 😡",
)
NOTHING = ("Terima kasih banyak, sukses selalu", "👍", "Ok", "Sebentar ya pak", "Baik terima kasih")


@pytest.fixture
def walk(root, channel):
    Category.objects.update(needs_evidence=False)
    office = {"vera": ("diskominfo", Role.TRIAGE_OFFICER), "lia": ("perkim", Role.LIAISON_OFFICER)}
    officers = [
        create_officer(
            username=name, password="Rahasia-2026-x", name=name, agency=Agency.objects.get(code=code), role=role
        )
        for name, (code, role) in office.items()
    ]
    return Walk(channel, root, officers[0], officers[1])


def says(walk, text="", **line):
    return walk.line({"says": text, **line}, None)


def file(walk):
    for words in ("Lampu jalan mati", "Jl. Kelud", "KIRIM"):
        says(walk, words)
    return Report.objects.get()


def test_every_channel_is_placed():
    assert set(HIDES) | LETTERS == set(CHANNELS) | {"push"}
    assert set(CHATS) == set(HIDES)


@pytest.mark.parametrize("form", ["{}", "ya {}", "{} sudah", "Sudah, {}", "belum. {}", "iya pak, {} terima kasih"])
def test_no_line_of_words_becomes_a_yes_or_no_by_what_is_put_beside_it(form):
    """Thanks left out: "ya, makasih sudah diperbaiki" is a yes."""
    lines = [
        line
        for line, meaning in LINES
        if meaning in {"words", "none"} and not line.startswith(("terima kasih sudah", "makasih sudah"))
    ]
    assert [line for line in lines if order_in(form.format(line)).command in {Command.YES, Command.NOT_YET}] == []


@pytest.mark.django_db
@pytest.mark.parametrize("channel", CHATS)
def test_words_beside_a_yes_or_no_are_kept_and_asked_back(walk):
    report = file(walk)
    walk.line({"office": "answer", "words": "Sudah diganti"}, None)
    for words in NO_YES:
        assert "YA atau BELUM?" in says(walk, words), words
        report.refresh_from_db()
        assert report.state == "answered", words
        assert Entry.objects.filter(report=report, act="note", text=words).count() == 1, words
    says(walk, "ya pak, terima kasih 🙏")
    report.refresh_from_db()
    assert report.state == "resolved"


@pytest.mark.django_db
@pytest.mark.parametrize("channel", CHATS)
def test_sign_of_life_answers_no_question_and_is_shown(walk):
    report = file(walk)
    walk.line({"office": "ask", "words": "Nomor tiang?"}, None)
    for words in NOTHING:
        says(walk, words)
        report.refresh_from_db()
        assert report.state == "awaiting_reporter", words
    assert list(
        Entry.objects.filter(report=report, act="note").order_by("at", "id").values_list("text", flat=True)
    ) == list(NOTHING)
    says(walk, "Nomor 17")
    report.refresh_from_db()
    assert report.state == "received"


@pytest.mark.django_db
@pytest.mark.parametrize("channel", CHATS)
def test_courtesy_after_the_end_files_nothing(walk):
    file(walk)
    walk.line({"office": "answer", "words": "Sudah diganti"}, None)
    says(walk, "YA")
    for words in NOTHING:
        assert says(walk, words) == ""
    with clock.at(walk.now + drafts.SILENCE + timedelta(minutes=1)):
        assert file_silent_drafts() == 0
    assert Report.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("channel", CHATS)
def test_greeting_and_announcement_are_asked_what_and_become_no_words(walk):
    assert "Apa yang" in says(walk, "Selamat pagi min")
    assert "Apa yang" in says(walk, "mau lapor")
    with clock.at(walk.now + drafts.SILENCE + timedelta(minutes=1)):
        assert file_silent_drafts() == 0
    report = file(walk)
    assert (report.text, report.address) == ("Lampu jalan mati", "Jl. Kelud")


@pytest.mark.django_db
@pytest.mark.parametrize(("channel", "kind"), [(channel, kind) for channel, kinds in HIDES.items() for kind in kinds])
def test_what_cannot_be_read_is_answered_once_and_has_its_row(walk, channel, kind):
    assert kind in SENT[channel]
    assert "tidak bisa membacanya" in says(walk, sends=kind)
    assert says(walk, sends=kind) == ""
    rows = InboundMessage.objects.order_by("received_at", "id")
    assert [(row.kind, row.outcome) for row in rows] == [(InboundKind.UNREAD.value, "unread")] * 2
    assert all(row.error for row in rows)
    assert Report.objects.count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize("channel", CHATS)
def test_several_bubbles_within_seconds_are_answered_once(walk):
    bubbles = (
        "Assalamualaikum",
        "Pak izin lapor",
        "Di depan rumah saya Jl. Melati 9 got mampet",
        "Takut jadi sarang nyamuk",
    )
    for place, words in enumerate(bubbles):
        walk.line({"says": words, "soon": True}, {"soon": True} if place + 1 < len(bubbles) else None)
    told = [words for who, words in walk.seen if who == "city"]
    assert len(told) == OutboundMessage.objects.count() == 1
    assert "Di mana" in told[0]


@pytest.mark.django_db
@pytest.mark.parametrize("channel", CHATS)
@pytest.mark.parametrize("has_report", [True, False])
def test_who_asks_for_a_person_is_put_before_the_officers_and_is_asked_nothing_more(walk, has_report):
    if has_report:
        file(walk)
    else:
        says(walk, "air keruh sejak kemarin")
    assert "Petugas membaca" in says(walk, "bisa bicara dengan petugas?")
    report = Report.objects.get()
    assert "Minta bicara dengan petugas" in "\n".join([report.text, *report.entries.values_list("text", flat=True)])
    assert (report.officer_call, Event.objects.filter(name="report.call_officer").count()) == ("open", 1)
    assert "Petugas membaca" in says(walk, f"PETUGAS {report.tracking_id}")
    assert Event.objects.filter(name="report.call_officer").count() == 1  # asked again: they know
    assert "?" not in says(walk, "jembatan retak di Genuk").partition("http")[0]
    assert Report.objects.count() == 1
