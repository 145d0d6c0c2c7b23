"""From events to what officers hear: who is meant by a line of the table (officer_table), and in their absence who
stands in for them.

A deadline escalates: officer, head of the agency, overseer (docs/product.md, Deadlines). How it reaches them is
officer_ways'.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from uuid import UUID

from django.conf import settings
from django.db.models import Q
from django.utils import translation

from lapor.agencies.models import Agency, Officer, Team
from lapor.agencies.officers.delegations import substitutes_of
from lapor.agencies.queries import standing_group
from lapor.agencies.roles import Can, Role, roles_that
from lapor.core.ids import show_tracking_id
from lapor.ledger.cursors import Consumer
from lapor.ledger.event_names import EventName
from lapor.ledger.models import Event
from lapor.ledger.witness import witnesses_of
from lapor.notify.escalated import AT_ONCE, officers_told, on_duty, way_of
from lapor.notify.officer_table import NoticeRule, To, is_told, lines_for
from lapor.notify.officer_ways import Notified, take_back_waiting, tell
from lapor.notify.people import People
from lapor.reports.mentions import mentioned_in
from lapor.reports.models import Entry, Proposal, Report
from lapor.reports.permissions import may_see
from lapor.reports.vocabulary import ActName, Reminder

_TASK = "/konsol/tugas/{number}"
# where to look; others: the report itself
_PAGES = {"asks_back": "/konsol/uji-petik/", "given": _TASK, "given_team": _TASK, "team_again": _TASK}
_WAYS = {"reminded": way_of, "given_team": on_duty, "team_again": on_duty}
_WITHOUT_NUMBER = frozenset({"opened", "protected_unheld", "protected_elsewhere"})  # which case it is, is not told
_CAME = frozenset({"came", "not_withdrawn"})
_Told = tuple[Event, Report, NoticeRule]


def tell_officers(events: Sequence[Event]) -> None:
    """Each officer concerned, and who stands in for them: a fixed number of queries however many events."""
    wanted = [event for event in events if is_told(event)]
    ids = {
        UUID(str(event.data["report"])) if event.name == EventName.INCIDENT_MERGED else event.stream_id
        for event in wanted
    }
    if not ids:
        return
    rows = (
        Report.objects.filter(pk__in=ids)
        .select_related("root", "agency", "category__agency")
        .defer("search", "text", "published_text")
    )
    reports = {report.pk: report for report in rows}
    if protected := {event.stream_id for event in wanted if event.name == ActName.PROTECT.event}:
        take_back_waiting(protected)
    told = [
        (event, report, line)
        for event in wanted
        if (report := _report_of(event, reports))
        for line in lines_for(event, report)
    ]
    if not told:
        return
    people = _people(told)
    substitutes = substitutes_of(people.officers)
    said = (
        witnesses_of([event for event, _report, line in told if line.kind == "opened"])
        if any(t[2].kind == "opened" for t in told)
        else {}
    )
    heard = [one for event, report, line in told for one in _heard(event, report, line, people, substitutes)]
    tell(heard, more={event_id: json.dumps(words, sort_keys=True) for event_id, words in said.items()})


def _report_of(event: Event, reports: dict[UUID, Report]) -> Report | None:
    return reports.get(UUID(str(event.data["report"])) if event.name == EventName.INCIDENT_MERGED else event.stream_id)


# --- what has to be known ---------------------------------------------------------------------------------------------


def _people(told: Sequence[_Told]) -> People:
    writers = _writers(told)
    proposals = _proposals(told)
    mentioned = mentioned_in(UUID(str(event.data["entry"])) for event, _report, line in told if To.MENTIONED in line.to)
    refusals = {event.stream_id for event, _report, line in told if line.event == ActName.REFUSE.event}
    entries = (
        list(Entry.objects.filter(report__in=refusals, act=ActName.REFUSE).select_related("agency").order_by("at"))
        if refusals
        else []
    )
    named = {
        UUID(str(one))
        for event, report, _line in told
        for one in (event.data.get("officer"), event.data.get("left_officer"), report.officer_id, event.actor_id)
        if one
    }
    teams = _teams(told)
    named |= {member.pk for team in teams.values() for member in team.members.all()}
    named |= {*writers.values(), *(proposal.officer_id for proposal in proposals)}
    named |= {officer_id for found in mentioned.values() for officer_id in found}
    rows = (
        Officer.objects.filter(Q(role__in=roles_that(Can.HEAR_NOTICES)) | Q(pk__in=named), is_active=True)
        .select_related("agency")
        .order_by("pk")
    )
    paths: dict[UUID, list[str]] = {}
    for entry in entries:
        paths.setdefault(entry.report_id, []).append(entry.agency.name if entry.agency else "")
    return People(
        list(rows),
        writers,
        {proposal.entry_id: proposal for proposal in proposals},
        {proposal.report_id: proposal for proposal in proposals if proposal.decided_at},
        {entry.pk: entry for entry in entries},
        mentioned,
        paths,
        teams,
        _agencies(told),
    )


def _teams(told: Sequence[_Told]) -> dict[UUID, Team]:
    wanted = {report.team_id for _event, report, line in told if {To.TEAM, To.LEVEL} & set(line.to) and report.team_id}
    wanted |= {
        UUID(str(team)) for event, _report, line in told if _takes(line) and (team := event.data.get("left_team"))
    }
    return Team.objects.prefetch_related("members").in_bulk(wanted) if wanted else {}


def _agencies(told: Sequence[_Told]) -> dict[UUID, Agency]:
    wanted = {UUID(str(event.data["left_agency"])) for event, _report, line in told if _takes(line)}
    wanted |= {UUID(str(event.data["to_agency"])) for event, _report, line in told if To.CALLED in line.to}
    return Agency.objects.in_bulk(wanted) if wanted else {}


def _takes(line: NoticeRule) -> bool:
    """Whether it is told to who had the report before."""
    return bool({To.LEFT, To.HANDS} & set(line.to))


def _writers(told: Sequence[_Told]) -> dict[tuple[UUID, str], UUID]:
    wanted = {
        (event.stream_id, act) for event, _report, line in told if To.WRITER in line.to for act in _about(event, line)
    }
    if not wanted:
        return {}
    rows = Entry.objects.filter(
        report__in={report for report, _act in wanted}, act__in={act for _report, act in wanted}, officer__isnull=False
    )
    return {
        (report, act): officer
        for report, act, officer in rows.order_by("at").values_list("report_id", "act", "officer_id")
        if officer
    }


def _about(event: Event, line: NoticeRule) -> tuple[str, ...]:
    """A message that came back was about the act that it told."""
    return line.about or (str(event.data.get("cause", "")).removeprefix("report."),)


def _proposals(told: Sequence[_Told]) -> list[Proposal]:
    wanted = {event.stream_id for event, _report, line in told if {To.APPROVER, To.PROPOSER} & set(line.to)}
    return list(Proposal.objects.filter(report__in=wanted).order_by("decided_at")) if wanted else []


# --- who is meant -----------------------------------------------------------------------------------------------------


def _heard(
    event: Event, report: Report, line: NoticeRule, people: People, substitutes: dict[UUID, list[Officer]]
) -> list[Notified]:
    kind, facts = _worded(event, report, line, people)
    if not kind:
        return []
    found = [officer for to in line.to for officer in _MEANT[to](event, report, line, people)]
    if report.is_protected and kind not in _WITHOUT_NUMBER and kind != "mentioned":
        had = people.agency_left(event) if _takes(line) else report.agency
        group = people.nearest(report, Role.PROTECTED_CASE_OFFICER, had)
        found = [*(one for one in found if one.role == Role.PROTECTED_CASE_OFFICER), *group]
    found = [officer for officer in _and_substitutes(found, substitutes) if _may_hear(officer, report, kind)]
    found = _each_once(found)
    if line.kind != "approved":
        found = [officer for officer in found if officer.pk != event.actor_id]
    way = _WAYS[kind](event, report, people) if kind in _WAYS else AT_ONCE
    in_digest = {one.pk for one in _and_substitutes(way.in_digest, substitutes)}
    in_digest -= {one.pk for one in _and_substitutes(way.at_once, substitutes)}
    page = "/konsol/" if kind in _WITHOUT_NUMBER else _PAGES.get(kind, "").format(number=report.tracking_id)
    heard = [
        Notified(
            event, report.root, report, officer, kind, facts, page, officer.pk in in_digest, not_before=way.not_before
        )
        for officer in found
    ]
    agency = people.agency_called(event) if kind == "called" else report.agency
    above = _above(report, agency, kind, people, heard)
    return [*heard, *_told_above(event, report, kind, facts, _each_once(_and_substitutes(above, substitutes)))]


def _worded(event: Event, report: Report, line: NoticeRule, people: People) -> tuple[str, dict[str, object]]:
    """The kind of words and what they are made of; "" where after all nothing is told."""
    facts: dict[str, object] = {
        "number": show_tracking_id(report.tracking_id),
        "agency": report.agency.name if report.agency else "",
    }
    if line.kind == "protected_unheld":
        own = report.category.agency if report.category else None
        group = standing_group(own) if own is not None else None
        kind = "" if own is None or group == own else "protected_elsewhere" if group else "protected_unheld"
        return kind, {"group": group.name if group else "", "own": own.name if own else ""}
    if line.event == ActName.REFUSE.event:
        entry = people.entries.get(UUID(str(event.data["entry"])))
        facts["agency"] = entry.agency.name if entry and entry.agency else ""
        facts["proposed"] = entry.details.get("proposed_agency_name", "") if entry else ""
        facts |= (
            {"count": report.refusals, "path": " → ".join(people.paths.get(report.pk, []))}
            if line.kind == "refused_often"
            else {}
        )
    if line.kind == "reminded":
        facts |= {"reminder": event.data.get("reminder", ""), "clock": event.data.get("clock", "")}
    if line.kind == "called":
        called = people.agency_called(event)
        facts["agency"] = called.name if called else ""
    if line.kind in {"rejected_again", "left_unit"}:
        facts["count"] = event.data["rejections"]
    if line.kind in {"merged", "supported"}:
        facts["count"] = event.data.get("reports", 1)
    return ("protected_came" if report.is_protected and line.kind in _CAME else line.kind), facts


def _may_hear(officer: Officer, report: Report, kind: str) -> bool:
    """Who may not see a case hears nothing of it: asked where that is not sure."""
    is_sure = kind in _WITHOUT_NUMBER or not (kind == "mentioned" or report.is_protected or report.has_exclusions)
    return is_sure or may_see(officer, report)


def _above(
    report: Report, agency: Agency | None, kind: str, people: People, heard: Sequence[Notified]
) -> list[Officer]:
    """Where the agency itself has nobody who can be written to: the nearest liaison officers or heads above; above whom
    nobody is, triage and administrators."""
    if (
        kind not in {"came", "given_back", "officer_called", "called"}
        or agency is None
        or report.is_protected  # its group, and nobody else
        or any(one.officer.agency_id == agency.pk and one.officer.email for one in heard)
    ):
        return []
    over = [
        one
        for one in people.of_city(report, Role.LIAISON_OFFICER, Role.HEAD)
        if one.email and one.agency_id in agency.path
    ]
    height = max((len(one.agency.path) for one in over), default=0)
    above = [one for one in over if len(one.agency.path) == height]
    return above or [one for one in people.of_city(report, Role.TRIAGE_OFFICER, Role.ADMINISTRATOR) if one.email]


def _told_above(
    event: Event, report: Report, kind: str, facts: dict[str, object], officers: Sequence[Officer]
) -> list[Notified]:
    kind = f"{kind}_unstaffed" if kind in {"came", "called"} else kind
    return [Notified(event, report.root, report, officer, kind, facts) for officer in officers]


def _office(_event: Event, report: Report, _line: NoticeRule, people: People) -> list[Officer]:
    if report.agency is None:
        return people.of_city(report, Role.TRIAGE_OFFICER)
    return people.nearest(report, Role.LIAISON_OFFICER, report.agency)


def _holder(event: Event, report: Report, line: NoticeRule, people: People) -> list[Officer]:
    return [*people.in_person(report.officer_id), *_office(event, report, line, people)]


def _writer(event: Event, report: Report, line: NoticeRule, people: People) -> list[Officer]:
    found = people.in_person(*(people.writers.get((report.pk, act)) for act in _about(event, line)))
    return found or _office(event, report, line, people)


def _proposer(event: Event, report: Report, line: NoticeRule, people: People) -> list[Officer]:
    if line.kind == "approved":
        return people.in_person(event.actor_id)  # done in the proposer's name
    proposal = people.last_proposals.get(report.pk)
    return people.in_person(proposal.officer_id) if proposal else []


def _approver(event: Event, report: Report, _line: NoticeRule, people: People) -> list[Officer]:
    proposal = people.proposals.get(UUID(str(event.data["entry"])))
    if proposal is not None and proposal.approver == Role.TRIAGE_OFFICER:
        return people.of_city(report, Role.TRIAGE_OFFICER)
    return people.nearest(report, Role.HEAD, report.agency)


def _hands_it_left(event: Event, _report: Report, _line: NoticeRule, people: People) -> list[Officer]:
    had = event.data.get("left_officer")
    return people.in_person(had) if had else people.members_of(event.data.get("left_team"))


def _unit_it_left(event: Event, report: Report, line: NoticeRule, people: People) -> list[Officer]:
    agency = people.agency_left(event)
    office = people.nearest(report, Role.LIAISON_OFFICER, agency) if agency else []
    return [*_hands_it_left(event, report, line, people), *office]


def _decider(_event: Event, report: Report, _line: NoticeRule, people: People) -> list[Officer]:
    heads = people.nearest(report, Role.HEAD, None)
    return heads or people.of_city(report, Role.OVERSEER, Role.ADMINISTRATOR)


def _called(event: Event, report: Report, _line: NoticeRule, people: People) -> list[Officer]:
    agency = people.agency_called(event)
    return [one for one in people.of_city(report, Role.LIAISON_OFFICER) if agency and one.agency_id == agency.pk]


def _level(event: Event, report: Report, _line: NoticeRule, people: People) -> list[Officer]:
    if event.data.get("reminder") == Reminder.REFERRED:
        return people.of_city(report, Role.TRIAGE_OFFICER)
    return officers_told(event, report, people)


def _of_city(*roles: Role) -> Callable[[Event, Report, NoticeRule, People], list[Officer]]:
    return lambda _event, report, _line, people: people.of_city(report, *roles)


_MEANT: dict[To, Callable[[Event, Report, NoticeRule, People], list[Officer]]] = {
    To.OFFICE: _office,
    To.HOLDER: _holder,
    To.WRITER: _writer,
    To.PROPOSER: _proposer,
    To.APPROVER: _approver,
    To.CALLED: _called,
    To.LEVEL: _level,
    To.LEFT: _unit_it_left,
    To.HANDS: _hands_it_left,
    To.DECIDER: _decider,
    To.MENTIONED: lambda event, _report, _line, people: people.in_person(
        *people.mentioned.get(UUID(str(event.data["entry"])), ())
    ),
    To.GIVEN: lambda event, _report, _line, people: people.in_person(event.data.get("officer")),
    To.TEAM: lambda _event, report, _line, people: people.of_team(report),
    To.HEAD: lambda _event, report, _line, people: people.nearest(report, Role.HEAD, report.agency),
    To.TRIAGE: _of_city(Role.TRIAGE_OFFICER),
    To.OVERSEER: _of_city(Role.OVERSEER),
    To.UNHELD: _of_city(Role.OVERSEER, Role.ADMINISTRATOR),
}


def _and_substitutes(officers: Iterable[Officer], substitutes: dict[UUID, list[Officer]]) -> list[Officer]:
    """Each as the role makes them in which they hear of it: somebody's own, or one that was lent to them."""
    return [one for officer in officers for one in (officer, *substitutes.get(officer.pk, []))]


def _each_once(officers: Iterable[Officer]) -> list[Officer]:
    return list({one.pk: one for one in officers}.values())


# --- what is said in public -------------------------------------------------------------------------------------------


def tell_of_candidates(events: Sequence[Event]) -> None:
    """Public words of danger wait for nobody's next look at the page. Not a word of them is told."""
    wanted = [event for event in events if event.name == EventName.CANDIDATE_URGENT]
    if not wanted:
        return
    roles = {True: Role.PROTECTED_CASE_OFFICER, False: Role.TRIAGE_OFFICER}
    officers = list(Officer.objects.filter(is_active=True, role__in=roles.values()).select_related("agency"))
    substitutes, roots = substitutes_of(officers), Agency.objects.in_bulk({event.stream_id for event in wanted})
    tell(
        [
            Notified(event, roots[event.stream_id], None, officer, "public_danger", {}, page="/konsol/kandidat/")
            for event in wanted
            if event.stream_id in roots
            for officer in _each_once(_and_substitutes(_over(officers, event, roles), substitutes))
        ]
    )


def _over(officers: Iterable[Officer], event: Event, roles: dict[bool, Role]) -> list[Officer]:
    role = roles[bool(event.data.get("is_protected"))]
    return [officer for officer in officers if officer.role == role and event.stream_id in officer.agency.path]


def handle(events: Sequence[Event]) -> None:
    """Officers are written to in the language of the country."""
    with translation.override(settings.LANGUAGE_CODE):
        tell_officers(events)
        tell_of_candidates(events)


CONSUMER = Consumer("notify_officers", handle)
