"""Looking a report up by what people typed."""

import pytest

from lapor.reports.queries import report_by_number


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["\x00", "12\x0034", "\ud800", "0000000000", ""])
def test_number_that_cannot_be_one_finds_nothing(text):
    assert report_by_number(text) is None
