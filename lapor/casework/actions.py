"""Acts of officers and reporters as the surfaces call them: form, files, act; one way for console, page, desk and
REST."""

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from lapor.agencies.queries import rules_of
from lapor.casework import kept_files
from lapor.casework.dedupe import lock, said_already, sent_before
from lapor.casework.files import OURS, file_error, is_ours, store_files, too_many_files
from lapor.casework.forms import ActForm
from lapor.casework.photo_looks import looked_at
from lapor.casework.routed import with_route
from lapor.core.cleaning.limits import FileRefused
from lapor.intake.files.attachments import MAX_FILES, StorageFull, forget_served, masked_photo, queue_preparing
from lapor.presentation.photo_questions import question_lines
from lapor.reports.actions import ActionResult, ActRefused, ReportChanged, deadlock_as_change, perform_action
from lapor.reports.models import Report
from lapor.reports.queries import StoryLine
from lapor.reports.vocabulary import ActName, OfficerCall
from lapor.reports.workflow.act import Act
from lapor.reports.workflow.acting import ActData, Actor, StoredFile
from lapor.reports.workflow.photo_questions import PhotosQuestioned
from lapor.reports.workflow.refusals import PersonalDataFound
from lapor.triage.entry_moves import divide_report, move_entry

# reached from the photo, from the words, from the partner's link
OWN_PAGE = frozenset(
    {
        ActName.MASK_PHOTO,
        ActName.MOVE_OUT,
        ActName.TAKE_IN,
        ActName.PUBLISH_ENTRY,
        ActName.WITHHOLD_ENTRY,
        ActName.END_PARTNER,
        ActName.CALL_BACK,
    }
)
DANGEROUS = frozenset({ActName.WITHDRAW})  # asked once more


def act_with_form(form: ActForm, *, actor: Actor, undo_within: timedelta | None = None) -> ActionResult | None:
    """Do the form's act. None: it was not possible, and the form says why beside the field at fault. `undo_within`: the
    surface offers to undo it."""
    files = _received(form)
    taken = _act_with_files(form, files, actor, undo_within) if form.is_valid() else None
    if taken is None:
        kept_files.keep_files(form, files)
    else:
        kept_files.forget_files(form)
    return taken


def keep_what_came(form: ActForm) -> None:
    """The files of a form that is shown again before its act was tried."""
    kept_files.keep_files(form, _received(form))


def _received(form: ActForm) -> tuple[StoredFile, ...]:
    """Those that came with the form and those kept for it; what is wrong with one stands beside the field."""
    form.is_valid()
    files, errors = store_files(form.cleaned_data.get("photos") or [])
    files = _once((*kept_files.files_kept(form), *files))
    if len(files) > MAX_FILES:
        errors.append(too_many_files())
    for error in errors:
        form.add_error("photos", error)
    return files[:MAX_FILES]


def _once(files: Sequence[StoredFile]) -> tuple[StoredFile, ...]:
    """A file that was kept and came again with the form (the camera's page has it too) is one file."""
    return tuple({file.original_sha256: file for file in reversed(files)}.values())[::-1]


def _act_with_files(
    form: ActForm, files: tuple[StoredFile, ...], actor: Actor, undo_within: timedelta | None
) -> ActionResult | None:
    looked = looked_at(form.report, form.act.name, files) if actor.officer or actor.partner else files
    data = _masking(form, with_route(form.report, form.act, form.act_data(looked)))
    if data is None:
        return None
    try:
        taken = _do(form, data, actor, undo_within)
        queue_preparing(files)
    except PersonalDataFound as refused:
        form.offer_ticks(refused.found)
        form.add_error("cleared" if refused.field != "cleared_reason" else "cleared_reason", _names_found(refused))
    except PhotosQuestioned as refused:
        asked = question_lines(asdict(question) for question in refused.questions)
        form.add_error("photo_reason", [str(refused.reason), *asked])
    except ReportChanged as changed:
        if before := sent_before(form.report, form.act.name, data, actor):
            return before
        form.show_now()
        form.add_error(None, ValidationError(str(changed.reason), code="changed"))
    except ActRefused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, str(refused.reason))
    else:
        return taken
    finally:
        if data.masked is not None:  # whichever of the two is no longer shown
            forget_served(data.masked.was_sha256)
            forget_served(data.masked.sha256)
    return None


def _names_found(refused: PersonalDataFound) -> str:
    """The reason with what was found, so that a program reads it too."""
    found = "; ".join(dict.fromkeys(finding.words for _field, finding in refused.found))
    return f"{refused.reason} ({found})"


def _do(form: ActForm, data: ActData, actor: Actor, undo_within: timedelta | None) -> ActionResult:
    """Words that move are two acts: one on each report; so is a part that becomes one.

    The same sent twice is done once. Whoever sends the report's version has seen what was done before: most acts change
    it."""
    if form.cleaned_data.get("version") is not None and not form.act.is_quiet:
        return _act(form, data, actor, undo_within)
    with deadlock_as_change(), transaction.atomic():
        lock(form.report)
        return said_already(form.report, form.act, data, actor) or _act(form, data, actor, undo_within)


def _act(form: ActForm, data: ActData, actor: Actor, undo_within: timedelta | None) -> ActionResult:
    if form.act.name == ActName.MOVE_OUT:
        return move_entry(data, actor=actor)
    if form.act.name == ActName.DIVIDE:
        return divide_report(form.report.pk, data, actor=actor)
    version = form.cleaned_data.get("version")
    return perform_action(
        form.report.pk, form.act.name, actor=actor, data=data, based_on=version, undo_within=undo_within
    )


def _masking(form: ActForm, data: ActData) -> ActData | None:
    """With the masked variant, where the act is to mask a photo. None: it could not be made."""
    photo = form.cleaned_data.get("photo")
    if photo is None:
        return data
    try:
        return replace(data, masked=masked_photo(photo, form.cleaned_data["cells"]))
    except (FileRefused, StorageFull) as error:
        said = file_error(error, photo.get_kind_display(), 0)  # its name may tell who sent it
        form.add_error("photo", ValidationError(said, code=OURS if is_ours(error) else ""))
        return None


def form_for(
    act: Act, report: Report, data: Any = None, files: Any = None, *, lines: Sequence[StoryLine] | None = None
) -> ActForm:
    """The empty form to show, or the bound one to check. `lines`: the officers' story, where the page has read it."""
    return ActForm(data, files, act=act, report=report, lines=lines)


def consequence_of(row: Act, report: Report) -> str:
    """The act's consequence with the days of the policy in force."""
    words = str(row.consequence)
    if "%(" not in words:
        return words
    policy = rules_of(report.root).policy
    return words % {"expire": policy.expire, "confirmation": policy.confirmation}


def act_views(
    rows: Sequence[Act],
    report: Report,
    bound: ActForm | None = None,
    *,
    chosen: str | None = None,
    lines: Sequence[StoryLine] | None = None,
) -> list[dict[str, Any]]:
    """The acts offered, as pages show them: main ones first, the one that ends everything last, the first main one
    open.

    `chosen`: where it is given, only that act ("" = none), the one just refused and those that stand open have their
    form; a page asks for the others as they are opened. `lines`: the officers' story, where the page has read it."""
    ordered = sorted(
        (row for row in rows if row.name not in OWN_PAGE), key=lambda row: (row.name in DANGEROUS, not row.is_main)
    )
    refused, views = bound.act.name if bound else None, []
    for place, row in enumerate(ordered):
        is_open = row.name in {chosen, refused} or (place == 0 and row.is_main and not chosen)
        is_open = is_open or (row.name == ActName.ANSWER_CALL and report.officer_call == OfficerCall.OPEN)
        is_shown = is_open or chosen is None
        form = bound if row.name == refused else form_for(row, report, lines=lines) if is_shown else None
        views.append(
            {
                "act": row.name,
                "label": row.label,
                "consequence": consequence_of(row, report),
                "is_main": row.is_main,
                "is_danger": row.name in DANGEROUS,
                "is_open": is_open,
                "form": form,
            }
        )
    return views
