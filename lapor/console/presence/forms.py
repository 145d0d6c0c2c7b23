"""Until when a report is put off, and why."""

from datetime import date
from functools import lru_cache
from typing import Any

from django import forms
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from lapor.casework.snoozing import snooze_days
from lapor.core.text import clean_text
from lapor.reports.models import Report
from lapor.ui.frames import Frame, frame_of, placeholders


class SnoozeForm(forms.Form):
    """`days`: the first and the last that can be chosen, which the field knows."""

    until = forms.DateField(label=gettext_lazy("Until"))
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=300)

    def __init__(self, *args: Any, days: tuple[date, date], **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "auto_id": "snooze-%s"})
        self.days = days
        first, last = map(str, days)
        self.fields["until"].widget = forms.DateInput({"type": "date", "min": first, "max": last}, format="%Y-%m-%d")

    def clean_until(self) -> date:
        until: date = self.cleaned_data["until"]
        if not self.days[0] <= until <= self.days[1]:
            raise forms.ValidationError(_("Choose a day from tomorrow on, within 180 days."))
        return until

    def clean_reason(self) -> str:
        reason = clean_text(self.cleaned_data["reason"])
        if not reason:
            raise forms.ValidationError(self.fields["reason"].error_messages["required"])
        return reason


def folded_snooze_form(report: Report, csrf_token: str, url: str) -> SafeString:
    """The empty form, which every report's page has in a fold."""
    return _empty_form(snooze_days(report), get_language()).filled((csrf_token, url))


@lru_cache(maxsize=50)  # 2 kB each: a day and a language
def _empty_form(days: tuple[date, date], _language: str | None) -> Frame:
    each = placeholders(("csrf_token", "snooze_url"))
    return frame_of("console/parts/snooze_form.html", {"snooze_form": SnoozeForm(days=days), **each})
