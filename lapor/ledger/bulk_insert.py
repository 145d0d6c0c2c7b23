"""Several new rows of several tables in one statement: what a report is made of is written in one trip to the database.

Each table gets its rows as one JSON value, which costs a fraction of what a statement a row and a parameter a column do
(bench/README.md).
"""

import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import lru_cache
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Model


@lru_cache(maxsize=200)
def _columns(model: type[Model]) -> "tuple[tuple[str, ...], attrgetter[Any], str]":
    """Names of the columns, the values of a row, and the statement's part."""
    fields = [field for field in model._meta.concrete_fields if not getattr(field, "generated", False)]
    names = tuple(str(field.column) for field in fields)
    listed, table = ", ".join(names), model._meta.db_table
    part = f"INSERT INTO {table} ({listed}) SELECT {listed} FROM json_populate_recordset(NULL::{table}, %s::json)"  # noqa: S608 - names of ours
    return names, attrgetter(*(field.attname for field in fields)), part


def insert_statement(rows: Iterable[Model]) -> tuple[list[str], list[str]]:
    """The parts of a statement that insert these unsaved rows as they are, and their parameters.

    Rows need their own primary keys."""
    tables: dict[type[Model], list[Model]] = {}
    for row in rows:
        tables.setdefault(type(row), []).append(row)
    parts, parameters = [], []
    for model, found in tables.items():
        names, values, part = _columns(model)
        parts.append(part)
        parameters.append(json.dumps([dict(zip(names, values(row), strict=True)) for row in found], default=_plain))
    return parts, parameters


def bulk_insert_ignore(rows: Sequence[Model]) -> set[UUID]:
    """Insert rows of one table in one statement, but for those whose like is there already; gives the keys of the new
    ones."""
    if not rows:
        return set()
    (part,), parameters = insert_statement(rows)
    with connection.cursor() as cursor:
        cursor.execute(f"{part} ON CONFLICT DO NOTHING RETURNING id", parameters)
        new = {key for (key,) in cursor.fetchall()}
    for row in rows:
        row._state.adding, row._state.db = row.pk not in new, connection.alias
    return new


def _plain(value: object) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return "\\x" + value.hex()
    if isinstance(value, UUID):
        return str(value)
    raise TypeError(f"{type(value).__name__} cannot be inserted")


def insert_in_one_statement(rows: Sequence[Model], last: str, parameters: Sequence[Any]) -> tuple[Any, ...]:
    """Insert `rows` in the statement that ends with `last`, whose one row it gives."""
    parts, given = insert_statement(rows)
    written = ", ".join(f"rows_{number} AS ({part})" for number, part in enumerate(parts))
    with connection.cursor() as cursor:
        cursor.execute(f"WITH {written}, {last}" if parts else f"WITH {last}", [*given, *parameters])
        result: tuple[Any, ...] = cursor.fetchone()
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias
    return result
