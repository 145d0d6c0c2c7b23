"""How each channel of the contract is spoken to: its raw bytes, signed as the platform would. A new channel adds one entry."""

import hmac
import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Any

from lapor.channels.base import Account, Channel, Received, Rejected
from lapor.channels.email import EmailChannel
from lapor.channels.sms import SmsChannel
from lapor.channels.webhook import HEADER, WebhookChannel, signature
from lapor.gateway.accounts import CHANNELS
from tests.contract.kiosk import KioskChannel


@dataclass(frozen=True)
class Said:
    """A message before any platform has put it into its own form."""

    text: str = "Lampu jalan mati"
    id: str = "m-1"
    sender: str = "budi"
    at: datetime | None = None
    answers: str = ""
    kind: str = "message"
    extra: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Spoken:
    """A channel under contract: `form` puts a message into raw bytes, `signed` signs bytes with a secret as the platform does."""

    channel: Channel
    account: Account
    form: Callable[[Said], bytes]
    signed: Callable[[str, bytes], Received]
    can_answer: bool = True  # says which message of ours it answers

    def message(self, *text, **rest):
        return self.form(Said(*text, **rest))

    def call(self, body, *, is_forged=False):
        return self.signed("another" if is_forged else self.account.secrets.get("secret", ""), body)


def as_json(said):
    one = {"id": said.id, "type": said.kind, "from": said.sender, "text": said.text, "answers": said.answers, **said.extra}
    return json.dumps({"messages": [{**one, "sent_at": said.at.isoformat()} if said.at else one]}).encode()


def with_stamp(secret, body):
    stamp = str(int(time.time()))
    return Received(body, {HEADER: f"t={stamp},v1={signature(secret, stamp, body)}"})


def as_mail(said):
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = f"{said.sender}@contoh.example", "lapor@kota.example", "Laporan"
    mail["Message-ID"] = f"<{said.id}@contoh.example>"
    if said.at:
        mail["Date"] = format_datetime(said.at)
    if said.answers:
        mail["In-Reply-To"] = f"<{said.answers}>"
    mail.set_content(said.text)
    return mail.as_bytes()


def without_signature(_secret, body):
    return Received(body)


def as_line(said):
    fields = [said.id if said.kind == "message" else "", said.sender, said.at.isoformat() if said.at else "", said.answers, said.text]
    return "\x1e".join(["KIOSK", "\x1f".join(fields)]).encode()


def with_seal(secret, body):
    return Received(body, {"x-kiosk": hmac.new(secret.encode(), body, "sha256").hexdigest()})


SECRET = {"secret": "rahasia-sekali"}


def as_sms(said):
    """As an HTTP gateway posts it. What an SMS cannot say (which message it answers) goes unsaid."""
    fields = {"from": said.sender, "text": said.text, "time": said.at.isoformat() if said.at else ""}
    if said.kind == "status":
        fields = {"id": said.id, "status": "delivered"}
    elif said.kind != "message":
        fields = {"text": said.text, "id": said.id}  # without a sender: nothing to be answered
    return json.dumps({**fields, "id": said.id, **said.extra}).encode()


def with_body_signature(secret, body):
    return Received(body, {"x-signature": "sha256=" + hmac.new(secret.encode(), body, "sha256").hexdigest()})


SPOKEN = {
    "sms": Spoken(SmsChannel(), Account("uji", {"signed": "yes"}, SECRET), as_sms, with_body_signature, can_answer=False),
    "kiosk": Spoken(KioskChannel(), Account("uji", secrets=SECRET), as_line, with_seal),
    "webhook": Spoken(WebhookChannel(), Account("uji", secrets=SECRET), as_json, with_stamp),
    "email": Spoken(EmailChannel(), Account("uji"), as_mail, without_signature),
}
WITH_A_DOOR = [name for name, spoken in SPOKEN.items() if spoken.account.secrets]


CHANNELS.setdefault("kiosk", KioskChannel())  # as a channel of one's own is registered


def is_rejected(spoken, call):
    try:
        spoken.channel.authenticate(spoken.account, call)
    except Rejected:
        return True
    return False
