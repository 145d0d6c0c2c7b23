"""The menu of officers' pages, as an officer sees it."""

from django.utils.functional import Promise

from lapor.agencies.roles import HasRole, may
from lapor.console.registry import MENU


def menu_of(officer: HasRole) -> list[tuple[str, Promise | str, str]]:
    """Address, label, icon."""
    return [(entry.url_name, entry.label, entry.icon) for entry in MENU if may(officer, entry.capability)]
