"""Pages with templates as they are: neither lapor.ui.constant_folding, which asks for all words of a template when it
loads it, nor what is kept of pages before."""

import copy
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from types import ModuleType
from typing import Any
from unittest.mock import patch

from django.conf import settings
from django.test import override_settings

from lapor.console.inbox import queues, rows, views
from lapor.console.presence import forms
from lapor.ui import fields, maps, officers_head, times
from lapor.ui.templatetags import ui

KEPT: tuple[tuple[ModuleType, str], ...] = (
    (fields, "_around"),
    (fields, "_empty"),
    (forms, "_empty_form"),
    (maps, "_attributes"),
    (officers_head, "_head"),
    (officers_head, "_menu"),
    (queues, "_frame"),
    (rows, "_badge_html"),
    (rows, "_channel"),
    (rows, "_frame"),
    (times, "_names"),
    (ui, "_clock_html"),
    (ui, "_folded_act"),
    (ui, "_icon"),
    (views, "_bulk_buttons"),
)


@contextmanager
def unfolded() -> Iterator[None]:
    plain: list[dict[str, Any]] = copy.deepcopy(settings.TEMPLATES)
    [(_loader, loaders)] = plain[0]["OPTIONS"]["loaders"]
    plain[0]["OPTIONS"]["loaders"] = [("django.template.loaders.cached.Loader", loaders)]
    with ExitStack() as stack:
        stack.enter_context(override_settings(TEMPLATES=plain, FORM_RENDERER="django.forms.renderers.TemplatesSetting"))
        for module, name in KEPT:
            stack.enter_context(patch.object(module, name, getattr(module, name).__wrapped__))
        yield
