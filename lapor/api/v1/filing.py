"""POST reports: a new report from any program. The same checks, limits and words as the public form."""

import hashlib
import json
import re
import uuid
from dataclasses import replace
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from ninja import Status

from lapor.agencies.current import current_jurisdiction
from lapor.api.problems import FieldError, Problem, at_fault, invalid, too_often
from lapor.api.v1.bodies import FILE_PART, files_of
from lapor.api.v1.forms import ReportForm
from lapor.api.v1.schemas import Filed, SentReport
from lapor.api.v1.shapes import page_url
from lapor.casework.files import OURS, store_files
from lapor.gateway import rate_limits
from lapor.intake.files.attachments import keep_upload
from lapor.intake.filing.actions import FilingResult as FiledReport
from lapor.intake.filing.actions import KeyUsedBefore, file_new_report, filed_before
from lapor.intake.filing.answers import PREFIX, YES_NO
from lapor.intake.filing.contact_fields import ASKED
from lapor.intake.filing.fields import empty_later_lines
from lapor.intake.filing.new_report import NewReport
from lapor.intake.filing.places import outside_words
from lapor.intake.filing.said import said_in_form, seconds_to_wait
from lapor.reports.workflow.acting import reporter_actor
from lapor.ui.client_address import client_address

KEY_HEADER = "Idempotency-Key"
_KEY = re.compile(r"[\x21-\x7e]{16,200}")
_IN_CONTACT = frozenset({"name", "phone", "email"})


def file_report(request: HttpRequest, sent: SentReport) -> Status[Filed]:
    """File a report, or give back the one that was filed with the same key and content."""
    address = client_address(request)
    root, said = (
        current_jurisdiction(request),
        said_in_form({**sent.model_dump(), **{f"{PREFIX}{code}": said for code, said in sent.answers.items()}}),
    )
    if wait := seconds_to_wait(rate_limits.UPLOAD, address, root=root, said=said):
        raise too_often(wait)
    photos = files_of(request, sent.attachments)
    form = _checked_form(request, sent)
    if wait := seconds_to_wait(rate_limits.FILE_REPORT, address, root=root, said=said):
        raise too_often(wait)
    key = _submission_key(request)
    new = form.report(submission_key=key, content_digest=_digest(sent, photos), language=get_language() or "id")
    try:
        # else the filing itself looks
        before = filed_before(new.submission_key, new.content_digest) if photos else None
        filed = before or _file(new, photos, form)
    except KeyUsedBefore as error:
        raise Problem(
            409,
            "key-used",
            detail=_("A report with another content was sent with this key. Take a new key for a new report."),
        ) from error
    answer = Filed(
        tracking_id=filed.report.tracking_id,
        receipt_code=filed.receipt_code,
        url=page_url(filed.report.root, filed.report.tracking_id),
        notice=outside_words(filed.report),
    )
    return Status(200 if filed.is_repeat else 201, answer)


def _checked_form(request: HttpRequest, sent: SentReport) -> ReportForm:
    """The form that says yes. Raises Problem 422 with every field at fault."""
    answers = {f"{PREFIX}{code}": _as_typed(value) for code, value in sent.answers.items()}
    asked = {f"email{ASKED}": sent.contact.email if sent.contact.email_is_right else ""}
    values: dict[str, Any] = {
        **sent.model_dump(exclude={"contact", "attachments", "answers"}),
        **sent.contact.model_dump(exclude={"email_is_right"}),
        **asked,
        **answers,
    }
    form = ReportForm({**values, "draft_id": uuid.uuid4()}, root=current_jurisdiction(request))
    unknown = [
        FieldError(_name(name), _("The category has no such question.")) for name in answers if name not in form.fields
    ]
    if not form.is_valid() or unknown:
        raise Problem(422, errors=[*_errors(form), *unknown])
    return form


def _as_typed(value: str | float | bool) -> str:
    """As a person would answer the form: true is its yes."""
    (yes, _label), (no, _label) = YES_NO
    return (yes if value else no) if isinstance(value, bool) else str(value)


def _errors(form: ReportForm) -> list[FieldError]:
    return [FieldError(_name(name), str(message)) for name, messages in form.errors.items() for message in messages]


def _name(field: str) -> str:
    """Of the form's field in what was sent."""
    if field.startswith(PREFIX):
        return f"answers.{field.removeprefix(PREFIX)}"
    return f"contact.{field}" if field in _IN_CONTACT else field


def _submission_key(request: HttpRequest) -> str:
    """Apart from the keys of forms. Without a key of the caller's, each call is its own report."""
    key = request.headers.get(KEY_HEADER)
    if key is None:
        return f"api:{uuid.uuid4()}"
    if not _KEY.fullmatch(key):
        raise invalid(
            KEY_HEADER, _("16 to 200 characters without spaces that nobody can guess, for example a random UUID.")
        )
    return f"api-key:{key}"


def _digest(sent: SentReport, photos: list["UploadedFile[Any]"]) -> str:
    """The same for the same words and photos, however they were sent."""
    left_out: dict[str, Any] = {"attachments": True, "contact": {"email_is_right"}}
    left_out |= {} if sent.answers else {"answers": True}  # a key used before there were answers stays good
    left_out |= dict.fromkeys(empty_later_lines(vars(sent)), True)
    words = json.dumps(sent.model_dump(mode="json", exclude=left_out), sort_keys=True)
    parts = [words, *(_sha256(photo) for photo in photos)]
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def _sha256(photo: "UploadedFile[Any]") -> str:
    digest = hashlib.sha256()
    for chunk in photo.chunks():
        digest.update(chunk)
    photo.seek(0)
    return digest.hexdigest()


def _file(new: NewReport, photos: list["UploadedFile[Any]"], form: ReportForm) -> FiledReport:
    stored, errors = store_files(photos)
    if errors:
        forgotten = str(uuid.uuid4())
        for photo in stored:
            keep_upload(forgotten, photo)  # nobody asks for it again: the daily upkeep removes its files
        raise at_fault(
            [FieldError(FILE_PART, str(error.message)) for error in errors],
            is_ours=any(error.code == OURS for error in errors),
        )
    return file_new_report(replace(new, photos=stored), root=form.root, actor=reporter_actor(None))
