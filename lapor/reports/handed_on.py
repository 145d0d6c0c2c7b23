"""What an office may still read of a report that it held and sent back or on: for a year, all that was said until then,
afterwards what everybody reads. Of protected and confidential ones nothing: only who handles them sees them."""

from datetime import datetime, timedelta

from django.db.models import Max, QuerySet

from lapor.agencies.models import Officer
from lapor.agencies.queries import root_of
from lapor.agencies.units import subtree_ids
from lapor.core import clock
from lapor.reports.models import Assignment, Attachment, Report
from lapor.reports.permissions import has_unit, may_see
from lapor.reports.queries import AUDIENCES_OFFICER, AUDIENCES_PUBLIC, StoryLine, story
from lapor.reports.vocabulary import Visibility

READABLE_FOR = timedelta(days=365)


def handed_on_at(officer: Officer, report: Report) -> datetime | None:
    """When the officer's unit last gave the report up; None where nothing of it is theirs to read any more."""
    if report.root_id != root_of(officer).pk or report.is_protected or report.visibility != Visibility.PUBLIC:
        return None
    found: datetime | None = _held_before(officer).filter(report=report).aggregate(last=Max("ended_at"))["last"]
    return found


def handed_on_reports(officer: Officer) -> QuerySet[Report]:
    """The same of all of them that others hold now."""
    rows = Report.objects.filter(root=root_of(officer), is_protected=False, visibility=Visibility.PUBLIC)
    return rows.filter(pk__in=_held_before(officer).values("report")).exclude(agency__in=subtree_ids(officer.agency))


def handed_on_story(report: Report, left_at: datetime) -> list[StoryLine]:
    theirs = [line for line in story(report, AUDIENCES_OFFICER) if line.entry.at <= left_at]
    return theirs + [line for line in story(report, AUDIENCES_PUBLIC) if line.entry.at > left_at]


def may_read_file(officer: Officer, attachment: Attachment) -> bool:
    """A file of a report that is theirs to see, or that came while their unit held it."""
    if may_see(officer, attachment.report):
        return True
    left_at = handed_on_at(officer, attachment.report) if attachment.entry else None
    return left_at is not None and attachment.entry is not None and attachment.entry.at <= left_at


def _held_before(officer: Officer) -> QuerySet[Assignment]:
    if not has_unit(officer):
        return Assignment.objects.none()
    tree = subtree_ids(officer.agency)
    return Assignment.objects.filter(to_agency__in=tree, ended_at__gt=clock.now() - READABLE_FOR)
