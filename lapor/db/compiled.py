"""Querysets whose SQL is written once in a process and is then given its values: to write it takes several times as
long as to ask.

Only for what a page asks every time. A queryset of Django's, with all that belongs to it, so nothing is said twice in
another language. It leans on Django's compiler (as_sql, get_converters, select, col_count), on Query.get_compiler and
on QuerySet._chain; tests/db/test_compiled.py would show that one of them changed."""

import copy
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, Generic, NamedTuple, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import Expression, Field, Lookup, QuerySet
from django.db.models.fields.related import ForeignObject

MOST = 100  # shapes of one statement, the last used ones: 30 kB each, 100 to 230 kB for an office with 11 units

Row = TypeVar("Row")


class _Gap(NamedTuple):
    """Stands among the parameters where a value of each call belongs."""

    name: str


class Given(Expression):
    """In a queryset: a value that each call gives."""

    def __init__(self, name: str, output_field: "Field[Any, Any] | None" = None) -> None:
        super().__init__(output_field=output_field)
        self.gap = _Gap(name)

    def as_sql(self, _compiler: Any, _connection: Any) -> tuple[str, tuple[Any, ...]]:
        return "%s", (self.gap,)


class AnyOf(Lookup):
    """`column__any_of=Given("ids")`: one of a list that each call gives, however long it is."""

    lookup_name = "any_of"

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        column, column_params = self.process_lhs(compiler, connection)
        values, value_params = self.process_rhs(compiler, connection)
        return f"{column} = ANY({values})", (*column_params, *value_params)


Field.register_lookup(AnyOf)
ForeignObject.register_lookup(AnyOf)


class Compiled(Generic[Row]):
    """`build(*shape)` makes the queryset, with Given where a value of each call belongs; `shape` is all else that it is
    made of, and nothing but it: what `build` read elsewhere would be believed for as long as the process lives."""

    def __init__(self, build: "Callable[..., QuerySet[Any, Row]]") -> None:
        self._build = build
        self._known: OrderedDict[tuple[Hashable, ...], Any] = OrderedDict()

    def rows(self, *shape: Hashable, **values: object) -> list[Row]:
        """`values`: as the driver takes them (numbers, texts, UUIDs, times, lists of these)."""
        queryset, compiler, sql, params, converters = self._kept(shape)
        if compiler is None:
            return []
        asked = copy.copy(compiler)
        asked.connection = connections[compiler.using]  # a compiler belongs to a thread, this one to all
        filled = tuple(values[one.name] if type(one) is _Gap else one for one in params)
        if None in filled:
            raise ValueError("Nothing is equal to NULL")
        asked.as_sql = lambda: (sql, filled)
        asked.get_converters = lambda _expressions: converters
        read = queryset._chain()
        read.query.get_compiler = lambda *_args, **_kwargs: asked
        return list(read)

    def first(self, *shape: Hashable, **values: object) -> Row | None:
        """Of what there is one of at most."""
        return next(iter(self.rows(*shape, **values)), None)

    def _kept(self, shape: tuple[Hashable, ...]) -> Any:
        found = self._known.pop(shape, None) or self._compile(shape)
        self._known[shape] = found  # behind those that were used before it
        if len(self._known) > MOST:
            self._known.popitem(last=False)
        return found

    def _compile(self, shape: tuple[Hashable, ...]) -> Any:
        queryset = self._build(*shape)
        compiler = queryset.query.get_compiler(queryset.db)
        try:
            sql, params = compiler.as_sql()
            selected = [one[0] for one in compiler.select[: compiler.col_count]]
            converters = compiler.get_converters(selected)
        except EmptyResultSet:  # nothing can fit
            return (queryset, None, "", (), {})
        compiler.connection = None  # each call has its own
        return (queryset, compiler, sql, params, converters)
