"""Writes of the room: a model that was learned. What is suggested for a report is written by triage.suggesting."""

from collections.abc import Iterable
from typing import TYPE_CHECKING
from uuid import UUID

from lapor.agencies.models import Agency
from lapor.core import clock
from lapor.suggest.models import LearnedModel, Suggestion, SuggestionKind
from lapor.suggest.queries import model_folder

if TYPE_CHECKING:
    from lapor.suggest.model import Model


def keep_model(root: Agency, kind: SuggestionKind, model: "Model", *, reports: int) -> LearnedModel:
    """Store the files, then name them in the database: from now on it is in use."""
    from lapor.suggest import storage  # noqa: PLC0415 - numpy

    at = clock.now()
    version = f"{at:%Y%m%dT%H%M%S%f}"
    digest = storage.store(model, model_folder(root, kind, version))
    return LearnedModel.objects.create(
        root=root,
        kind=kind,
        version=version,
        digest=digest,
        reports=reports,
        classes=len(model.classes),
        made_at=at,
    )


def forget_reasons(report_ids: Iterable[UUID]) -> None:
    """The words of these reports that spoke for a suggestion: their person was erased."""
    Suggestion.objects.filter(report_id__in=report_ids).update(words=[])
