"""What a macro may hold: which acts, with which of their fields; the forms that console and REST check them with."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lapor.agencies.models import Agency, Officer
from lapor.agencies.queries import active_categories, root_of
from lapor.agencies.roles import Can, roles_that
from lapor.casework.choices import KnownChoiceField, agency_choices, category_choices
from lapor.casework.macros import KEYS, MacroValues, shared_with
from lapor.casework.models import ResponseTemplate
from lapor.casework.response_templates import unknown_fields
from lapor.intake.filing.actions import MAX_TEXT
from lapor.presentation.acts import act_label
from lapor.reports.vocabulary import CHOSEN_ARCHIVE_REASONS, ActName, Outcome, Publication, State
from lapor.reports.workflow.table import TABLE
from lapor.ui.long_select import LongSelect

MOST_STEPS = 4
# By act: the fields that a step has to hold, and those that it may; what is left open is as the act's form has it
# filled in (the category as reported or suggested, the office that follows from it).
STEP_FIELDS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    ActName.FORWARD: (("publication",), ("category", "agency", "text")),
    ActName.PUBLISH: ((), ()),
    ActName.ASK: (("text",), ()),
    ActName.ARCHIVE: (("archive_reason", "text"), ()),
    ActName.REROUTE: (("agency", "text"), ()),
    ActName.REFER: (("destination", "text"), ()),
    ActName.ASSIGN_OFFICER: (("officer",), ("text",)),
    ActName.REFUSE: (("agency", "text"), ()),
    ActName.START: (("text",), ()),
    ActName.RESPOND: (("text",), ()),
    ActName.ANSWER: (("text", "outcome"), ()),
    ActName.EXTEND: (("text",), ()),
    ActName.CALL_SUPPORT: (("agency",), ("text",)),
    ActName.WITHHOLD: (("text",), ()),
    ActName.WORK_NOTE: (("text",), ()),
}


def fields_of(act: str) -> list[str]:
    """All that a step of this act may hold."""
    needs, may = STEP_FIELDS[act]
    return [*needs, *may, *(["template"] if "text" in {*needs, *may} else [])]


class MacroForm(forms.Form):
    """Name, key, for whom and for which reports."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=60)
    key = forms.ChoiceField(
        label=gettext_lazy("Key"), required=False, choices=[("", "–"), *((key, key) for key in KEYS)]
    )
    state = forms.ChoiceField(label=gettext_lazy("Only in the state"), required=False)

    def __init__(self, *args: Any, officer: Officer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        root, state = root_of(officer), self.fields["state"]
        assert isinstance(state, forms.ChoiceField)  # noqa: S101
        state.choices = [("", _("Every state")), *State.choices]
        self.fields["category"] = KnownChoiceField(
            active_categories(root), category_choices(root), label=_("Only for the category"), required=False
        )
        self.fields["agency"] = forms.ModelChoiceField(
            Agency.objects.filter(pk__in=[one.pk for one in shared_with(officer)]),
            label=_("For the office"),
            required=False,
            empty_label=_("For me alone"),
        )

    def values(self, steps: list[dict[str, Any]]) -> MacroValues:
        return MacroValues(**self.cleaned_data, steps=steps)


@dataclass(frozen=True)
class StepChoices:
    """What every step of a macro chooses from, as value and label."""

    template: Iterable[tuple[str, str]]
    category: Iterable[tuple[str, str]]
    agency: Iterable[tuple[str, str]]
    officer: Iterable[tuple[str, str]]


def step_choices(officer: Officer) -> StepChoices:
    """Read once for all steps: two queries."""
    root = root_of(officer)
    templates = ResponseTemplate.objects.filter(agency__in=officer.agency.path).order_by("name")
    givable = Officer.objects.filter(
        is_active=True, role__in=roles_that(Can.BE_GIVEN_WORK), agency__path__contains=[officer.agency_id]
    )
    return StepChoices(
        template=[(str(one.pk), one.name) for one in templates],
        category=category_choices(root),
        agency=agency_choices(root),
        officer=[(str(one.pk), str(one)) for one in givable.select_related("agency").order_by("name")],
    )


class MacroStepForm(forms.Form):
    """One act. Without an act it is no step."""

    act = forms.ChoiceField(label=gettext_lazy("Act"), required=False)
    text = forms.CharField(
        label=gettext_lazy("Text"), required=False, max_length=MAX_TEXT, widget=forms.Textarea(attrs={"rows": 3})
    )
    publication = forms.ChoiceField(label=gettext_lazy("Public?"), required=False)
    archive_reason = forms.ChoiceField(label=gettext_lazy("Reason for archiving"), required=False)
    outcome = forms.ChoiceField(label=gettext_lazy("Outcome"), required=False)
    destination = forms.CharField(
        label=gettext_lazy("Where to (SP4N-LAPOR!, police, PLN …)"), required=False, max_length=120
    )

    template = forms.ChoiceField(label=gettext_lazy("Text of the template"), required=False, widget=LongSelect)
    category = forms.ChoiceField(label=gettext_lazy("Category"), required=False, widget=LongSelect)
    agency = forms.ChoiceField(label=gettext_lazy("Agency"), required=False, widget=LongSelect)
    officer = forms.ChoiceField(label=gettext_lazy("Officer"), required=False, widget=LongSelect)

    def __init__(self, *args: Any, choices: StepChoices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        publications = [(one.value, one.label) for one in (Publication.PUBLISHED, Publication.WITHHELD)]
        acts = dict.fromkeys(row.name for row in TABLE if row.name in STEP_FIELDS)
        self._choose("act", [(name, act_label(name)) for name in acts])
        self.fields["act"].widget.attrs["data-fields"] = json.dumps({name: fields_of(name) for name in acts})
        self._choose("publication", publications)
        self._choose("archive_reason", [(reason.value, reason.label) for reason in CHOSEN_ARCHIVE_REASONS])
        self._choose("outcome", Outcome.choices)
        for name in ("template", "category", "agency", "officer"):
            self._choose(name, getattr(choices, name))
        self.order_fields(["act", "text", "template", "category", "agency", "publication"])

    def _choose(self, name: str, choices: Iterable[tuple[str, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        field.choices = [("", "–"), *choices]

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        needs, _may = STEP_FIELDS.get(found.get("act", ""), ((), ()))
        for name in needs:
            is_given = found.get(name) or (name == "text" and found.get("template"))
            if not is_given and name not in self.errors:
                self.add_error(name, _("The act needs this."))
        if unknown := unknown_fields(str(found.get("text") or "")):
            self.add_error("text", _("There is no such field: %(fields)s") % {"fields": ", ".join(unknown)})
        return found

    def step(self) -> dict[str, Any] | None:
        """What is kept: of the fields those that belong to the act."""
        act = self.cleaned_data["act"]
        if not act:
            return None
        given = {name: self.cleaned_data.get(name) for name in fields_of(act)}
        return {"act": act} | {name: str(value) for name, value in given.items() if value not in (None, "")}
