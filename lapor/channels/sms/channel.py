"""SMS: by SMPP 3.4 with a message centre (settings smpp_…), or by any HTTP gateway whose field names the account's
settings say.

docs/channels/sms.md. What a message centre delivers is wrapped as {"pdu": hex}; everything else comes from an HTTP
gateway.
"""

import hashlib
import hmac
import json
import threading
from collections import defaultdict
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl, urlencode

from lapor.channels.base import (
    SECRET,
    Account,
    Capabilities,
    ChannelDefaults,
    Inbound,
    InboundKind,
    NeedsOperator,
    Outbound,
    Permanent,
    Received,
    Rejected,
    Retry,
    Setting,
    Unreadable,
)
from lapor.channels.calls import MULTIPLE, OK, gateway_error
from lapor.channels.payload import moment
from lapor.channels.sms import settings as sms_settings
from lapor.channels.sms import smpp
from lapor.channels.sms.pdu import read_pdu
from lapor.channels.sms.text import cut
from lapor.core import http

SIGNATURE = "x-signature"  # sha256=<hex HMAC of the raw body>
FIELDS = {  # of a delivery, and the settings that give them other names
    "from": sms_settings.FIELD_FROM,
    "text": sms_settings.FIELD_TEXT,
    "id": sms_settings.FIELD_ID,
    "time": sms_settings.FIELD_TIME,
    "status": sms_settings.FIELD_STATUS,
    "reason": sms_settings.FIELD_REASON,
}
DELIVERED = {
    "delivered": "delivered",
    "delivrd": "delivered",
    "sent": "sent",
    "accepted": "sent",
    "failed": "failed",
    "undelivered": "failed",
    "undeliv": "failed",
    "rejected": "failed",
    "rejectd": "failed",
    "expired": "failed",
}
MOST_FIELDS = 100
_transmitters: dict[tuple[str, str], smpp.Transmitter] = defaultdict(smpp.Transmitter)


class SmsChannel(ChannelDefaults):
    """Short words, no links, one alphabet of 128 signs where it goes."""

    name = "sms"
    settings: tuple[Setting, ...] = sms_settings.ALL
    capabilities = Capabilities(
        senders_are_phones=True,
        longest_text=600,
        longest_link=20,
        copies_within=600,
        takes_get=True,
        largest_body=256 * 1024,
    )

    def authenticate(self, account: Account, call: Received) -> None:
        """A signature of the body where the gateway can, else the secret in the header X-Secret or the field `secret`.

        Raises Rejected."""
        secret = SECRET.of(account)
        given = call.headers.get(SIGNATURE, "")
        if not secret:
            raise Rejected("the account has no secret")
        if given or sms_settings.SIGNED.of(account) == "yes":
            wanted = "sha256=" + hmac.new(secret.encode(), call.body, hashlib.sha256).hexdigest()
            if not hmac.compare_digest(wanted.encode(), given.encode()):
                raise Rejected("the signature does not fit")
            return
        given = call.headers.get("x-secret", "") or call.query.get("secret", "")
        if not hmac.compare_digest(secret.encode(), given.encode("utf-8", "replace")):
            raise Rejected("the secret does not fit")

    def parse(self, account: Account, call: Received) -> list[Inbound]:
        """One message or receipt a call. Raises Unreadable."""
        fields = _fields(call)
        pdu = fields.get("pdu")
        if isinstance(pdu, str) and len(fields) == 1:
            try:
                return [read_pdu(account, bytes.fromhex(pdu))]
            except ValueError as error:
                raise Unreadable(str(error)) from error
        return [_from_gateway(account, fields)]

    def send(self, account: Account, message: Outbound) -> str:
        """Raises Retry, Permanent, NeedsOperator."""
        host = sms_settings.SMPP_HOST.of(account)
        if host:
            coding, pieces = cut(message.text, reference=hashlib.sha256(message.id.encode()).digest()[0])
            return _transmitters[account.name, host].send(account, message.to, coding, pieces)
        return _by_gateway(account, message)

    def check(self, account: Account) -> str:
        """Whether the message centre lets us in. Raises Retry, Permanent, NeedsOperator."""
        if not sms_settings.SMPP_HOST.of(account):
            raise Permanent("an HTTP gateway cannot be asked: send a canary")
        smpp.SmppConnection(account, "transmitter").close()
        return "the message centre lets us in"

    def wants_listen(self, account: Account) -> bool:
        return bool(sms_settings.SMPP_HOST.of(account))

    def listen(self, account: Account, take: Callable[[Received], None], stop: threading.Event) -> None:
        """Raises Retry, NeedsOperator."""
        smpp.listen(account, lambda pdu: take(Received(json.dumps({"pdu": pdu.hex()}).encode())), stop)


def _fields(call: Received) -> dict[str, Any]:
    """JSON, a form, or the query of a GET. Raises Unreadable."""
    try:
        if call.body.lstrip()[:1] == b"{":
            found = json.loads(call.body)
        else:
            found = dict(parse_qsl(call.body.decode("utf-8"), keep_blank_values=True, max_num_fields=MOST_FIELDS))
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"neither JSON nor a form: {error}"[:300]) from error
    if not isinstance(found, dict) or not found:
        raise Unreadable("neither JSON nor a form")
    return found


def _from_gateway(account: Account, fields: dict[str, Any]) -> Inbound:
    """By the names that the account's settings give the fields (`field_from=msisdn`)."""

    def value(name: str, limit: int) -> str:
        found = fields.get(FIELDS[name].of(account) or name)
        return str(found)[:limit] if isinstance(found, str | int) and not isinstance(found, bool) else ""

    sender, status = value("from", 40).strip(), value("status", 40).strip().lower()
    if status and not value("text", 1):
        kind = InboundKind.STATUS if status in DELIVERED and value("id", 1) else InboundKind.IGNORED
        reason = value("reason", 200) if kind == InboundKind.STATUS else f"a receipt with the state {status}"
        return Inbound(kind=kind, external_id=value("id", 65), status=DELIVERED.get(status, ""), reason=reason)
    if not sender:
        reason = (
            "no sender"
            if any(value(name, 1) for name in FIELDS)
            else f"no field is known: {', '.join(sorted(map(str, fields)))}"
        )
        return Inbound(
            kind=InboundKind.IGNORED, external_id=value("id", 65), text=value("text", 10_000), reason=reason[:200]
        )
    at = moment({"time": value("time", 40)}, "time")
    return Inbound(external_id=value("id", 65), sender=_international(sender), text=value("text", 100_000), sent_at=at)


def _international(number: str) -> str:
    """A number as people or gateways write it: 62811… and +62811… are the same sender."""
    digits = number.lstrip("+")
    return f"+{digits}" if digits.isdecimal() and len(digits) > 8 and not digits.startswith("0") else number  # noqa: PLR2004 - not a short code


def _by_gateway(account: Account, message: Outbound) -> str:
    """A POST to `send_url`: a form, or JSON where `send_format=json`; `send_to`, `send_text` name the fields; the
    secret `token` goes along."""
    url = sms_settings.SEND_URL.of(account)
    if not url:
        raise NeedsOperator("the account has neither smpp_host nor send_url")
    fields = {
        sms_settings.SEND_TO.of(account) or "to": message.to,
        sms_settings.SEND_TEXT.of(account) or "text": message.text,
        sms_settings.SEND_ID.of(account) or "id": message.id,
    }
    is_json = sms_settings.SEND_FORMAT.of(account) == "json"
    headers = {"Content-Type": "application/json" if is_json else "application/x-www-form-urlencoded"}
    if token := sms_settings.GATEWAY_TOKEN.of(account):
        headers["Authorization"] = f"Bearer {token}"
    try:
        body = (json.dumps(fields) if is_json else urlencode(fields)).encode()
        answer = http.request("POST", url, body=body, headers=headers, trusted=url)
    except http.Failed as error:
        raise Retry(f"no conversation with the gateway: {error}") from error
    except http.Refused as error:
        raise NeedsOperator(f"send_url cannot be called: {error}") from error
    return _gateway_id(account, answer)


def _gateway_id(account: Account, answer: http.Answer) -> str:
    if not OK <= answer.status < MULTIPLE:
        raise gateway_error(answer)
    try:
        content = json.loads(answer.body)
    except (ValueError, RecursionError):
        return answer.body.decode("utf-8", "replace").strip()[:65] if len(answer.body) < 66 else ""  # noqa: PLR2004 - the id alone
    found = content.get(sms_settings.SEND_ANSWER_ID.of(account) or "id", "") if isinstance(content, dict) else content
    return str(found)[:65] if isinstance(found, str | int) else ""
