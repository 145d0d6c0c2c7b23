"""What is offered beside the words of an act: the office's templates with their fields filled in. With the form that is
asked for, never with the page itself."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse

from lapor.agencies.models import Officer
from lapor.casework.response_templates import TEMPLATE_ACTS, FilledTemplate, templates_for
from lapor.reports.models import Report


@dataclass(frozen=True)
class OfferedWords:
    """`chosen`: the words that were taken, "" for none."""

    templates: list[FilledTemplate]
    chosen: str = ""


def offered_words(report: Report, officer: Officer, act: str, taken: str = "") -> OfferedWords:
    """`taken`: id of what the officer chose; one that is not offered is none. At most two queries."""
    templates = templates_for(report, officer, act)
    texts = {str(one.id): one.text for one in templates}
    return OfferedWords(templates, texts.get(taken, ""))


def words_views(words: OfferedWords, url: str) -> dict[str, Any]:
    """With the address of each that takes it into the editor. `url`: of the page on which the act is written."""
    return {"templates": [{"name": one.name, "text": one.text, "url": _taking(url, one.id)} for one in words.templates]}


def _taking(url: str, taken: UUID) -> str:
    return f"{url}{'&' if '?' in url else '?'}take={taken}#write"


def write_url(number: str, act: str, address: str) -> str:
    """Where the act can be written with what is offered beside it; "" for an act that nothing is offered for."""
    if act not in TEMPLATE_ACTS:
        return ""
    url = reverse("console:write", args=[number, act])
    return f"{url}?{address}" if address else url
