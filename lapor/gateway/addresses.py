"""The token of a reply address: says which report a mail is about, and that we gave the address out."""

import base64
import binascii
from uuid import UUID

from django.conf import settings

from lapor.core.ids import keyed_hash

_SIGNATURE = 9  # bytes: 72 bits against guessing, so that the local part of the address stays below 64 characters


def reply_token(report_id: UUID) -> str:
    """40 characters that mail programs do not change: small letters and digits."""
    return base64.b32encode(report_id.bytes + _signature(report_id)).decode().lower()


def report_of_token(token: str) -> UUID | None:
    """The report, None where the token is not one of ours."""
    try:
        content = base64.b32decode(token.strip().upper())
        report_id = UUID(bytes=content[:16])
    except (binascii.Error, ValueError):
        return None
    return report_id if content[16:] == _signature(report_id) else None


def _signature(report_id: UUID) -> bytes:
    return keyed_hash(settings.LOOKUP_KEY, "reply", report_id.hex)[:_SIGNATURE]
