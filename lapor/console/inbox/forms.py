"""The inbox's filters: they stand in the address."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lapor.agencies.models import Agency, Area
from lapor.agencies.queries import active_categories, agencies_in
from lapor.casework.queries import InboxFilters, narrowed
from lapor.reports.models import Report
from lapor.reports.vocabulary import Kind, Publication, State


class InboxFilterForm(forms.Form):
    """What an inbox is narrowed to."""

    q = forms.CharField(required=False, max_length=200)
    state = forms.ChoiceField(label=gettext_lazy("State"), required=False)
    late = forms.ChoiceField(label=gettext_lazy("Deadline"), required=False)
    unreached = forms.ChoiceField(label=gettext_lazy("Reporter"), required=False)
    unchecked = forms.ChoiceField(label=gettext_lazy("Added later"), required=False)
    called = forms.ChoiceField(label=gettext_lazy("Wish of the reporter"), required=False)
    publication = forms.ChoiceField(label=gettext_lazy("Publication"), required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), required=False)
    category = forms.ChoiceField(label=gettext_lazy("Category"), required=False)
    agency = forms.ChoiceField(label=gettext_lazy("Office"), required=False)
    area = forms.ChoiceField(label=gettext_lazy("District"), required=False)

    def __init__(self, *args: Any, root: Agency, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: dict[str, list[tuple[Any, Any]]] = {
            "state": list(State.choices),
            "late": [("1", _("Overdue only"))],
            "unreached": [("1", _("Could not be reached"))],
            "unchecked": [("1", _("Waits for the privacy check"))],
            "publication": list(Publication.choices),
            "called": [("1", _("Asks for an officer"))],
            "kind": list(Kind.choices),
            "category": [(c.code, c.label) for c in active_categories(root)],
            "agency": [(a.code, a.name) for a in agencies_in(root)],
            "area": list(Area.objects.filter(root=root, level="district").order_by("name").values_list("code", "name")),
        }
        for name, found in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101
            field.choices = [("", _("All")), *found]

    def narrow(self, rows: QuerySet[Report]) -> QuerySet[Report]:
        """The rows that fit; filters that are not valid are left out."""
        self.is_valid()
        return narrowed(rows, InboxFilters(**{name: value for name, value in self.cleaned_data.items() if value}))

    def chips(self, kept: dict[str, str], base: str) -> list[dict[str, str]]:
        """One chip for each filter that is on, with the address that takes it off; the queues above show state and
        deadline."""
        found = []
        for name, value in kept.items():
            if name in {"state", "late", "unreached", "unchecked", "called"}:
                continue
            field = self.fields[name]
            label = dict(getattr(field, "choices", [])).get(value, value)
            rest = urlencode({n: v for n, v in kept.items() if n != name})
            words = field.label or _("Words")
            found.append({"label": f"{words}: {label}", "remove_url": f"{base}?{rest}"})
        return found
