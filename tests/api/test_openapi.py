"""What programs rely on changes only where somebody saw it."""

from tests.api.openapi import FILE, described_now


def test_the_committed_description_is_that_of_the_code():
    assert FILE.read_text(encoding="utf-8") == described_now(), (
        "make openapi, and say in CHANGELOG.md what changes for programs"
    )
