"""Checks of the machine and its settings, which need no database. Each gives its evidence, or raises SetupError with
what to do, Doubt where it works but should not stay so, NothingToCheck."""

import shutil
import smtplib
import socket
import ssl
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from lapor.config.bind import read_bind, refuse_public_demo
from lapor.config.doctor.outcomes import Check, Doubt, NothingToCheck
from lapor.core import environment, landlock
from lapor.core.cleaning.walls import standing_walls
from lapor.core.errors import SetupError
from lapor.core.files import SIGN
from lapor.core.keys import load_keys
from lapor.core.virus_scan import ScannerAway, found_virus
from lapor.runtime import database
from lapor.runtime.backups import TO
from lapor.runtime.backups.settings import backup_settings

LEAST_FREE = 500 * 2**20  # bytes below which the next day's files may not fit
CERTIFICATE_DAYS = 14
ALARM_WAYS = ("LAPOR_ALARM_MAIL", "LAPOR_ALARM_TELEGRAM", "LAPOR_ALARM_WEBHOOK")
SECONDS = 5.0


def check_environment() -> str:
    bind = read_bind()
    refuse_public_demo(bind)
    return f"serves {bind.url}"


def check_folder() -> str:
    folder = environment.data_dir()
    if not (folder / SIGN).exists():
        raise SetupError(f"{folder} is not a data folder yet: start `lapor run` once.")
    return str(folder)


def check_disk() -> str:
    folder = environment.data_dir()
    free = shutil.disk_usage(existing(folder)).free
    if free < LEAST_FREE:
        raise SetupError(f"Only {free / 2**20:.0f} MB are free for {folder}: make room for at least 500 MB.")
    return f"{free / 2**30:.1f} GB free"


def existing(folder: Path) -> Path:
    return next(path for path in (folder, *folder.parents) if path.exists())


def check_keys() -> str:
    path = environment.keys_file()
    load_keys(path)
    mode = path.stat().st_mode & 0o077
    if mode:
        raise SetupError(f"{path} can be read by other users: run `chmod 600 {path}`.")
    return str(path)


def check_scanner() -> str:
    address = environment.read("LAPOR_CLAMD")
    if not address:
        return "none (LAPOR_CLAMD): files are not scanned for viruses"
    try:
        found_virus(b"lapor", address, seconds=5)
    except ScannerAway as error:
        raise SetupError(f"clamd does not answer at {address} ({error}): files are refused until it does.") from None
    return f"clamd answers at {address}"


def check_decoders() -> str:
    """Not a fault: not every kernel has the walls."""
    walls = standing_walls()
    words = {
        "files": "they read no file of ours",
        "calls": "they open no socket and start no program",
        "uid": "they run as nobody",
    }
    missing = [text for wall, text in words.items() if wall not in walls]
    return "; ".join(words[wall] for wall in walls) + (
        f" (not on this machine: {'; '.join(missing)})" if missing else ""
    )


def check_programs() -> str:
    """Not a fault: not every kernel can shut a program in."""
    role = (
        "as LAPOR_DATABASE_URL says: let it be a role that owns nothing"
        if environment.read(database.URL)
        else "as the application's role"
    )
    if landlock.version() < landlock.MOVES:
        return (
            f"log in to the database {role}; not shut in on this machine (Landlock of Linux 5.19 or newer): they could"
            " read its owner's password"
        )
    return (
        f"log in to the database {role}; shut in, they read no owner's password and write only into the working folders"
    )


def check_address() -> str:
    """What people type; without https their words and codes can be read on the way."""
    url = environment.read("LAPOR_BASE_URL")
    if not url:
        raise NothingToCheck("LAPOR_BASE_URL is not set: this machine only")
    if not url.startswith("https://"):
        raise Doubt(f"{url} is not https: words and codes can be read on the way. Set a proxy with TLS before it.")
    return url


def check_certificate() -> str:
    parts = urlsplit(environment.read("LAPOR_BASE_URL"))
    if parts.scheme != "https" or not parts.hostname:
        raise NothingToCheck("no https address (LAPOR_BASE_URL)")
    try:
        with (
            socket.create_connection((parts.hostname, parts.port or 443), timeout=SECONDS) as raw,
            ssl.create_default_context().wrap_socket(raw, server_hostname=parts.hostname) as connection,
        ):
            ends = ssl.cert_time_to_seconds(str((connection.getpeercert() or {})["notAfter"]))
    except (OSError, ssl.SSLError, KeyError) as error:
        raise SetupError(
            f"{parts.hostname} shows no good certificate ({error}): see the proxy and its renewal."
        ) from None
    days = (datetime.fromtimestamp(ends, UTC) - datetime.now(UTC)).days
    if days < CERTIFICATE_DAYS:
        raise Doubt(f"the certificate of {parts.hostname} ends in {days} days: see that it is renewed by itself.")
    return f"good for {days} days"


def check_proxies() -> str:
    if not environment.read("LAPOR_BASE_URL").startswith("https://"):
        raise NothingToCheck("no https address (LAPOR_BASE_URL)")
    if not environment.read("LAPOR_TRUSTED_PROXIES"):
        raise Doubt("LAPOR_TRUSTED_PROXIES names no proxy: all visitors seem to be one, and share its limits.")
    return environment.read("LAPOR_TRUSTED_PROXIES")


def check_mail() -> str:
    """Whether the mail server takes us; nothing is sent."""
    url = environment.read("LAPOR_SMTP_URL")
    if not url:
        raise NothingToCheck("LAPOR_SMTP_URL is not set: mails are written to the outbox folder")
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port or (465 if parts.scheme == "smtps" else 25)
    try:
        kind = smtplib.SMTP_SSL if parts.scheme == "smtps" else smtplib.SMTP
        with kind(host, port, timeout=SECONDS) as server:
            server.ehlo()
            if parts.scheme != "smtps" and server.has_extn("starttls"):
                server.starttls(context=ssl.create_default_context())
            if parts.username:
                server.login(parts.username, parts.password or "")
    except (OSError, smtplib.SMTPException) as error:
        raise SetupError(f"{host}:{port} does not take our mail ({error}): see LAPOR_SMTP_URL.") from None
    return f"{host}:{port} takes our mail"


def check_backup_settings() -> str:
    if environment.read(database.URL) and not environment.read(TO):
        raise NothingToCheck("the database is a server's: it is backed up there (docs/operate/backup.md)")
    if not environment.read(TO):
        raise Doubt("no backups are made: set LAPOR_BACKUP_TO and LAPOR_BACKUP_RECIPIENT (docs/operate/backup.md).")
    settings = backup_settings()
    newest = max((found.name for found in settings.storage().listed("backups/")), default="")
    return f"{settings.to} can be reached" + (f", the newest there is {newest.split('/')[1]}" if newest else "")


def check_calls() -> str:
    """Whether anybody hears of an alarm."""
    ways = [name for name in ALARM_WAYS if environment.read(name)]
    if not ways:
        raise Doubt("nobody is called when something is wrong: set LAPOR_ALARM_MAIL, _TELEGRAM or _WEBHOOK.")
    return ", ".join(ways)


def check_heartbeat() -> str:
    if not environment.read("LAPOR_HEARTBEAT_URL"):
        raise Doubt("nobody outside notices when this machine is gone: set LAPOR_HEARTBEAT_URL.")
    return "set"


CHECKS: tuple[tuple[str, Check], ...] = (
    ("environment", check_environment),
    ("address", check_address),
    ("certificate", check_certificate),
    ("proxies", check_proxies),
    ("data folder", check_folder),
    ("disk", check_disk),
    ("keys", check_keys),
    ("scanner", check_scanner),
    ("decoders", check_decoders),
    ("web and worker", check_programs),
    ("mail", check_mail),
    ("backups", check_backup_settings),
    ("alarms reach somebody", check_calls),
    ("heartbeat", check_heartbeat),
)
