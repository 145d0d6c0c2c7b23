"""A person writes mails: files, is asked, answers, is told, objects, confirms; each mail through the mail server's
pipe, each answer as sent."""

import email
import re
import uuid
from email import policy
from email.message import EmailMessage

import pytest

from tests.journeys.chats import NUMBER, Officers, until

pytestmark = [pytest.mark.journey, pytest.mark.deep]
PERSON = "Siti Aminah <siti.mail@contoh.example>"


@pytest.fixture
def mailbox(installation, tmp_path):
    """`sends` pipes a mail in; `gets` waits for one of ours that holds the words and was not seen yet."""

    class Mailbox:
        seen: set[str] = set()

        def sends(self, text, *, answers=None, subject="Lampu jalan mati"):
            mail = EmailMessage()
            mail["From"], mail["Subject"], mail["Message-ID"] = PERSON, subject, f"<{uuid.uuid4()}@contoh.example>"
            mail["To"] = answers["Reply-To"] or answers["From"] if answers else "lapor@kota.example"
            if answers:
                mail["In-Reply-To"] = mail["References"] = answers["Message-ID"]
                text = f"{text}\n\nPada Sen, 2 Mar 2026 Lapor Semarang menulis:\n> " + answers.get_content().replace(
                    "\n", "\n> "
                )
            mail.set_content(text)
            path = tmp_path / f"{uuid.uuid4()}.eml"
            path.write_bytes(mail.as_bytes())
            done = installation.lapor("ingest", "email", str(path), "--explain")
            assert done.returncode == 0, done.stderr
            return done.stdout

        def gets(self, words, seconds=40):
            def new():
                mails = (
                    email.message_from_string(raw, policy=policy.default)
                    for raw in installation.mails_to("siti.mail@contoh.example")
                )
                return next(
                    (
                        mail
                        for mail in mails
                        if mail["Message-ID"] not in self.seen and re.search(words, mail.get_content())
                    ),
                    None,
                )

            mail = until(new, seconds, f"a mail with {words}")
            self.seen.add(mail["Message-ID"])
            return mail

    return Mailbox()


def test_report_lives_its_whole_life_by_mail(installation, mailbox):
    officers = Officers(installation)
    assert mailbox.sends("Lampu jalan di depan musala mati sejak Senin.").split(": ")[1].startswith("stored")
    receipt = mailbox.gets("Kode rahasia")
    number = NUMBER.search(receipt.get_content()).group()
    officers.act("verifikator", number, "ask", text="Di jalan apa?")
    asked = mailbox.gets("Di jalan apa")
    assert asked["Auto-Submitted"] == "auto-generated"
    mailbox.sends("Jalan Kelud Raya.", answers=asked)
    assert officers.state(number) == "received"
    assert installation.count("reports_entry", "act = 'reply' AND text = 'Jalan Kelud Raya.'") == 1
    officers.solve(number)
    mailbox.sends("Belum, masih gelap.", answers=mailbox.gets("Lampu sudah diganti"))
    assert officers.state(number) == "answered"  # the words are kept, the answer is asked back
    mailbox.sends("BELUM", answers=mailbox.gets("YA atau BELUM"))
    assert officers.state(number) == "in_progress"
    officers.act("penghubung", number, "answer", text="Kabelnya juga diganti.", outcome="solved")
    mailbox.sends("YA", answers=mailbox.gets("Kabelnya juga diganti"))
    assert officers.state(number) == "resolved"
    mailbox.gets("Terima kasih")


def test_answering_machine_of_the_person_changes_nothing(installation, mailbox):
    receipt_line = mailbox.sends("Saluran air tersumbat di Jalan Sriwijaya.", subject="Saluran")
    number = NUMBER.search(receipt_line).group()
    receipt = mailbox.gets(f"{number[:4]} ?{number[5:9]} ?{number[10:]}")
    story = (
        "reports_entry e JOIN reports_report r ON r.id = e.report_id",
        f"r.tracking_id = '{number.replace(' ', '')}'",
    )
    before = installation.count(*story)
    machine = EmailMessage()
    machine["From"], machine["To"], machine["Subject"] = PERSON, receipt["Reply-To"], "Balasan otomatis: di luar kantor"
    machine["Auto-Submitted"], machine["In-Reply-To"], machine["Message-ID"] = (
        "auto-replied",
        receipt["Message-ID"],
        f"<{uuid.uuid4()}@x.example>",
    )
    machine.set_content("Saya sedang cuti. YA.")
    path = installation.data_dir / "machine.eml"
    path.write_bytes(machine.as_bytes())
    assert "ignored" in installation.lapor("ingest", "email", str(path), "--explain").stdout
    assert installation.count(*story) == before
