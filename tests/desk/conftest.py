"""A desk officer and their browser."""

import pytest
from django.test import Client

from lapor.agencies.actions import create_officer
from lapor.agencies.models import Agency
from lapor.agencies.roles import Role


@pytest.fixture
def desk_officer(root):
    agency = Agency.objects.get(code="diskominfo")
    return create_officer(
        username="lutfi", password="Rahasia-2026-x", name="Lutfi", agency=agency, role=Role.DESK_OFFICER
    )


@pytest.fixture
def desk(desk_officer):
    return browser_of(desk_officer)


def browser_of(officer):
    client = Client()
    client.force_login(officer, backend="lapor.agencies.officers.backend.OfficerBackend")
    return client
