"""Fields of forms as pages show them: label, hint, errors and widget, tied together for screen readers.

What stands around a widget without an error is the same on the next page: it is written once for a language."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from django.db.models.fields import BLANK_CHOICE_DASH
from django.forms import BoundField, ModelChoiceField
from django.template.loader import render_to_string
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from lapor.ui.frames import Frame, frame_of, signs

_CSS = {"select": "form-select", "checkbox": "form-check-input", "radio": "form-check-input"}
_KEPT = 1000  # of each kind, some 500 bytes each


class FieldFrame(NamedTuple):
    """All that stands around a widget. `label` and `hint` are escaped."""

    auto_id: str
    label_for: str
    label: SafeString
    hint: SafeString
    is_single_checkbox: bool
    is_optional: bool


class ChoiceFrame(NamedTuple):
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
    words = conditional_escape(label or bound.label), conditional_escape(hint)
    frame = FieldFrame(auto_id, bound.id_for_label, *words, is_checkbox, optional)
    widget = bound.as_widget(attrs=attrs)
    if errors:
        return render_to_string("ui/parts/field.html", {"frame": frame, "widget": widget, "errors": errors})
    return _around(frame, get_language()).filled((widget,))


@lru_cache(maxsize=_KEPT)
def _around(frame: FieldFrame, _language: str | None) -> Frame:
    return frame_of("ui/parts/field.html", {"frame": frame, "errors": (), **signs(("widget",))})


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
    frame, errors = (
        ChoiceFrame(bound.auto_id, bound.html_name, kind, *words, choices),
        [str(one) for one in bound.errors],
    )
    return _written_choices(frame, errors) if errors else _choices(frame, get_language())


@lru_cache(maxsize=_KEPT)
def _choices(frame: ChoiceFrame, _language: str | None) -> SafeString:
    return _written_choices(frame, ())


def _written_choices(frame: ChoiceFrame, errors: Sequence[str]) -> SafeString:
    return render_to_string("ui/parts/choice_field.html", {"frame": frame, "errors": errors})
