"""Published reports for the public pages."""

from tests.publish.conftest import make, village  # noqa: F401
