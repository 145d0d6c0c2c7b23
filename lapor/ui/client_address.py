"""From which address a request comes. Only rate limits use it, as a keyed hash; no address is kept."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """The peer's address, or the last one a trusted proxy names in X-Forwarded-For."""
    peer = str(request.META.get("REMOTE_ADDR") or "127.0.0.1")
    if peer not in settings.TRUSTED_PROXIES:
        return peer
    forwarded = request.headers.get("X-Forwarded-For", "").split(",")[-1].strip()
    try:
        return str(ipaddress.ip_address(forwarded))
    except ValueError:
        return peer
