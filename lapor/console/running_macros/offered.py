"""The macros that stand on the page of a report, and below a list for those that are selected."""

from collections.abc import Sequence

from django.http import HttpRequest
from django.urls import reverse

from lapor.agencies.models import Officer
from lapor.casework.bulk import BULK_ACTS
from lapor.casework.macros import KEYS, known_macros, macros_for, with_own_keys
from lapor.casework.models import Macro
from lapor.console.inbox.filters import address_of, filters_from
from lapor.reports.models import Report
from lapor.reports.workflow.act import Act


def macro_views(request: HttpRequest, report: Report, officer: Officer, offered: Sequence[Act]) -> list[dict[str, str]]:
    """Name, key, and where its effects are shown."""
    address = address_of(filters_from(request.GET))
    return [
        {
            "name": macro.name,
            "key": macro.key,
            "url": f"{reverse('console:run_macro', args=[report.tracking_id, macro.pk])}?{address}",
        }
        for macro in macros_for(report, officer, offered)
    ]


def macros_of_list(officer: Officer) -> list[Macro]:
    """As many as there are keys, of those that begin with what may be done to several."""
    found = [one for one in known_macros(officer) if one.steps[0]["act"] in BULK_ACTS]
    found.sort(key=lambda one: (one.officer_id is None, not one.key, one.name))
    return with_own_keys(found[: len(KEYS)])
