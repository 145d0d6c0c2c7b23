"""Statements that Django has no words for (LATERAL, WITH), put together of the SQL of querysets, with what these are
given beside it. A queryset stays the place of its conditions; only how lists stand beside each other is said here."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

WANTED = RawSQL("wanted.value", ())  # in the conditions of a list: the value that it is the list of (for_each)


class SQL(NamedTuple):
    """`params`: in the order of their places; among them Given (db.compiled)."""

    text: str
    params: tuple[Any, ...]

    def within(self, statement: str, **numbers: int) -> "SQL":
        """In the place of {} of another one, with these at their names; NOTHING stays it."""
        return self._replace(text=statement.format(self.text, **numbers)) if self.text else self


NOTHING = SQL("", ())  # nothing can fit


def sql_of(rows: "QuerySet[Any, Any]") -> SQL:
    try:
        text, params = rows.query.get_compiler(rows.db).as_sql()
    except EmptyResultSet:
        return NOTHING
    return SQL(text, tuple(params))


_FOR_EACH = "SELECT part.* FROM unnest(%s::{kind}[]) AS wanted(value) CROSS JOIN LATERAL ({rows}) AS part"


def for_each(column: Any, values: object, rows: SQL) -> SQL:
    """The list `rows` of each of these values of a column (a field of a model), behind each other; its conditions say
    WANTED. One statement for any number of them, and each list is read from its index no further than its limit."""
    text = _FOR_EACH.format(kind=column.db_type(connection), rows=rows.text)
    return SQL(text, (values, *rows.params)) if rows.text else NOTHING


def together(lists: Iterable[SQL], *, union: str = "UNION ALL") -> SQL:
    """All their rows; NOTHING where nothing can fit any of them."""
    some = [one for one in lists if one.text]
    params = tuple(param for one in some for param in one.params)
    return SQL(f" {union} ".join(f"({one.text})" for one in some), params)
