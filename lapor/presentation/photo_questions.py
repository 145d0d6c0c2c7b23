"""What is asked about photos of a result, in words for officers."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from lapor.core.ids import show_tracking_id
from lapor.reports.workflow.photo_questions import PhotoQuestionKind


def question_lines(questions: Iterable[Mapping[str, Any]]) -> list[str]:
    """One sentence each, as an entry or a proposal keeps them (workflow.photo_questions)."""
    return [
        _("Photo %(number)s: %(question)s")
        % {"number": one["photo"], "question": str(PhotoQuestionKind(one["kind"]).label) % {"detail": _shown(one)}}
        for one in questions
    ]


def _shown(question: Mapping[str, Any]) -> str:
    detail = str(question["detail"])
    if question["kind"] == PhotoQuestionKind.OTHER:
        return show_tracking_id(detail)
    return date_format(date.fromisoformat(detail), "j M Y") if question["kind"] == PhotoQuestionKind.OLDER else detail
