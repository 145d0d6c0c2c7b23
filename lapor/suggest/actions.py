"""Writes of the room: a model that was learned, what is suggested for a report, what was chosen instead."""

from typing import TYPE_CHECKING

from lapor.agencies.models import Agency
from lapor.core import clock
from lapor.suggest.models import LearnedModel, SuggestionKind
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
