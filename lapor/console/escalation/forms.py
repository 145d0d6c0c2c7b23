"""What is tried: a file of levels, another term."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lapor.agencies.escalation.queries import MOST_BYTES
from lapor.agencies.models import Agency, Category
from lapor.agencies.queries import active_categories
from lapor.calendars.escalation import CLOCKS
from lapor.reports.deadlines.what_if import MOST_WORKING_DAYS
from lapor.reports.vocabulary import ClockKind


class LevelsForm(forms.Form):
    """Without a file the levels in force are tried."""

    file = forms.FileField(
        label=gettext_lazy("File of levels (TOML); without one the levels in force are tried"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": ".toml,application/toml"}),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file and (file.size or 0) > MOST_BYTES:
            raise forms.ValidationError(_("The file is too large: at most %(most)s KB.") % {"most": MOST_BYTES // 1024})
        return file


class OtherTermForm(forms.Form):
    """`category`: none for all of them; protected ones are not offered."""

    working_days = forms.IntegerField(label=gettext_lazy("Working days"), min_value=1, max_value=MOST_WORKING_DAYS)
    clock = forms.ChoiceField(
        label=gettext_lazy("Deadline"), choices=lambda: [(name, ClockKind(name).label) for name in CLOCKS]
    )
    category = forms.ModelChoiceField(
        Category.objects.none(),
        label=gettext_lazy("Category"),
        required=False,
        empty_label=gettext_lazy("All categories"),
    )

    def __init__(self, *args: Any, root: Agency, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["category"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - made above
        field.queryset = active_categories(root).filter(is_protected=False)
        self.fields["clock"].initial = ClockKind.RESOLUTION
