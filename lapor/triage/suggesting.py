"""Suggests category and agency for a report that was filed, and keeps what the office chose instead.

Called by its consumer, in the worker. What was learned speaks where there is something (lapor/suggest/), else the
preset's words; where neither is sure nothing is suggested. A protected report gets no suggestion."""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import UUID

from lapor.agencies.models import Agency, Category
from lapor.agencies.queries import active_categories, agencies_in, default_agency
from lapor.core import clock
from lapor.intake.understanding.suggesting import guess_category, speaking_words
from lapor.ledger.cursors import Consumer
from lapor.ledger.models import Event
from lapor.reports.models import Report
from lapor.reports.routing import ReportRoutes
from lapor.reports.vocabulary import ActName, State
from lapor.suggest.models import Suggestion, SuggestionKind
from lapor.suggest.queries import loaded, newest_model, words_of_report

if TYPE_CHECKING:
    from lapor.suggest.model import Model

logger = logging.getLogger(__name__)
_OPEN = (State.RECEIVED, State.AWAITING_REPORTER)  # an office has still to be found
_DECIDING = frozenset({ActName.FORWARD.event, ActName.DECIDE.event, ActName.REROUTE.event})
CATEGORY, AGENCY = SuggestionKind.CATEGORY, SuggestionKind.AGENCY


def follow_reports(events: Sequence[Event]) -> None:
    """Suggest for what was filed, note what was decided, forget what became protected; an event read twice changes
    nothing."""
    ids = {event.stream_id for event in events if event.stream_kind == "report"}
    if not ids:
        return
    protected = list(Report.objects.filter(pk__in=ids, is_protected=True).values_list("pk", flat=True))
    if protected:
        Suggestion.objects.filter(report_id__in=protected).delete()
    suggest_for({event.stream_id for event in events if event.name == ActName.FILE.event})
    note_choices({event.stream_id for event in events if event.name in _DECIDING})


def suggest_for(ids: Iterable[UUID]) -> None:
    """Rows for the reports that nobody has decided on; one that has its rows keeps them."""
    reports = Report.objects.filter(pk__in=ids, is_protected=False, state__in=_OPEN).select_related(
        "root", "area__parent"
    )
    known: dict[UUID, _City] = {}
    rows: list[Suggestion] = []
    for report in reports.defer("search"):
        if report.root_id not in known:
            known[report.root_id] = _City(report.root)
        rows += _suggestions(report, known[report.root_id])
    Suggestion.objects.bulk_create(rows, ignore_conflicts=True)


def note_choices(ids: Iterable[UUID]) -> None:
    """What the reports stand under now. Where it is not what was suggested, the next model learns from it; a unit of
    the agency that was suggested is no other agency. Three queries and one that writes."""
    stands = Report.objects.filter(pk__in=ids).values_list("pk", "category__code", "agency__code", "agency__path")
    chosen = {
        pk: ({CATEGORY: category or "", AGENCY: agency or ""}, path or []) for pk, category, agency, path in stands
    }
    rows = list(Suggestion.objects.filter(report_id__in=chosen))
    agencies = {pk for _codes, path in chosen.values() for pk in path[1:]} if rows else set()
    names = dict(Agency.objects.filter(pk__in=agencies).values_list("pk", "code")) if agencies else {}
    for row in rows:
        codes, path = chosen[row.report_id]
        is_below = row.kind == AGENCY and row.code in {names.get(pk) for pk in path[1:]}
        row.chosen_code, row.chosen_at = row.code if is_below else codes[SuggestionKind(row.kind)], clock.now()
    Suggestion.objects.bulk_update(rows, ["chosen_code", "chosen_at"])


@dataclass
class _City:
    """What is the same for all reports of a batch."""

    root: Agency
    models: dict[SuggestionKind, tuple[str, "Model"] | None] = field(init=False)
    categories: dict[str, Category] = field(init=False)
    agencies: set[str] = field(init=False)

    def __post_init__(self) -> None:
        self.models = {kind: _model(self.root, kind) for kind in SuggestionKind}
        self.categories = {row.code: row for row in active_categories(self.root).filter(is_protected=False)}
        self.agencies = set(agencies_in(self.root).exclude(pk=self.root.pk).values_list("code", flat=True))

    def is_there(self, kind: SuggestionKind, code: str) -> bool:
        return code in (self.categories if kind == CATEGORY else self.agencies)


def _model(root: Agency, kind: SuggestionKind) -> "tuple[str, Model] | None":
    row = newest_model(root.pk, kind)
    if row is None:
        return None
    try:
        return row.version, loaded(row)
    except (OSError, ValueError) as error:  # not on this machine, not what was stored: never the end of the worker
        logger.warning("no %s is suggested by what was learned: %s", kind.value, error)
        return None


def _suggestions(report: Report, city: _City) -> list[Suggestion]:
    category = _learned(report, CATEGORY, city) or _by_words(report, city)
    agency = _learned(report, AGENCY, city)
    if agency is None or not agency.is_sure:
        agency = _routed(report, category, city) or agency or _row(report, AGENCY)
    return [category, agency]


def _row(report: Report, kind: SuggestionKind, **values: object) -> Suggestion:
    return Suggestion(report_id=report.pk, kind=kind.value, made_at=clock.now(), **values)


def _learned(report: Report, kind: SuggestionKind, city: _City) -> Suggestion | None:
    """None where nothing was learned."""
    found = city.models[kind]
    if found is None:
        return None
    version, model = found
    guess = model.guess(words_of_report(report.title, report.text))
    if guess is None or not city.is_there(kind, guess.code):
        return _row(report, kind, model_version=version)
    return _row(
        report,
        kind,
        code=guess.code,
        confidence=guess.confidence,
        is_sure=guess.is_sure,
        words=list(guess.words),
        model_version=version,
    )


def _by_words(report: Report, city: _City) -> Suggestion:
    """By the preset's words, sure where they are clear."""
    text = words_of_report(report.title, report.text)
    code, _others = guess_category(city.root, text)
    if code not in city.categories:
        return _row(report, CATEGORY)
    return _row(report, CATEGORY, code=code, is_sure=True, words=speaking_words(city.root, code, text))


def _routed(report: Report, category: Suggestion, city: _City) -> Suggestion | None:
    """Whose the suggested category is by the city's rows, else by its preset, as sure as the category. None: neither
    is."""
    row = city.categories.get(category.code) if category.is_sure else None
    route = ReportRoutes(report, city.root).route(row.pk) if row else None
    agency = route.agency if route else default_agency(row, report.area) if row else None
    if agency is None or agency.code not in city.agencies:
        return None
    return _row(
        report,
        AGENCY,
        code=agency.code,
        confidence=category.confidence,
        is_sure=True,
        words=category.words,
        model_version=category.model_version,
    )


CONSUMER = Consumer("suggest", follow_reports)
