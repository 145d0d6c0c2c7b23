"""From which address a request comes. Only rate limits use it, as a keyed hash; no address is kept.

Of IPv6 the network of 64 bits counts: who is given one address is given all of these.
"""

import ipaddress

from django.conf import settings
from django.http import HttpRequest

NETWORK_BITS = 64


def client_address(request: HttpRequest) -> str:
    """The peer's address, or the last one a trusted proxy names in X-Forwarded-For; of IPv6 its /64."""
    return _counted(_address(request))


def _counted(text: str) -> str:
    try:
        address = ipaddress.ip_address(text)
    except ValueError:  # a socket of this machine
        return text
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(ipaddress.ip_network((address, NETWORK_BITS), strict=False))


def _address(request: HttpRequest) -> str:
    peer = str(request.META.get("REMOTE_ADDR") or "127.0.0.1")
    if peer not in settings.TRUSTED_PROXIES:
        return peer
    forwarded = request.headers.get("X-Forwarded-For", "").split(",")[-1].strip()
    try:
        return str(ipaddress.ip_address(forwarded))
    except ValueError:
        return peer
