"""Incidents: a head declares one, triage merges into it what was reported of it.

Each merge is an act and an event of its own."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet, Value
from django.utils.translation import gettext as _

from lapor.agencies.actions import record_power_event
from lapor.agencies.models import Agency, Area, Category, Officer
from lapor.agencies.queries import active_categories, root_of
from lapor.agencies.roles import Can, may
from lapor.core import clock
from lapor.core.ids import show_tracking_id
from lapor.core.text import clean_text, one_line
from lapor.ledger.event_names import EventName
from lapor.reports.actions import file_report
from lapor.reports.models import Report
from lapor.reports.models.queue import REFUSED_TOO_OFTEN
from lapor.reports.provenance import Provenance
from lapor.reports.publication import check_public
from lapor.reports.vocabulary import Channel, Publication, State, Urgency, Visibility
from lapor.reports.workflow.acting import ActData, officer_actor
from lapor.reports.workflow.refusals import ActRefused
from lapor.triage.merging import merge_each
from lapor.triage.models import Incident

MERGE_AT_ONCE = 200  # reports in one go; the button can be pressed again
CLOSED_ENDS = 30  # working days more at the most


@dataclass(frozen=True)
class Declaration:
    """What a head says of an incident. `extra_working_days`: how much longer response and resolution may take."""

    title: str
    text: str
    categories: Sequence[Category]
    areas: Sequence[Area] = ()
    begins_at: datetime | None = None
    ends_at: datetime | None = None
    clock_note: str = ""
    extra_working_days: int = 0


@dataclass
class Merged:
    """The outcome of a bulk merge: how many, and why some were not."""

    done: int = 0
    refused: list[str] = field(default_factory=list)


@transaction.atomic
def declare_incident(declaration: Declaration, *, by: Officer) -> Incident:
    """Make the incident and the public report that stands for it. Raises ActRefused for anyone but a head."""
    if not may(by, Can.DECLARE_INCIDENTS):
        raise ActRefused(_("Only a head declares an incident."))
    root, now = root_of(by), clock.now()
    categories = list(declaration.categories)
    text = clean_text(declaration.text)
    given = {"title": clean_text(declaration.title), "text": text, "categories": categories}
    if empty := [name for name, value in given.items() if not value]:
        raise ActRefused(_("Please fill this in."), field=empty[0])
    if declaration.extra_working_days and not clean_text(declaration.clock_note):
        raise ActRefused(_("Say why: the change of deadlines is published."), field="clock_note")
    report = Report(
        text=text,
        title=one_line(declaration.title, 200),
        category=categories[0],
        channel=Channel.WEB,
        urgency=Urgency.URGENT,
        publication=Publication.PUBLISHED,
        area=declaration.areas[0] if len(declaration.areas) == 1 else None,
        extra_working_days=min(max(declaration.extra_working_days, 0), CLOSED_ENDS),
        provenance=Provenance(typed_by=by.name, agency=by.agency.name),
    )
    check_public(declaration.clock_note, field="clock_note")
    taken = file_report(report, root=root, actor=officer_actor(by), data=ActData(text=text))
    incident = Incident.objects.create(
        root=root,
        parent=taken.report,
        title=report.title[:120],
        begins_at=declaration.begins_at or now,
        ends_at=declaration.ends_at,
        clock_note=clean_text(declaration.clock_note),
        declared_by=by,
        declared_at=now,
    )
    incident.categories.set(categories)
    incident.areas.set(declaration.areas)
    _tell_ledger(
        incident, EventName.INCIDENT_DECLARED, by, {"categories": [str(category.pk) for category in categories]}
    )
    return incident


def categories_of_incidents(root: Agency) -> QuerySet[Category]:
    """Those that an incident can be about: never protected ones."""
    return active_categories(root).filter(is_protected=False)


def areas_of_incidents(root: Agency) -> QuerySet[Area]:
    """The districts, by name."""
    return Area.objects.filter(root=root, level="district").defer("cell").order_by("name")


def candidates(incident: Incident) -> QuerySet[Report]:
    """What was reported of it, in its places, categories and time, and can still be merged."""
    rows = Report.objects.filter(
        root_id=incident.root_id,
        state__in=[State.RECEIVED, State.FORWARDED, State.IN_PROGRESS],
        is_protected=False,
        children_count=0,
        awaits_decision=False,
        visibility=Visibility.PUBLIC,
        category__in=incident.categories.all(),
        filed_at__gte=incident.begins_at,
        incident=None,  # neither what stands for this one nor what stands for another
    ).exclude(REFUSED_TOO_OFTEN)
    if incident.ends_at:
        rows = rows.filter(filed_at__lte=incident.ends_at)
    if areas := [area.pk for area in incident.areas.all()]:  # which a list has read already
        rows = rows.filter(Q(area__in=areas) | Q(area__parent__in=areas))
    return rows.order_by("filed_at", "id")


def count_candidates(incidents: Sequence[Incident]) -> dict[UUID, int]:
    """How many there are of each, no further than MERGE_AT_ONCE + 1: one query, where areas were read ahead."""
    lists = [candidates(one).annotate(fits=Value(one.pk)).values_list("fits")[: MERGE_AT_ONCE + 1] for one in incidents]
    return Counter(pk for (pk,) in (lists[0].union(*lists[1:], all=True) if lists else ()))


def merge_into_incident(incident: Incident, versions: Mapping[str, int], *, by: Officer) -> Merged:
    """Merge those candidates that were chosen, at most MERGE_AT_ONCE. `versions`: by number, as they were looked at;
    one that was acted on since is named and left."""
    chosen = list(candidates(incident).filter(tracking_id__in=versions).only("tracking_id")[:MERGE_AT_ONCE])
    done, refused = merge_each(chosen, incident.parent, by=by, note=incident.title, versions=versions)
    left = versions.keys() - {report.tracking_id for report in chosen}
    reason = _("It no longer matches.")
    refused += [f"{show_tracking_id(number)} ({reason})" for number in sorted(left)]
    merged = Merged(len(done), refused)
    if merged.done:
        with transaction.atomic():
            _tell_ledger(incident, EventName.INCIDENT_MERGED, by, {"reports": merged.done})
    return merged


def _tell_ledger(incident: Incident, name: str, by: Officer, data: dict[str, object]) -> None:
    """In the installation's own chain; who is told gets one digest from it."""
    record_power_event(incident.root_id, name, by=by, incident=str(incident.pk), report=str(incident.parent_id), **data)
