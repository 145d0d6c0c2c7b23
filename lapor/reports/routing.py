"""What the city's routing rows say of a report: whose it is, and whether it is urgent.

Asked at filing, by the form that forwards and by the trial of a new table. A protected report goes to its standing
group: no row is asked."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cached_property
from uuid import UUID

from django.db.models import Count
from django.db.models.fields.json import KT
from django.utils.translation import gettext as _

from lapor.agencies.models import Agency
from lapor.agencies.queries import zone_of
from lapor.agencies.routing.queries import (
    agency_with_code,
    category_codes,
    layer_versions,
    layers_at,
    routing_in_force,
)
from lapor.agencies.routing.rows import Decision, RoutingInput, RoutingRow, RoutingTable, decide
from lapor.core import clock
from lapor.reports.models import Entry, Report
from lapor.reports.vocabulary import Urgency
from lapor.reports.workflow.acting import ActData

ROUTED_DAYS = 90  # for which it is said how many reports a row routed


@dataclass(frozen=True)
class Route:
    """A row that decides: `agency` where it goes, None where the row names a place outside (`row.refer`).

    `reference`: version of the table and line, with the version of the layer where the row names one: "3/12" or
    "3/12/jalan-provinsi-2"."""

    row: RoutingRow
    agency: Agency | None
    reference: str

    @property
    def words(self) -> str:
        said = route_words(self.reference, self.row.name, is_urgent=self.row.is_urgent)
        if self.agency is not None:
            return said
        return " ".join((said, _("It belongs to: %(place)s. Refer it there.") % {"place": self.row.refer}))


def route_words(reference: str, name: str, *, is_urgent: bool) -> str:
    """For officers, also long after: which row it was, and whether it wants the report to be urgent."""
    version, line, *_layer = reference.split("/")
    said = _("Route: row %(row)s, “%(name)s” (version %(version)s).") % {"row": line, "name": name, "version": version}
    return " ".join((said, _("It makes the report urgent."))) if is_urgent else said


def route_of_entry(entry: Entry) -> str:
    """Which row routed by this act; "" for none."""
    reference, name = entry.details.get("route", ""), entry.details.get("route_name", "")
    return route_words(reference, name, is_urgent="urgency" in entry.details) if reference else ""


def routed(data: ActData, route: Route) -> ActData:
    """The same, naming the row that it follows, and urgent where the row wants it."""
    urgency = Urgency.URGENT if route.row.is_urgent else ""
    return replace(data, route=route.reference, route_name=route.row.name, urgency=urgency)


def routing_input(report: Report, root: Agency, table: RoutingTable) -> RoutingInput:
    """What rows look at; the time is that of filing. `root`: the city, also of a report that is not saved yet."""
    names, area = {row.layer for row in table.rows if row.layer}, report.area
    return RoutingInput(
        said=(report.title, report.words, report.address),
        channel=report.channel,
        at=(report.filed_at or clock.now()).astimezone(zone_of(root)),
        areas=frozenset(code for code in (area.code, area.parent_id) if code) if area else frozenset(),
        layers=_layers_of(report, root, names),
    )


def _layers_of(report: Report, root: Agency, names: set[str]) -> frozenset[str]:
    if not names or report.latitude is None or report.longitude is None:
        return frozenset()
    return layers_at(root, names, latitude=report.latitude, longitude=report.longitude)


def routed_by_line(root: Agency, version: str, *, days: int) -> Counter[int]:
    """How many acts of the last `days` followed each row of a version, by line. One query along entry_routed, which
    holds nothing but acts that followed a row."""
    since = clock.now() - timedelta(days=days)
    rows = Entry.objects.filter(details__has_key="route", at__gte=since, report__root=root).order_by()
    counts: Counter[int] = Counter()
    for reference, count in rows.values_list(KT("details__route")).annotate(count=Count("pk")):
        of_version, line, *_layer = reference.split("/")
        counts[int(line)] += count if of_version == version else 0
    return counts


class ReportRoutes:
    """One report under the table in force: the same for each category that it may get."""

    def __init__(self, report: Report, root: Agency | None = None) -> None:
        self.report, self.root = report, root or report.root

    @cached_property
    def table(self) -> RoutingTable | None:
        """None where no row is asked."""
        return None if self.report.is_protected else routing_in_force(self.root)

    @cached_property
    def _met(self) -> list[RoutingRow]:
        return self.table.met(routing_input(self.report, self.root, self.table)) if self.table else []

    def decision(self, category_id: UUID | None) -> Decision:
        """For this category; None: it has none yet. Nothing is decided for a protected one, or one not in use."""
        if not self._met:
            return Decision()
        code = category_codes(self.root.pk).get(category_id) if category_id else ""
        return Decision() if code is None else decide(self._met, code)

    def route(self, category_id: UUID | None) -> Route | None:
        """None where no row decides, or the office that it names is switched off."""
        row = self.decision(category_id).row
        if row is None or self.table is None:
            return None
        agency = agency_with_code(self.root, row.unit or row.agency) if row.agency else None
        if row.agency and agency is None:
            return None
        layer = layer_versions(self.root).get(row.layer, "") if row.layer else ""
        return Route(row, agency, "/".join(filter(None, (self.table.version, str(row.line), layer))))

    def conflict_words(self, category_id: UUID | None) -> str:
        """Where equally specific rows disagree; "" for nearly all reports."""
        rows = self.decision(category_id).conflict
        if not rows:
            return ""
        lines = ", ".join(str(row.line) for row in rows)
        return _("Rows %(lines)s of the routing disagree: none is followed.") % {"lines": lines}

    def by_category(self) -> dict[UUID, Route]:
        """Of each category that a row decides on."""
        if not self._met:
            return {}
        found = {pk: self.route(pk) for pk in category_codes(self.root.pk)}
        return {pk: route for pk, route in found.items() if route}
