"""The invented reports of duplicate_clusters.txt, in a database and as pairs of what was found and what is true."""

import random
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from lapor.agencies.models import Area, Category
from lapor.core import clock
from lapor.core.geometry import METRES_A_DEGREE, degrees_east, metres_between
from lapor.reports.models import Report
from lapor.triage.duplicates import similar_reports
from tests.reports.conftest import new_report

FILE = Path(__file__).with_name("duplicate_clusters.txt")
MIDDLE = (-7.03, 110.37)
PIN_ERROR = 8.0  # metres, standard deviation to each side: a phone under an open sky
TUNING, MEASURED = "ab", "c"


@dataclass(frozen=True)
class InventedReport:
    """One invented report. `matter`: number of its block."""

    matter: int
    category: str
    east: float
    north: float
    day: int
    flags: str
    words: str


@dataclass(frozen=True)
class Figures:
    """`precision`: of the reports shown as the most alike, which share is of the same matter; `shown_precision`: of all
    that are shown. `recall`: of the reports that have another of the same matter, which share has one of these shown
    first; `any_recall`: shown at all."""

    precision: float
    shown_precision: float
    recall: float
    any_recall: float


def lines_of(halves):
    found, matter, head = [], 0, []
    for line in FILE.read_text().splitlines():
        if line.startswith("= "):
            matter, head = matter + 1, line.split()[1:]
        elif not line.startswith("#") and head[0] in halves:
            facts, words = line.split(" | ")
            day, flags = facts.split()
            flags, _, chosen = flags.partition("=")
            found.append(
                InventedReport(matter, chosen or head[1], float(head[2]), float(head[3]), int(day), flags, words)
            )
    return found


def file_all(root, lines, *, seed=1):
    """Each line a report; which matter it is of, by id."""
    at_random, start = random.Random(seed), clock.now() - timedelta(days=20)  # noqa: S311 - no secret
    categories = {category.code: category for category in Category.objects.filter(root=root)}
    villages = list(Area.objects.filter(root=root, level="village"))
    matters = {}
    for line in lines:
        latitude = MIDDLE[0] + (line.north + at_random.gauss(0, PIN_ERROR)) / METRES_A_DEGREE
        longitude = MIDDLE[1] + degrees_east(line.east + at_random.gauss(0, PIN_ERROR), MIDDLE[0])
        village = min(villages, key=lambda area: metres_between((latitude, longitude), (area.latitude, area.longitude)))
        place = {"latitude": latitude, "longitude": longitude} if "p" in line.flags else {}
        with clock.at(start + timedelta(days=line.day)):
            report = new_report(root, line.words)
        area = None if "-" in line.flags or line.flags == "c" else village
        Report.objects.filter(pk=report.pk).update(
            area=area, category=categories[line.category] if "c" in line.flags else None, **place
        )
        matters[report.pk] = line.matter
    return matters


def measured(matters, officer):
    """Figures of all these reports, and the pairs that were wrong, in words."""
    firsts, shown, with_other, found_first, found_any, wrong = [], [], 0, 0, 0, []
    counts = {matter: list(matters.values()).count(matter) for matter in matters.values()}
    for report in Report.objects.filter(pk__in=matters).select_related("root", "category", "area", "agency"):
        found = similar_reports(report, officer)
        is_right = [matters.get(one.report.pk) == matters[report.pk] for one in found]
        firsts += is_right[:1]
        shown += is_right
        if counts[matters[report.pk]] > 1:
            with_other += 1
            found_first += is_right[:1] == [True]
            found_any += any(is_right)
            if not any(is_right):
                wrong.append(f"MISSED {report.text}")
        wrong += [
            f"WRONG {one.score:.2f} {one.metres} {report.text} <> {one.report.text} {one.words}"
            for one, right in zip(found, is_right, strict=True)
            if not right
        ]
    figures = Figures(
        precision=sum(firsts) / max(1, len(firsts)),
        shown_precision=sum(shown) / max(1, len(shown)),
        recall=found_first / with_other,
        any_recall=found_any / with_other,
    )
    return figures, wrong
