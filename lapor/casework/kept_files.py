"""Files that came with an act that was not done: kept for its form, so that nobody has to choose them again. They stand
there with a tick each, and end after two days (intake.files.attachments). Called by casework.forms and actions."""

import secrets
from collections.abc import Sequence

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from lapor.intake.files.attachments import as_files, forget_uploads, keep_upload, uploads_of
from lapor.intake.models import Upload
from lapor.reports.workflow.acting import StoredFile

KEY, FILES = "kept_key", "kept_files"


def add_fields(form: forms.Form) -> None:
    """To a form that takes files."""
    form.fields[KEY] = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    form.fields[FILES] = forms.MultipleChoiceField(
        label=_("Files that have come already"), widget=forms.CheckboxSelectMultiple, required=False
    )
    key = form.data.get(KEY, "") if form.is_bound else ""
    if key:
        _offer(form, uploads_of(str(key)))


def _offer(form: forms.Form, uploads: Sequence[Upload]) -> None:
    field = form.fields[FILES]
    assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 - made above
    kinds = [upload.get_kind_display().capitalize() for upload in uploads]
    field.choices = [
        (str(upload.pk), upload.called or f"{kind} {number}")
        for number, (upload, kind) in enumerate(zip(uploads, kinds, strict=True), 1)
    ]


def is_shown(form: forms.Form) -> bool:
    return bool(getattr(form.fields.get(FILES), "choices", ()))


def files_kept(form: forms.Form) -> tuple[StoredFile, ...]:
    """Those that are still ticked, of a form that was checked."""
    chosen = set(form.cleaned_data.get(FILES, ()))
    uploads = uploads_of(form.cleaned_data[KEY]) if chosen else []
    return as_files([upload for upload in uploads if str(upload.pk) in chosen], with_places=True)


def keep_files(form: forms.Form, files: Sequence[StoredFile]) -> None:
    """For the form that is shown again; a program's has no page to be shown on."""
    if not files or not isinstance(form.data, QueryDict):
        return
    key = form.cleaned_data.get(KEY) or secrets.token_urlsafe(24)
    known = {upload.pk for upload in uploads_of(key)}
    for file in files:
        if file.id not in known:
            keep_upload(key, file)
    data = form.data.copy()
    data[KEY] = key
    data.setlist(FILES, [str(file.id) for file in files])
    form.data = data
    _offer(form, uploads_of(key))


def forget_files(form: forms.Form) -> None:
    """The act was done: what was kept for it belongs to the report, or was left out."""
    if key := form.cleaned_data.get(KEY):
        forget_uploads(key)
