"""What waits for the privacy check on a report's page: each later word of the reporter with one button to publish it,
one to keep it inside."""

from collections.abc import Sequence
from typing import Any

from django.forms import BoundField

from lapor.casework.act_fields import TicksField
from lapor.casework.actions import form_for
from lapor.casework.forms import ActForm
from lapor.presentation.acts import act_word
from lapor.presentation.story import file_views
from lapor.reports.models import Attachment, Entry, Report
from lapor.reports.publication import Found, found_in_entry, masked_words
from lapor.reports.queries import StoryLine
from lapor.reports.vocabulary import ActName, Audience
from lapor.reports.workflow.act import Act


def waiting_views(
    report: Report, lines: Sequence[StoryLine], offered: Sequence[Act], bound: ActForm | None = None
) -> list[dict[str, Any]]:
    """One for each line that waits, oldest first; empty for officers who may not decide.

    `bound`: the form that was just refused."""
    row = next((act for act in offered if act.name == ActName.PUBLISH_ENTRY), None)
    if row is None:
        return []
    waiting = [line for line in lines if line.is_waiting and line.entry.audience == Audience.PUBLIC]
    forms = [_form_of(line.entry, bound) or form_for(row, report, lines=lines) for line in waiting]
    return [_view(report, line.entry, line.files, form) for line, form in zip(waiting, forms, strict=True)]


def _form_of(entry: Entry, bound: ActForm | None) -> ActForm | None:
    """The form that was just refused, where it was about this line."""
    if bound is None or bound.act.name != ActName.PUBLISH_ENTRY:
        return None
    return bound if str(bound.data.get("entry", "")) == str(entry.pk) else None


def _view(report: Report, entry: Entry, files: list[Attachment], form: ActForm) -> dict[str, Any]:
    found = found_in_entry(entry)
    form.auto_id = f"id_{form.act.name}_{entry.pk}_%s"  # several of them stand on one page
    form.fields["published_text"].initial = masked_words(entry.text, found)
    return {
        "entry": entry.pk,
        "at": entry.at,
        "label": act_word(StoryLine(entry, entry.text, files)),
        "text": entry.text,
        "photos": file_views(files),
        "findings": [(finding.kind, finding.words) for _field, finding in found],
        "version": report.version,
        "errors": list(form.non_field_errors()),
        "fields": _shown(form, found),
        "files": [(file.pk, number) for number, file in enumerate(files, start=1)],
    }


def _shown(form: ActForm, found: Sequence[Found]) -> list[BoundField]:
    """Without a finding there is nothing to edit: one button does. What to tick comes with a refusal."""
    field = form.fields["cleared"]
    ticks = ("cleared", "cleared_reason") if isinstance(field, TicksField) and field.choices else ()
    return [form[name] for name in ("published_text",) * bool(found) + ticks]
