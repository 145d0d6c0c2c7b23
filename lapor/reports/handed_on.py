"""What an office may still read of a report that it held and sent back or on: for a year, all that was said until then,
afterwards what everybody reads. Of protected and confidential ones nothing: only who handles them sees them."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Max, QuerySet

from lapor.agencies.models import Officer
from lapor.agencies.queries import root_of
from lapor.core import clock
from lapor.reports.models import Assignment, Attachment, Report
from lapor.reports.officer_scope import OfficerScope, scope_of
from lapor.reports.permissions import may_see
from lapor.reports.queries import AUDIENCES_OFFICER, AUDIENCES_PUBLIC, StoryLine, story
from lapor.reports.vocabulary import Audience, Visibility

READABLE_FOR = timedelta(days=365)


def handed_on_at(officer: Officer, report: Report) -> datetime | None:
    """When the officer's unit last gave the report up; None where nothing of it is theirs to read any more."""
    if report.root_id != root_of(officer).pk or report.is_protected or report.visibility != Visibility.PUBLIC:
        return None
    before = _held_before(scope_of(officer), clock.now())
    found: datetime | None = before.filter(report=report).aggregate(last=Max("ended_at"))["last"]
    return found


def handed_on_by(scope: OfficerScope, now: Any) -> QuerySet[Report]:
    """The same of all of them that others hold now. `now`: the time, or what stands for it in kept SQL."""
    rows = Report.objects.filter(root=scope.root, is_protected=False, visibility=Visibility.PUBLIC)
    return rows.filter(pk__in=_held_before(scope, now).values("report")).exclude(agency__in=scope.tree)


def handed_on_story(report: Report, left_at: datetime) -> list[StoryLine]:
    theirs = [line for line in story(report, AUDIENCES_OFFICER) if line.entry.at <= left_at]
    return theirs + [line for line in story(report, AUDIENCES_PUBLIC) if line.entry.at > left_at]


def may_read_file(officer: Officer, attachment: Attachment) -> bool:
    """A file of a report that is theirs to see, or that came while their unit held it."""
    if may_see(officer, attachment.report):
        return True
    left_at = handed_on_at(officer, attachment.report) if attachment.entry else None
    return left_at is not None and attachment.entry is not None and attachment.entry.at <= left_at


def may_reporter_read_file(attachment: Attachment) -> bool:
    """Of their own report all but what officers keep among themselves."""
    return attachment.entry is None or attachment.entry.audience != Audience.INTERNAL


def _held_before(scope: OfficerScope, now: Any) -> QuerySet[Assignment]:
    if not scope.has_unit:
        return Assignment.objects.none()
    return Assignment.objects.filter(to_agency__in=scope.tree, ended_at__gt=now - READABLE_FOR)
