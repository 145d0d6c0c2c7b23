"""What overseers see of the draws: how far each is, what came of it, who still has to ask."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, F, Func, IntegerField

from lapor.agencies.models import Agency
from lapor.agencies.queries import zone_of
from lapor.casework.models import CallbackCase, CallbackDraw
from lapor.core import clock

MONTHS = 12


@dataclass(frozen=True)
class DrawProgress:
    """`reports`: how many could have been drawn. `outcomes`: how many by outcome; "" = still to be asked. `skipped`:
    how many by reason."""

    draw: CallbackDraw
    reports: int
    outcomes: dict[str, int]
    skipped: dict[str, int]

    @property
    def drawn(self) -> int:
        return sum(self.outcomes.values())

    @property
    def open(self) -> int:
        return self.outcomes.get("", 0)

    @property
    def seed_parts(self) -> list[str]:
        """The seed in pieces, between which a narrow page may break it."""
        return [self.draw.seed[begin : begin + 8] for begin in range(0, len(self.draw.seed), 8)]


def draws_of(root: Agency) -> list[DrawProgress]:
    """The newest first: two queries."""
    rows_of = Func(F("frame"), function="jsonb_array_length", output_field=IntegerField())
    found = CallbackDraw.objects.filter(root=root).select_related("drawn_by").defer("frame")
    draws = list(found.annotate(reports=rows_of))
    counted: dict[object, dict[str, int]] = {}
    rows = CallbackCase.objects.filter(draw__root=root).values("draw", "outcome").annotate(n=Count("pk"))
    for row in rows.order_by():
        counted.setdefault(row["draw"], {})[row["outcome"]] = row["n"]
    return [
        DrawProgress(one, one.reports, counted.get(one.pk, {}), dict(Counter(one.skipped.values()))) for one in draws
    ]


def open_cases(root: Agency) -> list[CallbackCase]:
    """Who still has to ask about what, the oldest first."""
    rows = (
        CallbackCase.objects.filter(draw__root=root, outcome="")
        .select_related("draw", "report", "officer__agency")
        .defer("draw__frame")
    )
    return list(rows.order_by(F("draw__month").asc(), "place")[:500])


def months_to_draw(root: Agency) -> list[date]:
    """Months that are over and were not drawn, the newest first."""
    today = clock.now().astimezone(zone_of(root)).date()
    drawn = set(CallbackDraw.objects.filter(root=root).values_list("month", flat=True))
    found, month = [], today.replace(day=1)
    for _time in range(MONTHS):
        month = (month - timedelta(days=1)).replace(day=1)
        found.append(month)
    return [one for one in found if one not in drawn]
