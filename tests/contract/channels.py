"""How each channel of the contract is spoken to: its raw bytes, signed as the platform would.

A new channel adds one entry."""

import hmac
import json
import time
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime
from html import escape
from typing import Any

from lapor.channels.base import Account, ChannelAdapter, Received, Rejected
from lapor.channels.email.channel import EmailChannel
from lapor.channels.facebook.channel import FacebookChannel
from lapor.channels.instagram.channel import InstagramChannel
from lapor.channels.meta import graph
from lapor.channels.news.channel import NewsChannel
from lapor.channels.sms.channel import SmsChannel
from lapor.channels.telegram import channel as telegram
from lapor.channels.telegram.channel import TelegramChannel
from lapor.channels.webhook.channel import HEADER, WebhookChannel, signature
from lapor.channels.whatsapp.channel import WhatsappChannel
from lapor.channels.x import channel as x
from lapor.channels.x.channel import XChannel
from lapor.gateway.channels import CHANNELS
from tests.contract.kiosk import KioskChannel
from tests.makers import photo


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
    """A channel under contract: `form` puts a message into raw bytes, `signed` signs bytes with a secret as the
    platform does."""

    channel: ChannelAdapter
    account: Account
    form: Callable[[Said], bytes]
    signed: Callable[[str, bytes], Received]
    key: str = "secret"  # the secret that deliveries are signed with
    # how the platform names what is answered; None: it does not
    answered: Callable[[Said], str] | None = lambda said: said.answers
    file: dict[str, Any] | None = None  # `extra` of a message that is nothing but a file; None: files come another way
    can: frozenset[str] = frozenset()  # of "edited", "deleted": what a writer can do to their private message
    own: Callable[[], bytes] | None = None  # a message of ours as the platform sends it back; None: it does not
    kind: str = "message"  # "mention": nobody writes to us there, it is said in public
    signs_body: bool = True  # False: Telegram sends a secret along, whatever the body

    def message(self, *text, **rest):
        return self.form(Said(*text, **rest))

    def call(self, body, *, is_forged=False):
        return self.signed("another" if is_forged else self.account.secrets.get(self.key, ""), body)


def as_json(said):
    one = {
        "id": said.id,
        "type": said.kind,
        "from": said.sender,
        "text": said.text,
        "answers": said.answers,
        **said.extra,
    }
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
    fields = [
        said.id if said.kind == "message" else "",
        said.sender,
        said.at.isoformat() if said.at else "",
        said.answers,
        said.text,
    ]
    return "\x1e".join(["KIOSK", "\x1f".join(fields)]).encode()


def with_seal(secret, body):
    return Received(body, {"x-kiosk": hmac.new(secret.encode(), body, "sha256").hexdigest()})


# --- the platforms of social media: as they document it


def seconds(said):
    return int(said.at.timestamp()) if said.at else None


def as_messenger(said, kind="page"):
    message = {
        "mid": said.id,
        "text": said.text,
        **({"reply_to": {"mid": said.answers}} if said.answers else {}),
        **said.extra,
    }
    says = {
        "message": message,
        "edited": {"mid": said.id, "text": said.text},
        "deleted": {"mid": said.id, "is_deleted": True},
    }
    name = {"message": "message", "edited": "message_edit", "deleted": "message"}.get(said.kind, said.kind)
    event = {"sender": {"id": said.sender}, "recipient": {"id": "1029"}, name: says.get(said.kind, {"what": said.text})}
    event |= {"timestamp": seconds(said) * 1000} if said.at else {}
    return json.dumps({"object": kind, "entry": [{"id": "1029", "time": 1772443800000, "messaging": [event]}]}).encode()


def as_instagram(said):
    return as_messenger(said, "instagram")


def as_whatsapp(said):
    one = {"from": said.sender, "id": said.id, "type": "text", "text": {"body": said.text}, **said.extra}
    one |= {"timestamp": str(seconds(said))} if said.at else {}
    one |= {"context": {"from": "62811", "id": said.answers}} if said.answers else {}
    if said.kind == "edited":
        one |= {
            "id": f"{said.id}-e",
            "type": "edit",
            "edit": {"original_message_id": said.id, "message": {"type": "text", "text": {"body": said.text}}},
        }
    elif said.kind == "deleted":
        one |= {"id": f"{said.id}-d", "type": "revoke", "revoke": {"original_message_id": said.id}}
    elif said.kind != "message":
        one |= {"type": said.kind}
    person = {"wa_id": said.sender, "profile": {"name": "Budi"}}
    content = {
        "messaging_product": "whatsapp",
        "metadata": {"phone_number_id": "1029"},
        "contacts": [person],
        "messages": [one],
    }
    entry = {"id": "555", "changes": [{"field": "messages", "value": content}]}
    return json.dumps({"object": "whatsapp_business_account", "entry": [entry]}).encode()


def as_telegram(said):
    name = {"message": "message", "edited": "edited_message"}.get(said.kind, said.kind)
    message = {
        "message_id": said.id,
        "chat": {"id": said.sender, "type": "private"},
        "from": {"id": said.sender, "first_name": "Budi"},
        "text": said.text,
        **said.extra,
    }
    message |= {"date": seconds(said)} if said.at else {}
    message |= {"reply_to_message": {"message_id": said.answers}} if said.answers else {}
    return json.dumps({"update_id": 7, name: message}).encode()


def as_x(said):
    data = {"text": said.text, **said.extra}
    event = {
        "type": "message_create",
        "id": said.id,
        "message_create": {"sender_id": said.sender, "message_data": data},
    }
    event |= {"created_timestamp": str(seconds(said) * 1000)} if said.at else {}
    name = {"message": "direct_message_events"}.get(said.kind, said.kind)
    return json.dumps({"for_user_id": "1029", name: [event]}).encode()


def with_hub(secret, body):
    return Received(body, {graph.HEADER: graph.signature(secret, body)})


def with_token(secret, body):
    return Received(body, {telegram.HEADER: secret})


def with_x_signature(secret, body):
    return Received(body, {x.HEADER: x.signature(secret, body)})


def own_of_whatsapp():
    content = json.loads(as_whatsapp(Said()))
    change = content["entry"][0]["changes"][0]
    change["field"], change["value"] = "smb_message_echoes", {"message_echoes": change["value"]["messages"]}
    return json.dumps(content).encode()


BOTH = frozenset({"edited", "deleted"})
MESSENGER_FILE = {"attachments": [{"type": "image", "payload": {"url": "https://scontent.xx.fbcdn.net/a.jpg?oh=1"}}]}
SECRET = {"secret": "rahasia-sekali"}
APP_SECRET = {"app_secret": "rahasia-aplikasi", "secret": "kata-uji"}


def as_sms(said):
    """As an HTTP gateway posts it. What an SMS cannot say (which message it answers) goes unsaid."""
    fields = {"from": said.sender, "text": said.text, "time": said.at.isoformat() if said.at else ""}
    if said.kind == "status":
        fields = {"id": said.id, "status": "delivered"}
    elif said.kind != "message":
        fields = {"text": said.text, "id": said.id}  # without a sender: nothing to be answered
    return json.dumps({**fields, "id": said.id, **said.extra}).encode()


def as_feed(said):
    """A feed of one item that is about the city; of a kind that is not known, one that says nothing."""
    words = escape("Keluhan di Kota Semarang: " + said.text).replace("\n", "<br>") if said.kind == "message" else ""
    at = f"<pubDate>{format_datetime(said.at)}</pubDate>" if said.at else ""
    link = (
        f"<link>https://suara.example/{said.id}</link>"
        if said.kind == "message"
        else f"<link>https://suara.example/</link><guid>{said.kind}</guid>"
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Suara'
        f" {said.sender}</title><item>{link}<description>{escape(words)}</description>{at}</item></channel></rss>"
    ).encode()


def with_body_signature(secret, body):
    return Received(body, {"x-signature": "sha256=" + hmac.new(secret.encode(), body, "sha256").hexdigest()})


SPOKEN = {
    "sms": Spoken(SmsChannel(), Account("uji", {"signed": "yes"}, SECRET), as_sms, with_body_signature, answered=None),
    "kiosk": Spoken(KioskChannel(), Account("uji", secrets=SECRET), as_line, with_seal),
    "webhook": Spoken(
        WebhookChannel(),
        Account("uji", secrets=SECRET),
        as_json,
        with_stamp,
        file={"media": [{"name": "a.jpg", "content": b64encode(photo()).decode()}]},
        can=BOTH,
    ),
    "facebook": Spoken(
        FacebookChannel(),
        Account("uji", secrets=APP_SECRET),
        as_messenger,
        with_hub,
        "app_secret",
        file=MESSENGER_FILE,
        can=BOTH,
        own=lambda: as_messenger(Said(extra={"is_echo": True})),
    ),
    "instagram": Spoken(
        InstagramChannel(),
        Account("uji", secrets=APP_SECRET),
        as_instagram,
        with_hub,
        "app_secret",
        file=MESSENGER_FILE,
        can=BOTH,
        own=lambda: as_instagram(Said(extra={"is_echo": True})),
    ),
    "whatsapp": Spoken(
        WhatsappChannel(),
        Account("uji", secrets=APP_SECRET),
        as_whatsapp,
        with_hub,
        "app_secret",
        file={"type": "image", "image": {"id": "4937", "mime_type": "image/jpeg"}},
        can=BOTH,
        own=own_of_whatsapp,
    ),
    "telegram": Spoken(
        TelegramChannel(),
        Account("uji", secrets=SECRET),
        as_telegram,
        with_token,
        answered=lambda said: f"{said.sender}:{said.answers}",
        signs_body=False,
        file={"photo": [{"file_id": "abc", "width": 90}]},
        can=frozenset({"edited"}),
        own=lambda: as_telegram(Said(extra={"from": {"id": 1, "is_bot": True}})),
    ),
    "x": Spoken(
        XChannel(),
        Account("uji", secrets={"consumer_secret": "rahasia-x"}),
        as_x,
        with_x_signature,
        "consumer_secret",
        answered=None,
        file={"attachment": {"media": {"media_url_https": "https://pbs.twimg.com/a.jpg"}}},
        own=lambda: as_x(Said(sender="1029")),
    ),
    "news": Spoken(NewsChannel(), Account("uji"), as_feed, without_signature, answered=None, kind="mention"),
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
