"""Which address counts: a visitor cannot choose it, networks of proxies are named once, behind two of them the visitor
is still told from others."""

import pytest
from django.test import RequestFactory

from lapor.ui.client_address import client_address, is_trusted_proxy

NETS = ["10.0.0.0/8", "127.0.0.1", "fd00::/8"]


@pytest.mark.parametrize(
    ("peer", "forwarded", "counted"),
    [
        ("203.0.113.9", "1.2.3.4", "203.0.113.9"),  # no proxy of ours: what it says is nothing
        ("10.1.2.3", "203.0.113.9", "203.0.113.9"),
        ("10.1.2.3", "6.6.6.6, 203.0.113.9", "203.0.113.9"),  # what the visitor sent stands before it
        ("10.1.2.3", "6.6.6.6, 203.0.113.9, 10.9.9.9", "203.0.113.9"),  # a network of delivery and nginx
        ("10.1.2.3", "", "10.1.2.3"),
        ("10.1.2.3", "nonsense", "10.1.2.3"),
        ("10.1.2.3", "10.0.0.1, 10.0.0.2", "10.0.0.1"),
        ("fd00::1", "2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
        ("127.0.0.1", ",".join(["10.0.0.1"] * 99), "10.0.0.1"),
    ],
)
def test_counted_address(settings, peer, forwarded, counted):
    settings.TRUSTED_PROXIES = NETS
    request = RequestFactory().get("/", REMOTE_ADDR=peer, headers={"X-Forwarded-For": forwarded})
    assert client_address(request) == counted


def test_proxy_is_an_address_a_network_or_a_socket(settings):
    settings.TRUSTED_PROXIES = [*NETS, "unix"]
    assert [is_trusted_proxy(name) for name in ("10.255.0.1", "11.0.0.1", "127.0.0.2", "unix", "", "fd12::9")] == [
        True,
        False,
        False,
        True,
        False,
        True,
    ]
