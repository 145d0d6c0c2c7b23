"""The templates as they are without lapor.ui.constant_folding, which asks for all words of one when it loads it."""

import copy
from typing import Any

from django.conf import settings


def unfolded() -> list[dict[str, Any]]:
    """For override_settings(TEMPLATES=…)."""
    plain: list[dict[str, Any]] = copy.deepcopy(settings.TEMPLATES)
    [(_loader, loaders)] = plain[0]["OPTIONS"]["loaders"]
    plain[0]["OPTIONS"]["loaders"] = [("django.template.loaders.cached.Loader", loaders)]
    return plain
