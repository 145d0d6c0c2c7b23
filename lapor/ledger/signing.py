"""Signed documents: daily heads and receipts.

JSON objects with `key` (its id) and `signature` (Ed25519, base64) over the rest.

What is signed is the canonical JSON of everything but `signature`, so that anybody can check it with openssl and jq
(docs/operate/verify.md).
"""

import base64
import binascii
import hashlib
from collections.abc import Mapping
from typing import Any

from django.conf import settings

from lapor.core.crypto import is_signed_by, public_key, public_pem, sign
from lapor.ledger.chain import canonical

SIGNATURE_BYTES = 64


def key_id(public: bytes) -> str:
    return hashlib.sha256(public).hexdigest()[:16]


def public_keys() -> dict[str, bytes]:
    """The installation's public keys by id: the one that signs now first, then the former ones."""
    return {key_id(key): key for key in (public_key(settings.SIGNING_KEY), *settings.FORMER_SIGNING_KEYS)}


def published_keys() -> list[dict[str, object]]:
    """The same, as they are published."""
    return [
        {
            "id": name,
            "algorithm": "Ed25519",
            "public_key": base64.b64encode(key).decode(),
            "pem": public_pem(key),
            "signs_now": place == 0,
        }
        for place, (name, key) in enumerate(public_keys().items())
    ]


def signed(body: Mapping[str, object]) -> dict[str, Any]:
    """The document with the id of today's key and the signature."""
    document = {**body, "key": key_id(public_key(settings.SIGNING_KEY))}
    signature = sign(settings.SIGNING_KEY, canonical(document))
    return {**document, "signature": base64.b64encode(signature).decode()}


def is_genuine(document: Mapping[str, object]) -> bool:
    """Whether one of the installation's keys signed exactly this. For any JSON object, whatever it holds."""
    public = public_keys().get(str(document.get("key")))
    if public is None:
        return False
    try:
        signature = base64.b64decode(str(document.get("signature")), validate=True)
    except (binascii.Error, ValueError):
        return False
    if len(signature) != SIGNATURE_BYTES:
        return False
    return is_signed_by(
        public, signature, canonical({name: value for name, value in document.items() if name != "signature"})
    )
