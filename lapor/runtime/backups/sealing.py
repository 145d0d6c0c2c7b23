"""Backups are sealed with age: the server knows only the recipient, so whoever takes the server, or the place where
backups lie, reads none of them. The identity that opens them is kept elsewhere, by people.

The format is that of the program `age` (age-encryption.org/v1): without lapor, `age --decrypt -i FILE` opens them.
"""

import gzip
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyrage

from lapor.core.errors import SetupError
from lapor.core.files import write_whole

ENDING = ".age"


def new_identity(path: Path) -> str:
    """Write an identity (0600, never over a file) and give its recipient. Raises SetupError."""
    identity = pyrage.x25519.Identity.generate()
    recipient = str(identity.to_public())
    text = f"# Opens the backups of lapor. Recipient: {recipient}\n{identity}\n"
    try:
        write_whole(path.absolute(), text.encode(), replace=False)
    except FileExistsError:
        raise SetupError(f"{path} exists already: it is never overwritten.") from None
    except OSError as error:
        raise SetupError(f"{path} cannot be written: {error.strerror}.") from error
    return recipient


def recipient_of(text: str) -> "pyrage.x25519.Recipient":
    try:
        return pyrage.x25519.Recipient.from_str(text)
    except pyrage.RecipientError:
        raise SetupError(
            "LAPOR_BACKUP_RECIPIENT is no age recipient (age1…): `lapor backup key FILE` makes one; keep FILE"
            " elsewhere."
        ) from None


def read_identity(path: Path) -> "pyrage.x25519.Identity":
    try:
        lines = path.read_text(encoding="ascii", errors="replace").splitlines()
        return pyrage.x25519.Identity.from_str(next(line for line in lines if line.startswith("AGE-SECRET-KEY-")))
    except (OSError, StopIteration, pyrage.IdentityError):
        raise SetupError(f"{path} holds no age identity (a line that begins with AGE-SECRET-KEY-1).") from None


@contextmanager
def sealed(source: Path, recipient: "pyrage.x25519.Recipient", *, compress: bool, work: Path) -> Iterator[Path]:
    """A sealed copy of `source` in `work`, as long as the block lasts; only this user reads it."""
    with tempfile.TemporaryDirectory(prefix="lapor-backup-", dir=work) as folder:
        content, target = source, Path(folder) / "sealed"
        if compress:
            content = Path(folder) / "small"
            with source.open("rb") as raw, gzip.open(content, "wb", compresslevel=5) as small:
                shutil.copyfileobj(raw, small, 2**20)
        pyrage.encrypt_file(os.fspath(content), os.fspath(target), [recipient])
        yield target


def unseal(source: Path, target: Path, identity: "pyrage.x25519.Identity", *, is_compressed: bool) -> None:
    """Raises SetupError where the identity is another one or the file was changed."""
    opened = target.with_name(f"{target.name}.opened") if is_compressed else target
    try:
        pyrage.decrypt_file(os.fspath(source), os.fspath(opened), [identity])
    except (pyrage.DecryptError, OSError):  # the latter in the middle of a file
        raise SetupError(f"{source.name} cannot be opened: it was sealed for another identity, or changed.") from None
    if is_compressed:
        with gzip.open(opened, "rb") as small, target.open("wb") as out:
            shutil.copyfileobj(small, out, 2**20)
        opened.unlink()
