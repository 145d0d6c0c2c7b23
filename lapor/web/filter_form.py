"""The filters of list, feeds and map, as one form whose fields stand in the address. Used by the views of all three."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.http import HttpRequest
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from lapor.agencies.models import Agency
from lapor.agencies.queries import active_categories, agencies_in, villages_by_district
from lapor.core.ttl_cache import TTLCache
from lapor.publish.filters import ENDED, OPENED, Filters
from lapor.reports.vocabulary import Kind, State, channel_choices
from lapor.ui.long_select import LongSelect

Choices = list[tuple[str, Any]]
CHOSEN = ("state", "kind", "category", "agency", "area", "channel")


def _choices(key: tuple[UUID, str]) -> dict[str, Choices]:
    root = Agency.objects.get(pk=key[0])
    return {
        "category": [(c.code, c.label) for c in active_categories(root)],
        "agency": [(a.code, a.name) for a in agencies_in(root)],
        "area": [
            (name, [(code, _("All of %(district)s") % {"district": name}), *parts])
            for code, name, parts in villages_by_district(root)
            if code
        ],
    }


_known: TTLCache[tuple[UUID, str], dict[str, Choices]] = TTLCache(_choices)


class FilterForm(forms.Form):
    """What is wrong in an address is passed over: the rest still narrows."""

    q = forms.CharField(label=gettext_lazy("Words"), required=False, max_length=200)
    state = forms.ChoiceField(label=gettext_lazy("State"), required=False, widget=LongSelect)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), required=False, widget=LongSelect)
    category = forms.ChoiceField(label=gettext_lazy("Category"), required=False, widget=LongSelect)
    agency = forms.ChoiceField(label=gettext_lazy("Office"), required=False, widget=LongSelect)
    area = forms.ChoiceField(label=gettext_lazy("District or kelurahan"), required=False, widget=LongSelect)
    channel = forms.ChoiceField(label=gettext_lazy("Came in by"), required=False, widget=LongSelect)
    since = forms.DateField(
        label=gettext_lazy("Filed from"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    until = forms.DateField(
        label=gettext_lazy("Filed until"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )

    def __init__(self, *args: Any, root: Agency, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = [(OPENED, _("All open ones")), (ENDED, _("All closed ones"))]
        choices: dict[str, Choices] = {
            "state": [*groups, *State.choices],
            "kind": list(Kind.choices),
            "channel": channel_choices(),
            **_known.get((root.pk, get_language() or "id")),
        }
        for name in CHOSEN:
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101
            field.choices = [("", _("All")), *choices[name]]

    def filters(self) -> Filters:
        self.is_valid()
        data = self.cleaned_data
        return Filters(
            words=data.get("q", "").replace("\x00", ""),
            since=data.get("since"),
            until=data.get("until"),
            **{name: data.get(name, "") for name in CHOSEN},
        )

    def kept(self) -> dict[str, str]:
        """The filters that hold, as they stand in an address."""
        self.is_valid()
        return {
            name: str(self.data[name]) for name in self.fields if self.cleaned_data.get(name) and self.data.get(name)
        }

    def chips(self, base: str) -> list[dict[str, str]]:
        """One for each filter that is on (the words stand in their own field), with the address without it."""
        kept = self.kept()
        found = []
        for name, value in kept.items():
            if name != "q":
                field = self.fields[name]
                labels = _flat(list(field.choices)) if isinstance(field, forms.ChoiceField) else {}  # type: ignore[arg-type]
                rest = {other: one for other, one in kept.items() if other != name}
                found.append({"label": f"{field.label}: {labels.get(value, value)}", "remove_url": address(base, rest)})
        return found


def _flat(choices: Iterable[Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for value, label in choices:
        found |= _flat(label) if isinstance(label, list | tuple) else {value: label}
    return found


def address(base: str, parameters: dict[str, str]) -> str:
    return f"{base}?{urlencode(parameters)}" if parameters else base


def without_empty(request: HttpRequest) -> str:
    """Where a form sent empty fields along: the address that can be shared; else ""."""
    if all(request.GET.values()):
        return ""
    return address(request.path, {name: str(value) for name, value in request.GET.items() if value})
