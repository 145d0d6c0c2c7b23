"""What a reporter does in words, from any channel: YA, BELUM, BATAL, BATALKAN PENCABUTAN, or simply writing.

One function each, so that every channel means the same.
"""

from dataclasses import dataclass

from django.db.models import Q

from lapor.ledger.actions import append
from lapor.ledger.event_names import EventName
from lapor.ledger.models import Stream
from lapor.reporters.models import Reporter
from lapor.reports import queries
from lapor.reports.actions import ActionResult, perform_action
from lapor.reports.models import Attachment, Report
from lapor.reports.vocabulary import ActName, State
from lapor.reports.workflow.act import Act
from lapor.reports.workflow.acting import ActData, StoredFile, reporter_actor


@dataclass(frozen=True)
class ReporterActionResult:
    """The act that was done, None where none was possible now."""

    act: str
    taken: ActionResult | None


def confirm(report: Report) -> ReporterActionResult:
    """YA: it is solved."""
    return _first_of(report, (ActName.CONFIRM,))


def reject(report: Report, reason: str, files: tuple[StoredFile, ...] = ()) -> ReporterActionResult:
    """BELUM with the reason: the agency has to go on; also on a report that was closed without confirmation."""
    return _first_of(report, (ActName.REJECT, ActName.REOPEN), reason, files)


def withdraw(report: Report) -> ReporterActionResult:
    """BATAL: the report is withdrawn; for a day that can be taken back."""
    return _first_of(report, (ActName.WITHDRAW,))


def take_back_withdrawal(report: Report) -> ReporterActionResult:
    """BATALKAN PENCABUTAN: it was a mistake, or somebody else wrote in the reporter's name."""
    return _first_of(report, (ActName.TAKE_BACK,))


def add_comment(report: Report, text: str, files: tuple[StoredFile, ...] = ()) -> ReporterActionResult:
    """More words: the answer to a question where one was asked, else something to add."""
    return _first_of(report, (ActName.REPLY, ActName.LATE_REPLY, ActName.NOTE), text, files)


def add_note(report: Report, text: str, files: tuple[StoredFile, ...] = ()) -> ReporterActionResult:
    """Words that answer nothing: officers see them, no clock moves, and a question of theirs stays open."""
    return _first_of(report, (ActName.NOTE,), text, files)


def calls_officer(report: Report, text: str) -> ReporterActionResult:
    """PETUGAS: a person is asked for. Nothing where the officers know already."""
    return _first_of(report, (ActName.CALL_OFFICER,), text)


def rate(report: Report, rating: int) -> ReporterActionResult:
    """One to five: how content the reporter is with what was done."""
    actor = reporter_actor(report.reporter_id)
    if all(act.name != ActName.RATE for act in queries.offered_acts(report, actor)):
        return ReporterActionResult("", None)
    return ReporterActionResult(
        ActName.RATE, perform_action(report.pk, ActName.RATE, actor=actor, data=ActData(rating=rating))
    )


def link_reporter(report: Report, reporter: Reporter) -> Report:
    """Who filed without leaving a trace writes with the receipt's code: from now on they can be answered.

    Needs a transaction."""
    if Report.objects.filter(pk=report.pk, reporter=None).update(reporter=reporter):
        append(
            stream_id=report.pk,
            kind=Stream.Kind.REPORT,
            name=EventName.REPORT_REPORTER_KNOWN,
            actor_kind="reporter",
            actor_id=reporter.pk,
        )
    report.refresh_from_db(fields=["reporter"])
    return report


def waiting_for_confirmation(reporter: Reporter) -> list[Report]:
    """A person's reports of which it is asked whether they are solved, the last answered first; six at most."""
    waits = Q(state=State.ANSWERED) | Q(state=State.MERGED, parent__state=State.ANSWERED)
    rows = Report.objects.filter(waits, reporter=reporter).select_related("root", "agency", "parent", "category")
    return list(rows.order_by("-answered_at", "-filed_at")[:6])


def waits_for_confirmation(report: Report) -> bool:
    return report.state == State.ANSWERED or (
        report.state == State.MERGED and report.parent is not None and report.parent.state == State.ANSWERED
    )


def _first_of(
    report: Report, names: tuple[str, ...], text: str = "", files: tuple[StoredFile, ...] = ()
) -> ReporterActionResult:
    """The first of these acts that the table offers the reporter now."""
    actor = reporter_actor(report.reporter_id)
    offered: dict[str, Act] = {act.name: act for act in queries.offered_acts(report, actor)}
    for name in names:
        if act := offered.get(name):
            takes_files = "photos" in {*act.needs, *act.may}
            takes_text = "text" in {*act.needs, *act.may}
            data = ActData(text=text if takes_text else "", photos=_new_of(report, files) if takes_files else ())
            return ReporterActionResult(name, perform_action(report.pk, name, actor=actor, data=data))
    return ReporterActionResult("", None)


def _new_of(report: Report, files: tuple[StoredFile, ...]) -> tuple[StoredFile, ...]:
    """Without those that the report has already: a mail program sends the picture of a signature each time."""
    wanted = {file.original_sha256 for file in files}
    known = (
        set(
            Attachment.objects.filter(report=report, original_sha256__in=wanted).values_list(
                "original_sha256", flat=True
            )
        )
        if files
        else set()
    )
    return tuple(file for file in files if file.original_sha256 not in known)
