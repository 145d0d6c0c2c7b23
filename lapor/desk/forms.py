"""What the desk adds to the form of a new report: how it came, and whether the person agreed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lapor.agencies.models import Agency
from lapor.intake.forms import FilingForm
from lapor.reports.vocabulary import DESK_CHANNELS, Channel


class DeskForm(FilingForm):
    """The same report, typed by an officer for a person who stands there, calls, writes or was heard."""

    channel = forms.ChoiceField(label=_("How did it come?"), choices=[(c.value, c.label) for c in DESK_CHANNELS], initial=Channel.COUNTER)
    source = forms.CharField(label=_("Source (station and programme, newspaper and page, letter number)"), required=False, max_length=200)
    consent = forms.BooleanField(label=_("The person agreed that we keep name and contact to answer"), required=False)

    def __init__(self, *args: Any, root: Agency, **kwargs: Any) -> None:
        super().__init__(*args, root=root, **kwargs)
        self.fields["category"].widget.attrs["data-look-up"] = _("Category: type the first letters")
        self.fields["area"].widget.attrs["data-look-up"] = _("Kelurahan: type the first letters")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if (data.get("name") or data.get("phone") or data.get("email")) and not data.get("consent"):
            self.add_error("consent", _("Ask the person first, then tick this; or leave name and contact empty."))
        return data
