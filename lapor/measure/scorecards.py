"""Scorecards of the city, an agency or an area, and agencies or areas beside each other.

Sums of rollups by month: their cost does not grow with the reports. Who has few reports is shown, but not ranked:
chance would decide.

Every figure is of reports that the public list holds. The others are counted for the whole city alone
(`hidden_received`).
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import QuerySet, Sum

from lapor.agencies.models import Agency
from lapor.measure.models import ScoreCount
from lapor.measure.scoring import CITY, LONGEST, STAGES, agency_subject, area_subject

HIDDEN_FROM = (
    5  # fewer confidential and protected reports of a month than this are in no figure: nobody can be guessed from it
)
RANKED_FROM = 30  # reports that were due: below that the share answered in time is chance
ASKED_FROM = 30  # people of a call-back who said whether it is solved: below that nothing is said of it
RATED_FROM = 10  # ratings: below that no mean is shown
EVIDENCE_FROM = 30  # answers with photos of the result: below that the share taken in the app is not public
ENDED = ("confirmed", "unconfirmed", "unreachable", "archived", "merged", "referred")


@dataclass(frozen=True)
class Stage:
    """How long a stage took, in working days: half were done in `median`, nine of ten in `ninetieth`, of `reports` that
    ended it."""

    name: str
    reports: int
    median: int
    ninetieth: int

    @property
    def is_capped(self) -> bool:
        return self.ninetieth >= LONGEST


@dataclass(frozen=True)
class Scorecard:
    """Of the reports filed in a period: what has become of them until now.

    Counts are of reports; `returned` of times."""

    counts: Mapping[str, int] = field(default_factory=dict)
    stages: tuple[Stage, ...] = ()
    ratings: Mapping[int, int] = field(default_factory=dict)

    def __getitem__(self, name: str) -> int:
        """A count, 0 where there is none.

        Raises KeyError for what is worked out from counts: templates ask here first, and then for that."""
        if hasattr(type(self), name):
            raise KeyError(name)
        return self.counts.get(name, 0)

    def counts_in_words(self) -> dict[str, int]:
        return {name: self[name] for name in ("received", "answered", "due", "in_time")}

    @property
    def open(self) -> int:
        return self["received"] - sum(self[name] for name in ENDED)

    @property
    def in_time_share(self) -> int | None:
        """Per cent of what was due, late unanswered ones included, rounded down; None where nothing was due."""
        return self["in_time"] * 100 // self["due"] if self["due"] else None

    @property
    def closed(self) -> int:
        """What ended by itself: not what was merged into another report."""
        return sum(self[name] for name in ENDED if name != "merged")

    @property
    def confirmed_share(self) -> int | None:
        """Per cent of the closed ones whose reporter confirmed that it is solved, rounded down."""
        return self["confirmed"] * 100 // self.closed if self.closed else None

    @property
    def repeated_share(self) -> int | None:
        """Per cent of the answers that had gone out word for word before, rounded down; None without an answer."""
        return self["repeated"] * 100 // self["answered"] if self["answered"] else None

    @property
    def evidence_share(self) -> int | None:
        """Per cent of the answers with photos of the result whose photos were all taken in the app, rounded down; None
        below EVIDENCE_FROM of them."""
        shown = self["evidence"]
        return self["evidence_in_app"] * 100 // shown if shown >= EVIDENCE_FROM else None

    @property
    def asked(self) -> int | None:
        """Whom the call-back asked and who said something; None below 30: then neither this nor what they said is
        told."""
        said = sum(self[f"asked_{result}"] for result in ("solved", "partly", "not_solved"))
        return said if said >= ASKED_FROM else None

    @property
    def asked_counts(self) -> dict[str, int]:
        """What came of the call-back, by CallResult, and `unconfirmed`: solved, of reports that nobody confirmed; empty
        below 30."""
        names = ("solved", "partly", "not_solved", "not_reached", "declined", "unconfirmed")
        return {name: self[f"asked_{name}"] for name in names} if self.asked else {}

    @property
    def asked_solved_share(self) -> int | None:
        """Per cent of those asked who said that it is solved, rounded down."""
        return self["asked_solved"] * 100 // self.asked if self.asked else None

    @property
    def is_ranked(self) -> bool:
        return self["due"] >= RANKED_FROM

    @property
    def rated(self) -> int:
        return sum(self.ratings.values())

    @property
    def satisfaction(self) -> Decimal | None:
        """The mean rating to one digit, rounded half up, the same wherever it is shown; None below ten ratings."""
        if self.rated < RATED_FROM:
            return None
        mean = Decimal(sum(rating * count for rating, count in self.ratings.items())) / self.rated
        return mean.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)

    @property
    def median_of_answers(self) -> int | None:
        return next((stage.median for stage in self.stages if stage.name == "answer"), None)


def card_of(rows: Iterable[Mapping[str, Any]]) -> Scorecard:
    """Of rows with `measure` and `n`."""
    counts: Counter[str] = Counter()
    spread: dict[str, Counter[int]] = defaultdict(Counter)
    for row in rows:
        name, _colon, number = row["measure"].partition(":")
        if number:
            spread[name][int(number)] += row["n"]
        else:
            counts[name] += row["n"]
    stages = tuple(stage for name in STAGES if (stage := _stage(name, spread[name])) is not None)
    return Scorecard(counts, stages, dict(spread["rating"]))


def _stage(name: str, days: "Counter[int]") -> Stage | None:
    total = sum(days.values())
    return Stage(name, total, percentile(days, 50), percentile(days, 90)) if total else None


def percentile(days: Mapping[int, int], per_cent: int) -> int:
    """The smallest number of days within which so many of a hundred were done (nearest rank).

    `days`: how many by days."""
    wanted, done = -(-sum(days.values()) * per_cent // 100), 0
    for count in sorted(days):
        done += days[count]
        if done >= wanted:
            return count
    raise ValueError("nothing was done")


def scorecard(root: Agency, subject: str, *, first: date, last: date) -> Scorecard:
    """One query. `first` and `last` name months: their days do not matter."""
    return card_of(_rows(root, first, last).filter(subject=subject).values("measure").annotate(n=Sum("reports")))


def _rows(root: Agency, first: date, last: date) -> QuerySet[ScoreCount]:
    """Of reports that stand in the public list: a figure with others in it would give their number away, less the
    list."""
    return ScoreCount.objects.filter(root=root, month__gte=first.replace(day=1), month__lte=last, is_hidden=False)


def hidden_received(root: Agency, *, first: date, last: date) -> int:
    """How many confidential and protected reports the city got: in months that are over and had at least five of them,
    each month alone, so that no two periods differ by fewer. One query."""
    rows = ScoreCount.objects.filter(
        root=root, subject=CITY, measure="received", is_hidden=True, reports__gte=HIDDEN_FROM
    )
    found = rows.filter(month__gte=first.replace(day=1), month__lt=last.replace(day=1)).aggregate(n=Sum("reports"))
    return found["n"] or 0


def city_card(root: Agency, *, first: date, last: date) -> Scorecard:
    return scorecard(root, CITY, first=first, last=last)


def agency_card(root: Agency, agency: Agency, *, first: date, last: date) -> Scorecard:
    return scorecard(root, agency_subject(agency.pk), first=first, last=last)


def area_card(root: Agency, code: str, *, first: date, last: date) -> Scorecard:
    return scorecard(root, area_subject(code), first=first, last=last)


def cards_of(root: Agency, subjects: Iterable[str], *, first: date, last: date) -> dict[str, Scorecard]:
    """Of whatever subjects, by subject, those that have any figure: one query."""
    return _cards(root, {subject: subject for subject in subjects}, first, last)


def cards_of_areas(root: Agency, codes: Iterable[str], *, first: date, last: date) -> dict[str, Scorecard]:
    found = _cards(root, {area_subject(code): code for code in codes}, first, last)
    return {code: card for code, card in found.items() if card["received"]}


def _cards(root: Agency, subjects: Mapping[str, Any], first: date, last: date) -> dict[Any, Scorecard]:
    rows = _rows(root, first, last).filter(subject__in=list(subjects))
    grouped: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows.values("subject", "measure").annotate(n=Sum("reports")):
        grouped[row["subject"]].append(row)
    return {subjects[subject]: card_of(found) for subject, found in grouped.items()}


def ranked(cards: Mapping[Any, Scorecard]) -> tuple[list[tuple[Any, Scorecard]], list[tuple[Any, Scorecard]]]:
    """(ranked by the share answered in time of what was due, the best first; too few to be ranked, the most reports
    first)."""
    best = [(key, card) for key, card in cards.items() if card.is_ranked]
    few = [(key, card) for key, card in cards.items() if not card.is_ranked]
    best.sort(key=lambda pair: (-(pair[1].in_time_share or 0), pair[1].median_of_answers or 0, -pair[1]["received"]))
    few.sort(key=lambda pair: -pair[1]["received"])
    return best, few


def by_month(root: Agency, subject: str, *, first: date, last: date) -> list[tuple[date, Scorecard]]:
    """Month by month, the oldest first: one query."""
    rows = _rows(root, first, last).filter(subject=subject)
    grouped: dict[date, list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows.values("month", "measure").annotate(n=Sum("reports")).order_by("month"):
        grouped[row["month"]].append(row)
    return [(month, card_of(found)) for month, found in grouped.items()]
