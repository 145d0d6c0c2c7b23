"""The form of a city's brand, and the values it gives."""

import colorsys
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lapor.agencies.brand import (
    BRAND_LINES,
    COUNTER_FIELDS,
    LONGEST,
    MOST_COUNTERS,
    WAYS,
    brand_faults,
    keep_draft_file,
)
from lapor.agencies.models import Agency
from lapor.publish.brand_icons import BRAND, accent_of, hex_colour, hue_of
from lapor.publish.brand_shown import WAY_LABELS

LINES = tuple(name for name in BRAND_LINES if name != "owner")  # which the preset says
FILES = ("logo", "hero", "font")
_VALUES = (*LINES, "hue", "accent_hue", "counters")
_ACCENT = (0.94, 0.7)  # saturation and lightness of --accent (frontend/tokens.css)
_LEAST_SATURATION = 0.05  # less is a grey, which has no hue


class ColourField(forms.CharField):
    """A colour of which the hue counts: how light it is, is set so that words stay readable."""

    widget = forms.TextInput(attrs={"type": "color"})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=7, min_length=7, **kwargs)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        try:
            red, green, blue = (int(text[at : at + 2], 16) / 255 for at in (1, 3, 5))
        except ValueError:
            raise ValidationError(_("Choose a colour.")) from None
        hue, _lightness, saturation = colorsys.rgb_to_hls(red, green, blue)
        if saturation < _LEAST_SATURATION:
            raise ValidationError(_("Choose a colour, not a grey."))
        return round(hue * 360) % 360


def _line(label: Any, *, required: bool = False, help_text: Any = "") -> forms.CharField:
    return forms.CharField(label=label, max_length=LONGEST, required=required, help_text=help_text)


class BrandForm(forms.Form):
    """All that a city changes of its looks; what is left as it is stays the preset's."""

    name = _line(gettext_lazy("Name of the service"), required=True)
    short_name = _line(gettext_lazy("Short name (below the icon on phones)"))
    city = _line(gettext_lazy("City"))
    tagline = _line(gettext_lazy("Sentence on the first page (Indonesian)"))
    tagline_en = _line(gettext_lazy("Sentence on the first page (English)"))
    hue = ColourField(label=gettext_lazy("Colour of the city"))
    accent_hue = ColourField(label=gettext_lazy("Colour of the main button"))
    logo = forms.FileField(label=gettext_lazy("Logo"), required=False)
    hero = forms.FileField(
        label=gettext_lazy("Picture of the first page"),
        required=False,
        help_text=gettext_lazy("A photo of your city, 1600 points wide or more. It is darkened below words."),
    )
    font = forms.FileField(
        label=gettext_lazy("Font (WOFF2)"),
        required=False,
        help_text=gettext_lazy("It is loaded late: on slow networks the phone's own font stays."),
    )
    no_files = forms.MultipleChoiceField(
        label=gettext_lazy("Without"), required=False, widget=forms.CheckboxSelectMultiple
    )
    telephone = _line(gettext_lazy("Telephone"))
    address = _line(gettext_lazy("Address"))
    hours = _line(gettext_lazy("Hours"))
    hours_en = _line(gettext_lazy("Hours (English)"))
    data_officer = _line(gettext_lazy("Officer responsible for data protection"))
    counters = forms.CharField(
        label=gettext_lazy("Counters"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("One a line: name | address | hours | hours in English"),
    )

    def __init__(self, *args: Any, root: Agency, brand: Mapping[str, Any], **kwargs: Any) -> None:
        """`brand`: what the fields show, the one in force or a draft."""
        kwargs["initial"] = _initial(brand)
        super().__init__(*args, **kwargs)
        self.root, self.brand = root, brand
        for name, label in WAY_LABELS.items():
            self.fields[f"way_{name}"] = _line(label)
        choice = self.fields["no_files"]
        assert isinstance(choice, forms.MultipleChoiceField)  # noqa: S101 - this form declares it
        choice.choices = [(name, str(self.fields[name].label)) for name in FILES if brand.get(name)]

    def clean_counters(self) -> list[dict[str, str]]:
        found = []
        for line in self.cleaned_data["counters"].splitlines():
            parts = [part.strip() for part in [*line.split("|"), "", "", ""]]
            counter = dict(zip(COUNTER_FIELDS, parts, strict=False))
            if not counter["hours_en"]:
                del counter["hours_en"]
            if counter["name"]:
                found.append(counter)
        if len(found) > MOST_COUNTERS:
            raise ValidationError(_("At most %(most)s counters.") % {"most": MOST_COUNTERS})
        return found

    def draft(self) -> dict[str, Any] | None:
        """The values that were changed against `brand`, files among them; None where something is at fault."""
        if not self.is_valid():
            return None
        said = self.cleaned_data
        values: dict[str, Any] = {name: said[name] for name in _VALUES if name in self.changed_data}
        if any(name.startswith("way_") for name in self.changed_data):
            values["ways"] = {name: said[f"way_{name}"] for name in WAYS if said[f"way_{name}"]}
        for name, _fault in brand_faults(values):
            field = name if name in self.fields else None
            self.add_error(field, _("A number such as 0811-2345-678, or an account such as @lapor."))
        for kind in FILES:
            if kind in said["no_files"]:
                values[kind] = ""
            elif said.get(kind):
                values |= self._file(kind)
        return None if self.errors else values

    def _file(self, kind: str) -> dict[str, str]:
        try:
            return {kind: keep_draft_file(self.root, kind, self.cleaned_data[kind].read())}
        except ValidationError as error:
            self.add_error(kind, error)
            return {}

    @property
    def ways(self) -> list[forms.BoundField]:
        return [self[f"way_{name}"] for name in WAYS]


def _initial(brand: Mapping[str, Any]) -> dict[str, Any]:
    counters = [
        " | ".join(one.get(key, "") for key in COUNTER_FIELDS).rstrip(" |") for one in brand.get("counters", [])
    ]
    return {
        **{name: brand.get(name, "") for name in LINES},
        "hue": hex_colour(hue_of(brand), BRAND),
        "accent_hue": hex_colour(accent_of(brand), _ACCENT),
        "counters": "\n".join(counters),
        **{f"way_{name}": value for name, value in brand.get("ways", {}).items()},
    }
