"""The form of the filters: it makes the address of a list."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lapor.agencies.models import Agency, Area
from lapor.agencies.queries import active_categories, agencies_in
from lapor.casework.inbox import QueueName
from lapor.console.inbox.filters import FLAGS
from lapor.reports.vocabulary import Kind, Publication, State


class InboxFilterForm(forms.Form):
    """What an inbox is narrowed to."""

    queue = forms.ChoiceField(label=gettext_lazy("Queue"), required=False)
    q = forms.CharField(label=gettext_lazy("Words"), required=False, max_length=200)
    state = forms.ChoiceField(label=gettext_lazy("State"), required=False)
    category = forms.ChoiceField(label=gettext_lazy("Category"), required=False)
    agency = forms.ChoiceField(label=gettext_lazy("Office"), required=False)
    area = forms.ChoiceField(label=gettext_lazy("District"), required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), required=False)
    publication = forms.ChoiceField(label=gettext_lazy("Publication"), required=False)
    late = forms.BooleanField(label=FLAGS["late"], required=False)
    unanswered = forms.BooleanField(label=FLAGS["unanswered"], required=False)
    called = forms.BooleanField(label=FLAGS["called"], required=False)
    unchecked = forms.BooleanField(label=FLAGS["unchecked"], required=False)
    unreached = forms.BooleanField(label=FLAGS["unreached"], required=False)

    def __init__(self, *args: Any, root: Agency, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: dict[str, list[tuple[Any, Any]]] = {
            "queue": list(QueueName.choices),
            "state": list(State.choices),
            "publication": list(Publication.choices),
            "kind": list(Kind.choices),
            "category": [(c.code, c.label) for c in active_categories(root)],
            "agency": [(a.code, a.name) for a in agencies_in(root)],
            "area": list(Area.objects.filter(root=root, level="district").order_by("name").values_list("code", "name")),
        }
        for name, found in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101
            field.choices = [("", _("All")), *found]
