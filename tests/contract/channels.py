"""How each channel of the contract is spoken to: its raw bytes, signed as the platform would. A new channel adds one entry."""

import hmac
import json
import time
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import format_datetime

from lapor.channels.base import Account, Channel, Received, Rejected
from lapor.channels.email import EmailChannel
from lapor.channels.webhook import HEADER, WebhookChannel, signature
from lapor.gateway.accounts import CHANNELS
from tests.contract.kiosk import KioskChannel


@dataclass(frozen=True)
class Spoken:
    """A channel under contract: `message` gives the raw bytes of one message, `call` signs bytes as the platform does."""

    channel: Channel
    account: Account

    def message(self, text="Lampu jalan mati", *, id="m-1", sender="budi", at=None, answers="", files=(), kind="message", extra=None):
        raise NotImplementedError

    def call(self, body, *, is_forged=False):
        raise NotImplementedError


class Webhook(Spoken):
    def message(self, text="Lampu jalan mati", *, id="m-1", sender="budi", at=None, answers="", files=(), kind="message", extra=None):  # noqa: ARG002
        one = {"id": id, "type": kind, "from": sender, "text": text, "answers": answers, **(extra or {})}
        if at:
            one["sent_at"] = at.isoformat()
        return json.dumps({"messages": [one]}).encode()

    def call(self, body, *, is_forged=False):
        stamp = str(int(time.time()))
        secret = "another" if is_forged else self.account.secrets["secret"]
        return Received(body, {HEADER: f"t={stamp},v1={signature(secret, stamp, body)}"})


class Email(Spoken):
    def message(self, text="Lampu jalan mati", *, id="m-1", sender="budi", at=None, answers="", files=(), kind="message", extra=None):  # noqa: ARG002
        mail = EmailMessage()
        mail["From"] = f"{sender}@contoh.example"
        mail["To"] = "lapor@kota.example"
        mail["Subject"] = "Laporan"
        mail["Message-ID"] = f"<{id}@contoh.example>"
        if at:
            mail["Date"] = format_datetime(at)
        if answers:
            mail["In-Reply-To"] = f"<{answers}>"
        mail.set_content(text)
        for name, content in files:
            mail.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
        return mail.as_bytes()

    def call(self, body, *, is_forged=False):  # noqa: ARG002 - files carry no signature
        return Received(body)


class Kiosk(Spoken):
    def message(self, text="Lampu jalan mati", *, id="m-1", sender="budi", at=None, answers="", files=(), kind="message", extra=None):  # noqa: ARG002
        fields = [id if kind == "message" else "", sender, at.isoformat() if at else "", answers, text]
        return "\x1e".join(["KIOSK", "\x1f".join(fields)]).encode()

    def call(self, body, *, is_forged=False):
        secret = "another" if is_forged else self.account.secrets["secret"]
        return Received(body, {"x-kiosk": hmac.new(secret.encode(), body, "sha256").hexdigest()})


SPOKEN = {
    "kiosk": Kiosk(KioskChannel(), Account("uji", secrets={"secret": "rahasia-sekali"})),
    "webhook": Webhook(WebhookChannel(), Account("uji", secrets={"secret": "rahasia-sekali"})),
    "email": Email(EmailChannel(), Account("uji")),
}
WITH_A_DOOR = [name for name, spoken in SPOKEN.items() if not isinstance(spoken, Email)]


CHANNELS.setdefault("kiosk", KioskChannel())  # as a channel of one's own is registered


def is_rejected(spoken, call):
    try:
        spoken.channel.authenticate(spoken.account, call)
    except Rejected:
        return True
    return False
