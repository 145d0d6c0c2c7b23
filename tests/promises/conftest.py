"""Officers of every role, as the tests of acts have them."""

import pytest

from tests.reports.conftest import people

__all__ = ["people"]


@pytest.fixture
def everyone(people):
    for officer in people.values():
        officer.email = f"{officer.username}@kota.example"
        officer.save(update_fields=["email"])
    return people
