"""/loket/radio: callers of a programme, typed while it is heard or from its recording; several in one sitting."""

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lapor.agencies.models import Officer
from lapor.agencies.officers.access import officers_only, signed_in
from lapor.agencies.queries import root_of
from lapor.agencies.roles import Can
from lapor.casework.files import file_error, is_ours
from lapor.core import clock
from lapor.core.cleaning.limits import MB, FileRefused
from lapor.core.ids import show_tracking_id
from lapor.desk.forms import DeskForm
from lapor.desk.sittings import end_sitting, keep_sitting, note_filed, sitting_of
from lapor.desk.views import keep_files
from lapor.intake.files.attachments import StorageFull, uploads_of
from lapor.intake.filing.actions import FilingResult, KeyUsedBefore, file_new_report
from lapor.intake.filing.forms import KeptTextField, as_new
from lapor.intake.press.broadcasts import MOST_BYTES, clip_for, keep_programme, programme_of
from lapor.intake.press.outlets import known_outlet, note_coverage, outlets
from lapor.reports.provenance import Provenance
from lapor.reports.vocabulary import Channel, Visibility
from lapor.reports.workflow.act import DESK
from lapor.reports.workflow.acting import Actor

KIND = Channel.RADIO.value
_WHEN = forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"})
_MARK = re.compile(r"(?:(\d{1,2}):)?(\d{1,3}):(\d{2})")


class MarkField(forms.CharField):
    """A place in a recording: 2:05 or 1:02:05; as seconds, None where nothing was typed."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})

    def to_python(self, value: Any) -> Any:
        text = str(value or "").strip().replace(".", ":")
        if not text:
            return None
        found = _MARK.fullmatch(text)
        if found is None or int(found[3]) > 59:  # noqa: PLR2004 - seconds of a minute
            raise forms.ValidationError(_("Write minutes and seconds, for example 2:05."))
        return int(found[1] or 0) * 3600 + int(found[2]) * 60 + int(found[3])


class RadioForm(DeskForm):
    """What the caller said, and where in the programme."""

    station = KeptTextField(
        label=gettext_lazy("Station"),
        max_length=80,
        widget=forms.TextInput(attrs={"list": "stations", "autocomplete": "off"}),
    )
    programme = KeptTextField(label=gettext_lazy("Programme"), max_length=120)
    aired_at = forms.DateTimeField(label=gettext_lazy("On air at"), widget=_WHEN)
    mark_from = MarkField(label=gettext_lazy("In the recording from"), required=False)
    mark_to = MarkField(label=gettext_lazy("to"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("channel", "source", "same_as"):
            del self.fields[name]
        self.fields["consent"].label = _(
            "The caller agreed, on air or to the station, that we keep name and contact to answer"
        )

    def clean_aired_at(self) -> Any:
        aired_at = self.cleaned_data["aired_at"]
        if aired_at > clock.now() + timedelta(minutes=5):
            raise forms.ValidationError(_("This is in the future."))
        return aired_at

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        start, end = data.get("mark_from"), data.get("mark_to")
        if end is not None and (start is None or end <= start):
            self.add_error("mark_to", _("The end is before the beginning."))
        return data

    def provenance(self, officer: Officer) -> Provenance:
        data = self.cleaned_data
        return {
            "typed_by": officer.name,
            "agency": officer.agency.name,
            "station": data["station"],
            "programme": data["programme"],
            "said_at": data["aired_at"].isoformat(),
            "marks": _marks(data.get("mark_from"), data.get("mark_to")),
            "consent": data["consent"],
        }


def _marks(start: int | None, end: int | None) -> str:
    return " – ".join(_shown(mark) for mark in (start, end) if mark is not None)


def _shown(seconds: int) -> str:
    minutes, rest = divmod(seconds, 60)
    return f"{minutes // 60}:{minutes % 60:02}:{rest:02}" if minutes >= 60 else f"{minutes}:{rest:02}"  # noqa: PLR2004 - minutes of an hour


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@officers_only(Can.WORK_AT_DESK)
def radio_view(request: HttpRequest) -> HttpResponse:
    """A caller is filed, the recording is kept, or the sitting is ended: each by its own button."""
    officer, sitting = signed_in(request), sitting_of(request, KIND)
    if request.method != "POST":
        return _show(request, officer, sitting, _empty(officer, sitting))
    if request.POST.get("do") == "end":
        end_sitting(request, KIND)
        return HttpResponseRedirect(reverse("desk:radio"))
    form = RadioForm(request.POST, root=root_of(officer), officer=officer)
    form.is_valid()
    keep_files(request, form)
    _keep_recording(request, form, sitting)
    if not form.errors:
        _cut_clip(form, sitting)
    keep_sitting(request, KIND, sitting)
    if form.errors:
        return _show(request, officer, sitting, form, status=422)
    try:
        filed = _file(form, officer)
    except KeyUsedBefore:
        return _show(request, officer, sitting, as_new(form), status=409)
    data = form.cleaned_data
    sitting.update(
        station=data["station"], programme=data["programme"], aired_at=data["aired_at"].strftime("%Y-%m-%dT%H:%M")
    )
    if not filed.is_repeat:
        note_filed(
            sitting,
            filed.report.tracking_id,
            filed.report.title if filed.report.visibility == Visibility.PUBLIC else "",
        )
    keep_sitting(request, KIND, sitting)
    messages.success(
        request, _("Filed as report %(number)s. Next caller.") % {"number": show_tracking_id(filed.report.tracking_id)}
    )
    return HttpResponseRedirect(reverse("desk:radio"))


def _empty(officer: Officer, sitting: dict[str, Any]) -> RadioForm:
    kept = {name: sitting[name] for name in ("station", "programme", "aired_at") if sitting.get(name)}
    return RadioForm(
        root=root_of(officer),
        officer=officer,
        initial={"aired_at": timezone.localtime(clock.now()).replace(second=0, microsecond=0), **kept},
    )


def _keep_recording(request: HttpRequest, form: RadioForm, sitting: dict[str, Any]) -> None:
    """Once for the sitting; a fault is said beside the field."""
    file = request.FILES.get("programme_file")
    if file is None:
        return
    try:
        if (file.size or 0) > MOST_BYTES:
            raise FileRefused("too_large", "programme")  # noqa: TRY301 - said in the same words as the other faults
        keep_programme(sitting["key"], file.read(), file.name or "")
    except (FileRefused, StorageFull) as error:
        is_large = isinstance(error, FileRefused) and error.code == "too_large"
        large = _("The recording is too large (at most %(most)s MB). Everything else is kept.") % {
            "most": MOST_BYTES // MB
        }
        form.add_error(None, large if is_large else file_error(error, file.name or "", file.size or 0))


def _cut_clip(form: RadioForm, sitting: dict[str, Any]) -> None:
    """The caller's own stretch becomes a file of the report."""
    start, end = form.cleaned_data.get("mark_from"), form.cleaned_data.get("mark_to")
    programme = programme_of(sitting["key"]) if start is not None and end is not None else None
    if programme is None or start is None or end is None:
        return
    try:
        clip_for(str(form.cleaned_data["draft_id"]), programme, start, end)
    except FileNotFoundError:
        form.add_error(None, _("The recording is no longer kept: choose it again."))
    except (FileRefused, StorageFull) as error:
        stretch = _("This stretch cannot be cut out: it is at most ten minutes long and lies within the recording.")
        form.add_error("mark_to", file_error(error, programme.called, 0) if is_ours(error) else stretch)


def _file(form: RadioForm, officer: Officer) -> FilingResult:
    data = form.cleaned_data
    uploads = list(uploads_of(str(data["draft_id"])))
    new = form.new_report(channel=KIND, language="id", uploads=uploads, provenance=form.provenance(officer))
    filed = file_new_report(
        replace(new, files_are_internal=True), root=form.root, actor=Actor(role=DESK, officer=officer)
    )
    outlet = known_outlet(form.root, KIND, data["station"])
    note_coverage(filed.report, outlet, place=data["programme"], said_on=timezone.localdate(data["aired_at"]))
    return filed


def _show(
    request: HttpRequest, officer: Officer, sitting: dict[str, Any], form: RadioForm, status: int = 200
) -> HttpResponse:
    context = {
        "form": form,
        "sitting": sitting,
        "programme": programme_of(sitting["key"]),
        "most_megabytes": MOST_BYTES // MB,
        "stations": outlets(root_of(officer), KIND),
        "uploads": uploads_of(str(form["draft_id"].value() or "")),
    }
    return render(request, "desk/radio.html", context, status=status)
