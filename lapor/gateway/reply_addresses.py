"""Our mail address, and its tokens: which report an answer is about, which mail a bounce is about, and that we gave the
address out."""

import base64
import binascii
from uuid import UUID

from django.conf import settings

from lapor.core.ids import keyed_hash

_SIGNATURE = 9  # bytes: 72 bits against guessing, so that the local part of the address stays below 64 characters


def mail_domain() -> str:
    host = settings.BASE_URL.split("://")[-1].split(":")[0].split("/")[0]
    return host if "." in host and not host[0].isdigit() else "lapor.example"


def mailbox() -> str:
    """Whom our mails come from, perhaps with a name before the address."""
    return settings.MAIL_FROM or f"lapor@{mail_domain()}"


def reply_token(report_id: UUID) -> str:
    """40 characters that mail programs do not change: small letters and digits."""
    return _token(report_id, "reply")


def report_of_token(token: str) -> UUID | None:
    """The report, None where the token is not one of ours."""
    return _id_of(token, "reply")


def bounce_token(message_id: UUID) -> str:
    """Of the address that mail servers tell of a mail they could not deliver (VERP): names the mail, whatever is left
    of it in the bounce."""
    return _token(message_id, "bounce")


def message_of_token(token: str) -> UUID | None:
    return _id_of(token, "bounce")


def _token(row_id: UUID, purpose: str) -> str:
    return base64.b32encode(row_id.bytes + _signature(row_id, purpose)).decode().lower()


def _id_of(token: str, purpose: str) -> UUID | None:
    try:
        content = base64.b32decode(token.strip().upper())
        row_id = UUID(bytes=content[:16])
    except (binascii.Error, ValueError):
        return None
    return row_id if content[16:] == _signature(row_id, purpose) else None


def _signature(row_id: UUID, purpose: str) -> bytes:
    return keyed_hash(settings.LOOKUP_KEY, purpose, row_id.hex)[:_SIGNATURE]
