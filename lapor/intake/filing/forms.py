"""The one form of a new report: the public page shows all of it, the desk adds its own fields, both keep what was
typed."""

import json
import uuid
from collections.abc import Mapping
from typing import Any, TypeVar

from django import forms
from django.forms.utils import ErrorDict
from django.utils.translation import gettext_lazy as _

from lapor.agencies.assets import find_asset
from lapor.agencies.category_icons import category_icon
from lapor.agencies.models import Agency, Area, Category
from lapor.agencies.queries import active_categories, areas_to_choose, villages_by_district
from lapor.agencies.questions import Question
from lapor.core.geometry import true_point
from lapor.core.text import clean_text, says_anything
from lapor.intake.files.attachments import move_uploads
from lapor.intake.filing.actions import MAX_TEXT
from lapor.intake.filing.answers import PREFIX, answer_field, answers_from, questions_of
from lapor.intake.filing.contact_fields import MailField, PhoneField
from lapor.intake.filing.fields import ASKED, KEPT, PLACE_LINES, SAID, empty_later_lines, longest
from lapor.intake.filing.new_report import NewReport
from lapor.intake.models import Upload
from lapor.reports.provenance import Provenance, only_known
from lapor.reports.vocabulary import Identity, Kind, Visibility
from lapor.ui.long_select import LongSelect

NO_WORDS = _("Please write what it is about. One sentence is enough.")


class KeptTextField(forms.CharField):
    """Text exactly as written: NUL and other control characters are dropped instead of refused."""

    def to_python(self, value: Any) -> str:
        return clean_text(str(value)) if value not in self.empty_values else ""

    default_validators = []


class PlaceLineField(KeptTextField):
    """A line of words of filing/fields.py. The public page shows its hint; `spoken` is for who reads it to a person."""

    def __init__(self, name: str) -> None:
        line = PLACE_LINES[name]
        super().__init__(label=str(line.label), required=False, max_length=longest(name))
        self.hint, self.spoken = line.hint, line.spoken or f"{line.label}:"


AnyFilingForm = TypeVar("AnyFilingForm", bound=forms.Form)


class FilingForm(forms.Form):
    """Only the text is needed. `root` gives the categories and areas to choose from."""

    draft_id = forms.UUIDField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(
        label=_("Kind of report"),
        choices=Kind.choices,
        initial=Kind.COMPLAINT,
        widget=forms.RadioSelect,
        required=False,
    )
    text = KeptTextField(
        label=_("Text of the report"),
        max_length=MAX_TEXT,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": NO_WORDS},
    )
    category = forms.ModelChoiceField(
        Category.objects.none(),
        label=_("Category"),
        required=False,
        to_field_name="code",
        empty_label=_("I don't know"),
        widget=LongSelect,
    )
    concern = forms.ModelChoiceField(  # chosen instead of `category`: confidential whatever the words are
        Category.objects.none(),
        label=_("This is about violence, corruption or a threat"),
        required=False,
        to_field_name="code",
        widget=forms.RadioSelect,
    )
    area = forms.ModelChoiceField(
        Area.objects.none(),
        label=_("Kelurahan"),
        required=False,
        empty_label=_("Choose a kelurahan"),
        widget=LongSelect,
    )
    latitude = forms.FloatField(widget=forms.HiddenInput, required=False, min_value=-90, max_value=90)
    longitude = forms.FloatField(widget=forms.HiddenInput, required=False, min_value=-180, max_value=180)
    identity = forms.ChoiceField(
        label=_("May the office know who you are?"),
        choices=Identity.choices,
        widget=forms.RadioSelect,
        required=False,
    )
    visibility = forms.ChoiceField(
        label=_("May others read the report?"),
        choices=Visibility.choices,
        initial=Visibility.PUBLIC,
        widget=forms.RadioSelect,
        required=False,
    )
    name = KeptTextField(
        label=_("Name"), required=False, max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    phone = PhoneField(label=_("Phone number"), required=False)
    email = MailField(label=_("Email address"), required=False)
    photos = forms.Field(label=_("Photos and files"), required=False)
    asset = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)  # whose sticker was scanned

    def __init__(self, *args: Any, root: Agency, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.root = root
        self.had_no_place = False
        self.fields.update({name: PlaceLineField(name) for name in PLACE_LINES})
        self.order_fields(("draft_id", *ASKED))
        category, area = self.fields["category"], self.fields["area"]
        assert isinstance(category, forms.ModelChoiceField) and isinstance(area, forms.ModelChoiceField)  # noqa: S101
        category.queryset = active_categories(root)
        area.queryset = areas_to_choose(root)
        self._group_choices(category, area)
        self.questions = self._make_questions()
        for question in self.questions:
            self.fields[f"{PREFIX}{question.code}"] = answer_field(question)
        if not self.is_bound:
            self.initial.setdefault("draft_id", uuid.uuid4())

    def _group_choices(
        self, category: "forms.ModelChoiceField[Category]", area: "forms.ModelChoiceField[Area]"
    ) -> None:
        groups: dict[str, list[tuple[str, str]]] = {}
        self._categories = list(active_categories(self.root))
        protected = [(row.code, row.label) for row in self._categories if row.is_protected]
        concern = self.fields["concern"]
        assert isinstance(concern, forms.ModelChoiceField)  # noqa: S101
        concern.queryset = active_categories(self.root).filter(is_protected=True)
        concern.widget.choices = [("", _("None of these")), *protected]
        for row in self._categories:
            groups.setdefault(row.group_label, []).append((row.code, row.label))
        category.widget.choices = [("", category.empty_label), *groups.items()]
        districts = [(name, parts) for _code, name, parts in villages_by_district(self.root)]
        area.widget.choices = [("", area.empty_label), *districts]

    def _make_questions(self) -> list[Question]:
        """Those of the category that is chosen now."""
        return questions_of(self._categories, str((self.data if self.is_bound else self.initial).get("category") or ""))

    @property
    def category_groups(self) -> list[dict[str, str]]:
        """Label and icon of each group that has something to choose from everyday categories."""
        groups = {row.group_label: row.group_code for row in self._categories if not row.is_protected}
        return [{"label": label, "icon": category_icon(code)} for label, code in groups.items()]

    @property
    def answer_fields(self) -> list[forms.BoundField]:
        """The questions of the chosen category."""
        return [self[f"{PREFIX}{question.code}"] for question in self.questions]

    @property
    def lines(self) -> list[forms.BoundField]:
        """The lines of words that say where it is."""
        return [self[name] for name in PLACE_LINES]

    @property
    def kept_on_the_phone(self) -> str:
        """Names of fields, for the script that keeps a draft."""
        return " ".join(KEPT)

    @property
    def said_in_it(self) -> str:
        """Names of fields, for the script that listens for words of danger as `said.said_in_form` does."""
        return " ".join(SAID)

    @property
    def has_questions(self) -> bool:
        """Whether any category has some."""
        return any(category.questions for category in self._categories)

    def only_show(self) -> None:
        """What was typed is shown again and not judged yet."""
        self._errors, self.cleaned_data = ErrorDict(), {}

    def clean_draft_id(self) -> uuid.UUID:
        """A form without a good key would lose its protection against doubles: it gets a new one."""
        return self.cleaned_data["draft_id"] or uuid.uuid4()

    def clean_text(self) -> str:
        """A dot or a row of punctuation says nothing that anybody could look after; a pictogram does."""
        text: str = self.cleaned_data["text"]
        if not says_anything(text):
            raise forms.ValidationError(NO_WORDS, code="required")
        return text

    def clean(self) -> dict[str, Any]:
        """0/0 is where phones are that do not know where they are: no point, which is said (`had_no_place`).

        Who was not asked for the identity, or did not say, is named where a name stands, else anonymous."""
        data = super().clean() or self.cleaned_data
        data["category"] = data.get("concern") or data.get("category")
        data["identity"] = data.get("identity") or (Identity.NAMED if data.get("name") else Identity.ANONYMOUS)
        if (
            None not in (data.get("latitude"), data.get("longitude"))
            and true_point(data["latitude"], data["longitude"]) is None
        ):
            data["latitude"] = data["longitude"] = None
            self.had_no_place = True
        return data

    def clean_asset(self) -> str:
        """Its code; "" for one that is none here: it only says how the report came."""
        found = find_asset(self.root, code) if (code := self.cleaned_data["asset"]) else None
        return found.code if found else ""

    def clean_kind(self) -> str:
        return self.cleaned_data["kind"] or Kind.COMPLAINT

    def clean_visibility(self) -> str:
        return self.cleaned_data["visibility"] or Visibility.PUBLIC

    def new_report(
        self, *, channel: str, language: str, uploads: list[Upload], provenance: Provenance | None = None
    ) -> NewReport:
        """What intake takes. Call after is_valid()."""
        data = self.cleaned_data
        answers = tuple(answers_from(self.questions, data))
        said = {name: data[name] for name in ASKED if name in data}
        typed = {name: str(said[name]) for name in said.keys() - empty_later_lines(said)}
        return NewReport(
            submission_key=str(data["draft_id"]),
            said=json.dumps(typed | {"answers": json.dumps(answers)}, sort_keys=True),
            channel=channel,
            language=language,
            uploads=tuple(uploads),
            answers=answers,
            provenance=only_known(Provenance(asset=data.get("asset", ""), **(provenance or {}))),
            **said,
        )


SENT_BEFORE = _(
    "This form was sent before with other words. Those are filed; these are not yet: send again to file them as a"
    " report of their own."
)


def as_new(form: AnyFilingForm) -> AnyFilingForm:
    """The form whose key was used for other words: with a key of its own and the files that came along, to be sent once
    more or not."""
    old, key = str(form.data.get("draft_id", "")), str(uuid.uuid4())
    move_uploads(old, key)
    form.data = form.data.copy()  # type: ignore[attr-defined]
    form.data["draft_id"] = key  # type: ignore[index]
    form.add_error(None, SENT_BEFORE)
    return form


def asking_form(form: FilingForm, asked: Mapping[str, Any]) -> FilingForm | None:
    """The same form with the questions of the chosen category and everything typed, no fault said yet; None unless
    `asked` (the address) says so.

    For browsers without JavaScript. A fault of the photos, which cannot be typed again, is said.
    """
    if "ask" not in asked or form.errors.get("photos"):
        return None
    typed = {name: form.data.get(name) for name in form.fields if form.data.get(name)}
    return type(form)(root=form.root, initial=typed)
