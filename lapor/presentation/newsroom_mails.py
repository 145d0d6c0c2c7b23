"""What newsrooms are told: the result of a story, a statement, an answer to be read out on the radio, a letter to the
editor. Called by newsrooms and by the desk. Never a name: an outlet tells everybody."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils import formats
from django.utils.translation import gettext as _

from lapor.agencies.current import base_url
from lapor.core.ids import show_tracking_id
from lapor.core.text import one_line
from lapor.reports.models import Entry, Report
from lapor.reports.vocabulary import ActName, Channel, Outcome, State

_QUOTED = 200  # characters of the report, so that listeners know which one


@dataclass(frozen=True)
class PressContact:
    """An outlet that told of a report.

    `kind`: radio or newspaper, with `place` (programme, or page and rubric) and day; "" for online news, with title and
    address in `about`."""

    report: Report
    newsroom_id: UUID
    email: str
    name: str
    about: str = ""
    kind: str = ""
    place: str = ""
    said_on: date | None = None


def words_of(event_name: str, report: Report, entry: Entry, told: PressContact) -> tuple[str, str]:
    """(subject, words) in the language that is active; `report` is the one that was acted on."""
    return script(entry, told) if told.kind else _to_outlet(event_name, report, entry, told)


def _to_outlet(event_name: str, report: Report, entry: Entry, told: PressContact) -> tuple[str, str]:
    office = entry.agency or report.agency or report.root
    facts = {
        "number": show_tracking_id(told.report.tracking_id),
        "agency": office.name,
        "state": State(entry.state_after).label,
    }
    if event_name == ActName.STATEMENT.event:
        subject, head = (
            _("Official statement on report %(number)s") % facts,
            _("%(agency)s states on report %(number)s:") % facts,
        )
    else:
        outcome = Outcome(report.outcome).label if report.outcome else facts["state"]
        subject = _("What became of report %(number)s: %(state)s") % facts
        head = _("%(agency)s answered report %(number)s (%(outcome)s):") % {**facts, "outcome": outcome}
    parts = [
        _("To the newsroom of %(outlet)s") % {"outlet": told.name},
        _("You wrote about this: %(title)s") % {"title": one_line(told.about, 600)},
        f"{head}\n\n{entry.text}",
        _("You may quote this. Everyone can follow the report here:") + f"\n{_page(told.report)}",
        f"--\n{_city(report)}",
    ]
    return one_line(subject), "\n\n".join(parts) + "\n"


def script(answer: Entry, told: PressContact) -> tuple[str, str]:
    """(subject, words): for a station to read out, for a newspaper as a letter to the editor."""
    report = told.report
    facts = {
        "outlet": told.name,
        "place": told.place,
        "day": formats.date_format(told.said_on, "l, j F Y") if told.said_on else "",
        "quoted": one_line(report.public_text, _QUOTED),
        "agency": answer.agency.name if answer.agency else report.root.name,
        "answer": answer.text,
        "number": show_tracking_id(report.tracking_id),
        "city": _city(report),
        "url": _page(report),
    }
    subject = _("Answer to report %(number)s, for %(outlet)s") % facts
    if told.kind == Channel.RADIO:
        return (
            subject,
            _(
                "To be read out on %(outlet)s, programme %(place)s.\n\nOn %(day)s somebody told in this programme:"
                " “%(quoted)s”\n\n%(agency)s answers: %(answer)s\n\nThe report has the number %(number)s; everybody can"
                " follow it at %(url)s."
            )
            % facts,
        )
    return (
        subject,
        _(
            "To the editor of %(outlet)s\n\nOn %(day)s you printed (%(place)s): “%(quoted)s”\n\n%(agency)s"
            " answers:\n\n%(answer)s\n\nThe report has the number %(number)s; everybody can follow it at %(url)s. We"
            " ask you to print this answer.\n\n%(city)s"
        )
        % facts,
    )


def _page(report: Report) -> str:
    return f"{base_url(report.root)}/laporan/{report.tracking_id}"


def _city(report: Report) -> str:
    return str(report.root.brand.get("name", report.root.name))
