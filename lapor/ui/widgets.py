"""Attributes and choices of forms' fields, as Django's templates write them, without a template for each."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString


def widget_attrs(attrs: Mapping[str, object]) -> SafeString:
    """The attributes of a form's field, as Django's template writes them: True is a name alone, False is nothing."""
    shown = [(name, value) for name, value in attrs.items() if value is not False]
    return SafeString(
        "".join(
            format_html(" {}", name) if value is True else format_html(' {}="{}"', name, value) for name, value in shown
        )
    )


def widget_options(groups: Iterable[tuple[str | None, Iterable[Mapping[str, Any]], int]]) -> SafeString:
    """The choices of a select as Django's templates write them, which are two for each of some hundred."""
    found: list[str] = []
    for name, choices, _number in groups:
        options = [
            format_html(
                '\n  <option value="{}"{}>{}</option>', str(one["value"]), widget_attrs(one["attrs"]), one["label"]
            )
            for one in choices
        ]
        found += [format_html('\n  <optgroup label="{}">', name), *options, "\n  </optgroup>"] if name else options
    return SafeString("".join(found))
