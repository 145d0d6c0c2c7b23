"""The words of the history."""

from lapor.presentation.acts import (
    FORM_LABELS,
    TIMELINE,
    TIMELINE_WITHOUT_OFFICERS_WORDS,
    TIMELINE_WITHOUT_OTHER_REPORT,
)
from lapor.presentation.reporter_messages import WORDS
from lapor.reports.workflow.table import TABLE


def test_every_act_has_its_line_in_the_history():
    """An approval stands there as the act that was approved."""
    assert {row.name for row in TABLE} - {"approve"} <= TIMELINE.keys()


def test_no_words_are_kept_for_an_act_that_is_gone():
    acts = {row.name for row in TABLE}
    beside = {"propose"}  # not in the table: each act that needs an approval is proposed
    for words in (FORM_LABELS, TIMELINE, TIMELINE_WITHOUT_OFFICERS_WORDS, TIMELINE_WITHOUT_OTHER_REPORT, WORDS):
        assert words.keys() - acts - beside == set()
