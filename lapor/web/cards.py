"""Reports of lists and pages as everybody reads them: the card, with whether somebody is late."""

from collections.abc import Sequence
from typing import Any

from lapor.core import clock
from lapor.presentation.story import card, public_state
from lapor.publish.models import PublicReport
from lapor.reports.models import Report
from lapor.reports.queries import late_among


def public_cards(rows: Sequence[PublicReport | Report], *, with_words: bool = True) -> list[dict[str, Any]]:
    """One query, for who is late, where there are rows of the public list: those know no deadline."""
    late = late_among([row.pk for row in rows if isinstance(row, PublicReport)])
    return [_card(row, _is_late(row) or row.pk in late, with_words=with_words) for row in rows]


def public_card(row: PublicReport | Report, *, with_words: bool = True) -> dict[str, Any]:
    [found] = public_cards([row], with_words=with_words)
    return found


def _card(row: PublicReport | Report, is_late: bool, *, with_words: bool) -> dict[str, Any]:
    return {
        **card(row, with_words=with_words),
        "state_label": public_state(row, is_late=is_late),
        "is_late": is_late,
    }


def _is_late(row: PublicReport | Report) -> bool:
    return isinstance(row, Report) and row.is_late(clock.now())
