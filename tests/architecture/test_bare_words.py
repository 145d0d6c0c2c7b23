"""What is one of a list is named by the list: an act, an event, an audience is no bare string in the code.

Looked at is where a string can mean nothing else: who performs, compares or looks up an act, names an event. Whoever
writes "forward" there gets no help when the word is mistyped, and nobody finds it by its name.
"""

import ast
from pathlib import Path

import pytest

from lapor.channels.sms import settings as sms_settings
from lapor.ledger.event_names import EventName
from lapor.reports.vocabulary import ActName

LAPOR = Path(__file__).resolve().parents[2] / "lapor"
ACTS, EVENTS = set(ActName), {*EventName, *(act.event for act in ActName)}
FIRST = {"Act", "Step", "find_row", "rows_for", "ReporterActionResult"}
SECOND = {"perform_action"}
KEYWORDS = {"act", "entry__act", "act__in"}
DECLARED = {"event_names.py", "vocabulary.py"}


def sources():
    for path in LAPOR.rglob("*.py"):
        if "migrations" not in path.parts and path.name not in DECLARED:
            yield path.relative_to(LAPOR), ast.parse(path.read_text(encoding="utf-8"))


def called(node):
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def given_acts(node):
    """Expressions in this node that stand for an act."""
    if isinstance(node, ast.Call):
        name = called(node)
        yield from node.args[:1] if name in FIRST else node.args[1:2] if name in SECOND else ()
        yield from (keyword.value for keyword in node.keywords if keyword.arg in KEYWORDS)
    if isinstance(node, ast.Compare):
        sides = [node.left, *node.comparators]
        if any(isinstance(side, ast.Attribute) and side.attr == "act" for side in sides):
            yield from sides


def strings(node):
    return [one.value for one in getattr(node, "elts", [node]) if isinstance(one, ast.Constant)]


def bare_acts(tree):
    return [word for node in ast.walk(tree) for given in given_acts(node) for word in strings(given) if word in ACTS]


def bare_events(tree):
    return [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and node.value in EVENTS]


def test_no_act_is_a_bare_string():
    assert [(str(path), word) for path, tree in sources() for word in bare_acts(tree)] == []


def test_no_event_is_a_bare_string():
    assert [(str(path), word) for path, tree in sources() for word in bare_events(tree)] == []


@pytest.mark.parametrize("code", ["perform_action(1, 'forward')", "row.act == 'ask'", "f(act__in=('note', 'ask'))"])
def test_a_bare_act_would_be_found(code):
    assert bare_acts(ast.parse(code))


def test_a_bare_event_would_be_found():
    assert bare_events(ast.parse("told = {'report.forward'}")) == ["report.forward"]


# --- settings of accounts

READS = {"of", "required", "among"}
READ_BY_A_LIST = {name for name in dir(sms_settings) if name.startswith("FIELD_")}  # sms/channel.py, FIELDS


def declared_settings():
    """Constants that are a Setting: {(path, constant): is it read anywhere in lapor?}"""
    trees = list(sources())
    named = {
        (str(path), target.id)
        for path, tree in trees
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call) and called(node.value) == "Setting"
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    readers = {
        getattr(node.func.value, "attr", getattr(node.func.value, "id", ""))
        for _path, tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in READS
    } | {
        getattr(given, "id", "")
        for _path, tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and called(node) == "path_part"
        for given in node.args
    }
    return {one: one[1] in readers for one in named}


def test_every_setting_of_an_account_is_read():
    found = declared_settings()
    assert len(found) > 50
    assert {one for one, is_read in found.items() if not is_read and one[1] not in READ_BY_A_LIST} == set()


def test_no_setting_of_an_account_is_a_bare_string():
    """`account.settings["…"]` and `.get("…")`, and the same of its secrets."""
    bare = [
        (str(path), getattr(node, "lineno", 0))
        for path, tree in sources()
        for node in ast.walk(tree)
        if is_setting_by_name(node)
    ]
    assert bare == []


def is_setting_by_name(node):
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "get" and node.args:
        where, key = node.func.value, node.args[0]
    elif isinstance(node, ast.Subscript):
        where, key = node.value, node.slice
    else:
        return False
    if not isinstance(where, ast.Attribute) or where.attr not in {"settings", "secrets"}:
        return False
    owner = getattr(where.value, "id", getattr(where.value, "attr", ""))
    return owner != "preset" and isinstance(key, ast.Constant)
