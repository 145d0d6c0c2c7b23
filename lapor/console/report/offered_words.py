"""What is offered beside the words of an act: the office's templates with their fields filled in, and what it answered
to similar reports. With the form that is asked for, never with the page itself."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from lapor.agencies.models import Officer
from lapor.casework.response_templates import TEMPLATE_ACTS, FilledTemplate, templates_for
from lapor.reports.models import Report
from lapor.reports.vocabulary import ActName
from lapor.triage.earlier_answers import EarlierAnswer, earlier_answers
from lapor.ui.addresses import url_about


@dataclass(frozen=True)
class OfferedWords:
    """`chosen`: the words that were taken, "" for none."""

    templates: list[FilledTemplate]
    earlier: list[EarlierAnswer]
    chosen: str = ""


def offered_words(report: Report, officer: Officer, act: str, taken: str = "") -> OfferedWords:
    """`taken`: id of what the officer chose; one that is not offered is none. At most five queries."""
    templates = templates_for(report, officer, act)
    earlier = earlier_answers(report) if act == ActName.ANSWER else []
    texts = {str(one.id): one.text for one in templates} | {str(one.id): one.text for one in earlier}
    return OfferedWords(templates, earlier, texts.get(taken, ""))


def words_views(words: OfferedWords, url: str) -> dict[str, Any]:
    """With the address of each that takes it into the editor. `url`: of the page on which the act is written."""
    return {
        "templates": [{"name": one.name, "text": one.text, "url": _taking(url, one.id)} for one in words.templates],
        "earlier": [
            {
                "number": one.number,
                "text": one.text,
                "url": _taking(url, one.id),
                "report_url": url_about("console:report", one.number),
            }
            for one in words.earlier
        ],
    }


def _taking(url: str, taken: UUID) -> str:
    return f"{url}{'&' if '?' in url else '?'}take={taken}#write"


def write_url(number: str, act: str, address: str) -> str:
    """Where the act can be written with what is offered beside it; "" for an act that nothing is offered for."""
    if act not in TEMPLATE_ACTS:
        return ""
    url = url_about("console:write", number, act)
    return f"{url}?{address}" if address else url
