"""From words to a report, whatever surface they came through. Web, desk and API call `file_new_report` synchronously.

Looks for protected and urgent words before anyone reads, finds the kelurahan, keeps the identity in the vault, makes
number and receipt.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Model

from lapor.agencies.models import Agency, Category
from lapor.agencies.queries import Rules, rules_of
from lapor.core import clock
from lapor.core.geometry import true_point
from lapor.core.ids import keyed_hash, receipt_code
from lapor.core.text import clean_text, one_line
from lapor.intake.files.attachments import as_files, draft_hash, queue_preparing
from lapor.intake.filing.fields import kept_lines
from lapor.intake.filing.new_report import NewReport
from lapor.intake.filing.places import area_at
from lapor.intake.filing.said import said_in_report
from lapor.intake.models import Submission, Upload
from lapor.reporters.recognition import known_words
from lapor.reporters.vault import further_points, reporter_rows
from lapor.reports.actions import file_report, perform_action
from lapor.reports.models import Clock, Report
from lapor.reports.queries import has_receipt, receipt_hash
from lapor.reports.receipts import ready_numbers
from lapor.reports.routing import ReportRoutes, Route, routed
from lapor.reports.vocabulary import ActName, ClockKind, Publication, Urgency, Visibility
from lapor.reports.workflow.acting import SYSTEM, ActData, Actor

MAX_TEXT = 20_000
MAX_WORDS = MAX_TEXT + 2_500  # with the answers to a category's questions
TITLE_LENGTH = 90


@dataclass(frozen=True)
class FilingResult:
    """A report and what its reporter gets in hand. `is_repeat`: it had been filed under this key before."""

    report: Report
    receipt_code: str
    verify_due_at: datetime
    is_repeat: bool = False


class KeyUsedBefore(Exception):
    """The submission key belongs to a report with another content."""


def submission_hash(key: str) -> bytes:
    return keyed_hash(settings.LOOKUP_KEY, "submission", key)


def key_of_row(purpose: str, row_id: UUID, text: str = "") -> str:
    """The submission key of what is filed of a row.

    Secret, since whoever knows the key of a report gets its receipt; the same for the same row."""
    return str(UUID(bytes=keyed_hash(settings.LOOKUP_KEY, purpose, str(row_id), *([text] if text else []))[:16]))


def supporter_hash(report_id: UUID, browser: str) -> bytes:
    """Counts a browser once for a report; different for each report, so that nobody's support can be followed from one
    to another."""
    return keyed_hash(settings.LOOKUP_KEY, "support", str(report_id), browser)


def code_of_key(submission_key: str, content_digest: str = "") -> str:
    """The receipt code of what is filed under this key."""
    return receipt_code(
        settings.RECEIPT_CODES_KEY, f"{submission_key}\x1f{content_digest}" if content_digest else submission_key
    )


def said_hash(said: str) -> bytes:
    """Of what a form said: keyed, since short words could be guessed."""
    return keyed_hash(settings.LOOKUP_KEY, "said", said) if said else b""


def filed_before(submission_key: str, content_digest: str = "", said: str = "") -> FilingResult | None:
    """The report of a key that was used already, with the same receipt code.

    Raises KeyUsedBefore where the content differs: the code then is not that of the report, so that who guesses a key
    learns nothing."""
    before = Submission.objects.filter(key=submission_hash(submission_key)).values_list("report_id", "digest").first()
    if before is None:  # nearly always: the whole report is read for a repetition only
        return None
    report_id, words = before
    if said and bytes(words) and bytes(words) != said_hash(said):
        raise KeyUsedBefore
    report = Report.objects.select_related("root").get(pk=report_id)
    code = code_of_key(submission_key, content_digest)
    if content_digest and not has_receipt(report, code):
        raise KeyUsedBefore
    due = Clock.objects.filter(report=report, kind=ClockKind.VERIFY).values_list("due_at", flat=True).first()
    return FilingResult(report, code, due or report.filed_at, is_repeat=True)


def file_new_report(new: NewReport, *, root: Agency, actor: Actor) -> FilingResult:
    """Make the report, or give back the one that was made under the same key.

    Durable when it returns. Raises KeyUsedBefore.

    The key's own index says whether it was used: nobody asks before, since it is new nearly always.
    """
    try:
        return _file(new, root, actor)
    except IntegrityError:
        before = filed_before(new.submission_key, new.content_digest, new.said)
        if before is None:
            raise
        return before


@transaction.atomic
def _file(new: NewReport, root: Agency, actor: Actor) -> FilingResult:
    rules = rules_of(root)
    code = code_of_key(new.submission_key, new.content_digest)
    report = _row(new, root, rules)
    route = ReportRoutes(report, root).route(report.category_id)
    report.receipt_hash = None if new.has_no_reporter else receipt_hash(code)
    if new.desk_id is not None:
        report.tracking_id, report.former_number = ready_numbers.take(
            submission_hash(new.submission_key), agency_id=new.desk_id
        )
    beside: list[Model] = [
        Submission(key=submission_hash(new.submission_key), digest=said_hash(new.said), report=report)
    ]
    if new.reporter is not None:
        report.reporter = new.reporter
        beside += new.fresh
        beside += further_points(new.reporter, email=new.email, phone=new.phone, at=clock.now())
    elif new.name or new.phone or new.email:
        report.reporter, points = reporter_rows(
            name=new.name, email=new.email, phone=new.phone, language=new.language, at=clock.now()
        )
        beside += [report.reporter, *points]
    files = (*new.photos, *as_files(list(new.uploads)))
    data = ActData(text=report.text, photos=files, files_are_internal=new.files_are_internal)
    if route and route.row.is_urgent and report.urgency != Urgency.URGENT:
        data = routed(data, route)
    known = [words for words in (new.name, new.phone, new.email) if words]
    if new.reporter is not None and not new.fresh:
        known += known_words(new.reporter.pk)
    taken = file_report(report, root=root, actor=actor, data=data, rules=rules, known=known, beside=beside)
    queue_preparing(files)
    if new.uploads:
        Upload.objects.filter(draft_key=draft_hash(new.submission_key)).delete()
    due = report.due_at or report.filed_at
    forward = _forward_at_once(report, route)
    if forward is not None:
        taken = perform_action(report.pk, ActName.FORWARD, actor=SYSTEM, data=forward)
    return FilingResult(taken.report, code, due)


def _forward_at_once(report: Report, route: Route | None) -> ActData | None:
    """An urgent category does not wait for verification: to whom a routing row names, else the category's agency.

    A row that names a place outside only proposes: somebody of the city looks first. None: it waits."""
    category = report.category
    if category is None or not category.is_urgent:
        return None
    publication = Publication.WITHHELD if report.is_protected else Publication.PENDING
    if route is not None and route.agency is not None:
        return routed(ActData(category=category, agency=route.agency, publication=publication), route)
    if category.agency_id is None or category.by_area:
        return None
    return ActData(category=category, agency=category.agency, publication=publication)


def _row(new: NewReport, root: Agency, rules: Rules) -> Report:
    text = clean_text(new.text)
    category = new.category
    heard = rules.heard_in(*said_in_report(new))
    if heard.category and not (category is not None and category.is_protected):  # what the person says stays
        category = Category.objects.select_related("agency").filter(root=root, code=heard.category).first() or category
    is_protected = category is not None and category.is_protected
    is_urgent = (category is not None and category.is_urgent) or heard.is_urgent
    visibility = Visibility.CONFIDENTIAL if is_protected else Visibility(new.visibility)
    latitude, longitude = true_point(new.latitude, new.longitude) or (None, None)
    return Report(
        kind=new.kind,
        identity=new.identity,
        visibility=visibility,
        is_protected=is_protected,
        urgency=Urgency.URGENT if is_urgent else Urgency.NORMAL,
        publication=Publication.WITHHELD if visibility == Visibility.CONFIDENTIAL else Publication.PENDING,
        title=one_line(clean_text(new.title) or text, TITLE_LENGTH),
        text=text,
        answers=list(new.answers),
        category=category,
        area=new.area or area_at(root, latitude, longitude),
        **kept_lines(vars(new)),
        latitude=latitude,
        longitude=longitude,
        happened_at=new.happened_at,
        channel=new.channel,
        provenance=new.provenance,
        language=new.language,
    )
