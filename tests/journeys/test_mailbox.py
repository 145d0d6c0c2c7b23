"""A person's mails through real servers: sent by SMTP into dovecot, fetched by IMAP from there, answered by SMTP into
the person's own mailbox."""

import email
import re
import smtplib
import ssl
import uuid
from email import policy
from email.message import EmailMessage

import pytest

from tests.journeys.chats import NUMBER, Officers, until
from tests.journeys.installation import Installation, start, stop
from tests.mail_servers import PASSWORD, mailboxes, post_office

pytestmark = [pytest.mark.setup, pytest.mark.deep]


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    """(installation that fetches and sends by these servers, mailboxes, the post office's envelopes, its URL)."""
    folder = tmp_path_factory.mktemp("surel")
    with mailboxes() as boxes, post_office(boxes, unknown={"pindah"}) as (url, post):
        own = {
            "LAPOR_SMTP_URL": url,
            "LAPOR_MAIL_FROM": "Lapor Semarang <lapor@kota.example>",
            "SSL_CERT_FILE": str(boxes.certificate),
        }
        known = start(folder / "data", folder / "log.txt", own)
        installation = Installation(str(known["url"]), folder / "data", int(str(known["pid"])))
        given = [
            word
            for key, value in boxes.settings("lapor", imap_tls="starttls").items()
            for word in ("--set", f"{key}={value}")
        ]
        try:
            made = installation.lapor(
                "account", "add", "email", "kota", *given, "--secret", f"imap_password={PASSWORD}"
            )
            assert made.returncode == 0, made.stderr
            yield installation, boxes, post, url
        finally:
            stop(installation)


class Person:
    """Writes by SMTP, reads in the own mailbox."""

    def __init__(self, name, boxes, url):
        self.name, self.boxes, self.url, self.seen = name, boxes, url, 0

    def writes(self, text, *, answers=None, subject="Lampu jalan mati"):
        mail = EmailMessage()
        mail["From"], mail["Subject"] = f"{self.name.title()} <{self.name}@contoh.example>", subject
        mail["To"] = answers["Reply-To"] if answers else "lapor@kota.example"
        mail["Message-ID"] = f"<{uuid.uuid4()}@contoh.example>"
        if answers:
            mail["In-Reply-To"] = answers["Message-ID"]
        mail.set_content(text)
        host, port = self.url.rpartition("@")[2].split(":")
        with smtplib.SMTP(host, int(port), timeout=20) as server:
            server.starttls(context=ssl.create_default_context(cafile=str(self.boxes.certificate)))
            server.login("lapor", PASSWORD)
            server.send_message(mail)

    def reads(self, words, seconds=60):
        def found():
            mails = [email.message_from_bytes(raw, policy=policy.default) for raw in self.boxes.mails(self.name)]
            return next(
                (
                    mail
                    for mail in sorted(mails, key=lambda one: str(one["Message-ID"]))
                    if re.search(words, mail.get_content())
                ),
                None,
            )

        return until(found, seconds, f"a mail with {words}")


def test_report_lives_its_whole_life_through_real_mail_servers(world):
    installation, boxes, post, url = world
    siti, officers = Person("siti", boxes, url), Officers(installation)
    siti.writes("Lampu jalan di depan musala mati sejak Senin.")
    receipt = siti.reads("Kode rahasia")
    number = NUMBER.search(receipt.get_content()).group()
    officers.act("verifikator", number, "ask", text="Di jalan apa?")
    siti.writes("Jalan Kelud Raya.", answers=siti.reads("Di jalan apa"))
    until(lambda: officers.state(number) == "received", what_for="the answer")
    officers.solve(number)
    siti.writes("YA", answers=siti.reads("Lampu sudah diganti"))
    siti.reads("dikonfirmasi")
    assert officers.state(number) == "resolved"
    assert not boxes.mails("lapor")
    assert len(boxes.mails("lapor", "Lapor")) == 3
    # a bounce would name its mail
    assert all("+" in sender for sender, _to in post.envelopes if sender.startswith("lapor"))


def test_address_that_the_server_refuses_is_not_written_to_again(world):
    installation, boxes, _post, url = world
    gone = Person("pindah", boxes, url)
    gone.writes("Selokan mampet di Jalan Sriwijaya.", subject="Selokan")
    until(lambda: installation.count("reporters_contactpoint", "unreachable_at IS NOT NULL"), 60, "the refused address")
    assert installation.count("reporters_contactpoint", "unreachable_at IS NOT NULL") == 1
    # kept after the address was: what the server said comes first, then what became of the message
    until(lambda: installation.count("gateway_outboundmessage", "status = 'failed'"), 10, "the failed message")
    assert installation.count("gateway_outboundmessage", "status = 'failed'") == 1
