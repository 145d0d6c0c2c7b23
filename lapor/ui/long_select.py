"""A select of some hundred options, written at once."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString


class LongSelect(forms.Select):
    """A select of some hundred options, written at once: a template for each would take longer than the search."""

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        shown = flatatt({"name": name, **self.build_attrs(self.attrs, attrs)})
        return format_html("<select{}>{}</select>", shown, _options(self.choices, str(value or "")))


def _options(choices: Iterable[Any], chosen: str) -> SafeString:
    return format_html_join(
        "",
        "{}",
        (
            (format_html('<optgroup label="{}">{}</optgroup>', label, _options(value, chosen)),)
            if (isinstance(value, list | tuple))
            else (
                format_html(
                    '<option value="{}"{}>{}</option>', value, SafeString(" selected" if value == chosen else ""), label
                ),
            )
            for value, label in _label_last(choices)
        ),
    )


def _label_last(choices: Iterable[Any]) -> Iterable[tuple[Any, Any]]:
    """A group is given as (label, options), an option as (value, label): here always what is inside first."""
    return ((label, value) if isinstance(label, list | tuple) else (value, label) for value, label in choices)
