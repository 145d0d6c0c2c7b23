"""Real mail servers on 127.0.0.1 for the tests: Debian's dovecot (IMAP) and an SMTP server whose mails dovecot shows.

Ended with the test."""

import datetime
import getpass
import ipaddress
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import uuid
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

PASSWORD = "rahasia-uji"
_CONF = """
base_dir = {base}/run
state_dir = {base}/state
log_path = {base}/log
protocols = imap
listen = 127.0.0.1
default_internal_user = {own}
default_login_user = {login}
default_internal_group = {group}
ssl = yes
ssl_cert = <{base}/cert.pem
ssl_key = <{base}/key.pem
disable_plaintext_auth = no
auth_mechanisms = plain login
first_valid_uid = 1
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={mail} gid={mailgroup} home={base}/mail/%u
}}
# Files put there by others are seen within a second.
# Without it a notice that came in the same instant as the last look is missed for half a minute.
mailbox_idle_check_interval = 1 secs
mail_location = maildir:{base}/mail/%u
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls_port}
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
{more}
"""


def certificate(folder: Path) -> Path:
    """For localhost and 127.0.0.1, valid for a day, signed by itself; gives the file that a client has to believe."""
    key = ec.generate_private_key(ec.SECP256R1())
    name, now = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")]), datetime.datetime.now(datetime.UTC)
    names = x509.SubjectAlternativeName([x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
    )
    made = (
        made.not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(names, False)
    )
    made = made.add_extension(x509.BasicConstraints(ca=True, path_length=0), True)
    (folder / "cert.pem").write_bytes(made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
    pem, form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    (folder / "key.pem").write_bytes(key.private_bytes(pem, form, serialization.NoEncryption()))
    return folder / "cert.pem"


def free_ports(count):
    probes = [socket.socket() for _ in range(count)]
    for probe in probes:
        probe.bind(("127.0.0.1", 0))
    ports = [probe.getsockname()[1] for probe in probes]
    for probe in probes:
        probe.close()
    return ports


def _children(pid):
    """Its services: each is a child of the master."""
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            if int(status.read_text().rpartition(")")[2].split()[1]) == pid:
                found.append(int(status.parent.name))
    return found


@dataclass
class Mailboxes:
    """The running dovecot: a mailbox for whatever name logs in."""

    base: Path
    port: int
    tls_port: int
    certificate: Path
    process: "subprocess.Popen | None" = None

    def settings(self, user, **more):
        return {"imap_host": "127.0.0.1", "imap_port": str(self.port), "imap_tls": "no", "imap_user": user, **more}

    def put(self, user, raw):
        """A mail arrives, as a mail server delivers it."""
        folder = self.base / "mail" / user
        for name in ("tmp", "new", "cur"):
            (folder / name).mkdir(parents=True, exist_ok=True)
        self.own(folder)
        waiting = folder / "tmp" / f"{time.time_ns()}.{uuid.uuid4().hex}.uji"
        waiting.write_bytes(raw)
        self.own(waiting)
        waiting.rename(folder / "new" / waiting.name)

    def mails(self, user, folder=""):
        """Raw mails of a folder (the inbox without a name)."""
        place = self.base / "mail" / user / (f".{folder}" if folder else "")
        return [path.read_bytes() for kind in ("cur", "new") for path in sorted((place / kind).glob("*"))]

    def own(self, path):
        if os.getuid() == 0:
            found = pwd.getpwnam("mail")
            for one in [path, *path.glob("*")] if path.is_dir() else [path]:
                os.chown(one, found.pw_uid, found.pw_gid)

    def start(self):
        with (self.base / "started.log").open("wb") as log:
            command = ["dovecot", "-F", "-c", str(self.base / "dovecot.conf")]
            self.process = subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True)
        until = time.monotonic() + 20
        while time.monotonic() < until and self.process.poll() is None:
            with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=1) as line:
                if line.recv(100).startswith(b"* OK"):
                    return
            time.sleep(0.05)
        told = [
            path.read_text(errors="replace") for path in (self.base / "started.log", self.base / "log") if path.exists()
        ]
        raise RuntimeError(f"dovecot does not answer: {' '.join(told)}")

    def kill(self):
        """Hard, with everything that it started."""
        if self.process is not None:
            for pid in [self.process.pid, *_children(self.process.pid)]:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            self.process.wait()
            self.process = None
            for pid_file in (self.base / "run").glob("*.pid"):
                pid_file.unlink()


@contextmanager
def mailboxes(more=""):
    """Dovecot with a folder of its own; `more`: lines for its configuration."""
    base = Path(tempfile.mkdtemp(prefix="lapor-mail-"))
    base.chmod(0o755)
    is_root = os.getuid() == 0
    me = getpass.getuser()
    group = "dovecot" if is_root else pwd.getpwuid(os.getuid()).pw_gid
    mail = "mail" if is_root else me
    port, tls_port = free_ports(2)
    (base / "mail").mkdir()
    found = Mailboxes(base, port, tls_port, certificate(base))
    found.own(base / "mail")
    (base / "dovecot.conf").write_text(
        _CONF.format(
            base=base,
            own="dovecot" if is_root else me,
            login="dovenull" if is_root else me,
            group=group,
            password=PASSWORD,
            mail=mail,
            mailgroup=mail if is_root else group,
            port=port,
            tls_port=tls_port,
            more=more,
        )
    )
    try:
        found.start()
        yield found
    finally:
        found.kill()
        shutil.rmtree(base, ignore_errors=True)


class _Post:
    """Puts mails into dovecot's mailboxes: the name before @ and + is the mailbox.

    Names in `unknown` are refused as real servers do."""

    def __init__(self, boxes, unknown):
        self.boxes, self.unknown, self.envelopes = boxes, unknown, []

    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):  # noqa: N802 - the library calls it
        if address.partition("@")[0] in self.unknown:
            return "550 5.1.1 user unknown"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        self.envelopes.append((envelope.mail_from, tuple(envelope.rcpt_tos)))
        for address in envelope.rcpt_tos:
            head = f"Return-Path: <{envelope.mail_from}>\r\nDelivered-To: {address}\r\n".encode()
            self.boxes.put(address.partition("@")[0].partition("+")[0], head + envelope.content)
        return "250 OK"


@contextmanager
def post_office(boxes, *, unknown=()):
    """An SMTP server with STARTTLS that wants a log-in; gives (its URL for LAPOR_SMTP_URL, what knows its
    envelopes)."""
    import ssl  # noqa: PLC0415

    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(boxes.base / "cert.pem", boxes.base / "key.pem")
    handler = _Post(boxes, set(unknown))

    def checked(server, session, envelope, mechanism, given):
        return AuthResult(success=given.password == PASSWORD.encode())

    controller = Controller(
        handler,
        hostname="127.0.0.1",
        port=free_ports(1)[0],
        tls_context=context,
        require_starttls=True,
        auth_required=True,
        authenticator=checked,
        data_size_limit=40 * 1024 * 1024,
    )
    controller.start()
    try:
        yield f"smtp://lapor:{PASSWORD}@127.0.0.1:{controller.port}", handler
    finally:
        controller.stop()
