"""What an agency answered to reports of the same matter, where the reporters confirmed that it was solved: for the
officer who writes the next answer. Called by the console with the form of the answer.

Only what everybody may read: published answers of published reports."""

from dataclasses import dataclass
from uuid import UUID

from lapor.core.text import fold
from lapor.reports.models import Entry, Report
from lapor.reports.models.queue import FIRST_CLOSED
from lapor.reports.publication import shown_text
from lapor.reports.vocabulary import ActName, Publication, State, Visibility
from lapor.triage.likeness import alike_in_matter, matter_of

SHOWN = 3
NEWEST = 500  # closed reports of the category that are looked through
LOOKED_AT = 100  # confirmed ones of the agency among them, whose words are compared
READ = 10  # the most alike, whose answers are read
LEAST_ALIKE = 0.25  # below it two reports hardly say the same; set by hand on invented reports


@dataclass(frozen=True)
class EarlierAnswer:
    """`id`: of its entry. `number`: tracking number of the report it was given on."""

    id: UUID
    number: str
    text: str


def earlier_answers(report: Report) -> list[EarlierAnswer]:
    """At most SHOWN, of the most alike reports first, no two in the same words.

    Three queries at most: the newest closed ones of the category along the index report_by_category, those of them
    that count, their answers."""
    if report.agency_id is None or report.category_id is None or report.is_protected:
        return []
    alike = _most_alike(report)
    rows = Entry.objects.filter(report__in=alike, act=ActName.ANSWER).order_by("at", "id") if alike else []
    last = {entry.report_id: entry for entry in rows}
    found: dict[str, EarlierAnswer] = {}
    for other in alike:
        text = shown_text(last[other.pk], other) if other.pk in last else ""
        if text:
            found.setdefault(fold(text), EarlierAnswer(last[other.pk].pk, other.tracking_id, text))
    return list(found.values())[:SHOWN]


def _most_alike(report: Report) -> list[Report]:
    """Confirmed by their reporters, of the same category and agency; the most alike first."""
    closed = Report.objects.filter(category=report.category_id, queue_key__gte=FIRST_CLOSED)
    newest = list(closed.order_by("queue_key", "id").values_list("pk", flat=True)[:NEWEST])
    rows = Report.objects.filter(
        pk__in=newest,
        state=State.RESOLVED,
        agency=report.agency_id,
        is_imported=False,
        is_protected=False,
        visibility=Visibility.PUBLIC,
        publication=Publication.PUBLISHED,
    ).only("tracking_id", "title", "text", "publication", "public_from", "is_protected", "visibility")
    mine = matter_of(f"{report.title}\n{report.text}")
    scored = [
        (alike_in_matter(mine, matter_of(f"{other.title}\n{other.text}")), other)
        for other in rows.exclude(pk=report.pk).order_by("queue_key", "id")[:LOOKED_AT]
    ]
    alike = [(score, other) for score, other in scored if score >= LEAST_ALIKE]
    alike.sort(key=lambda pair: -pair[0])  # of equal ones the newest first
    return [other for _score, other in alike[:READ]]
