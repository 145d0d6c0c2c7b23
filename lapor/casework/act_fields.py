"""Fields that only forms of acts have: several files, squares of a photo, words to tick, files already there."""

from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lapor.agencies.models import Team
from lapor.casework.files import ACCEPT
from lapor.core import clock
from lapor.core.cleaning.limits import CELLS
from lapor.intake.filing.actions import MAX_TEXT
from lapor.reports.models import Attachment


class ManyFilesInput(forms.ClearableFileInput):
    """A file input that takes several files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files; each is checked in intake.files.attachments."""

    widget = ManyFilesInput(attrs={"accept": ACCEPT})

    def clean(self, data: Any, initial: Any = None) -> Any:
        files = data if isinstance(data, list | tuple) else [data] if data else []
        return [super(FilesField, self).clean(file, initial) for file in files if file]


class CellsInput(forms.CheckboxSelectMultiple):
    """Ticked boxes of a page, or their numbers in one text."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        values = data.getlist(name) if hasattr(data, "getlist") else [data.get(name)]
        return [word for value in values if value is not None for word in str(value).replace(",", " ").split()]


class CellsField(forms.TypedMultipleChoiceField):
    """Squares of the grid over a photo, numbered from the top left, row by row."""

    widget = CellsInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=[(str(number), str(number)) for number in range(CELLS * CELLS)], coerce=int, **kwargs)


class TicksField(forms.MultipleChoiceField):
    """Words that look like personal data and may be read by everybody all the same: any of them, offered once they were
    found."""

    def __init__(self) -> None:
        super().__init__(label=_("May be read by everybody"), required=False, widget=forms.CheckboxSelectMultiple)

    def valid_value(self, value: Any) -> bool:
        return isinstance(value, str) and len(value) <= MAX_TEXT

    def clean(self, value: Any) -> Any:
        return tuple(super().clean([value] if isinstance(value, str) else value))


class FilesOfReport(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # it takes none at run time
    """Files that are there already, numbered as the page shows them: what their sender called them may tell who that
    is."""

    def __init__(self, rows: QuerySet[Attachment], known: list[Attachment] | None = None, **kwargs: Any) -> None:
        """`known`: the rows, where they were read already."""
        super().__init__(rows, **kwargs)
        self._known = known
        self.choices = self._numbered

    @cached_property
    def files(self) -> list[Attachment]:
        """One query, when they are shown."""
        if self._known is not None:
            return self._known
        assert self.queryset is not None  # noqa: S101 - it is given where the field is made
        return list(self.queryset)

    def _numbered(self) -> list[tuple[str, str]]:
        return [
            (str(file.pk), f"{file.get_kind_display().capitalize()} {number}")
            for number, file in enumerate(self.files, 1)
        ]

    def clean(self, value: Any) -> Any:
        return tuple(super().clean(value or []))


class TeamField(forms.ModelChoiceField):  # type: ignore[type-arg]  # it takes none at run time
    """A team by its name, with whether it is on duty, or when next, by the clock of the city."""

    def __init__(self, rows: QuerySet[Team], *, timezone: str, **kwargs: Any) -> None:
        super().__init__(rows, **{"label": _("Team"), **kwargs})
        self.timezone = timezone

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name} ({duty_words(obj, self.timezone)})"


def duty_words(team: Team, timezone: str) -> str:
    """Whether a team with a shift is on duty now, or when it is next."""
    local = clock.now().astimezone(ZoneInfo(timezone))
    if not team.weekdays:
        return gettext("at any time")
    if team.shift.is_on(local):
        return gettext("on duty now")
    return gettext("on duty from %(when)s") % {"when": date_format(team.shift.next_begin(local), "l H:i")}
