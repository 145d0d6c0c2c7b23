"""What stands in a deliver_sm of SMPP 3.4: a message, a part of one, or the receipt of one of ours. Pure."""

import re
from typing import Any

from smpplib import smpp
from smpplib.client import SimpleSequenceGenerator

from lapor.channels.base import Account, Inbound, InboundKind, Part, Unreadable
from lapor.channels.sms import settings as sms_settings
from lapor.channels.sms.text import decoded, part_of, split_header

RECEIPT = 0x04  # of esm_class, bits 5 to 2
HAS_HEADER = 0x40
_STAT = re.compile(r"\bstat:(\w+)", re.IGNORECASE)
_ID = re.compile(r"\bid:([0-9A-Za-z-]+)", re.IGNORECASE)
_ERR = re.compile(r"\berr:(\w+)", re.IGNORECASE)
STATES = {
    "DELIVRD": "delivered",
    "ACCEPTD": "sent",
    "ENROUTE": "sent",
    "SCHEDULED": "sent",
    "EXPIRED": "failed",
    "DELETED": "failed",
    "UNDELIV": "failed",
    "REJECTD": "failed",
    "SKIPPED": "failed",
}


def read_pdu(account: Account, content: bytes) -> Inbound:
    """Raises Unreadable for what is no deliver_sm."""
    try:
        pdu = smpp.parse_pdu(content, client=SimpleSequenceGenerator(), allow_unknown_opt_params=True)
        sender = _address(pdu)
        words = bytes(getattr(pdu, "message_payload", None) or pdu.short_message or b"")
        esm_class, coding = int(pdu.esm_class or 0), int(pdu.data_coding or 0)
    except Exception as error:  # the library raises whatever broken bytes make it raise
        raise Unreadable(f"a broken deliver_sm: {type(error).__name__}") from error
    if pdu.command != "deliver_sm":
        raise Unreadable("no deliver_sm")
    part, words = split_header(words) if esm_class & HAS_HEADER else (_segments(pdu), words)
    text = decoded(words, coding, plain=sms_settings.CHARSET.of(account) or "gsm7")
    if esm_class & 0x3C == RECEIPT:
        return _receipt(account, pdu, text)
    if not sender:
        return Inbound(kind=InboundKind.IGNORED, text=text, reason="no sender")
    if _is_binary(coding):
        return Inbound(
            kind=InboundKind.UNREAD,
            sender=sender,
            reason="a binary message: the notice of an MMS, a picture or a ring tone",
        )
    return Inbound(sender=sender, text=text, part=part)


def _is_binary(coding: int) -> bool:
    """8-bit data, by SMPP's own value or a class of 3GPP TS 23.038."""
    return coding in {2, 4} or coding & 0xF4 == 0xF4 or coding & 0xCC == 0x04  # noqa: PLR2004 - the bits of the standard


def _address(pdu: Any) -> str:
    """International numbers with a plus sign, names and short codes as they are."""
    text = bytes(pdu.source_addr or b"").decode("ascii", "replace").strip()
    return f"+{text}" if text.isdecimal() and pdu.source_addr_ton == 1 else text[:40]


def _segments(pdu: Any) -> Part | None:
    """Where the parts are told by optional parameters instead of a header."""
    reference, total, number = (
        getattr(pdu, name, None) for name in ("sar_msg_ref_num", "sar_total_segments", "sar_segment_seqnum")
    )
    if not (isinstance(reference, int) and isinstance(total, int) and isinstance(number, int)):
        return None
    return part_of(reference, total, number)


def _receipt(account: Account, pdu: Any, text: str) -> Inbound:
    named = bytes(getattr(pdu, "receipted_message_id", None) or b"").split(b"\0")[0].decode("ascii", "replace")
    found_id, found, error = _ID.search(text), _STAT.search(text), _ERR.search(text)
    provider_id = named or (found_id.group(1) if found_id else "")
    if sms_settings.RECEIPT_IDS.of(account) == "decimal" and provider_id.isdecimal():
        provider_id = format(int(provider_id[:30]), "x")  # some centres say an id in hex first and in decimal later
    status = STATES.get(found.group(1).upper()[:9] if found else "", "")
    if not provider_id or not status:
        return Inbound(kind=InboundKind.IGNORED, text=text, reason="a receipt that names no message or no state")
    reason = f"{found.group(1)} {error.group(1)}" if found and error else ""
    return Inbound(kind=InboundKind.STATUS, external_id=provider_id[:65], status=status, reason=reason)
