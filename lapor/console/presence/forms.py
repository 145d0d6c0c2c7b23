"""Until when a report is put off, and why."""

from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lapor.casework.snoozing import LONGEST, may_snooze_until
from lapor.core import clock
from lapor.reports.models import Report


class SnoozeForm(forms.Form):
    """From tomorrow on in the city's time; the field knows the first and the last day."""

    until = forms.DateField(label=gettext_lazy("Until"))
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=300)

    def __init__(self, *args: Any, report: Report, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "auto_id": "snooze-%s"})
        self.report = report
        today = clock.now().astimezone(ZoneInfo(report.root.timezone)).date()
        days = {"min": str(today + timedelta(days=1)), "max": str(today + LONGEST)}
        self.fields["until"].widget = forms.DateInput({"type": "date", **days}, format="%Y-%m-%d")

    def clean_until(self) -> date:
        until: date = self.cleaned_data["until"]
        if not may_snooze_until(until, self.report):
            raise forms.ValidationError(_("Choose a day from tomorrow on, within 180 days."))
        return until
