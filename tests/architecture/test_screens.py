"""A screen of the console is a folder and a line of its registry; the menu shows exactly the pages that open."""

from pathlib import Path

import pytest
from django.template.loader import get_template
from django.test import Client
from django.urls import reverse

from lapor.console import registry
from lapor.console.navigation import menu_of
from lapor.console.registry import MENU, SCREENS
from tests.reports.conftest import people  # noqa: F401

CONSOLE = Path(registry.__file__).parent
OPENS_TO_MORE = {"console:consents"}  # whoever may open an identity may agree; in the menu of whom it waits for mostly
FOLDERS = sorted(path.parent for path in CONSOLE.glob("*/screen.py"))


def test_every_folder_is_in_the_registry_and_every_screen_in_a_folder_of_its_own():
    folders = {url.callback.__module__.rpartition(".")[0] for screen in SCREENS for url in screen.urls}
    assert folders == {f"lapor.console.{folder.name}" for folder in FOLDERS}
    assert len(SCREENS) == len(FOLDERS)


def test_nothing_of_a_screen_stands_beside_the_folders():
    beside = {path.name for path in CONSOLE.glob("*.py")}
    assert beside == {"__init__.py", "apps.py", "navigation.py", "registry.py", "screens.py", "urls.py"}
    assert not (CONSOLE / "templates" / "console").exists()


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_templates_of_a_folder_are_found_and_nobody_else_has_their_name(folder):
    below = folder / "templates"
    for path in below.glob("**/*.html"):
        name = path.relative_to(below).as_posix()
        assert Path(str(get_template(name).origin)) == path  # type: ignore[attr-defined]
        assert [place for place in CONSOLE.glob("*/templates") if (place / name).exists()] == [below]


@pytest.mark.django_db
@pytest.mark.parametrize("entry", MENU, ids=lambda entry: entry.url_name)
def test_the_menu_shows_exactly_the_pages_that_open(people, entry):  # noqa: F811
    for officer in people.values():
        browser = Client()
        browser.force_login(officer, backend="lapor.agencies.officers.backend.OfficerBackend")
        opens = browser.get(reverse(entry.url_name)).status_code == 200
        is_shown = entry.url_name in {shown for shown, _label, _icon in menu_of(officer)}
        assert is_shown == opens or (opens and entry.url_name in OPENS_TO_MORE), officer.role
