"""How the widgets of forms are written: by the engine of all pages, but for those that are one element. A form has some
dozen of these, and a template for each took a tenth of a page with an open form."""

from collections.abc import Mapping
from typing import Any

from django.forms.renderers import TemplatesSetting
from django.utils.html import conditional_escape

_FOLDER = "django/forms/widgets/"
# those whose template is that of input.html
_NAMES = "checkbox color date datetime email file hidden input number password search tel text time url"
_INPUTS = frozenset(f"{_FOLDER}{name}.html" for name in _NAMES.split())
_TEXTAREA = f"{_FOLDER}textarea.html"


class FormRenderer(TemplatesSetting):
    """Gives what the templates of Django give (tests/ui/test_form_renderer.py)."""

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        if template_name in _INPUTS:
            return _input(context["widget"])
        if template_name == _TEXTAREA:
            return _textarea(context["widget"])
        return super().render(template_name, context, request)


def _input(widget: Mapping[str, Any]) -> str:
    value = widget["value"]
    shown = "" if value is None else f' value="{conditional_escape(value)}"'
    kind, name = conditional_escape(widget["type"]), conditional_escape(widget["name"])
    return f'<input type="{kind}" name="{name}"{shown}{_attributes(widget["attrs"])}>'


def _textarea(widget: Mapping[str, Any]) -> str:
    name, text = conditional_escape(widget["name"]), conditional_escape(widget["value"] or "")
    return f'<textarea name="{name}"{_attributes(widget["attrs"])}>\n{text}</textarea>'


def _attributes(attrs: Mapping[str, Any]) -> str:
    """As django.forms.utils.flatatt: those with a value by name, then those that are on."""
    valued = [name for name, value in attrs.items() if value is not None and not isinstance(value, bool)]
    words = [f' {conditional_escape(name)}="{conditional_escape(attrs[name])}"' for name in sorted(valued)]
    return "".join(words + [f" {conditional_escape(name)}" for name in sorted(attrs) if attrs[name] is True])
