"""What a screen of the console is: its addresses, and where it stands in the menu. Each folder beside this file has one
in its screen.py."""

from dataclasses import dataclass

from django.urls import URLPattern
from django.utils.functional import Promise

from lapor.agencies.roles import Can


@dataclass(frozen=True)
class MenuEntry:
    """A link of the menu, shown to officers with the capability that its page asks for."""

    url_name: str
    label: Promise | str
    icon: str
    capability: Can


@dataclass(frozen=True)
class Screen:
    """`menu`: None where it is reached from another screen."""

    urls: tuple[URLPattern, ...]
    menu: MenuEntry | None = None
