"""A select of some hundred options, written at once."""

from collections.abc import Iterable
from functools import cached_property, lru_cache
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.choices import BaseChoiceIterator
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString

# (value, label) of an option, (label, options) of a group
Option = tuple[str, Any]


class LongSelect(forms.Select):
    """A select of some hundred options, written at once: a template for each would take longer than the search. The
    same options are written once in a process, and marked where they are chosen."""

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        shown = flatatt({"name": name, **self.build_attrs(self.attrs, attrs)})
        begin = f'<option value="{escape(str(value or ""))}"'
        known = self.choices
        written = known.options if isinstance(known, ChoicesAsTheyAre) else _written(_plain(known))
        options = written.replace(f"{begin}>", f"{begin} selected>", 1)
        return format_html("<select{}>{}</select>", shown, SafeString(options))


class ChoicesAsTheyAre(BaseChoiceIterator):
    """Pairs of texts, which Django need not look through for groups and lazy words."""

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        self.pairs = tuple(pairs)

    def __iter__(self) -> Any:
        return iter(self.pairs)

    @cached_property
    def options(self) -> str:
        return _written(self.pairs)

    @cached_property
    def or_none(self) -> "ChoicesAsTheyAre":
        """With an empty one before them."""
        return ChoicesAsTheyAre((("", "—"), *self.pairs))


def _plain(choices: Iterable[Any]) -> tuple[Option, ...]:
    return tuple(
        (str(value), _plain(label) if isinstance(label, list | tuple) else str(label)) for value, label in choices
    )


@lru_cache(maxsize=100)  # some kilobytes each: of a city's lists in its languages
def _written(options: tuple[Option, ...]) -> str:
    """Every label is escaped, whatever it is marked as."""
    return "".join(
        f'<optgroup label="{escape(value)}">{_written(label)}</optgroup>'
        if isinstance(label, tuple)
        else f'<option value="{escape(value)}">{escape(label)}</option>'
        for value, label in options
    )
