"""The one form of a new report: the public page shows all of it, the desk adds its own fields, both keep what was typed."""

import re
import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict
from django.utils.translation import gettext_lazy as _

from lapor.agencies.models import Agency, Area, Category
from lapor.agencies.queries import active_categories, villages
from lapor.core.text import clean_text
from lapor.intake.actions import MAX_TEXT, NewReport
from lapor.intake.models import Upload
from lapor.reports.vocabulary import Identity, Kind, Visibility

_PHONE = re.compile(r"^\+?[\d\s().-]{8,20}$")


class KeptTextField(forms.CharField):
    """Text exactly as written: NUL and other control characters are dropped instead of refused."""

    def to_python(self, value: Any) -> str:
        return clean_text(str(value)) if value not in self.empty_values else ""

    default_validators = []


class FilingForm(forms.Form):
    """Only the text is needed. `root` gives the categories and areas to choose from."""

    draft_id = forms.UUIDField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(choices=Kind.choices, initial=Kind.COMPLAINT, widget=forms.RadioSelect, required=False)
    text = KeptTextField(max_length=MAX_TEXT, widget=forms.Textarea(attrs={"rows": 6}))
    category = forms.ModelChoiceField(Category.objects.none(), required=False, to_field_name="code", empty_label=_("I don't know"))
    area = forms.ModelChoiceField(Area.objects.none(), required=False, empty_label=_("Choose a kelurahan"))
    address = KeptTextField(required=False, max_length=300)
    latitude = forms.FloatField(widget=forms.HiddenInput, required=False, min_value=-90, max_value=90)
    longitude = forms.FloatField(widget=forms.HiddenInput, required=False, min_value=-180, max_value=180)
    identity = forms.ChoiceField(choices=Identity.choices, initial=Identity.NAMED, widget=forms.RadioSelect, required=False)
    visibility = forms.ChoiceField(choices=Visibility.choices, initial=Visibility.PUBLIC, widget=forms.RadioSelect, required=False)
    name = KeptTextField(required=False, max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    phone = forms.CharField(required=False, max_length=20, widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}))
    email = forms.EmailField(required=False, max_length=200, widget=forms.EmailInput(attrs={"autocomplete": "email"}))
    photos = forms.Field(required=False)

    def __init__(self, *args: Any, root: Agency, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.root = root
        category, area = self.fields["category"], self.fields["area"]
        assert isinstance(category, forms.ModelChoiceField) and isinstance(area, forms.ModelChoiceField)  # noqa: S101
        category.queryset = active_categories(root)
        area.queryset = Area.objects.filter(root=root, level="village").select_related("parent").defer("cell")
        self._group_choices(category, area)
        if not self.is_bound:
            self.initial.setdefault("draft_id", uuid.uuid4())

    def _group_choices(self, category: "forms.ModelChoiceField[Category]", area: "forms.ModelChoiceField[Area]") -> None:
        groups: dict[str, list[tuple[str, str]]] = {}
        for row in active_categories(self.root):
            groups.setdefault(row.group_label, []).append((row.code, row.label))
        category.widget.choices = [("", category.empty_label), *groups.items()]
        districts: dict[str, list[tuple[str, str]]] = {}
        for village in villages(self.root):
            districts.setdefault(village.parent.name if village.parent else "", []).append((village.code, village.name))
        area.widget.choices = [("", area.empty_label), *districts.items()]

    def only_show(self) -> None:
        """What was typed is shown again and not judged yet."""
        self._errors, self.cleaned_data = ErrorDict(), {}

    def clean_draft_id(self) -> uuid.UUID:
        """A form without a good key would lose its protection against doubles: it gets a new one."""
        return self.cleaned_data["draft_id"] or uuid.uuid4()

    def clean_kind(self) -> str:
        return self.cleaned_data["kind"] or Kind.COMPLAINT

    def clean_identity(self) -> str:
        return self.cleaned_data["identity"] or Identity.NAMED

    def clean_visibility(self) -> str:
        return self.cleaned_data["visibility"] or Visibility.PUBLIC

    def clean_phone(self) -> str:
        phone = str(self.cleaned_data["phone"])
        if phone and not _PHONE.match(phone):
            raise ValidationError(_("This does not look like a phone number. For example: 0812 3456 7890"))
        return phone

    def new_report(self, *, channel: str, language: str, uploads: list[Upload], provenance: dict[str, Any] | None = None) -> NewReport:
        """What intake takes. Call after is_valid()."""
        data = self.cleaned_data
        names = (
            "text",
            "kind",
            "category",
            "area",
            "address",
            "latitude",
            "longitude",
            "identity",
            "visibility",
            "name",
            "phone",
            "email",
        )
        return NewReport(
            submission_key=str(data["draft_id"]), channel=channel, language=language, uploads=tuple(uploads),
            provenance=provenance or {}, **{name: data[name] for name in names},
        )  # fmt: skip
