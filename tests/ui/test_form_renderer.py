"""What is written at once is what the templates of Django would have written."""

import datetime
from itertools import product
from typing import Any

import pytest
from django import forms
from django.forms.renderers import TemplatesSetting
from django.utils import translation
from django.utils.safestring import SafeString

from lapor.ui.form_renderer import _INPUTS, FormRenderer

WIDGETS = [
    forms.CheckboxInput,
    forms.ColorInput,
    forms.DateInput,
    forms.DateTimeInput,
    forms.EmailInput,
    forms.FileInput,
    forms.HiddenInput,
    forms.NumberInput,
    forms.PasswordInput,
    forms.SearchInput,
    forms.TelInput,
    forms.TextInput,
    forms.Textarea,
    forms.TimeInput,
    forms.URLInput,
]
VALUES: list[Any] = [
    None,
    "",
    "Lampu <b>mati</b> & \"gelap\" 'sekali'",
    "  baris\nbaris  ",
    SafeString("a &amp; b"),
    0,
    5,
    1234567,
    2.5,
]
VALUES += [True, False, datetime.date(2026, 11, 29), datetime.datetime(2026, 11, 29, 8, 5, tzinfo=datetime.UTC)]
ATTRS = [
    {},
    {"class": "form-control", "aria-describedby": False, "required": True, "rows": 3, "maxlength": None},
    {
        "data-agencies": '{"a": "<b>"}',
        "title": SafeString("x &amp; y"),
        "id": "id_x",
        "checked": True,
        "autofocus": True,
    },
]


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("widget", WIDGETS)
def test_it_is_what_the_template_gives(widget, language):
    with translation.override(language):
        for value, attrs in product(VALUES, ATTRS):
            one = widget()
            written = one.render("nama", value, dict(attrs), FormRenderer())
            template = one.render("nama", value, dict(attrs), TemplatesSetting())
            assert written == template.replace("\n>", ">"), (value, attrs)
            assert isinstance(written, SafeString)


def test_every_widget_of_django_that_is_one_input_is_known():
    ours = {f"django/forms/widgets/{name.rpartition('/')[2]}" for name in _INPUTS}
    inputs = {
        widget.template_name
        for widget in vars(forms.widgets).values()
        if isinstance(widget, type) and issubclass(widget, forms.widgets.Input)
    }
    wholes = {"django/forms/widgets/clearable_file_input.html", "django/forms/widgets/multiple_hidden.html"}
    assert inputs - wholes == ours
