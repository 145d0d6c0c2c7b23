"""/statistik/angka.csv: every scorecard of a period, a line each."""

import csv
from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from lapor.agencies.current import current_jurisdiction
from lapor.agencies.models import Agency, Area, Category
from lapor.agencies.queries import agencies_in
from lapor.measure import scorecards
from lapor.measure.backlog import standing_now
from lapor.measure.scorecards import Scorecard
from lapor.measure.scoring import CITY, STAGES, agency_subject, area_subject, category_subject, channel_subject
from lapor.reports.vocabulary import channel_choices
from lapor.web.views.statistics import COUNTS, chosen_period

EVIDENCE = ("evidence", "evidence_in_app", "evidence_questioned")  # empty below EVIDENCE_FROM
ASKED = ("asked_solved", "asked_partly", "asked_not_solved", "asked_not_reached", "asked_declined", "asked_unconfirmed")
SPANS = tuple(f"{stage}_{part}" for stage in STAGES for part in ("reports", "median_days", "p90_days"))
LINE = ("subject", "code", "name", "period_first", "period_last")
HEADER = (*LINE, *COUNTS, "open", "late_now", *SPANS, "ratings", "mean_rating", *EVIDENCE, *ASKED)


@require_safe
def csv_view(request: HttpRequest) -> HttpResponse:
    """UTF-8 with a mark at the start, so that spreadsheets read it. `late_now` is of today, whenever the reports were
    filed; all else of those filed in the period."""
    root = current_jurisdiction(request)
    period, first, last, _label = chosen_period(request)
    subjects = dict(_subjects(root))
    cards = scorecards.cards_of(root, subjects, first=first, last=last)
    now = standing_now(root, CITY, [subject for subject in subjects if subject != CITY])
    late = {CITY: now.late, **now.late_of}
    hidden = scorecards.hidden_received(root, first=first, last=last)
    lines = [(subjects[CITY], cards.get(CITY, Scorecard()), late[CITY])]
    lines += [
        (subjects[subject], cards[subject], late.get(subject, 0))
        for subject in subjects
        if subject != CITY and subject in cards and (cards[subject]["received"] or cards[subject]["returned"])
    ]
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="statistik-{period}-{last.isoformat()}.csv"'
    writer = csv.writer(response)
    writer.writerow(HEADER)
    for line, card, count in lines:
        writer.writerow([*line, first.isoformat(), last.isoformat(), *_values(card, count)])
    # of what is confidential it is counted that it came, and nothing else
    period_days = {"period_first": first.isoformat(), "period_last": last.isoformat()}
    told = {"subject": "hidden", "code": "hidden", "name": root.name, **period_days, "received": hidden}
    writer.writerow([told.get(name, "") for name in HEADER])
    return response


def _subjects(root: Agency) -> Iterator[tuple[str, tuple[str, str, str]]]:
    """(subject, (kind, code, name)) of all that has a line."""
    yield CITY, ("city", "", root.name)
    for agency in agencies_in(root):
        yield agency_subject(agency.pk), ("agency", agency.code, agency.name)
    for area in Area.objects.filter(root=root, level__in=["district", "village"]).only("code", "name", "level"):
        yield area_subject(area.pk), (area.level, area.pk, area.name)
    for category in Category.objects.filter(root=root):
        yield category_subject(category.pk), ("category", category.code, category.name)
    for name, label in channel_choices():
        yield channel_subject(name), ("channel", name, label)


def _values(card: Scorecard, late: int) -> list[object]:
    """Of categories and channels no days, ratings, photos or calls are counted: empty there."""
    stages = {stage.name: (stage.reports, stage.median, stage.ninetieth) for stage in card.stages}
    days = [value for name in STAGES for value in stages.get(name, (0, "", ""))]
    mean = str(card.satisfaction) if card.satisfaction is not None else ""
    counts = [card[measure] for measure in COUNTS]
    evidence = [card[measure] if card.evidence_share is not None else "" for measure in EVIDENCE]
    asked = [card[measure] if card.asked else "" for measure in ASKED]
    return [*counts, card.open, late, *days, card.rated, mean, *evidence, *asked]
