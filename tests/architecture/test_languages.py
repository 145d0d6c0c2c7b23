"""Each further catalogue says only texts that exist, with their placeholders; what it lacks is said in Indonesian."""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.conf import settings
from django.utils import translation

from tests.architecture.test_catalogue import PROJECT, keys, used

FURTHER = sorted(path for path in PROJECT.glob("lapor/locale/*/LC_MESSAGES/django.po") if path.parts[-3] != "id")
FILLED = re.compile(r"\{\w+\}")
HOLES = re.compile(r"%\(\w+\)[sd]|\{\w+\}")


@pytest.mark.parametrize("path", FURTHER, ids=lambda path: str(path.parts[-3]))
def test_catalogue_says_only_what_the_pages_say(path: Path):
    with path.open("rb") as file:
        messages = [message for message in read_po(file) if message.id]
    assert keys(messages) <= used()
    wrong = [
        str(one.id)
        for one in messages
        if one.fuzzy or not one.string or set(HOLES.findall(str(one.id))) != set(HOLES.findall(str(one.string)))
    ]  # of a plural: all forms together
    assert wrong == []


def test_indonesian_keeps_what_scripts_fill_in():
    with (PROJECT / "lapor/locale/id/LC_MESSAGES/django.po").open("rb") as file:
        messages = [message for message in read_po(file, locale="id") if isinstance(message.id, str) and message.id]
    assert [
        str(one.id) for one in messages if set(FILLED.findall(str(one.id))) != set(FILLED.findall(str(one.string)))
    ] == []


def test_folder_alone_makes_a_language_and_the_rest_is_indonesian():
    assert [code for code, _name in settings.LANGUAGES] == ["id", "en", "jv"]
    with translation.override("jv"):
        assert translation.gettext("File a report") == "Gawe laporan"
        assert translation.pgettext("the own name of the language", "English") == "Basa Jawa"
        missing = translation.gettext("Withheld")
    with translation.override("id"):
        assert missing == translation.gettext("Withheld")
