"""When a reporter may turn to the Ombudsman, and a letter filled in with what the city knows: for their own page.

UU 37/2008, to be checked against the text. Information requests have their own way, the Komisi Informasi."""

from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from lapor.core import clock
from lapor.core.ids import show_tracking_id
from lapor.presentation.acts import act_word
from lapor.presentation.letter import letter_pdf
from lapor.presentation.story import actor_word
from lapor.reporters import vault
from lapor.reports import queries
from lapor.reports.models import Report
from lapor.reports.vocabulary import ActName, Identity, Kind, Visibility
from lapor.reports.workflow.act import OPEN
from lapor.reports.workflow.rules import REJECTIONS_BEFORE_DECIDE

AFTER = timedelta(days=60)  # calendar days without a solution
_TOLD = frozenset(
    {
        ActName.FILE,
        ActName.FORWARD,
        ActName.REROUTE,
        ActName.REFUSE,
        ActName.DECIDE,
        ActName.START,
        ActName.RESPOND,
        ActName.SCHEDULE,
        ActName.RESCHEDULE,
        ActName.ANSWER,
        ActName.OUTSIDE_ANSWER,
        ActName.LAPSE,
        ActName.REJECT,
        ActName.REOPEN,
        ActName.REFER,
        ActName.EXTEND,
    }
)
_OFFICE_SAYS = frozenset({ActName.START, ActName.RESPOND, ActName.ANSWER, ActName.OUTSIDE_ANSWER, ActName.DECIDE})
_BLANK = "_" * 44


class Ground(StrEnum):
    REJECTED = "rejected"  # what followed the decision of the head was rejected too
    WAITED = "waited"  # 60 days without a solution


def ground_of(report: Report) -> Ground | None:
    """Why its reporter may turn to the Ombudsman now; None: the city's own ways come first."""
    if report.kind == Kind.INFORMATION_REQUEST or report.is_imported:
        return None
    if report.is_decided and report.rejections > REJECTIONS_BEFORE_DECIDE:
        return Ground.REJECTED
    is_waiting = report.state in OPEN and report.filed_at <= clock.now() - AFTER
    return Ground.WAITED if is_waiting else None


def can_be_named(report: Report) -> bool:
    """Whether the letter may have the reporter's name in it, if they want that."""
    return report.reporter_id is not None and report.identity == Identity.NAMED


def ombudsman_letter(report: Report, *, with_name: bool) -> bytes:
    """PDF. Of a protected or confidential case no word that was said stands in it, nor what it is about: who holds the
    letter may add that by hand."""
    number = show_tracking_id(report.tracking_id)
    subject = _("Complaint about how report %(number)s was handled") % {"number": number}
    parts = [
        _("To the Ombudsman of the Republic of Indonesia\n(the office of your province)"),
        _who(report, with_name=with_name),
        _facts(report, number),
        _because(report),
        _("What happened, as the history of the report says:"),
        *_path(report),
        _("I ask the Ombudsman to look into this.\n\nSignature: %(blank)s") % {"blank": _BLANK},
    ]
    return letter_pdf(report.root, subject, "\n\n".join(parts), is_ours=False)


def _who(report: Report, *, with_name: bool) -> str:
    name = vault.identity_of(report.reporter)[0] if with_name and can_be_named(report) and report.reporter else ""
    lines = {_("Name"): name or _BLANK, _("Address"): _BLANK, _("Telephone"): _BLANK}
    return "\n".join(f"{label}: {value}" for label, value in lines.items())


def _facts(report: Report, number: str) -> str:
    agency = report.agency or report.root
    facts = {
        _("Number of the report"): number,
        _("Filed on"): _day(report, report.filed_at),
        _("Filed with"): str(report.root.name),
        _("Responsible now"): str(agency.name),
        _("State"): str(report.get_state_display()),
    }
    if not _is_sealed(report) and report.category:
        facts[_("Category")] = report.category.label
    return "\n".join(f"{label}: {value}" for label, value in facts.items())


def _because(report: Report) -> str:
    if ground_of(report) == Ground.REJECTED:
        return _("The head of the city decided about it; the answer after that did not solve it either.")
    days = (clock.now() - report.filed_at).days
    return _("It has not been solved %(days)s days after it was filed.") % {"days": days}


def _path(report: Report) -> list[str]:
    lines = queries.story(report, queries.AUDIENCES_REPORTER)
    told = [line for line in lines if line.entry.act in _TOLD and not line.entry.details.get("undone")]
    is_sealed = _is_sealed(report)
    found = []
    for line in told:
        entry = line.entry
        head = f"{_day(report, entry.at)} – {act_word(line)} ({actor_word(entry, for_officers=False)})"
        words = line.text if entry.act in _OFFICE_SAYS and not is_sealed else ""
        found.append(f"{head}\n{words}" if words else head)
    return found


def _is_sealed(report: Report) -> bool:
    return report.is_protected or report.visibility == Visibility.CONFIDENTIAL


def _day(report: Report, at: datetime) -> str:
    return date_format(at.astimezone(ZoneInfo(report.root.timezone)), "j F Y")
