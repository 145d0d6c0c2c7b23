"""A running stand-in, and the account that takes it for its platform."""

import pytest

from lapor.channels.base import Account
from tests.channels.stand_in import SECRETS, SETTINGS, StandIn


@pytest.fixture
def platform():
    server = StandIn()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def account(platform):
    return Account(
        "kota", settings={**SETTINGS, "api_url": f"http://127.0.0.1:{platform.server_port}"}, secrets=SECRETS
    )
