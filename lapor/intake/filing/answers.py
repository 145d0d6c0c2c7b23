"""The questions of a category as fields of the filing form, and what was answered as it is kept on the report."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from lapor.agencies.models import Category
from lapor.agencies.questions import Question, QuestionKind
from lapor.core.text import clean_text, one_line

PREFIX = "answer_"
LONGEST_ANSWER = 300
YES_NO = (("Ya", _("Yes")), ("Tidak", _("No")))  # kept in the words of the handlers


def answer_field(question: Question) -> forms.Field:
    """Never required: only the text is needed to file."""
    language = get_language() or "id"
    label = question.label(language)
    if question.kind == QuestionKind.NUMBER:
        return forms.DecimalField(
            label=label,
            required=False,
            max_digits=14,
            decimal_places=2,
            widget=forms.NumberInput(attrs={"step": "any"}),
        )
    if question.kind == QuestionKind.TEXT:
        return AnswerField(label=label, required=False, max_length=LONGEST_ANSWER)
    choices = YES_NO if question.kind == QuestionKind.YES_NO else question.choice_labels(language)
    return forms.ChoiceField(label=label, required=False, choices=[("", "—"), *choices])


class AnswerField(forms.CharField):
    """One line as written; control characters are dropped instead of refused."""

    default_validators = []

    def to_python(self, value: Any) -> str:
        return one_line(clean_text(str(value))) if value not in self.empty_values else ""


def questions_of(categories: Iterable[Category], code: str) -> list[Question]:
    """Those of the category with this code among the ones to choose from."""
    return next((category.own_questions() for category in categories if code and category.code == code), [])


def answers_from(questions: Iterable[Question], cleaned: Mapping[str, Any]) -> list[dict[str, str]]:
    """What was answered, with the question as the handlers read it."""
    found = []
    for question in questions:
        value = cleaned.get(f"{PREFIX}{question.code}")
        if value not in (None, ""):
            answer = f"{value.normalize():f}" if question.kind == QuestionKind.NUMBER else str(value)
            found.append({"code": question.code, "question": question.text, "answer": answer})
    return found
