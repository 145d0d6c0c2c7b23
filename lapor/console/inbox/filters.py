"""What an officers' list is narrowed to, as it stands in an address: of the list, and of each report opened from it."""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lapor.agencies.codes import agency_of, area_of, category_of
from lapor.agencies.models import Agency
from lapor.casework.inbox import InboxFilters, QueueName, query_of
from lapor.reports.vocabulary import Kind, Publication, State
from lapor.ui.addresses import url_about

LONGEST = 200  # characters of one filter
FLAGS: dict[str, Any] = {
    "late": gettext_lazy("Overdue only"),
    "unanswered": gettext_lazy("Waiting for our reply"),
    "called": gettext_lazy("Asks for an officer"),
    "unchecked": gettext_lazy("Added later, to be checked"),
    "unreached": gettext_lazy("Reporter not reached"),
}
_NAMED: dict[str, Callable[[Agency, str], Any]] = {
    "state": lambda _root, value: State(value).label if value in State.values else value,
    "kind": lambda _root, value: Kind(value).label if value in Kind.values else value,
    "publication": lambda _root, value: Publication(value).label if value in Publication.values else value,
    "category": category_of,
    "agency": agency_of,
    "area": area_of,
}


def filters_from(given: Mapping[str, Any]) -> InboxFilters:
    """Of an address; what is not known, or too long to be meant, is left out, and so is the sign that no text holds. Of
    long words the beginning is looked for."""
    known = given.keys() & InboxFilters.__dataclass_fields__.keys()
    values = {name: str(given[name]).replace("\x00", "").strip() for name in known}
    if "q" in values:
        values["q"] = values["q"][:LONGEST].strip()
    return InboxFilters(**{name: value for name, value in values.items() if 0 < len(value) <= LONGEST})


def address_of(filters: InboxFilters, **changed: str) -> str:
    """The query string that means these filters, with some of them changed."""
    return query_of(filters, **changed)


def report_address(number: str, filters: InboxFilters) -> str:
    """Of a report's page, opened from a list."""
    url, query = url_about("console:report", number), address_of(filters)
    return f"{url}?{query}" if query else url


def heading_of(filters: InboxFilters) -> str:
    """The name of a list."""
    return str(QueueName(filters.queue).label) if filters.queue in QueueName else _("Reports")


def chips(root: Agency, filters: InboxFilters, base: str) -> list[dict[str, str]]:
    """One for each filter that is on, with the address that takes it off; the queue stands beside the list."""
    found = []
    for name, value in asdict(filters).items():
        if not value or name == "queue":
            continue
        named = _NAMED.get(name)
        label = FLAGS[name] if name in FLAGS else (named(root, value) or value) if named else _("Words: %s") % value
        found.append({"label": str(label), "remove_url": f"{base}?{address_of(filters, **{name: ''})}"})
    return found
