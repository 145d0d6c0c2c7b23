"""Notices on a device by Web Push: encrypted for its browser (RFC 8291), signed by the installation's VAPID key (RFC
8292), sent to the browser's push service (RFC 8030). Nothing comes in this way."""

import base64
import binascii
import json
from typing import Any
from urllib.parse import urlsplit

import http_ece
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from py_vapid import Vapid02

from lapor.channels.base import Account, NeedsOperator, NoSuchAddress, Outbound, Permanent, Retry, SendError, Setting
from lapor.channels.calls import (
    FORBIDDEN,
    GONE,
    MULTIPLE,
    NOT_FOUND,
    OK,
    SERVER_ERROR,
    TOO_MANY,
    UNAUTHORIZED,
    retry_after,
)
from lapor.core import http

# of the browsers that people have
SERVICES = (
    "googleapis.com",
    "push.services.mozilla.com",
    "push.apple.com",
    "notify.windows.com",
)
CONTACT = Setting("contact")  # whom a push service writes to where something is wrong with us
OTHER_SERVICES = Setting("services")  # hosts besides these, with spaces between
KEY = Setting("key", is_secret=True)
DAYS_KEPT = 3  # a telephone that is off for longer learns it from the page
LONGEST_TEXT = 300  # characters
LONGEST_SUBSCRIPTION = 2000
_SECONDS = 15.0
_POINT, _SECRET = 65, 16  # bytes of the browser's public key on P-256 and of its secret (RFC 8291, section 2)
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # of P-256


class NoSubscription(ValueError):
    """This is nothing that a browser gave for a push service we call."""


def read_subscription(text: str, services: tuple[str, ...] = ()) -> dict[str, Any]:
    """Endpoint and keys of a PushSubscription as JSON.

    `services`: hosts besides the known ones; one with a scheme is an origin on this very machine. Raises
    NoSubscription."""
    try:
        found: Any = json.loads(text) if len(text) <= LONGEST_SUBSCRIPTION else None
        endpoint, keys = str(found["endpoint"]), found["keys"]
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), _bytes(keys["p256dh"]))
        is_whole = len(_bytes(keys["p256dh"])) == _POINT and len(_bytes(keys["auth"])) == _SECRET
        scheme, host, _port = http.origin(endpoint)
    except (ValueError, TypeError, KeyError, binascii.Error, http.Refused) as error:
        raise NoSubscription("no subscription") from error
    names = (*SERVICES, *(name for name in services if "://" not in name))
    is_known = scheme == "https" and any(host == name or host.endswith(f".{name}") for name in names)
    if not is_whole or not (is_known or _trusted(endpoint, services)):
        raise NoSubscription("a push service that is not known")
    return {"endpoint": endpoint, "keys": {"p256dh": keys["p256dh"], "auth": keys["auth"]}}


def _trusted(endpoint: str, services: tuple[str, ...]) -> str:
    """The stand-in on this machine that the endpoint belongs to; "" for none."""
    return next(
        (
            name
            for name in services
            if "://" in name and http.is_loopback(name) and http.origin(name) == http.origin(endpoint)
        ),
        "",
    )


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def private_key(secret: str) -> ec.EllipticCurvePrivateKey:
    """The VAPID key, drawn from a secret of the installation that never changes: browsers bind their subscriptions to
    it."""
    drawn = HKDF(hashes.SHA256(), 48, None, b"lapor web push").derive(secret.encode())
    return ec.derive_private_key(int.from_bytes(drawn) % (_ORDER - 1) + 1, ec.SECP256R1())


def public_key(secret: str) -> str:
    """As browsers take it: the uncompressed point in URL-safe base64."""
    point = (
        private_key(secret)
        .public_key()
        .public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)
    )
    return base64.urlsafe_b64encode(point).decode().rstrip("=")


class PushSender:
    """`to` of a message is a subscription as the browser gave it.

    The account's secret is the key's, its settings name mail and services."""

    def send(self, account: Account, message: Outbound) -> str:
        """Gives the service's address of the notice. Raises Retry, Permanent, NoSuchAddress, NeedsOperator."""
        services = tuple(OTHER_SERVICES.of(account).split())
        try:
            subscription = read_subscription(message.to, services)
        except NoSubscription as error:
            raise NoSuchAddress(str(error)) from error
        endpoint = subscription["endpoint"]
        headers = {
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
            "TTL": str(DAYS_KEPT * 86_400),
            **_signature(account, endpoint),
        }
        try:
            answer = http.request(
                "POST",
                endpoint,
                body=sealed(subscription, payload(message)),
                headers=headers,
                trusted=_trusted(endpoint, services),
                seconds=_SECONDS,
            )
        except http.Refused as error:
            raise Permanent(f"the push service must not be called: {error}") from error
        except http.Failed as error:
            raise Retry(f"no conversation with the push service: {error}") from error
        if not OK <= answer.status < MULTIPLE:
            raise _error(answer)
        return urlsplit(answer.headers.get("location", "")).path


def payload(message: Outbound) -> bytes:
    """What the service worker reads (frontend/scripts/app/push.js)."""
    said = {
        "title": message.subject,
        "body": message.text[:LONGEST_TEXT],
        "url": message.headers.get("opens", "/"),
        "tag": message.id,
    }
    return json.dumps(said, ensure_ascii=False).encode()


def sealed(subscription: dict[str, Any], content: bytes) -> bytes:
    keys = subscription["keys"]
    sender = ec.generate_private_key(ec.SECP256R1())
    found: bytes = http_ece.encrypt(
        content, private_key=sender, dh=_bytes(keys["p256dh"]), auth_secret=_bytes(keys["auth"]), version="aes128gcm"
    )
    return found


def _signature(account: Account, endpoint: str) -> dict[str, str]:
    parts = urlsplit(endpoint)
    signed: dict[str, str] = Vapid02(private_key(KEY.required(account))).sign(
        {"aud": f"{parts.scheme}://{parts.netloc}", "sub": CONTACT.required(account)}
    )
    return signed


def _error(answer: http.Answer) -> SendError:
    text = f"the push service answered {answer.status}"
    if answer.status in {NOT_FOUND, GONE}:
        return NoSuchAddress(f"{text}: the device does not want it any more")
    if answer.status == TOO_MANY:
        return Retry(text, after=retry_after(answer.headers), is_limit=True)
    if answer.status >= SERVER_ERROR:
        return Retry(text, after=retry_after(answer.headers))
    return (
        NeedsOperator(f"{text}: it refuses our key") if answer.status in {UNAUTHORIZED, FORBIDDEN} else Permanent(text)
    )
