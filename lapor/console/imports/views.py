"""/konsol/impor/: a file of an earlier system is mapped, checked, imported and, where it went wrong, taken out again.

For administrators."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from lapor.agencies.models import Agency, Area, Category
from lapor.agencies.officers.access import officers_only, signed_in
from lapor.agencies.queries import agencies_in, root_of
from lapor.agencies.roles import Can
from lapor.core.cleaning.limits import MB
from lapor.core.text import fold
from lapor.intake.files.attachments import StorageFull
from lapor.intake.filing.fields import PLACE_LINES
from lapor.intake.imports import runs
from lapor.intake.imports.guessing import NEEDED, STATES, guess_state
from lapor.intake.imports.rows import FileError
from lapor.intake.imports.sp4n import Sp4n
from lapor.intake.models import ImportRun
from lapor.intake.tasks import queue_import
from lapor.reports.vocabulary import State

AT_WORK = frozenset({runs.STATES.READING, runs.STATES.CHECKING, runs.STATES.IMPORTING, runs.STATES.UNDOING})
SHOWN_RUNS = 30
SHOWN_WORDS = 60  # of a kind: the most frequent ones
FIELDS = {
    "number": gettext_lazy("Number of the report there"),
    "date": gettext_lazy("Date"),
    "time": gettext_lazy("Time of day"),
    "text": gettext_lazy("What was reported"),
    "title": gettext_lazy("Title"),
    "status": gettext_lazy("State there"),
    "category": gettext_lazy("Category"),
    "agency": gettext_lazy("Agency"),
    "area": gettext_lazy("Kelurahan or kecamatan"),
    **{name: line.label for name, line in PLACE_LINES.items()},
    "latitude": gettext_lazy("Latitude"),
    "longitude": gettext_lazy("Longitude"),
    "name": gettext_lazy("Name of the reporter"),
    "phone": gettext_lazy("Phone"),
    "email": gettext_lazy("Email"),
    "channel": gettext_lazy("How it came"),
}
KIND_LABELS = {
    "category": gettext_lazy("Categories"),
    "agency": gettext_lazy("Agencies"),
    "area": gettext_lazy("Places"),
}


class UploadForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Spreadsheet (XLSX or CSV)"),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv,text/csv"}),
    )

    def clean_file(self) -> Any:
        if (self.cleaned_data["file"].size or 0) > runs.MOST_BYTES:
            raise forms.ValidationError(
                _("The file is too large: at most %(most)s MB.") % {"most": runs.MOST_BYTES // MB}
            )
        return self.cleaned_data["file"]


class MappingForm(forms.Form):
    """Which column is which, what each status means, and which words are whose here. Made from what the file holds."""

    profile = forms.CharField(
        label=gettext_lazy("Keep this mapping under a name, for the next file"), max_length=60, required=False
    )

    def __init__(self, *args: Any, run: ImportRun, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.run, self.words = run, dict[str, tuple[str, str]]()
        headers = [("", "—"), *((name, name) for name in run.header)]
        chosen = run.mapping.get("fields", {})
        if run.profile != Sp4n.name:
            for field, label in FIELDS.items():
                self.fields[f"field_{field}"] = forms.ChoiceField(
                    label=str(label), choices=headers, required=field in NEEDED, initial=chosen.get(field, "")
                )
            self._add_states()
        for kind in runs.KINDS:
            self._add_words(kind)

    def _add_states(self) -> None:
        given = self.run.mapping.get("states", {})
        choices = [(state.value, State(state).label) for state in STATES]
        for place, word in enumerate(list(self.run.words.get("status", {}))[:SHOWN_WORDS]):
            name = f"state_{place}"
            self.words[name] = ("status", word)
            self.fields[name] = forms.ChoiceField(
                label=word, choices=choices, initial=given.get(word) or guess_state(word)
            )

    def _add_words(self, kind: str) -> None:
        rows = _rows(kind, self.run.root)
        same = {fold(label) for _code, label in rows}
        given = self.run.mapping.get("links", {}).get(kind, {})
        open_words = [word for word in self.run.words.get(kind, {}) if fold(word) not in same][:SHOWN_WORDS]
        for place, word in enumerate(open_words):
            name = f"{kind}_{place}"
            self.words[name] = (kind, word)
            label = f"{word} ({self.run.words[kind][word]}×)"
            self.fields[name] = forms.ChoiceField(
                label=label, choices=[("", _("stays text")), *rows], required=False, initial=given.get(word, "")
            )

    def mapping(self) -> dict[str, Any]:
        """As runs.set_mapping takes it; what was chosen for words of an earlier file stays."""
        data, kept = self.cleaned_data, self.run.mapping
        fields = {field: data[f"field_{field}"] for field in FIELDS if data.get(f"field_{field}")}
        states, links = (
            dict(kept.get("states", {})),
            {kind: dict(kept.get("links", {}).get(kind, {})) for kind in runs.KINDS},
        )
        for name, (kind, word) in self.words.items():
            if kind == "status":
                states[word] = data[name]
            elif data[name]:
                links[kind][word] = data[name]
            else:
                links[kind].pop(word, None)
        return {"fields": fields, "states": states, "links": links}

    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The fields in the order and under the headings that the page shows."""
        named: list[tuple[str, str]] = [
            (str(_("Columns")), "field_"),
            (str(_("What each state becomes here")), "state_"),
            *((str(label), f"{kind}_") for kind, label in KIND_LABELS.items()),
        ]
        found = [(label, [self[name] for name in self.fields if name.startswith(prefix)]) for label, prefix in named]
        return [(label, fields) for label, fields in found if fields]


def _rows(kind: str, root: Agency) -> list[tuple[str, str]]:
    if kind == "category":
        return [(row.code, row.label) for row in Category.objects.filter(root=root, is_active=True)]
    if kind == "agency":
        return [(row.code, row.name) for row in agencies_in(root)]
    return [
        (row.code, f"{row.name} ({row.parent.name})" if row.parent else row.name)
        for row in Area.objects.filter(root=root).select_related("parent").defer("cell", "boundary")
    ]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@officers_only(Can.ADMINISTER)
def imports_view(request: HttpRequest) -> HttpResponse:
    """What was imported, and a new file."""
    officer = signed_in(request)
    root = root_of(officer)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            run = runs.begin_run(file.read(), file.name or "", by=officer, root=root)
        except FileError as error:
            form.add_error("file", str(error))
        except (OSError, StorageFull):
            form.add_error("file", _("There is no room for this file. Please tell your system administrator."))
        else:
            queue_import(run.pk, "look")
            return HttpResponseRedirect(reverse("console:import", args=[run.pk]))
    context = {
        "form": form,
        "runs": ImportRun.objects.filter(root=root)
        .select_related("by")
        .defer("sample", "words", "mapping")[:SHOWN_RUNS],
    }
    return render(request, "console/imports.html", context, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@officers_only(Can.ADMINISTER)
def run_view(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """Where the import stands, and the next step by its button."""
    run = _run(request, run_id)
    if request.GET.get("part") == "progress":
        answer = render(request, "console/parts/import_progress.html", {"run": run})
        if run.state not in AT_WORK:
            answer["X-Reload"] = "yes"  # the next step stands on the page
        return answer
    form = (
        MappingForm(request.POST or None, run=run) if run.state in {runs.STATES.MAPPING, runs.STATES.CHECKED} else None
    )
    if request.method == "POST":
        do = request.POST.get("do", "")
        if do == "undo":
            _step(run, "undo", runs.STATES.UNDOING, (runs.STATES.IMPORTED, runs.STATES.FAILED))
        elif form is not None and form.is_valid():
            runs.set_mapping(run, form.mapping(), profile=form.cleaned_data["profile"])
            if do == "import":
                _step(run, "import", runs.STATES.IMPORTING, (runs.STATES.CHECKED,))
            else:
                _step(run, "check", runs.STATES.CHECKING, (runs.STATES.MAPPING, runs.STATES.CHECKED))
        if form is None or not form.errors:
            return HttpResponseRedirect(reverse("console:import", args=[run.pk]))
    sample = runs.sample_of(run) if form is not None else []
    context = {
        "run": run,
        "form": form,
        "sample": [dict(zip(run.header, row, strict=False)) for row in sample],
        "is_at_work": run.state in AT_WORK,
        "columns": [
            (name, [row[place] if place < len(row) else "" for row in sample]) for place, name in enumerate(run.header)
        ],
        "has_faults": bool(run.failed),
        "is_sp4n": run.profile == Sp4n.name,
    }
    return render(request, "console/import.html", context, status=422 if form is not None and form.errors else 200)


def _run(request: HttpRequest, run_id: UUID) -> ImportRun:
    run = ImportRun.objects.select_related("root", "by").filter(pk=run_id, root=root_of(signed_in(request))).first()
    if run is None:
        raise Http404
    return run


def _step(run: ImportRun, step: str, state: str, before: tuple[str, ...]) -> None:
    if runs.start(run, state, before=before):
        queue_import(run.pk, step)


@never_cache
@require_safe
@officers_only(Can.ADMINISTER)
def faults_view(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """The rows that could not be read, to be mended and given again."""
    content = runs.faults_of(_run(request, run_id))
    if not content:
        raise Http404
    headers = {"Content-Disposition": f'attachment; filename="kesalahan-{run_id}.csv"'}
    return HttpResponse(f"\ufeff{content}", content_type="text/csv; charset=utf-8", headers=headers)
