"""The figures that pages lead with: what is late now and with whom, what was answered in time of all that was due, what
its reporter confirmed of all that was closed. Each with its denominator, which no page hides."""

from typing import Any

from django.utils.translation import gettext as _

from lapor.measure.backlog import StandingNow
from lapor.measure.scorecards import Scorecard


def lead_figures(card: Scorecard, now: StandingNow, before: Scorecard | None = None) -> list[dict[str, Any]]:
    """`card`: of the period that the page shows; `before`: of the one before it, where there is one."""
    return [
        {
            "id": "late-now",
            "label": _("Late now"),
            "value": now.late,
            "note": _("of %(all)s that are open") % {"all": now.is_open},
            "before": "",
            "is_bad": now.late > 0,
        },
        {
            "id": "in-time",
            "label": _("Answered in time"),
            "value": percent(card.in_time_share),
            "note": _("%(part)s of %(all)s answered or past their deadline")
            % {"part": card["in_time"], "all": card["due"]},
            "before": _before(before.in_time_share if before else None),
            "is_bad": False,
        },
        {
            "id": "confirmed",
            "label": _("Confirmed solved"),
            "value": percent(card.confirmed_share),
            "note": _("%(part)s of %(all)s that were closed") % {"part": card["confirmed"], "all": card.closed},
            "before": _before(before.confirmed_share if before else None),
            "is_bad": False,
        },
    ]


def percent(share: int | None) -> str:
    return "–" if share is None else f"{share}%"


def _before(share: int | None) -> str:
    return "" if share is None else _("before: %(share)s") % {"share": percent(share)}
