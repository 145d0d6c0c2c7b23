"""The words of the history."""

from lapor.presentation.story import ACT_WORDS
from lapor.reports.workflow import TABLE


def test_every_act_has_its_line_in_the_history():
    """An approval stands there as the act that was approved."""
    assert {row.name for row in TABLE} - {"approve"} <= ACT_WORDS.keys()
