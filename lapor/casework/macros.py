"""Macros: several acts, one after the other, with their fields and words as data, done with one key.

Each act goes the one way (casework.performing) in the officer's own name, from the version that was looked at: nothing
is possible by a macro that is not by hand. The first act that is refused ends it, what was done before stands. Called
by the console and REST; what a step may hold is macro_forms'."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from lapor.agencies.actions import record_power_event
from lapor.agencies.models import Agency, Category, Officer
from lapor.agencies.roles import Can, may
from lapor.casework.actions import form_for
from lapor.casework.asked_again import ALL_THE_SAME, is_question
from lapor.casework.forms import ActForm
from lapor.casework.models import Macro, ResponseTemplate
from lapor.casework.performing import Changed, Done, FormAtFault, NotOffered, SentBefore, offered_act, perform
from lapor.casework.response_templates import agencies_of, filled, has_gap
from lapor.casework.shown_files import NO_FILES, NOT_SHOWN, FilesLookedAt, publishes, waiting_files
from lapor.core.text import whole_number
from lapor.core.ttl_cache import TTLCache
from lapor.ledger.event_names import EventName
from lapor.presentation.acts import act_label
from lapor.reports import queries
from lapor.reports.history.recording import ActionResult
from lapor.reports.models import Report
from lapor.reports.vocabulary import Publication
from lapor.reports.workflow.act import Act
from lapor.reports.workflow.acting import Actor, officer_actor

MOST = 50  # of one officer, of one office
SHOWN = 20  # beside a report
KEYS = tuple("123456789")
_AS_NAMED = {"proposed_agency": "agency"}  # a step holds one agency, whatever its act calls it


@dataclass(frozen=True)
class MacroStepDone:
    """`row`: as the table had it when it was done."""

    row: Act
    taken: ActionResult
    from_state: str


@dataclass(frozen=True)
class AskedStep:
    """`number` of the step, from 0; `form`: of its act, with what wants a tick."""

    number: int
    form: ActForm


@dataclass(frozen=True)
class MacroRun:
    """`refused`: name of the act that was refused, "" where all were done; `reason` why. `report`: as it stands.
    `before`: names of acts that the same words had done a few minutes ago already. `asked`: in a trial."""

    done: list[MacroStepDone]
    report: Report
    refused: str = ""
    reason: str = ""
    before: list[str] = field(default_factory=list)
    asked: list[AskedStep] = field(default_factory=list)

    @property
    def acts_done(self) -> list[str]:
        """In words, with those of before."""
        return [*(act_label(name) for name in self.before), *(str(step.row.label) for step in self.done)]


def usable_macros(officer: Officer) -> QuerySet[Macro]:
    """Their own, and those of the office that they act for and of the offices above it."""
    return Macro.objects.filter(Q(officer=officer.person) | Q(agency__in=officer.agency.path))


def editable_macros(officer: Officer) -> QuerySet[Macro]:
    """Their own; an office's for who writes its templates, the city's for who writes the city's."""
    return Macro.objects.filter(Q(officer=officer.person) | Q(agency__in=[one.pk for one in shared_with(officer)]))


def shared_with(officer: Officer) -> list[Agency]:
    """The offices that they may write macros for."""
    return agencies_of(officer) if may(officer, Can.WRITE_TEMPLATES) else []


def macros_for(report: Report, officer: Officer, offered: Iterable[Act]) -> list[Macro]:
    """Those that fit category and state and begin with an act that is offered, the officer's own first; of several with
    one key only the first keeps it."""
    names = {row.name for row in offered}
    fitting = [
        one
        for one in known_macros(officer)
        if one.category_id in {None, report.category_id}
        and one.state in {"", report.state}
        and one.steps[0]["act"] in names
    ]
    return with_own_keys(sorted(fitting, key=lambda one: (one.officer_id is None, one.name))[:SHOWN])


def known_macros(officer: Officer) -> list[Macro]:
    """Those that they may use, kept for some seconds: they stand on every page of a report. One query at most."""
    return [copy(one) for one in _known.get((officer.person.pk, tuple(officer.agency.path)))]


def _find(key: tuple[UUID, tuple[UUID, ...]]) -> list[Macro]:
    officer_id, agencies = key
    rows = Macro.objects.filter(Q(officer=officer_id) | Q(agency__in=agencies)).exclude(steps=[])
    return list(rows.select_related("agency", "category")[: 4 * MOST])


_known: TTLCache[tuple[UUID, tuple[UUID, ...]], list[Macro]] = TTLCache(_find)


def with_own_keys(macros: Sequence[Macro]) -> list[Macro]:
    taken: set[str] = set()
    for macro in macros:
        macro.key = "" if macro.key in taken else macro.key
        taken.add(macro.key)
    return list(macros)


def run_macro(
    macro: Macro,
    report: Report,
    officer: Officer,
    *,
    version: int | None,
    answers: Sequence[Mapping[str, Any]] | None = None,
    is_trial: bool = False,
    words: Sequence[str] | None = None,
) -> MacroRun:
    """Its acts in their order. `report` is loaded with root, category, agency, area; `version`: as it was looked at.

    `answers`: by step what was ticked of what is asked again before words go out, None where nobody is asked.
    `is_trial`: what was not ticked is asked (MacroRun.asked) and stops nothing. `words`: of its steps, where they were
    read for several reports."""
    run, actor = MacroRun([], report), officer_actor(officer)
    for number, (step, said) in enumerate(zip(macro.steps, words or words_of_steps(macro), strict=True)):
        name, from_state = step["act"], run.report.state
        text = filled(said, run.report)
        if has_gap(said, text):
            return replace(run, refused=name, reason=_gap())
        row = offered_act(run.report, name, actor=actor, given=[*step, "proposed_agency", "unit", "publication"])
        data = _data(step, text, run.report, row) if row else {"text": step.get("text", "")}
        data |= {**({"version": version} if version is not None else {}), **(answers[number] if answers else {})}
        tried = partial(perform, run.report, name, actor=actor, version=version, asks_again=answers is not None)
        outcome = tried(data=data)
        if is_trial and isinstance(outcome, FormAtFault) and is_question(outcome.form):
            run.asked.append(AskedStep(number, outcome.form))
            outcome = tried(data={**data, **dict.fromkeys(ALL_THE_SAME, "on")})
        match outcome:
            case Done():
                run.done.append(MacroStepDone(outcome.act, outcome.taken, from_state))
                run = replace(run, report=outcome.taken.report)
                version = run.report.version
            case SentBefore():
                run.before.append(name)
                version = None  # from here on it is asked of each step whether it was done before
            case refused:
                return replace(run, refused=name, reason=_reason(refused, run.report, name, actor))
    return run


def _reason(outcome: FormAtFault | NotOffered | Changed, report: Report, name: str, actor: Actor) -> str:
    match outcome:
        case FormAtFault(form):
            return first_error(form)
        case NotOffered():
            return queries.refusal_of(report, name, actor)
        case Changed():
            return _changed()


def _gap() -> str:
    return _("This report has nothing to fill one of the text's fields with. Write the text yourself.")


def _changed() -> str:
    return _("Somebody else has changed this report in the meantime. Look at it again, then decide.")


def preview_macro(
    macro: Macro,
    report: Report,
    officer: Officer,
    *,
    answers: Sequence[Mapping[str, Any]] | None = None,
    words: Sequence[str] | None = None,
) -> MacroRun:
    """What it would do now, to the last word, and with `answers` what it would ask: it is done and taken back in one
    transaction. `words`: as of run_macro."""
    with transaction.atomic():
        run = run_macro(macro, report, officer, version=report.version, answers=answers, is_trial=True, words=words)
        transaction.set_rollback(True)
    return run


def run_on_each(
    macro: Macro,
    reports: Sequence[Report],
    versions: Mapping[str, Any],
    *,
    by: Officer,
    looked_at: FilesLookedAt = NO_FILES,
) -> list[MacroRun]:
    """`versions`: `version_<number>` of each report as it was when it was chosen. `looked_at`: of the files that would
    be published; a report with others is refused."""
    runs, waiting, words = [], waiting_files(reports) if is_publishing(macro) else {}, words_of_steps(macro)
    for report in reports:
        if not looked_at.has_seen(waiting.get(report.pk, [])):
            runs.append(MacroRun([], report, macro.steps[0]["act"], str(NOT_SHOWN)))
            continue
        seen = whole_number(str(versions.get(f"version_{report.tracking_id}", report.version)))
        runs.append(run_macro(macro, report, by, version=seen or 0, words=words))
    return runs


def is_publishing(macro: Macro) -> bool:
    """Whether one of its acts may put the report's words and files before the public: what a step leaves open is as the
    form has it filled in."""
    return any(publishes(step["act"], {"publication": Publication.PUBLISHED, **step}) for step in macro.steps)


def _data(step: Mapping[str, Any], text: str, report: Report, row: Act) -> dict[str, Any]:
    """What the form of the act is filled with already, and over it what the step says."""
    form = form_for(row, report)
    data = {name: _as_typed(form.get_initial_for_field(field, name)) for name, field in form.fields.items()}
    data = {name: value for name, value in data.items() if value not in (None, "") and name != "version"}
    for name in form.fields:
        if value := step.get(_AS_NAMED.get(name, name)):
            data[name] = value
    return data | ({"text": text} if text else {})


def digest_of(macro: Macro, words: Sequence[str] | None = None) -> str:
    """Of all that it would do and say as it is now: what is confirmed has to be what was shown. `words`: of its steps,
    where they were read already."""
    said = json.dumps([macro.steps, words_of_steps(macro) if words is None else words], sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()


def words_of_steps(macro: Macro) -> list[str]:
    return [words_of(step) for step in macro.steps]


def words_of(step: Mapping[str, Any]) -> str:
    """As they are now, with their fields in braces."""
    if template := step.get("template"):
        return ResponseTemplate.objects.filter(pk=template).values_list("text", flat=True).first() or ""
    return str(step.get("text", ""))


def _as_typed(value: Any) -> Any:
    return str(value) if isinstance(value, UUID) else value


def first_error(form: ActForm) -> str:
    """With the name of its field."""
    for name, errors in form.errors.items():
        label = form.fields[name].label if name in form.fields else ""
        return f"{label}: {errors[0]}" if label else str(errors[0])
    return ""


@dataclass(frozen=True)
class MacroValues:
    """What somebody wrote; `agency` None: their own."""

    name: str
    key: str
    agency: Agency | None
    category: Category | None
    state: str
    steps: list[dict[str, Any]]


def write_macro(row: Macro | None, values: MacroValues, *, by: Officer) -> Macro:
    """A new one, or `row` with these values. Raises ValidationError with the reason."""
    before = row.agency_id if row else None
    row = _with_values(row or Macro(), values, by)
    others = Macro.objects.filter(officer=row.officer_id, agency=row.agency_id).exclude(pk=row.pk)
    if others.count() >= MOST:
        raise ValidationError(_("There are %(most)s macros already.") % {"most": MOST})
    if row.key and others.filter(key=row.key).exists():
        raise ValidationError({"key": _("Another macro has this key.")})
    with transaction.atomic():
        row.save()
        if before != row.agency_id:  # its office acts with it no longer
            _tell(row, EventName.MACRO_REMOVED, by, before)
        _tell(row, EventName.MACRO_WRITTEN, by, row.agency_id)
    return row


def _with_values(row: Macro, values: MacroValues, by: Officer) -> Macro:
    row.name, row.key, row.state, row.steps = values.name, values.key, values.state, values.steps
    row.category, row.agency = values.category, values.agency
    row.officer = None if values.agency else by.person
    return row


def remove_macro(row: Macro, *, by: Officer) -> None:
    with transaction.atomic():
        _tell(row, EventName.MACRO_REMOVED, by, row.agency_id)
        row.delete()


def _tell(row: Macro, name: str, by: Officer, agency_id: UUID | None) -> None:
    """What others act with; an officer's own is theirs."""
    if agency_id:
        acts = [step["act"] for step in row.steps]
        record_power_event(by.agency.path[0], name, by=by, macro=str(row.pk), agency=str(agency_id), acts=acts)
