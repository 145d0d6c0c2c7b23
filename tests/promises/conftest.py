"""Officers of every role, as the tests of acts have them."""

from tests.reports.conftest import people

__all__ = ["people"]
