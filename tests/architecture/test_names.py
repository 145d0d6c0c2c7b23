"""Names of the code are the field's words: those that docs/glossary.md took out do not come back."""

import ast
import re
from collections import Counter
from pathlib import Path

import pytest

HERE = Path(__file__).parents[2]
GONE = re.compile(r"^\| `(?P<gone>\w+)`(?: in `(?P<room>[\w/.]+)`)? \| `(?P<now>\w+)` \|$", re.MULTILINE)
TABLE = [
    (found["gone"], found["room"], found["now"])
    for found in GONE.finditer((HERE / "docs" / "glossary.md").read_text(encoding="utf-8"))
]
SOURCES = [
    path
    for folder in ("lapor", "bench", "tests")
    for path in sorted((HERE / folder).rglob("*.py"))
    if "migrations" not in path.parts
]


def identifiers(source):
    """What a module defines: functions, classes, names, attributes; and what it imports."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.ImportFrom):
            yield from (alias.name for alias in node.names)


@pytest.fixture(scope="module")
def names():
    return {path.relative_to(HERE).as_posix(): set(identifiers(path.read_text(encoding="utf-8"))) for path in SOURCES}


def test_the_table_is_read():
    assert len(TABLE) > 40
    assert ("take_act", None, "perform_action") in TABLE


def test_no_name_of_the_old_dialect_comes_back(names):
    """A name that is common elsewhere is gone from one file only, which the table names."""
    back = [
        (path, gone)
        for gone, room, _now in TABLE
        for path, found in names.items()
        if gone in found and (room is None or path == room)
    ]
    assert not back


def test_what_replaced_them_is_there(names):
    everything = set().union(*names.values())
    assert [now for _gone, _room, now in TABLE if now not in everything] == []


def test_no_class_name_stands_twice():
    found = [
        node.name
        for path in SOURCES
        if path.is_relative_to(HERE / "lapor")
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.ClassDef)
    ]
    assert [name for name, times in Counter(found).items() if times > 1] == []
