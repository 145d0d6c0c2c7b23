"""What a category wants to know besides the report's words: asked when it is filed, always optional to answer.

Pure but for the language.

Kept as data on the category; the answers are kept on the report with the question as it was asked.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

MOST_QUESTIONS = 5
MOST_CHOICES = 12


class QuestionKind(StrEnum):
    TEXT = "text"
    NUMBER = "number"
    CHOICE = "choice"
    YES_NO = "yes-no"


@dataclass(frozen=True)
class Question:
    """`choices`: the words of each choice in both languages; `is_wanted`: the office needs it, an answer is still not
    forced."""

    code: str
    kind: QuestionKind
    text: str
    text_en: str
    choices: tuple[tuple[str, str], ...] = ()
    is_wanted: bool = False

    def label(self, language: str) -> str:
        return self.text_en if language.startswith("en") else self.text

    def choice_labels(self, language: str) -> list[tuple[str, str]]:
        """(value, words): the Indonesian words are the value."""
        return [(words, english if language.startswith("en") else words) for words, english in self.choices]

    def as_data(self) -> dict[str, Any]:
        """As it stands in Category.questions."""
        return {
            "code": self.code,
            "kind": self.kind.value,
            "text": self.text,
            "text_en": self.text_en,
            "choices": [list(pair) for pair in self.choices],
            "is_wanted": self.is_wanted,
        }


def question_from(data: Mapping[str, Any]) -> Question:
    return Question(
        data["code"],
        QuestionKind(data["kind"]),
        data["text"],
        data["text_en"],
        tuple((words, english) for words, english in data["choices"]),
        data["is_wanted"],
    )
