"""The mailbox by IMAP, against Debian's dovecot: each mail is taken, acknowledged by moving it, and nothing is lost
whoever dies when."""

import socket
import threading
import time

import pytest

from lapor.channels.base import Account, NeedsOperator, Retry
from lapor.channels.email import mailbox
from tests.channels.mails import mail
from tests.mail_servers import PASSWORD, mailboxes

pytestmark = pytest.mark.deep

SECRETS = {"imap_password": PASSWORD}


@pytest.fixture(scope="module")
def boxes():
    with mailboxes() as found:
        yield found


class Listener:
    """`mail_box.listen` in a thread; `taken` is what it gave."""

    def __init__(self, account, take=None):
        self.taken, self.error, self.stop = [], None, threading.Event()
        self.account, self.take = account, take or self.taken.append
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.thread.start()

    def _run(self):
        try:
            mailbox.listen(self.account, self.take, self.stop)
        except Exception as error:  # noqa: BLE001 - looked at by the test
            self.error = error

    def until(self, true, seconds=10):
        end = time.monotonic() + seconds
        while time.monotonic() < end and not true():
            time.sleep(0.02)
        return true()

    def end(self):
        self.stop.set()
        self.thread.join(10)
        return self.error


def account(boxes, user, **more):
    return Account("kota", boxes.settings(user, **more), SECRETS)


def test_mails_that_wait_and_mails_that_come_are_taken_in_order_and_moved(boxes):
    boxes.put("urut", mail("pertama"))
    ear = Listener(account(boxes, "urut"))
    assert ear.until(lambda: len(ear.taken) == 1)
    began = time.monotonic()
    boxes.put("urut", mail("kedua"))
    assert ear.until(lambda: len(ear.taken) == 2)
    assert time.monotonic() - began < 5  # told by IDLE, not by the look each minute
    assert [b"pertama" in ear.taken[0], b"kedua" in ear.taken[1]] == [True, True]
    assert ear.until(lambda: not boxes.mails("urut"))
    assert ear.end() is None
    assert len(boxes.mails("urut", "Lapor")) == 2


def test_mail_that_could_not_be_stored_stays_in_the_inbox_and_comes_again(boxes):
    boxes.put("penuh", mail("tolong"))

    def full(raw):
        raise OSError("no room")

    ear = Listener(account(boxes, "penuh"), full)
    assert ear.until(lambda: ear.error is not None)
    assert len(boxes.mails("penuh")) == 1
    again = Listener(account(boxes, "penuh"))
    assert again.until(lambda: len(again.taken) == 1)
    again.end()


def test_mail_of_twenty_megabytes_is_taken_whole(boxes):
    raw = mail(b"x" * 76 + b"\r\n") + (b"y" * 76 + b"\r\n") * (20 * 1024 * 1024 // 78)
    boxes.put("besar", raw)
    ear = Listener(account(boxes, "besar"))
    assert ear.until(lambda: len(ear.taken) == 1, 30)
    assert abs(len(ear.taken[0]) - len(raw)) < 1000  # dovecot may add fields, never take words away
    assert ear.taken[0].endswith(raw[-1000:])
    ear.end()


def test_safe_lines_are_asked_to_prove_who_they_are(boxes, monkeypatch):
    boxes.put("aman", mail("satu"))
    for kind, port in (("yes", boxes.tls_port), ("starttls", boxes.port)):
        safe = account(boxes, "aman", imap_tls=kind, imap_port=str(port))
        with pytest.raises(Retry, match=r"safe line|conversation"):
            mailbox.check(safe)
        with monkeypatch.context() as patched:
            patched.setenv("SSL_CERT_FILE", str(boxes.certificate))
            assert mailbox.check(safe) == "IMAP: logged in, 1 mails wait (IDLE)"


def test_wrong_password_and_open_lines_to_elsewhere_are_the_operators(boxes):
    with pytest.raises(NeedsOperator, match="refuses the log-in"):
        mailbox.check(Account("kota", boxes.settings("siapa"), {"imap_password": "salah"}))
    with pytest.raises(NeedsOperator, match="only for a server on this machine"):
        mailbox.check(Account("kota", boxes.settings("siapa", imap_host="mail.contoh.example"), SECRETS))
    with pytest.raises(NeedsOperator, match="no such folder"):
        mailbox.check(account(boxes, "siapa", imap_folder="Tidak ada"))
    with pytest.raises(Retry, match="no conversation"):
        mailbox.check(account(boxes, "siapa", imap_port="1"))


def test_folder_that_is_listened_to_takes_no_stored_mails(boxes):
    with pytest.raises(NeedsOperator, match="imap_done"):
        mailbox.listen(account(boxes, "siapa", imap_done="inbox"), print, threading.Event())


def test_folder_of_another_name_and_with_spaces(boxes):
    boxes.put("lain", mail("satu"))
    ear = Listener(account(boxes, "lain", imap_done="Sudah di Lapor & aman"))
    assert ear.until(lambda: not boxes.mails("lain") and len(ear.taken) == 1)
    assert ear.end() is None


def test_killed_server_breaks_the_line_and_the_next_line_goes_on():
    with mailboxes() as own:
        own.put("mati", mail("satu"))
        ear = Listener(account(own, "mati"))
        assert ear.until(lambda: len(ear.taken) == 1)
        own.kill()
        assert ear.until(lambda: isinstance(ear.error, Retry))
        own.put("mati", mail("dua"))
        own.start()
        again = Listener(account(own, "mati"))
        assert again.until(lambda: len(again.taken) == 1)
        assert b"dua" in again.taken[0]
        again.end()


def test_server_without_idle_and_move_is_served_too(monkeypatch):
    monkeypatch.setattr(mailbox, "LOOK_AGAIN", 0.2)
    with mailboxes("imap_capability = IMAP4rev1 UIDPLUS\n") as plain:
        plain.put("lama", mail("satu"))
        ear = Listener(account(plain, "lama"))
        assert ear.until(lambda: len(ear.taken) == 1)
        plain.put("lama", mail("dua"))
        assert ear.until(lambda: len(ear.taken) == 2)
        assert ear.until(lambda: not plain.mails("lama"))
        assert ear.end() is None
        assert len(plain.mails("lama", "Lapor")) == 2


class ScriptedServer:
    """An IMAP server of one mail, which comes at the worst moment: its notice lies in one piece with the yes to IDLE,
    or stands before it."""

    def __init__(self, yes):
        self.yes, self.there, self.idles = yes, False, 0
        self.listening = socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        idle = b""
        with self.listening:
            line, _peer = self.listening.accept()
        with line, line.makefile("rb") as words:
            line.sendall(b"* OK ready\r\n")
            while sent := words.readline():
                tag, _space, command = sent.strip().partition(b" ")
                if tag == b"DONE":
                    line.sendall(idle + b" OK idled\r\n")
                    continue
                answer = self._answer(command)
                idle = tag if command == b"IDLE" else b""
                line.sendall(answer + (b"" if idle else tag + b" OK done\r\n"))

    def _answer(self, command):
        name = command.replace(b"UID ", b"").split()[0]
        if name == b"IDLE":
            self.idles += 1
            self.there = self.idles == 1
            return self.yes if self.there else b"+ idling\r\n"
        if name == b"SEARCH":
            return b"* SEARCH 7\r\n" if self.there else b"* SEARCH\r\n"
        if name == b"FETCH":
            return b"* 1 FETCH (UID 7 BODY[]<0> {4}\r\nsatu)\r\n"
        self.there = self.there and name not in {b"MOVE", b"COPY"}
        return {
            b"CAPABILITY": b"* CAPABILITY IMAP4rev1 IDLE MOVE UIDPLUS\r\n",
            b"SELECT": b"* 0 EXISTS\r\n",
            b"LIST": b'* LIST () "/" Lapor\r\n',
        }.get(name, b"")


@pytest.mark.parametrize(
    "yes", [b"+ idling\r\n* 1 EXISTS\r\n", b"* 1 EXISTS\r\n+ idling\r\n"], ids=["with the yes", "before the yes"]
)
def test_notice_that_comes_with_the_yes_to_idle_is_heard_at_once(yes):
    server = ScriptedServer(yes)
    settings = {
        "imap_host": "127.0.0.1",
        "imap_port": str(server.listening.getsockname()[1]),
        "imap_tls": "no",
        "imap_user": "kota",
    }
    ear = Listener(Account("kota", settings, SECRETS))
    assert ear.until(lambda: ear.taken or ear.error, 5)
    assert (ear.end(), ear.taken) == (None, [b"satu"])
