"""What a report's page says of others of the same matter: similar open ones beside it, each with a button to merge the
one into the other, and those merged into it, each to be split off again."""

from typing import Any

from lapor.agencies.models import Officer
from lapor.agencies.roles import Can, may
from lapor.casework.inbox import InboxFilters
from lapor.console.inbox.filters import address_of, report_address
from lapor.presentation.story import card
from lapor.reports.models import Report
from lapor.reports.vocabulary import ActName, channel_label
from lapor.reports.workflow.act import OPEN
from lapor.triage.duplicates import Similar, is_offered, merged_into, similar_reports
from lapor.triage.queries import incident_of
from lapor.ui.addresses import fixed_url, url_about

WORDS_SHOWN = 8


def duplicate_views(report: Report, officer: Officer, filters: InboxFilters, *, with_similar: bool) -> dict[str, Any]:
    """What was merged into it and the incident it stands for: two queries, most reports cost none. Similar ones are
    looked for while it is open, for who may merge: `similar_url` is where the page asks for them once it is shown,
    unless they are wanted in it. `filters`: of the list that the report was opened from, which the others' addresses
    carry."""
    looks = _looks_for_similar(report, officer)
    incident = incident_of(report)
    query = address_of(filters)
    return {
        "similar": similar_views(report, officer, filters) if looks and with_similar else [],
        "similar_url": f"{url_about('console:similar', report.tracking_id)}?{query}"
        if looks and not with_similar
        else "",
        "list_query": query,
        "children": [_child(one, officer, filters) for one in merged_into(report, officer)],
        "incident": incident,
        "incidents_url": fixed_url("console:incidents") if incident and may(officer, Can.SEE_INCIDENTS) else "",
    }


def similar_views(report: Report, officer: Officer, filters: InboxFilters) -> list[dict[str, Any]]:
    """Three queries; [] for who may not merge."""
    if not _looks_for_similar(report, officer):
        return []
    can_merge = is_offered(ActName.MERGE, report, officer)
    return [_similar(one, filters, can_merge=can_merge) for one in similar_reports(report, officer)]


def _looks_for_similar(report: Report, officer: Officer) -> bool:
    return may(officer, Can.TRIAGE) and report.state in OPEN and not report.is_protected


def _card(report: Report, filters: InboxFilters) -> dict[str, Any]:
    return {**card(report, url=report_address(report.tracking_id, filters)), "version": report.version}


def _similar(one: Similar, filters: InboxFilters, *, can_merge: bool) -> dict[str, Any]:
    return {
        **_card(one.report, filters),
        "metres": one.metres,
        "days": one.days,
        "words": ", ".join(one.words[:WORDS_SHOWN]),
        "can_merge": can_merge,
        "may_be_merged": one.may_be_merged,
    }


def _child(report: Report, officer: Officer, filters: InboxFilters) -> dict[str, Any]:
    return {
        **_card(report, filters),
        "verdict": report.get_verdict_display(),
        "channel": report.channel,
        "channel_label": channel_label(report.channel),
        "can_split": is_offered(ActName.SPLIT, report, officer),
    }
