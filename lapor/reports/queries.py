"""Reads of the heart: one report and its story, what an officer may see, the inbox, what time has run out on."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.db.models.fields.json import KT

from lapor.agencies.models import Agency, Officer
from lapor.agencies.queries import rules_of
from lapor.agencies.roles import Can, may
from lapor.core import clock
from lapor.core.ids import parse_tracking_id
from lapor.core.text import clean_text, tidy
from lapor.db.compiled import Compiled, Given
from lapor.reports import publication
from lapor.reports.models import Attachment, Clock, Entry, Report, Support, SupportingAgency
from lapor.reports.officer_scope import OfficerScope, scope_of
from lapor.reports.permissions import exclusions_against, may_see
from lapor.reports.publication import is_hidden, is_public
from lapor.reports.receipts.receipt_codes import has_receipt, receipt_hash
from lapor.reports.vocabulary import ActName, Audience, ClockKind, Publication
from lapor.reports.workflow import table as workflow
from lapor.reports.workflow.act import CLOSED, Act
from lapor.reports.workflow.acting import Actor
from lapor.reports.workflow.guard_context import guard_context

__all__ = ["has_receipt", "is_hidden", "is_public", "may_see", "receipt_hash"]

PAGE = 30


@dataclass(frozen=True)
class Page:
    """One page of a keyset list: rows, and the position after which the next one begins ("" = there is none)."""

    rows: list[Report]
    next: str


def report_by_number(text: str) -> Report | None:
    """The report of a tracking number as people write it, or of a number that it had before: an earlier system's, or
    one on a paper. One query whatever is found: a number that nobody has takes as long as one that is hidden. The few
    that were merged ask for their parent when it is needed."""
    digits = parse_tracking_id(text)
    former = digits or tidy(clean_text(text))
    if not former:
        return None
    found = _BY_NUMBER.rows(bool(digits), digits=digits, former=former)
    return next((report for report in found if report.tracking_id == digits), found[0] if found else None)


def _by_number(is_ours: bool) -> QuerySet[Report]:
    rows = Report.objects.select_related("root", "category__agency", "agency", "area__parent").defer("search")
    of_before = Q(former_number=Given("former")) & ~Q(former_number="")
    return rows.filter(Q(tracking_id=Given("digits")) | of_before if is_ours else of_before)[:2]


_BY_NUMBER = Compiled(_by_number)


def reports_of_post(root_id: UUID, post: str) -> list[Report]:
    """Those that were made of a public post (see core.links.post_key), oldest first."""
    rows = (
        Report.objects.annotate(post=KT("provenance__post")).filter(root_id=root_id, post=post)
        if post
        else Report.objects.none()
    )
    return list(rows.order_by("filed_at")[:PAGE])


def reports_of_reporters(root: Agency, reporter_ids: Iterable[UUID], *, most: int) -> list[Report]:
    """The newest first, without protected ones: they are shown to nobody but who types their receipt code."""
    rows = Report.objects.filter(root=root, reporter__in=list(reporter_ids), is_protected=False).select_related(
        "category", "agency", "area", "area__parent"
    )
    return list(rows.defer("search").order_by("-filed_at", "-id")[:most])


def late_among(report_ids: Collection[UUID]) -> frozenset[UUID]:
    """Which of them an office has left past a deadline, as Report.is_late says it of one."""
    rows = Report.objects.filter(pk__in=report_ids, due_at__lt=clock.now())
    return frozenset(rows.values_list("pk", flat=True)) if report_ids else frozenset()


def is_supported_by(report: Report, supporter: bytes) -> bool:
    """Whether who has this keyed hash said that it concerns them too."""
    return Support.objects.filter(report=report, supporter=supporter).exists()


@dataclass(frozen=True)
class StoryLine:
    """One entry of a story as these readers may see it.

    `is_waiting`: words or files of it wait for the privacy check. `shows_details`: they may also read the names that
    officers wrote beside the words. `other`: number of the report that the entry leads to, "" where these readers are
    not told it."""

    entry: Entry
    text: str
    files: list[Attachment]
    is_waiting: bool = False
    shows_details: bool = True
    other: str = ""


def story(report: Report, audiences: tuple[str, ...]) -> list[StoryLine]:
    """The entries for these readers, oldest first, with their photos: two queries, three where one leads to another
    report. To the public each says only what is published."""
    found = _ENTRIES.rows(audiences, report=report.pk)
    if Audience.INTERNAL not in audiences and found and _may_be_undone(found[-1]):
        del found[-1]
    for entry in found:
        entry.report = report  # known already: whoever words an entry asks the database for nothing
    named = _others_named(report, found, to_officers=Audience.INTERNAL in audiences)
    is_everybody = audiences == AUDIENCES_PUBLIC
    files: defaultdict[UUID | None, list[Attachment]] = defaultdict(list)
    for file in _FILES.rows(entries=[entry.pk for entry in found]) if found else ():
        files[file.entry_id].append(file)
    return [_line(entry, files[entry.pk], report, named, is_everybody=is_everybody) for entry in found]


_ENTRIES = Compiled(
    lambda audiences: (
        Entry.objects.filter(report=Given("report"), audience__in=audiences)
        .select_related("agency", "officer")
        .order_by("at", "id")
    )
)
_FILES = Compiled(
    lambda: (
        Attachment.objects.filter(entry__any_of=Given("entries"))
        .select_related("capture__challenge")
        .order_by("created_at", "id")
    )
)


def filed_files(lines: Iterable[StoryLine]) -> list[Attachment]:
    """Of a story: what came with the report itself, in its order."""
    return [file for line in lines if line.entry.act == ActName.FILE for file in line.files]


def _may_be_undone(entry: Entry) -> bool:
    """Still, as the last one of its story: what was said after it ended that."""
    return entry.shown_from is not None and entry.shown_from > clock.now()


def _line(entry: Entry, files: list[Attachment], report: Report, named: set[str], *, is_everybody: bool) -> StoryLine:
    is_waiting = entry.publication == Publication.PENDING
    text, shows_details, other = entry.text, True, _other(entry)
    if is_everybody:
        files = [file for file in files if publication.is_file_public(file, report)]
        text, shows_details = publication.shown_text(entry, report), publication.is_entry_public(entry, report)
    if other not in named and entry.act in _ACTS_THAT_LEAD:
        text = ""  # the words why may well say which it is
    return StoryLine(entry, text, files, is_waiting, shows_details, other if other in named else "")


def _other(entry: Entry) -> str:
    """Number of the report that an entry leads to."""
    return str(entry.details.get("parent_name" if entry.act in _ACTS_THAT_LEAD else "moved_to", ""))


def _others_named(report: Report, entries: Iterable[Entry], *, to_officers: bool) -> set[str]:
    """Of the reports that these entries lead to, the numbers that may be told."""
    numbers = {number for entry in entries if (number := _other(entry))}
    others = (
        Report.objects.filter(tracking_id__in=numbers).only("tracking_id", "visibility", "is_protected")
        if numbers
        else ()
    )
    return {other.tracking_id for other in others if publication.may_be_named(other, report, to_officers=to_officers)}


def clocks_of(report: Report) -> list[Clock]:
    """Its clocks in the order of a report's life."""
    order = list(ClockKind.values)
    return sorted(_CLOCKS.rows(report=report.pk), key=lambda c: order.index(c.kind))


_CLOCKS = Compiled(lambda: Clock.objects.filter(report=Given("report")))


def offered_acts(report: Report, actor: Actor, clocks: list[Clock] | None = None) -> list[Act]:
    """Exactly the acts that the table allows this actor on this report now."""
    clocks = clocks_of(report) if clocks is None else clocks
    facts = guard_context(report, clocks, rules_of(report.root), clock.now(), actor)
    return workflow.offered(facts, workflow.acting_as(actor.role, is_protected=report.is_protected))


def refusal_of(report: Report, name: str, actor: Actor) -> str:
    """Why an act is not offered to this actor now, in words for them ("" = it is)."""
    facts = guard_context(report, clocks_of(report), rules_of(report.root), clock.now(), actor)
    return str(workflow.refusal(name, facts, workflow.acting_as(actor.role, is_protected=report.is_protected)) or "")


def visible_reports(officer: Officer) -> QuerySet[Report]:
    """The reports an officer may see at all, as permissions.may_see says of one: what they hold, and what their agency
    was called to help with; desk and administrator none."""
    return seen_by(scope_of(officer))


def seen_by(scope: OfficerScope) -> QuerySet[Report]:
    if not scope.has_unit:
        return held_by(scope)
    rows, tree = Report.objects.filter(root=scope.root, is_protected=False), scope.tree
    return rows.filter(Q(agency__in=tree) | Q(has_helpers=True, pk__in=_called(tree)))


def held_reports(officer: Officer) -> QuerySet[Report]:
    """Those that their agency or one below it holds, all of the city for who sees it; protected ones only by their
    standing group, who is excluded by name never."""
    return held_by(scope_of(officer))


def held_by(scope: OfficerScope) -> QuerySet[Report]:
    rows = Report.objects.filter(root=scope.root)
    if may(scope, Can.SEE_PROTECTED):
        excluded = exclusions_against(scope.accounts, scope.agencies).values("report")
        mine = Q(agency=None) | Q(agency__in=scope.tree)
        return rows.filter(mine, is_protected=True).exclude(has_exclusions=True, pk__in=excluded)
    rows = rows.filter(is_protected=False)
    if scope.sees_city:
        return rows
    return rows.filter(agency__in=scope.tree) if scope.has_unit else rows.none()


def supported_by(scope: OfficerScope) -> QuerySet[Report]:
    """Those of others that their agency, or one below it, was called to help with."""
    rows, tree = Report.objects.filter(root=scope.root, is_protected=False), scope.tree
    if not scope.has_unit:
        return rows.none()
    return rows.filter(has_helpers=True, pk__in=_called(tree)).exclude(agency__in=tree)


def _called(tree: tuple[UUID, ...]) -> QuerySet[Any]:
    return SupportingAgency.objects.filter(agency__in=tree).values("report")


def reports_in_the_way(root_code: str) -> tuple[dict[str, int], dict[str, int]]:
    """Why an agency or an area cannot go: open reports by the code of their agency, all reports by the code of their
    area."""
    rows = Report.objects.filter(root__code=root_code, root__root=None).order_by()
    is_open = rows.exclude(state__in=CLOSED)
    by_agency = is_open.exclude(agency=None).values_list("agency__code").annotate(count=Count("pk"))
    return dict(by_agency), dict(rows.exclude(area=None).values_list("area_id").annotate(count=Count("pk")))


def attachment_for(public_id: UUID) -> Attachment | None:
    return Attachment.objects.select_related("report__agency", "entry").filter(pk=public_id).first()


_ACTS_THAT_LEAD = frozenset({ActName.MERGE, ActName.MOVE_OUT, ActName.DIVIDE})
AUDIENCES_PUBLIC = (Audience.PUBLIC.value,)
AUDIENCES_REPORTER = (Audience.PUBLIC.value, Audience.REPORTER.value)
AUDIENCES_OFFICER = (Audience.PUBLIC.value, Audience.REPORTER.value, Audience.INTERNAL.value)
