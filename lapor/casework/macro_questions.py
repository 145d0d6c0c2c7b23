"""What a macro asks before it sends words: on one report the questions of the act's own page, on its page before; on
many they are named, since nobody ticks for a hundred. Called by the console."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from lapor.agencies.models import Officer
from lapor.casework.asked_again import ANSWERS
from lapor.casework.macros import AskedStep, words_of
from lapor.casework.models import Macro
from lapor.core import clock
from lapor.measure.sent_words import OTHERS, SENDING, SentAnswer, repeated_among
from lapor.presentation.acts import act_label
from lapor.reports.models import Report
from lapor.reports.vocabulary import ActName


class StepQuestions(forms.Form):
    """The questions about one step, with what was ticked already."""

    def __init__(self, asked: AskedStep, sent: QueryDict) -> None:
        super().__init__(sent, prefix=_prefix(asked.number))
        self.label = act_label(asked.form.act.name)
        self.fields = {name: asked.form.fields[name] for name in ANSWERS if name in asked.form.fields}
        for name in self.fields:
            for error in asked.form.errors.get(name, ()):
                self.add_error(name, str(error))


def _prefix(number: int) -> str:
    return f"step{number}"


def answers_in(sent: QueryDict, macro: Macro) -> list[dict[str, Any]]:
    """By step, as the form of its act takes them."""
    found = []
    for number in range(len(macro.steps)):
        given = {name: sent.getlist(f"{_prefix(number)}-{name}") for name in ANSWERS}
        found.append({name: values if name == "checklist" else values[0] for name, values in given.items() if values})
    return found


def kept_answers(sent: QueryDict, asked: Sequence[AskedStep]) -> list[tuple[str, str]]:
    """Those to questions that are not asked any more, for the form that is sent again."""
    shown = tuple(f"{_prefix(one.number)}-" for one in asked)
    names = [name for name in sent if name.startswith("step") and not name.startswith(shown)]
    return [(name, value) for name in names for value in sent.getlist(name)]


def asked_by_hand(macro: Macro, reports: Sequence[Report], officer: Officer) -> list[str]:
    """In words, what would be asked if each act were done by hand. Two queries at most for a step that says something
    to everybody."""
    said = []
    for step in macro.steps:
        if step["act"] not in SENDING:
            continue
        label = act_label(step["act"])
        copied = _copied(words_of(step), reports, officer)
        if copied > 0:
            words = _("“%(act)s”: %(count)s of these reports get words that your office sent on %(others)s others.")
            said.append(words % {"act": label, "count": copied, "others": OTHERS})
        if step["act"] == ActName.ANSWER:
            said += [
                _("“%(act)s”: not ticked for %(category)s: %(items)s") % {"act": label, **one}
                for one in _checklists(reports)
            ]
    return said


def _copied(words: str, reports: Sequence[Report], officer: Officer) -> int:
    """On how many reports these are repeated words, those counted that get them by this. Words with fields are not:
    they are of each report. One query."""
    if not words or "{" in words:
        return 0
    sent = SentAnswer(officer.agency_id, words, clock.now())
    return max(len(repeated_among({report.pk: sent for report in reports})), len(reports) - OTHERS)


def _checklists(reports: Sequence[Report]) -> list[Mapping[str, str]]:
    """Of the categories that have one, by name."""
    categories = {report.category.pk: report.category for report in reports if report.category is not None}
    items = {one.label: "; ".join(item.label for item in one.own_checklist()) for one in categories.values()}
    return [{"category": label, "items": said} for label, said in sorted(items.items()) if said]
