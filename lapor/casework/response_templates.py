"""Response templates: what an office writes again and again, for one act and (if it says so) one category, with fields
in braces that are filled in for the report at hand.

The fields are a closed list, none of them is of the reporter: not the name, not the address. Called by the console."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import translation
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lapor.agencies.actions import record_power_event
from lapor.agencies.models import Agency, Category, Officer
from lapor.agencies.queries import root_of
from lapor.agencies.roles import Can, may
from lapor.casework.models import ResponseTemplate
from lapor.core.ids import show_tracking_id
from lapor.ledger.event_names import EventName
from lapor.presentation.story import place_name
from lapor.reports.models import Clock, Report
from lapor.reports.vocabulary import ActName, ClockKind
from lapor.reports.workflow.act import SPEAKING

MOST = 200  # of one agency
SHOWN = 20  # beside a form
TEMPLATE_ACTS = frozenset(SPEAKING - {ActName.OUTSIDE_ANSWER})  # what somebody outside said is nobody's template
NOTHING = "…"  # where the report has no such thing
_IN_BRACES = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True)
class TemplateField:
    """`label`: what it becomes, for who writes a template."""

    label: str | Promise
    value: Callable[[Report], str]


@dataclass(frozen=True)
class FilledTemplate:
    """`text`: for the report at hand. `has_fields`: something in it was filled in."""

    id: UUID
    name: str
    text: str
    has_fields: bool


def _deadline(report: Report) -> str:
    """The day on which the resolution is due, in the city's time. One query."""
    running = Clock.objects.filter(report=report, kind=ClockKind.RESOLUTION, status=Clock.Status.RUNNING)
    due_at = running.values_list("due_at", flat=True).first()
    return date_format(due_at.astimezone(ZoneInfo(report.root.timezone)), "j F Y") if due_at else ""


FIELDS: dict[str, TemplateField] = {
    "nomor": TemplateField(gettext_lazy("The report's number"), lambda report: show_tracking_id(report.tracking_id)),
    "kategori": TemplateField(
        gettext_lazy("Its category"), lambda report: report.category.label if report.category else ""
    ),
    # never the address or the point: they may be somebody's home
    "tempat": TemplateField(gettext_lazy("Its kelurahan and kecamatan"), place_name),
    "tenggat": TemplateField(gettext_lazy("The day on which the resolution is due"), _deadline),
    "instansi": TemplateField(
        gettext_lazy("The agency that holds it"), lambda report: report.agency.name if report.agency else ""
    ),
}


def unknown_fields(text: str) -> list[str]:
    """What stands in braces and is no field, with its braces; a brace that stands alone too."""
    found = [f"{{{name}}}" for name in _IN_BRACES.findall(text) if name not in FIELDS]
    return [*found, *(sign for sign in "{}" if sign in _IN_BRACES.sub("", text))]


def filled(text: str, report: Report) -> str:
    """With the report's own values; they are in the city's language, like the words around them. Loaded with root,
    category, agency and area; at most one query."""
    with translation.override(settings.LANGUAGE_CODE):
        values = {name: FIELDS[name].value(report) for name in set(_IN_BRACES.findall(text)) & FIELDS.keys()}
    return _IN_BRACES.sub(lambda match: values.get(match[1], match[0]) or NOTHING, text)


def has_gap(text: str, filled_in: str) -> bool:
    """Whether the report had nothing for a field: nobody completes the words of a macro before they go out."""
    return filled_in.count(NOTHING) > text.count(NOTHING)


def templates_for(report: Report, officer: Officer, act: str) -> list[FilledTemplate]:
    """Those of the officer's agency and of the ones above it that fit act and category, those of the category first:
    one query, and one where a deadline stands in them."""
    if act not in TEMPLATE_ACTS:
        return []
    rows = ResponseTemplate.objects.filter(Q(category=report.category_id) | Q(category=None))
    rows = rows.filter(agency__in=officer.agency.path, act=act)
    found = sorted(rows[:MOST], key=lambda row: (row.category_id is None, row.name))[:SHOWN]
    texts = _filled_each([row.text for row in found], report)
    return [
        FilledTemplate(row.pk, row.name, text, has_fields=text != row.text)
        for row, text in zip(found, texts, strict=True)
    ]


def _filled_each(texts: Sequence[str], report: Report) -> list[str]:
    """As `filled` says of one, the deadline asked for once."""
    mark = "\x00"  # no text of ours holds it
    return filled(mark.join(texts), report).split(mark) if texts else []


def editable_by(officer: Officer) -> QuerySet[ResponseTemplate]:
    """Of the agency that they act for, and the city's for who may write these."""
    return ResponseTemplate.objects.filter(agency__in=[agency.pk for agency in agencies_of(officer)])


def agencies_of(officer: Officer) -> list[Agency]:
    """For which they may write, their own first."""
    root = root_of(officer)
    is_city = may(officer, Can.WRITE_CITY_TEMPLATES) and officer.agency_id != root.pk
    return [officer.agency, *([root] if is_city else [])]


def write_template(
    row: ResponseTemplate | None,
    *,
    agency: Agency,
    category: Category | None,
    act: str,
    name: str,
    text: str,
    by: Officer,
) -> ResponseTemplate:
    """A new one, or `row` with these values. Raises ValidationError with the reason."""
    if unknown := unknown_fields(text):
        raise ValidationError({"text": _("There is no such field: %(fields)s") % {"fields": ", ".join(unknown)}})
    if row is None and ResponseTemplate.objects.filter(agency=agency).count() >= MOST:
        raise ValidationError(_("An office has at most %(most)s templates.") % {"most": MOST})
    row = row or ResponseTemplate()
    row.agency, row.category, row.act, row.name, row.text = agency, category, act, name, text
    with transaction.atomic():
        row.save()
        _tell(row, EventName.TEMPLATE_WRITTEN, by)
    return row


def remove_template(row: ResponseTemplate, *, by: Officer) -> None:
    with transaction.atomic():
        _tell(row, EventName.TEMPLATE_REMOVED, by)
        row.delete()


def _tell(row: ResponseTemplate, name: str, by: Officer) -> None:
    record_power_event(by.agency.path[0], name, by=by, template=str(row.pk), agency=str(row.agency_id), for_act=row.act)
