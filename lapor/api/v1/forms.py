"""A new report as REST sends it: the checks and the words of the public form, plus what only REST may say."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from lapor.agencies.models import Area, Category
from lapor.agencies.queries import active_categories
from lapor.agencies.questions import Question
from lapor.core import clock
from lapor.intake.filing.answers import PREFIX, questions_of
from lapor.intake.filing.fields import EXTRA
from lapor.intake.filing.forms import FilingForm, KeptTextField
from lapor.intake.filing.new_report import NewReport

EARLIEST = datetime(1900, 1, 1, tzinfo=UTC)
CLOCKS_DIFFER = timedelta(days=1)


class ReportForm(FilingForm):
    """Bound to plain values; shown to nobody."""

    title = KeptTextField(required=False, max_length=200)
    happened_at = forms.Field(required=False)

    def _group_choices(
        self, category: "forms.ModelChoiceField[Category]", area: "forms.ModelChoiceField[Area]"
    ) -> None:
        """No list to choose from is made: two queries less."""

    def _make_questions(self) -> list[Question]:
        """One query, where something was answered."""
        code = str(self.data.get("category") or "") if any(name.startswith(PREFIX) for name in self.data) else ""
        return questions_of(active_categories(self.root).filter(code=code), code) if code else []

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if (data.get("latitude") is None) != (data.get("longitude") is None):
            missing = "latitude" if data.get("latitude") is None else "longitude"
            if missing not in self.errors:
                self.add_error(missing, _("Give both latitude and longitude, or neither."))
        return data

    def clean_happened_at(self) -> datetime | None:
        """Aware already, by its type in the schema."""
        at: datetime | None = self.cleaned_data["happened_at"]
        if at is not None and not EARLIEST < at < clock.now() + CLOCKS_DIFFER:
            raise ValidationError(_("This time is not possible."))
        return at

    def report(self, *, submission_key: str, content_digest: str, language: str) -> NewReport:
        """What intake takes, but for the photos. Call after is_valid()."""
        new = self.new_report(channel="api", language=language, uploads=[])
        said = {name: self.cleaned_data[name] for name in EXTRA}
        return replace(new, submission_key=submission_key, content_digest=content_digest, said="", **said)
