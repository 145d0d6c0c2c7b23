"""What the form of forwarding says of category and agency: what is suggested, how sure that is, which words speak for
it; or that nothing is. Called by casework.forms."""

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from lapor.agencies.models import Agency, Category
from lapor.core.ttl_cache import TTLCache
from lapor.reports.models import Report
from lapor.suggest.models import Suggestion, SuggestionKind
from lapor.suggest.queries import suggestions_of


@dataclass(frozen=True)
class FieldSuggestion:
    """For one field of the form. `pk`: what to fill in, None for nothing; `is_learned`: from history, not by words."""

    words: str = ""
    pk: UUID | None = None
    is_learned: bool = False


def field_suggestions(report: Report) -> dict[str, FieldSuggestion]:
    """By field; empty for a protected report and for one that nothing was suggested for (yet)."""
    if report.is_protected:
        return {}
    return {
        kind: _of(row, _named(report, row) if row.is_sure else None) for kind, row in suggestions_of(report.pk).items()
    }


def _named(report: Report, row: Suggestion) -> Category | Agency | None:
    """What its code names today; None where that is gone or switched off."""
    return _in_use.get((report.root_id, row.kind)).get(row.code)


def _find_in_use(key: tuple[UUID, str]) -> dict[str, Category | Agency]:
    """By code."""
    root_id, kind = key
    model: type[Category | Agency] = Category if kind == SuggestionKind.CATEGORY else Agency
    return {one.code: one for one in model.objects.filter(root=root_id, is_active=True)}


_in_use: TTLCache[tuple[UUID, str], dict[str, Category | Agency]] = TTLCache(_find_in_use)


def _of(row: Suggestion, found: Category | Agency | None) -> FieldSuggestion:
    if found is None:
        return FieldSuggestion(_("Not sure: nothing is suggested."))
    said = [_("Suggested: %(name)s.") % {"name": found}]
    if row.confidence is not None:
        said.append(_("How sure: %(percent)s%%.") % {"percent": int(row.confidence * 100)})
    if row.words:
        said.append(_("Because of: %(words)s.") % {"words": ", ".join(row.words)})
    return FieldSuggestion(" ".join(said), found.pk, row.confidence is not None)
