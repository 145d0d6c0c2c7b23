"""Fields of forms as pages show them: label, hint, errors and widget, tied together for screen readers.

What stands around a widget without an error is the same on the next page: it is written once for a language. What may
hold words of somebody (a hint names those that speak for a suggestion) is filled in and not kept."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from django.db.models.fields import BLANK_CHOICE_DASH
from django.forms import BoundField, ModelChoiceField
from django.template.loader import render_to_string
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from lapor.ui.frames import Frame, frame_of, placeholders

_CSS = {"select": "form-select", "checkbox": "form-check-input", "radio": "form-check-input"}
_KEPT = 1000  # of each kind, some 500 bytes each


class FieldShape(NamedTuple):
    """All that decides how the surroundings of a widget are written."""

    auto_id: str
    label_for: str
    has_hint: bool
    is_single_checkbox: bool
    is_optional: bool


class ChoiceGroup(NamedTuple):
    """A group of choices. `choices`: value, label, note below it, is it chosen."""

    auto_id: str
    name: str
    kind: str  # radio, checkbox
    label: SafeString
    hint: SafeString
    choices: tuple[tuple[str, SafeString, SafeString, bool], ...]


def field(bound: BoundField, label: str = "", hint: str = "", *, optional: bool = False, rows: int = 0) -> SafeString:
    """A form field with label, hint, error and widget.

    `optional` adds the word beside the label; `rows` sets the height of a textarea.
    """
    kind = getattr(bound.field.widget, "input_type", "")
    is_checkbox = kind == "checkbox"
    if (is_checkbox or kind == "radio") and hasattr(bound.field, "choices"):
        return choice_field(bound, label, hint)
    hint, errors, auto_id = hint or str(bound.help_text), [str(one) for one in bound.errors], bound.auto_id
    described = [f"{auto_id}_hint"] * bool(hint) + [f"{auto_id}_error"] * bool(errors)
    attrs: dict[str, Any] = {
        "class": _CSS.get(kind, "form-control"),
        "aria-describedby": " ".join(described) or False,
    }
    if errors:
        attrs["aria-invalid"] = "true"
    if rows:
        attrs["rows"] = rows
    if isinstance(bound.field, ModelChoiceField) and bound.field.empty_label == BLANK_CHOICE_DASH[0][1]:
        bound.field.empty_label = "—"  # nine hyphens are read out one by one
    shape = FieldShape(auto_id, bound.id_for_label, bool(hint), is_checkbox, optional)
    values = (conditional_escape(label or bound.label), conditional_escape(hint), bound.as_widget(attrs=attrs))
    if errors:
        filled = dict(zip(_VALUES, values, strict=True))
        return render_to_string("ui/parts/field.html", {"shape": shape, "errors": errors, **filled})
    return _around(shape, get_language()).filled(values)


_VALUES = ("label", "hint", "widget")


@lru_cache(maxsize=_KEPT)
def _around(shape: FieldShape, _language: str | None) -> Frame:
    return frame_of("ui/parts/field.html", {"shape": shape, "errors": (), **placeholders(_VALUES)})


def choice_field(
    bound: BoundField, label: str = "", hint: str = "", notes: Mapping[str, str] | None = None
) -> SafeString:
    """Radio buttons or check boxes as large targets; `notes` maps a choice's value to the sentence below its name."""
    value = bound.value()
    chosen = {str(one) for one in (value if isinstance(value, list | tuple) else [value])}
    notes = notes or {}
    choices = tuple(
        (str(one), conditional_escape(name), conditional_escape(notes.get(str(one), "")), str(one) in chosen)
        for one, name in getattr(bound.field, "choices", ())
        if str(one)
    )
    words = conditional_escape(label or bound.label), conditional_escape(hint or bound.help_text)
    kind = getattr(bound.field.widget, "input_type", "radio")
    group = ChoiceGroup(bound.auto_id, bound.html_name, kind, *words, choices)
    if bound.form.is_bound:  # words to tick are among its choices
        return _written(group, [str(one) for one in bound.errors])
    return _empty(group, get_language())


@lru_cache(maxsize=_KEPT)
def _empty(group: ChoiceGroup, _language: str | None) -> SafeString:
    """Of a form that nobody has filled in yet."""
    return _written(group, ())


def _written(group: ChoiceGroup, errors: Sequence[str]) -> SafeString:
    return render_to_string("ui/parts/choice_field.html", {"group": group, "errors": errors})
