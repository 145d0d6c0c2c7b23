"""Promised: no field that nothing reads, no setting that changes nothing.

Walked: every field of the policy, every column of every model of ours, every setting of ours. A new one that is only
stored fails here until something shows or heeds it.
"""

import ast
import dataclasses
import re
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps

from lapor.calendars.policies import Policy

PACKAGE = Path(__file__).resolve().parents[2] / "lapor"
TEMPLATES = "\n".join(path.read_text(encoding="utf-8") for path in PACKAGE.glob("**/templates/**/*") if path.is_file())
# Columns that a library, the database or the foreign key's other side reads.
READ_BY_OTHERS = {
    "agencies.Officer": {
        "password",
        "last_login",
        "is_superuser",
        "groups",
        "user_permissions",
        "is_staff",
        "date_joined",
    },
    # by the names of the stages (scoring.py)
    "measure.ReportFigure": {
        "verify_days",
        "response_days",
        "answer_days",
        "whole_days",
    },
}


def names_read(tree: ast.AST) -> set[str]:
    """Names that a module reads: attributes taken, and words in strings (fields named in queries, forms and lists)."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load):
            found.add(node.attr)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            found.update(part for word in re.findall(r"[a-z_0-9]+", node.value) for part in (word, *word.split("__")))
        elif isinstance(node, ast.Call) and not _makes_a_row(node):
            found.update(part for keyword in node.keywords for part in (keyword.arg or "").split("__"))
    return found


def _makes_a_row(call: ast.Call) -> bool:
    """A row's constructor, or a query that writes: what is only given there is not read."""
    name = (
        call.func.id
        if isinstance(call.func, ast.Name)
        else call.func.attr
        if isinstance(call.func, ast.Attribute)
        else ""
    )
    return (name[:1].isupper() and name != "Q") or name in {"create", "update", "get_or_create", "update_or_create"}


@cache
def read_in(path: Path) -> frozenset[str]:
    return frozenset(names_read(ast.parse(path.read_text(encoding="utf-8"))))


def read_outside(*left_out: str) -> set[str]:
    """Names read anywhere in the package but in these files and in migrations."""
    found = set(re.findall(r"[a-z_0-9]+", TEMPLATES))
    for path in PACKAGE.glob("**/*.py"):
        where = path.relative_to(PACKAGE).as_posix()
        if "/migrations/" not in f"/{where}" and where not in left_out:
            found |= read_in(path)
    return found


def test_every_field_of_the_policy_is_heeded():
    sources = [
        path
        for path in PACKAGE.glob("**/*.py")
        if "/migrations/" not in path.as_posix() and "agencies/preset" not in path.as_posix()
    ]
    taken = {
        node.attr
        for path in sources
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load)
    }
    fields = {field.name for field in dataclasses.fields(Policy)}
    assert fields - taken == set()


@pytest.mark.parametrize(
    "model",
    [model for model in apps.get_models() if model.__module__.startswith("lapor.")],
    ids=lambda m: m._meta.label,
)
def test_every_column_is_read_or_shown(model):
    module = model.__module__.replace("lapor.", "").replace(".", "/") + ".py"
    read = read_outside(module, "agencies/preset/check_settings.py") | READ_BY_OTHERS.get(model._meta.label, set())
    columns = {field.name for field in model._meta.concrete_fields} - {"id"}
    assert {name for name in columns if name not in read and f"{name}_id" not in read} == set()


def test_every_setting_of_ours_is_read():
    """LAPOR_… of the environment becomes a name of settings.py, or is read where it is needed: either way something
    takes it."""
    source = (PACKAGE / "config" / "settings.py").read_text(encoding="utf-8")
    ours = {
        target.id
        for node in ast.parse(source).body
        if isinstance(node, ast.Assign) and "environment." in ast.unparse(node.value)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    text = "\n".join(path.read_text(encoding="utf-8") for path in PACKAGE.glob("**/*.py") if path.name != "settings.py")
    of_django = {
        "SECRET_KEY",
        "DEBUG",
        "ALLOWED_HOSTS",
        "DATABASES",
        "CACHES",
        "LOGGING",
        "STATICFILES_DIRS",
        "STATIC_ROOT",
        "STORAGES",
        "TIME_ZONE",
        "CSRF_TRUSTED_ORIGINS",
    }
    unread = {name for name in ours - of_django if not re.search(rf"\b{name}\b", text) and source.count(name) == 1}
    assert unread == set()
