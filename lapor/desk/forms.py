"""What the desk adds to the form of a new report: how it came, whether the person agreed, and whether we know them
already."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lapor.agencies.models import Agency, Officer
from lapor.casework.known_people import person_of_token
from lapor.core import clock
from lapor.core.ids import parse_tracking_id
from lapor.intake.filing.forms import FilingForm
from lapor.reporters.models import Reporter
from lapor.reports.vocabulary import Channel, Identity

MOST_KEPT = timedelta(days=60)  # a machine that says it kept a report longer has a wrong clock


AT_THE_COUNTER = (Channel.COUNTER, Channel.PHONE, Channel.LETTER)  # radio and newspapers have pages of their own


class DeskForm(FilingForm):
    """The same report, typed by `officer` for a person who stands there, calls, writes or was heard."""

    channel = forms.ChoiceField(
        label=_("How did it come?"), choices=[(c.value, c.label) for c in AT_THE_COUNTER], initial=Channel.COUNTER
    )
    source = forms.CharField(label=_("Number of the letter"), required=False, max_length=200)
    consent = forms.BooleanField(label=_("The person agreed that we keep name and contact to answer"), required=False)
    known = forms.CharField(required=False, max_length=400)  # who of those found is here; made by casework.known_people
    same_as = forms.CharField(required=False, max_length=20)  # number of a report that is about the same matter

    def __init__(self, *args: Any, root: Agency, officer: Officer | None = None, **kwargs: Any) -> None:
        super().__init__(*args, root=root, **kwargs)
        self.officer = officer
        self.person: Reporter | None = None
        self.fields["category"].widget.attrs["data-look-up"] = _("Category: type the first letters")
        self.fields["area"].widget.attrs["data-look-up"] = _("Kelurahan: type the first letters")
        self.fields["identity"].initial = Identity.NAMED  # the officer asks for the name before this question
        for name in ("name", "phone", "email"):
            self.fields[name].widget.attrs["autocomplete"] = "off"  # the browser must not offer the person before

    def clean_same_as(self) -> str:
        return parse_tracking_id(self.cleaned_data["same_as"]) or ""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if (data.get("name") or data.get("phone") or data.get("email")) and not data.get("consent"):
            self.add_error("consent", _("Ask the person first, then tick this; or leave name and contact empty."))
        if data.get("known") and self.officer is not None:
            self.person = person_of_token(data["known"], by=self.officer)
            if self.person is None:
                self.add_error("phone", _("The look-up is too old. Look the person up again, or go on without."))
        return data


class KeptForm(DeskForm):
    """What was typed while the network was gone, sent by the machine that kept it."""

    taken_at = forms.DateTimeField()  # by the machine's clock
    taken_by = forms.UUIDField(required=False)  # the officer who sat there
    printed_number = forms.CharField(required=False, max_length=20)  # what stands on the person's paper

    def clean_taken_at(self) -> datetime:
        """A wrong clock loses no report: an instant that cannot be is taken for now."""
        now, taken_at = clock.now(), self.cleaned_data["taken_at"]
        return taken_at if now - MOST_KEPT < taken_at <= now else now

    def clean_printed_number(self) -> str:
        return parse_tracking_id(self.cleaned_data["printed_number"]) or ""
