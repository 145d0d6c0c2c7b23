"""A text that stands in the statement itself instead of beside it.

Statements that come again are prepared, and after some times planned once for all values (settings:
prepare_threshold). Then the planner cannot see that a condition is that of an index of some rows, nor how many reports
hold a word. Only for conditions where that decides between a page and a scan of the table."""

from collections.abc import Iterable
from typing import Any

from django.db.models import CharField, Value
from psycopg.sql import quote


class SQLLiteral(Value):
    """Quoted by the driver, as it quotes values."""

    def __init__(self, value: str) -> None:
        super().__init__(str(value), output_field=CharField())

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[str | int, ...]]:
        return quoted(self.value), ()


def quoted(value: str) -> str:
    """As a part of a statement that is given its other values."""
    return quote(value).replace("%", "%%")


def literals(values: Iterable[str]) -> list[SQLLiteral]:
    """For a condition of several, in an order that is always the same."""
    return [SQLLiteral(value) for value in sorted(values)]
