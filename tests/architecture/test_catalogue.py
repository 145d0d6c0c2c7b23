"""Indonesian is complete: every text of code and templates stands in the catalogue, none is empty or doubtful,
placeholders agree."""

import ast
import io
import re
from pathlib import Path

from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

PROJECT = Path(__file__).resolve().parents[2]
CATALOGUE = PROJECT / "lapor" / "locale" / "id" / "LC_MESSAGES" / "django.po"
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
}
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")


def keys(messages):
    """(context, first msgid) of each message of a catalogue."""
    return {(one.context or "", one.id if isinstance(one.id, str) else one.id[0]) for one in messages}


def catalogue():
    with CATALOGUE.open("rb") as file:
        return [message for message in read_po(file, locale="id") if message.id]


def texts_of(path):
    """(context, first msgid) of each text that the file asks to translate."""
    source = path.read_text(encoding="utf-8")
    if path.suffix == ".html":
        # read as Python: indents would mislead it
        source = "\n".join(line.strip() for line in templatize(source).splitlines())
    for _line, found, _comments, context in extract("python", io.BytesIO(source.encode()), keywords=KEYWORDS):
        first = found[0] if isinstance(found, tuple) else found
        if first:
            yield context or "", first


def used():
    paths = [*PROJECT.glob("lapor/**/*.py"), *PROJECT.glob("lapor/**/templates/**/*.html")]
    return {text for path in paths if "migrations" not in path.parts for text in texts_of(path)}


def test_every_text_stands_in_the_catalogue_and_no_other():
    kept = keys(catalogue())
    assert used() - kept == set(), "run `make messages` and translate"
    assert kept - used() == set(), "run `make messages`: these are used no more"


def test_no_text_is_untranslated_or_doubtful():
    assert [message.id for message in catalogue() if message.fuzzy] == []
    assert [
        message.id
        for message in catalogue()
        if not all([message.string] if isinstance(message.string, str) else message.string)
    ] == []


def test_translations_keep_the_placeholders():
    wrong = []
    for message in catalogue():
        wanted = set(PLACEHOLDER.findall(message.id if isinstance(message.id, str) else message.id[-1]))
        texts = [message.string] if isinstance(message.string, str) else message.string
        wrong += [text for text in texts if set(PLACEHOLDER.findall(text)) != wanted]
    assert wrong == []


def test_no_text_hides_in_an_f_string():
    """What collects the texts does not look into f-strings: such a sentence would stay English for everybody."""
    asking = {*KEYWORDS, "_"}
    hidden = [
        f"{path.relative_to(PROJECT)}:{call.lineno}"
        for path in PROJECT.glob("lapor/**/*.py")
        if "migrations" not in path.parts
        for string in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(string, ast.JoinedStr)
        for call in ast.walk(string)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in asking
    ]
    assert hidden == []
