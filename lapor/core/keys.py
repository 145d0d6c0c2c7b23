"""The installation's secret keys: one JSON file, made once by the preparation, read by config.settings.

Whoever loses the file loses the reporters' sealed identities: back it up apart from the database
(docs/operate/environment.md).
"""

import base64
import binascii
import json
import os
import secrets
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from lapor.core.errors import SetupError, explain_os_error
from lapor.core.files import write_whole

KEY_BYTES = 32


class KeysError(SetupError):
    """The keys file is missing, unreadable or not whole."""


@dataclass(frozen=True, repr=False)
class Keys:
    """All secrets; `repr` is switched off so that none reaches a log or an error page."""

    vault: tuple[str, ...]  # Fernet keys; the first encrypts, all decrypt
    lookup: str  # 32 bytes in hex: HMAC of contact points
    numbers: str  # 32 bytes in hex: the permutation behind tracking numbers
    receipt_codes: str  # 32 bytes in hex: HMAC of receipt codes
    signing: str  # raw Ed25519 private key in base64: receipts and daily heads
    django: str  # SECRET_KEY
    former_signing: tuple[
        str, ...
    ] = ()  # raw Ed25519 public keys in base64, newest first: what they signed stays checkable
    prepared: str = ""  # the one of `vault` that opens already and is to seal next; "" where none waits

    def __repr__(self) -> str:
        return "Keys(…)"

    def check(self) -> None:
        """Raises ValueError where a key has not the form that its users expect."""
        if not self.vault:
            raise ValueError("vault is empty")
        for key in self.vault:
            Fernet(key)
        for name in ("lookup", "numbers", "receipt_codes"):
            if len(bytes.fromhex(getattr(self, name))) != KEY_BYTES:
                raise ValueError(f"{name} is not {KEY_BYTES} bytes in hex")
        Ed25519PrivateKey.from_private_bytes(base64.b64decode(self.signing, validate=True))
        if self.prepared and self.prepared not in self.vault[1:]:
            raise ValueError("prepared is no later key of vault")
        for key in self.former_signing:
            Ed25519PublicKey.from_public_bytes(base64.b64decode(key, validate=True))
        if len(self.django) < KEY_BYTES:
            raise ValueError("django is too short")


def new_keys() -> Keys:
    return Keys(
        vault=(Fernet.generate_key().decode(),),
        lookup=secrets.token_hex(KEY_BYTES),
        numbers=secrets.token_hex(KEY_BYTES),
        receipt_codes=secrets.token_hex(KEY_BYTES),
        signing=new_signing_key(),
        django=secrets.token_urlsafe(48),
    )


def new_signing_key() -> str:
    return base64.b64encode(Ed25519PrivateKey.generate().private_bytes_raw()).decode()


def with_new_signing_key(keys: Keys) -> Keys:
    """The same keys, but signing with a new one; the public half of the old one is kept to be published."""
    old = Ed25519PrivateKey.from_private_bytes(base64.b64decode(keys.signing)).public_key()
    former = (base64.b64encode(old.public_bytes_raw()).decode(), *keys.former_signing)
    return replace(keys, signing=new_signing_key(), former_signing=former)


def create_keys(path: Path) -> Keys:
    """Write new keys (0600, never over an existing file) and give them back. Raises KeysError."""
    keys = new_keys()
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_whole(path, (json.dumps(asdict(keys), indent=1) + "\n").encode(), replace=False)
    except FileExistsError:
        raise KeysError(f"{path} exists already: keys are never overwritten, move the file away first.") from None
    except OSError as error:
        raise KeysError(explain_os_error(error, path)) from error
    return keys


def load_keys(path: Path) -> Keys:
    """The keys in `path`, or beside it where writing was broken off.

    Raises KeysError with what to do where they cannot be used."""
    try:
        try:
            keys = _read(path)
        except (ValueError, KeyError, TypeError):
            if not _draft(path).exists():
                raise
            keys = _read(_draft(path))
    except FileNotFoundError:
        raise KeysError(
            f"There is no keys file {path}: run `lapor run` once, or name the file with LAPOR_KEYS_FILE."
        ) from None
    except OSError as error:
        raise KeysError(explain_os_error(error, path)) from error
    except (ValueError, KeyError, TypeError, binascii.Error):
        raise KeysError(
            f"The keys file {path} is damaged: put it back from the backup, nothing can replace it."
        ) from None
    return keys


def _read(path: Path) -> Keys:
    keys = from_json(json.loads(path.read_text(encoding="utf-8")))
    keys.check()
    return keys


def _draft(path: Path) -> Path:
    return path.with_name(f".{path.name}.next")


def from_json(content: dict[str, Any]) -> Keys:
    later = {"former_signing": [], "prepared": ""}  # files of the first versions have none
    content = {**later, **content}
    values = {field.name: content[field.name] for field in fields(Keys)}
    if isinstance(values["vault"], str) or isinstance(values["former_signing"], str):
        raise TypeError("vault and former_signing are lists")
    return Keys(**{**values, "vault": tuple(values["vault"]), "former_signing": tuple(values["former_signing"])})


def add_vault_key(path: Path) -> Keys:
    """A new first key of the vault: it seals from now on, the others still open. Raises KeysError."""
    keys = load_keys(path)
    return _replace(path, replace(keys, vault=(Fernet.generate_key().decode(), *keys.vault)))


def add_waiting_vault_key(path: Path) -> Keys:
    """A new last key: it opens but does not seal yet, until every node has the file. Raises KeysError, also where one
    waits already."""
    keys, key = load_keys(path), Fernet.generate_key().decode()
    if keys.prepared:
        raise KeysError(
            "A new key is there already and waits: copy the keys file to every node, then: lapor keys promote."
        )
    return _replace(path, replace(keys, vault=(*keys.vault, key), prepared=key))


def promote_prepared_vault_key(path: Path) -> Keys:
    """The prepared key becomes the first: it seals from now on. Raises KeysError, also where none waits: an older one
    would seal again."""
    keys = load_keys(path)
    if not keys.prepared:
        raise KeysError(
            "No new key waits, so none was exchanged: lapor keys reseal if one was promoted just now, else first lapor"
            " keys add."
        )
    others = tuple(key for key in keys.vault if key != keys.prepared)
    return _replace(path, replace(keys, vault=(keys.prepared, *others), prepared=""))


def add_signing_key(path: Path) -> Keys:
    """A new key signs from now on; the public half of the one before stays published. Raises KeysError."""
    return _replace(path, with_new_signing_key(load_keys(path)))


def keep_first_vault_key(path: Path) -> Keys:
    """Forget all keys of the vault but the first. Only after everything was sealed anew. Raises KeysError."""
    keys = load_keys(path)
    return _replace(path, replace(keys, vault=keys.vault[:1], prepared=""))


def _replace(path: Path, keys: Keys) -> Keys:
    """Into the same file: a program that is shut in (runtime.sandbox) may read only the one it began with.

    Whole beside it first, for a crash."""
    content = (json.dumps(asdict(keys), indent=1) + "\n").encode()
    try:
        write_whole(_draft(path), content)
        with path.open("r+b") as file:
            file.write(content)
            file.truncate()
            file.flush()
            os.fsync(file.fileno())
        _draft(path).unlink()
    except OSError as error:
        raise KeysError(explain_os_error(error, path)) from error
    return keys
