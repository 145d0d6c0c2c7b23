"""What the form of forwarding says of category and agency: what is suggested, how sure that is, which words speak for
it; or that nothing is. Called by casework.forms."""

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from lapor.agencies.models import Agency, Category
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
    rows = Category.objects if row.kind == SuggestionKind.CATEGORY else Agency.objects
    return rows.filter(root=report.root_id, code=row.code, is_active=True).first()


def _of(row: Suggestion, found: Category | Agency | None) -> FieldSuggestion:
    if found is None:
        return FieldSuggestion(_("Not sure: nothing is suggested."))
    said = [_("Suggested: %(name)s.") % {"name": found}]
    if row.confidence is not None:
        said.append(_("How sure: %(percent)s%%.") % {"percent": int(row.confidence * 100)})
    if row.words:
        said.append(_("Because of: %(words)s.") % {"words": ", ".join(row.words)})
    return FieldSuggestion(" ".join(said), found.pk, row.confidence is not None)
