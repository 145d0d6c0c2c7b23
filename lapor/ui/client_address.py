"""From which address a request comes. Only rate limits use it, as a keyed hash; no address is kept.

Of IPv6 the network of 64 bits counts: who is given one address is given all of these.
"""

import ipaddress
from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest

NETWORK_BITS = 64
MOST_HOPS = 5


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
    """The nearest that is no proxy of ours; behind several, the one that the first of them names."""
    peer = str(request.META.get("REMOTE_ADDR") or "127.0.0.1")
    if not is_trusted_proxy(peer):
        return peer
    for hop in reversed(request.headers.get("X-Forwarded-For", "").split(",")[-MOST_HOPS:]):
        try:
            peer = str(ipaddress.ip_address(hop.strip()))
        except ValueError:
            return peer
        if not is_trusted_proxy(peer):
            return peer
    return peer


def is_trusted_proxy(address: str) -> bool:
    """Whether LAPOR_TRUSTED_PROXIES names it, or a network that it lies in."""
    return _lies_in(address, tuple(settings.TRUSTED_PROXIES))


@lru_cache(maxsize=1024)
def _lies_in(address: str, networks: tuple[str, ...]) -> bool:
    try:
        found = ipaddress.ip_address(address)
        return any(found in ipaddress.ip_network(network, strict=False) for network in networks)
    except ValueError:
        return address in networks  # a socket of this machine
