"""Acts of officers and reporters as the surfaces call them: form, photos, act; one way for console, page, desk and REST."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from lapor.casework.forms import ActForm
from lapor.core.images import MAX_BYTES, NotAPhoto
from lapor.intake.photos import MAX_PHOTOS, StorageFull, store_photo
from lapor.reports.acting import Actor, UploadedPhoto
from lapor.reports.actions import ActRefused, ReportChanged, Taken, take_act
from lapor.reports.models import Report
from lapor.reports.workflow import Act

DANGEROUS = frozenset({"withdraw"})  # cannot be taken back by who does it


def photo_error(error: Exception, name: str, size: int) -> str:
    """One sentence: which photo, what is wrong, what is kept."""
    if isinstance(error, StorageFull):
        return _("The photo %(name)s could not be stored: our storage is full. Your words are kept; send them without the photo.") % {"name": name}
    code = error.code if isinstance(error, NotAPhoto) else "unreadable"
    if code == "too_large":
        facts = {"name": name, "size": size // 1024 // 1024, "most": MAX_BYTES // 1024 // 1024}
        return _("The photo %(name)s is too large (%(size)s MB, at most %(most)s MB). Everything else is kept.") % facts
    if code == "too_many_pixels":
        return _("The photo %(name)s has too many pixels. Everything else is kept.") % {"name": name}
    return _("The file %(name)s cannot be read as a photo. Everything else is kept.") % {"name": name}


def store_photos(files: Sequence["UploadedFile[Any]"]) -> tuple[tuple[UploadedPhoto, ...], list[str]]:
    """Store each photo; gives those that could be stored, and a sentence for each that could not."""
    stored, errors = [], []
    for file in list(files)[:MAX_PHOTOS]:
        try:
            if (file.size or 0) > MAX_BYTES:
                raise NotAPhoto("too_large")  # noqa: TRY301 - said in the same words as the other faults
            stored.append(store_photo(file.read(), file.name or ""))
        except (NotAPhoto, StorageFull) as error:
            errors.append(photo_error(error, file.name or "", file.size or 0))
    if len(files) > MAX_PHOTOS:
        errors.append(_("At most %(count)s photos at once; the first ones are kept.") % {"count": MAX_PHOTOS})
    return tuple(stored), errors


def act_with_form(form: ActForm, *, actor: Actor) -> Taken | None:
    """Do the form's act. None: it was not possible, and the form says why beside the field at fault."""
    if not form.is_valid():
        return None
    photos, errors = store_photos(form.cleaned_data.get("photos") or [])
    for error in errors:
        form.add_error("photos", error)
    if errors:
        return None
    try:
        return take_act(
            form.report.pk,
            form.act.name,
            actor=actor,
            data=form.act_data(photos),
            based_on=form.cleaned_data.get("version"),
        )
    except ReportChanged as changed:
        form.add_error(None, ValidationError(str(changed.reason), code="changed"))
    except ActRefused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, str(refused.reason))
    return None


def form_for(act: Act, report: Report, data: Any = None, files: Any = None) -> ActForm:
    """The empty form to show, or the bound one to check."""
    return ActForm(data, files, act=act, report=report)


def act_views(rows: Sequence[Act], report: Report, bound: ActForm | None = None) -> list[dict[str, Any]]:
    """The acts offered, as pages show them: main ones first, the one that ends everything last, the first main one open."""
    ordered = sorted(rows, key=lambda row: (row.name in DANGEROUS, not row.is_main))
    return [
        {
            "act": row.name, "label": row.label, "consequence": row.consequence, "is_main": row.is_main, "is_danger": row.name in DANGEROUS,
            "is_open": row.is_main and place == 0, "form": bound if bound and bound.act.name == row.name else form_for(row, report),
        }
        for place, row in enumerate(ordered)
    ]  # fmt: skip
