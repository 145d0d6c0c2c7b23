"""What is late now and by whom, how many reports are open, and how many were open at the end of each day.

Sums of rollups: their cost grows with days and offices, not with reports. Read by the public pages.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Q, Sum, Value

from lapor.agencies.models import Agency
from lapor.measure.models import DayCount, ScoreCount
from lapor.measure.scorecards import ENDED, Scorecard
from lapor.measure.scoring import AGENCY, LATE, LATE_CHECK


@dataclass(frozen=True)
class StandingNow:
    """Reports of the public list as they stand, whenever they were filed.

    `unanswered`: an office owes the answer, its deadline has passed and still runs; `unchecked`: the verification
    officers owe the check. `late_of`: the late ones of each other subject that has any; of an office without those that
    wait for the check, which it does not owe."""

    is_open: int
    unanswered: int
    unchecked: int
    late_of: Mapping[str, int] = field(default_factory=dict)

    @property
    def late(self) -> int:
        return self.unanswered + self.unchecked


def standing_now(root: Agency, subject: str, others: Iterable[str] = ()) -> StandingNow:
    """Of `subject`, and what is late of the `others`: one query."""
    others = list(others)
    wanted = Q(subject=subject, measure__in=["received", *ENDED, LATE, LATE_CHECK])
    if others:
        wanted |= Q(subject__in=others, measure__in=[LATE, LATE_CHECK])
    rows = ScoreCount.objects.filter(wanted, root=root, is_hidden=False).values("subject", "measure")
    found = {(row["subject"], row["measure"]): row["n"] for row in rows.annotate(n=Sum("reports"))}
    mine = Scorecard({measure: n for (of, measure), n in found.items() if of == subject})
    late_of: Counter[str] = Counter()
    for (of, measure), n in found.items():
        if of != subject and (measure == LATE or (measure == LATE_CHECK and not of.startswith(AGENCY))):
            late_of[of] += n
    return StandingNow(mine.open, mine[LATE], mine[LATE_CHECK], dict(+late_of))


def backlog_by_day(root: Agency, subject: str, *, first: date, last: date) -> list[tuple[date, int]]:
    """(day, reports that were open at its end), each day from `first` to `last`, which is today.

    One statement: how many are open and what each day changed are of the same moment, else a report filed between two
    readings would be taken off days before it. A report that was opened again counts as open since it was filed."""
    days = DayCount.objects.filter(root=root, subject=subject, day__gte=first).values_list("day", "measure", "reports")
    scores = ScoreCount.objects.filter(root=root, subject=subject, is_hidden=False, measure__in=["received", *ENDED])
    sums = scores.values("measure").annotate(day=Value(last), n=Sum("reports"))
    rows = days.union(sums.values_list("day", "measure", "n"), all=True)
    change: dict[date, int] = defaultdict(int)
    standing: Counter[str] = Counter()
    for day, measure, count in rows:
        if measure in {"filed", "closed"}:
            change[min(day, last)] += count if measure == "filed" else -count
        else:
            standing[measure] += count
    is_open = Scorecard(standing).open
    found = []
    for number in range((last - first).days + 1):
        day = last - timedelta(days=number)
        found.append((day, is_open))
        is_open -= change[day]
    return found[::-1]
