"""What is learned from, which model is in use, what was suggested. No numpy here: web and worker load this at start."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import F

from lapor.agencies.models import Agency
from lapor.core import environment
from lapor.db.compiled import Compiled, Given
from lapor.reports.models import Report
from lapor.reports.vocabulary import State
from lapor.suggest.labelled import LabelledReport
from lapor.suggest.models import LearnedModel, Suggestion, SuggestionKind

if TYPE_CHECKING:
    from lapor.suggest.model import Model

MOST_REPORTS = 40_000  # of more the newest: what offices did years ago misleads
CORRECTION = 2.0  # how much a correction counts beside a report that was suggested rightly or not at all
_CHUNK = 2_000
# Nobody has decided yet, or it is said to be no case.
_UNDECIDED = (State.RECEIVED, State.AWAITING_REPORTER, State.ARCHIVED, State.MERGED)


def training_reports(root: Agency, kind: SuggestionKind) -> Iterator[LabelledReport]:
    """The city's own reports with the category or agency that they have in the end, the newest first, never protected
    ones; read in chunks and few columns."""
    label = f"{kind.value}__code"
    in_use = {f"{kind.value}__is_active": True}
    if kind == SuggestionKind.CATEGORY:
        in_use["category__is_protected"] = False
    rows = (
        Report.objects.filter(root=root, is_protected=False, agency__isnull=False, **in_use)
        .exclude(state__in=_UNDECIDED)
        .exclude(agency=root)
        .order_by("-filed_at", "id")
    )
    corrected = corrected_reports(kind)
    for pk, title, text, code, filed_at in rows.values_list("pk", "title", "text", label, "filed_at")[
        :MOST_REPORTS
    ].iterator(chunk_size=_CHUNK):
        weight = CORRECTION if pk in corrected else 1.0
        yield LabelledReport(words_of_report(title, text), code, filed_at.date(), weight)


def corrected_reports(kind: SuggestionKind) -> set[UUID]:
    """For which the office chose another one than was suggested."""
    rows = Suggestion.objects.filter(kind=kind).exclude(chosen_code="").exclude(chosen_code=F("code"))
    return set(rows.values_list("report_id", flat=True))


def words_of_report(title: str, text: str) -> str:
    """What a guess is made from."""
    return text if not title or text.startswith(title) else f"{title}\n{text}"


def newest_model(root_id: UUID, kind: SuggestionKind) -> LearnedModel | None:
    return (
        LearnedModel.objects.filter(root=root_id, kind=kind).select_related("root").order_by("-made_at", "-id").first()
    )


def model_folder(root: Agency, kind: SuggestionKind, version: str) -> Path:
    return environment.data_dir() / "suggest" / root.code / kind.value / version


def loaded(row: LearnedModel) -> "Model":
    """Raises storage.ModelRefused, FileNotFoundError (a restored database, another machine)."""
    from lapor.suggest import storage  # noqa: PLC0415 - numpy, only where something was learned

    return storage.load(model_folder(row.root, SuggestionKind(row.kind), row.version), row.digest)


def suggestions_of(report_id: UUID) -> dict[str, Suggestion]:
    """By kind; one query."""
    return {row.kind: row for row in _OF_REPORT.rows(report=report_id)}


_OF_REPORT: Compiled[Suggestion] = Compiled(lambda: Suggestion.objects.filter(report_id=Given("report")))
