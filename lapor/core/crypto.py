"""Encryption with rotatable keys, keyed hashes and signatures. Keys live in a file outside the database (core.keys)."""

from cryptography.exceptions import InvalidSignature
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat


class CannotDecrypt(ValueError):
    """None of the keys at hand opens this value: the keys file is not the one it was sealed with."""


class Sealer:
    """Seals text and bytes with the first key, opens with any of them."""

    def __init__(self, keys: list[str]) -> None:
        self._fernet = MultiFernet([Fernet(key) for key in keys])

    def seal(self, value: bytes) -> bytes:
        return self._fernet.encrypt(value)

    def open(self, token: bytes) -> bytes:
        """Raises CannotDecrypt."""
        try:
            return self._fernet.decrypt(token)
        except InvalidToken as error:
            raise CannotDecrypt("a sealed value cannot be opened with the keys of this installation") from error

    def reseal(self, token: bytes) -> bytes:
        """The same value sealed with the first key. Raises CannotDecrypt."""
        try:
            return self._fernet.rotate(token)
        except InvalidToken as error:
            raise CannotDecrypt("a sealed value cannot be opened with the keys of this installation") from error


def sign(private_key: bytes, message: bytes) -> bytes:
    """Ed25519 (RFC 8032) over the message; `private_key` is the raw 32 bytes."""
    return Ed25519PrivateKey.from_private_bytes(private_key).sign(message)


def public_key(private_key: bytes) -> bytes:
    """The raw 32 bytes that go with it, to publish."""
    key = Ed25519PrivateKey.from_private_bytes(private_key).public_key()
    return key.public_bytes(Encoding.Raw, PublicFormat.Raw)


def is_signed_by(public: bytes, signature: bytes, message: bytes) -> bool:
    """Whether the raw public key's owner signed exactly this message."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except InvalidSignature:
        return False
    return True


def public_pem(public: bytes) -> str:
    """A raw public key in the form that openssl reads."""
    return (
        Ed25519PublicKey.from_public_bytes(public)
        .public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        .decode()
    )
