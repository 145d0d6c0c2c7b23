"""One form for each act of the table, made from the row's `needs` and `may`. The console shows it, REST fills it."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _

from lapor.agencies.models import Agency, Category, Officer
from lapor.agencies.queries import active_categories
from lapor.agencies.roles import Can, roles_that
from lapor.agencies.teams import teams_for_work
from lapor.casework import kept_files
from lapor.casework.act_fields import CellsField, FilesField, FilesOfReport, TeamField, TicksField
from lapor.casework.choices import KnownChoiceField, agency_choices, category_choices, offices_to_choose
from lapor.casework.routed import proposed_agency
from lapor.casework.suggested import FieldSuggestion, field_suggestions
from lapor.core.text import clean_text
from lapor.intake.filing.actions import MAX_TEXT, MAX_WORDS, supporter_hash
from lapor.intake.filing.forms import KeptTextField
from lapor.presentation.acts import FORM_LABELS, WHO_READS, act_label
from lapor.presentation.photo_questions import question_lines
from lapor.reports.models import Attachment, Entry, PartnerLink, Report
from lapor.reports.publication import Found, found_in_report, masked_words
from lapor.reports.queries import StoryLine, filed_files, report_by_number
from lapor.reports.routing import ReportRoutes
from lapor.reports.vocabulary import (
    CHOSEN_ARCHIVE_REASONS,
    OUTCOMES_OF_KIND,
    ActName,
    ArchiveReason,
    CallResult,
    Outcome,
    PartnerStep,
    Publication,
)
from lapor.reports.workflow.act import EVIDENCE_ACTS, NOT_OFFICERS, Act
from lapor.reports.workflow.acting import ActData, StoredFile
from lapor.reports.workflow.effects_on_partners import DAYS, MOST_DAYS
from lapor.reports.workflow.guard_context import open_proposal
from lapor.triage.queries import agencies_by_category

# By what programs name a row.
NAMED_BY: Mapping[type[Model], str] = {Agency: "code", Category: "code", Officer: "username"}
# Fields of forms that are no fields of an act, or become one another way.
_NO_DATA = frozenset({"photos", "photo", "cells", "version", "checklist", kept_files.KEY, kept_files.FILES})


def fields_of(act: Act) -> tuple[str, ...]:
    """The names of the form's fields: those of the row, but masking takes a photo and squares."""
    ticks: tuple[str, ...] = ("cleared", "cleared_reason") if act.is_checked else ()
    ticks += ("photo_reason",) if act.name in EVIDENCE_ACTS else ()
    return tuple(
        name
        for row_name in (*act.needs, *act.may, *ticks)
        for name in (("photo", "cells") if row_name == "masked" else (row_name,))
    )


def _text(act: Act, required: bool) -> forms.Field:
    label = FORM_LABELS.get(act.name, _("Text"))
    hint = "" if act.actors & NOT_OFFICERS else str(WHO_READS[act.audience])
    if act.name == ActName.WORK_NOTE:
        hint += " " + _("@user name tells an officer who may see this report.")
    area = forms.Textarea(attrs={"rows": 3})
    return KeptTextField(label=label, required=required, max_length=MAX_TEXT, widget=area, help_text=hint)


class ActForm(forms.Form):
    """What one act asks for.

    `act_data` is what perform_action takes; photos are given to it by the caller, already stored. `lines`: the
    officers' story of the report, so that the form asks for nothing of it again."""

    def __init__(
        self, *args: Any, act: Act, report: Report, lines: Sequence[StoryLine] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **{**kwargs, "auto_id": f"id_{act.name}_%s"})
        self.act, self.report, self._lines = act, report, lines
        self._suggestions: dict[str, FieldSuggestion] | None = None
        self._routes = ReportRoutes(report)
        for name in fields_of(act):
            self.fields[name] = self._field(name, required=name in act.needs or name in {"photo", "cells"})
        items = report.category.own_checklist() if report.category and act.name == ActName.ANSWER else []
        if items:
            self.fields["checklist"] = forms.MultipleChoiceField(
                label=_("Before it goes out"),
                choices=[(one.code, one.label) for one in items],
                widget=forms.CheckboxSelectMultiple,
                required=False,
            )
        if "photos" in self.fields:
            kept_files.add_fields(self)
        self.fields["version"] = forms.IntegerField(widget=forms.HiddenInput, required=False, initial=report.version)

    def _field(self, name: str, *, required: bool) -> forms.Field:
        maker = getattr(self, f"_make_{name}", None)
        if maker is None:
            return _text(self.act, required)
        field: forms.Field = maker()
        field.required = required
        return field

    def _suggested(self, name: str) -> FieldSuggestion:
        """For the form that is shown, of the act that finds an office."""
        if self.act.name != ActName.FORWARD or self.is_bound:
            return FieldSuggestion()
        if self._suggestions is None:
            self._suggestions = field_suggestions(self.report)
        return self._suggestions.get(name, FieldSuggestion())

    def _make_photos(self) -> forms.Field:
        return FilesField(label=_("Photos, PDF, sound or video"))

    def _make_photo(self) -> forms.Field:
        kind, status = Attachment.Kind.PHOTO, Attachment.Status.READY
        rows = Attachment.objects.filter(report=self.report, kind=kind, status=status).order_by("created_at", "id")
        return forms.ModelChoiceField(rows, label=_("Photo"))

    def _make_taken_files(self) -> forms.Field:
        return self._files_of_report(_("Files that belong to it"))

    def _make_cells(self) -> forms.Field:
        return CellsField(label=_("Squares to blur"))

    def _make_category(self) -> forms.Field:
        """What its reporter chose stands; else what is suggested."""
        rows, suggested = active_categories(self.report.root), self._suggested("category")
        initial = self.report.category_id or suggested.pk
        known = category_choices(self.report.root)
        field = KnownChoiceField(rows, known, label=_("Category"), initial=initial, help_text=suggested.words)
        if self.act.name == ActName.FORWARD and not self.is_bound and not self.report.refusals:
            field.widget.attrs["data-agencies"] = json.dumps(agencies_by_category(self.report, self._routes))
        return field

    def _agencies(self, label: Any, initial: Any = None) -> KnownChoiceField:
        """Where nobody answers it says so; such an office can be chosen all the same."""
        rows = offices_to_choose(self.report.root)
        return KnownChoiceField(rows, agency_choices(self.report.root), label=label, initial=initial)

    def _make_agency(self) -> forms.Field:
        category_id = self.report.category_id or self._suggested("category").pk
        suggested = self._suggested("agency")
        found = proposed_agency(self.report, self._routes, category_id, suggested, self._lines)
        field = self._agencies(_("Agency responsible"), found.pk)
        field.help_text = found.words
        return field

    def _make_unit(self) -> forms.Field:
        holder = [self.report.agency_id] if self.report.agency_id else []
        below = Agency.objects.filter(path__contains=holder, is_active=True).exclude(pk__in=holder)
        return forms.ModelChoiceField(below, label=_("Unit"))

    def _make_proposed_agency(self) -> forms.Field:
        return self._agencies(_("Which agency is responsible? (your proposal)"))

    def _make_officer(self) -> forms.Field:
        rows = Officer.objects.filter(is_active=True).select_related("agency").order_by("name")
        if self.act.name == ActName.EXCLUDE:
            rows = rows.filter(agency__path__contains=[self.report.root_id])
        else:
            rows = (
                rows.filter(agency__in=self.report.agency.path, role__in=roles_that(Can.BE_GIVEN_WORK))
                if self.report.agency
                else rows.none()
            )
        return forms.ModelChoiceField(rows, label=_("Officer"), initial=self.report.officer_id)

    def _make_team(self) -> forms.Field:
        rows, timezone = teams_for_work(self.report.agency), self.report.root.timezone
        return TeamField(rows, timezone=timezone, initial=self.report.team_id)

    def _make_parent(self) -> forms.Field:
        return forms.CharField(
            label=_("Number of the other report"), max_length=60, widget=forms.TextInput(attrs={"inputmode": "numeric"})
        )

    def _make_entry(self) -> forms.Field:
        rows = self.report.entries.all() if self.is_bound else Entry.objects.none()  # the page has it as a hidden field
        return forms.ModelChoiceField(rows, label=_("Which words"))

    def clean_parent(self) -> Report | None:
        """Which report is meant; whether it may be merged into is the heart's to say. None: a report of its own."""
        if not self.cleaned_data["parent"]:
            return None
        parent = report_by_number(str(self.cleaned_data["parent"]))
        if parent is None or parent.root_id != self.report.root_id:
            raise forms.ValidationError(_("There is no such report."))
        return parent

    def _make_supporter(self) -> forms.Field:
        return forms.CharField(
            label=_("A random word that is always the same for one person"), min_length=16, max_length=200
        )

    def clean_supporter(self) -> bytes:
        return supporter_hash(self.report.pk, str(self.cleaned_data["supporter"]))

    def _make_promised_on(self) -> forms.Field:
        return forms.DateField(
            label=_("Promised date"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        )

    def _make_publication(self) -> forms.Field:
        choices = [
            (Publication.PUBLISHED, _("Publish: no personal data in it")),
            (Publication.WITHHELD, _("Do not publish the text")),
        ]
        decided = self.report.publication if self.report.publication != Publication.PENDING else None
        return forms.ChoiceField(label=_("Public?"), choices=choices, widget=forms.RadioSelect, initial=decided)

    def _make_published_text(self) -> forms.Field:
        """What is proposed has every finding masked already."""
        words = masked_words(self.report.public_text, found_in_report(self.report))
        return forms.CharField(
            label=_("Text as published"), max_length=MAX_WORDS, widget=forms.Textarea(attrs={"rows": 5}), initial=words
        )

    def _make_published_title(self) -> forms.Field:
        title = masked_words(self.report.public_title, found_in_report(self.report), "title")
        return forms.CharField(label=_("Title as published"), max_length=200, initial=title)

    def _make_withheld_files(self) -> forms.Field:
        return self._files_of_report(_("Files that stay inside"), of_all=self.act.name == ActName.PUBLISH_ENTRY)

    def _files_of_report(self, label: Any, *, of_all: bool = False) -> FilesOfReport:
        """Those that came with the report itself, or all."""
        known = self._known_files(of_all=of_all)
        is_only_shown = known is not None and not self.is_bound
        rows = Attachment.objects.none() if is_only_shown else self._rows_of_files(of_all=of_all)
        return FilesOfReport(rows, known, label=label, widget=forms.CheckboxSelectMultiple)

    def _known_files(self, *, of_all: bool) -> list[Attachment] | None:
        """As the story has them, where the page has read it."""
        if self._lines is None:
            return None
        return [file for line in self._lines for file in line.files] if of_all else filed_files(self._lines)

    def _rows_of_files(self, *, of_all: bool) -> QuerySet[Attachment]:
        rows = Attachment.objects.filter(report=self.report).order_by("created_at", "id")
        return rows if of_all else rows.filter(entry__act=ActName.FILE)

    def _make_cleared(self) -> forms.Field:
        return TicksField()

    def _make_cleared_reason(self) -> forms.Field:
        return forms.CharField(label=_("Why this may be read by everybody"), max_length=300)

    def _make_partner_name(self) -> forms.Field:
        return forms.CharField(label=_("Partner (a firm, PLN, an RT)"), max_length=80)

    def _make_partner_days(self) -> forms.Field:
        field = forms.IntegerField(label=_("Days that the link is good for"), min_value=1, max_value=MOST_DAYS)
        field.initial = DAYS
        return field

    def _make_partner_link(self) -> forms.Field:
        return forms.ModelChoiceField(PartnerLink.objects.filter(report=self.report), label=_("Link"))

    def _make_partner_step(self) -> forms.Field:
        steps, first = PartnerStep.choices, PartnerStep.RECEIVED
        return forms.ChoiceField(label=_("How far is it?"), choices=steps, widget=forms.RadioSelect, initial=first)

    def _make_photo_reason(self) -> forms.Field:
        return forms.CharField(label=_("Why these photos are right"), max_length=300)

    def show_now(self) -> None:
        """Beside the report as it stands now: who sends the form again has seen that."""
        given: Any = self.data  # a dict's or a query's
        data = given.copy()
        data["version"] = str(self.report.version)
        self.data = data

    def offer_ticks(self, found: Sequence[Found]) -> None:
        """Show what looks like personal data with a box for each, after the act was refused for it."""
        field = self.fields["cleared"]
        assert isinstance(field, TicksField)  # noqa: S101 - what is refused for findings has this field
        words = dict.fromkeys(finding.words for _name, finding in found)
        field.choices = [(one, one) for one in words]

    def shown_fields(self) -> list[forms.BoundField]:
        """The visible fields; boxes to tick only where there is something to tick, files only where there are any."""
        hidden = set() if getattr(self.fields.get("cleared"), "choices", ()) else {"cleared", "cleared_reason"}
        hidden |= {name for name, one in self.fields.items() if isinstance(one, FilesOfReport) and not one.files}
        hidden |= set() if kept_files.is_shown(self) else {kept_files.FILES}
        if "photo_reason" in self.fields and not (self.errors.get("photo_reason") or self["photo_reason"].data):
            hidden.add("photo_reason")
        return [bound for bound in self.visible_fields() if bound.name not in hidden]

    def _make_archive_reason(self) -> forms.Field:
        choices = [
            ("", "—"),
            *((r.value, r.label) for r in CHOSEN_ARCHIVE_REASONS if r != ArchiveReason.INCOMPLETE or self._was_asked()),
        ]
        return forms.ChoiceField(label=_("Reason"), choices=choices)

    def _was_asked(self) -> bool:
        return bool(self.report.return_state)

    def _make_outcome(self) -> forms.Field:
        choices = [("", "—"), *((o.value, o.label) for o in OUTCOMES_OF_KIND.get(self.report.kind, tuple(Outcome)))]
        return forms.ChoiceField(label=_("Outcome"), choices=choices)

    def _make_destination(self) -> forms.Field:
        label, route = _("Where to (SP4N-LAPOR!, police, PLN …)"), self._routes.route(self.report.category_id)
        field = forms.CharField(label=label, max_length=120)
        if route is not None and route.row.refer:
            field.initial, field.help_text = route.row.refer, route.words
        return field

    def _make_source(self) -> forms.Field:
        label = _("Where it was said") if self.act.name == ActName.TAKE_IN else _("Who answered, and where")
        return forms.CharField(label=label, max_length=200)

    def _make_call_result(self) -> forms.Field:
        return forms.ChoiceField(label=_("What came of it?"), choices=CallResult.choices, widget=forms.RadioSelect)

    def _make_rating(self) -> forms.Field:
        words = (_("Very bad"), _("Bad"), _("Fair"), _("Good"), _("Very good"))
        choices = [(n, f"{n} – {word}") for n, word in enumerate(words, start=1)]
        return forms.TypedChoiceField(
            label=_("How was it handled?"),
            choices=choices,
            coerce=int,
            widget=forms.RadioSelect,
            error_messages={"required": _("Choose from 1 to 5.")},
        )

    def act_data(self, photos: tuple[StoredFile, ...] = ()) -> ActData:
        """The cleaned values as the heart takes them."""
        values = {k: v for k, v in self.cleaned_data.items() if k not in _NO_DATA and v not in (None, "")}
        as_written = {"published_text": self.report.words, "published_title": self.report.title}
        for name in as_written.keys() & values.keys():
            # browsers send CRLF
            if self.act.name != ActName.PUBLISH_ENTRY and clean_text(values[name]) == clean_text(as_written[name]):
                del values[name]
        ticked = tuple(self.cleaned_data.get("checklist") or ())
        return ActData(**values, photos=photos, checklist=ticked)


def proposal_words(report: Report) -> dict[str, Any] | None:
    """What waits for approval, for the page of the report: act, words, who proposed it and when."""
    proposal = open_proposal(report)
    if proposal is None:
        return None
    return {
        "label": act_label(proposal.act),
        "text": proposal.data.get("text", ""),
        "officer": proposal.officer.name,
        "agency": proposal.officer.agency.name,
        "at": proposal.proposed_at,
        "promised_on": proposal.data.get("promised_on", ""),
        "photo_questions": question_lines(proposal.data.get("photo_questions", [])),
        "photo_reason": proposal.data.get("photo_reason", ""),
        "destination": proposal.data.get("destination", ""),
    }
