"""Querysets whose SQL is written once in a process and is then given its values: to write it takes several times as
long as to ask.

Only for what a page asks every time. A queryset of Django's, with all that belongs to it, or several put together
(db.sql_parts), so nothing is said twice in another language. It leans on Django's compiler (as_sql, get_converters,
select, col_count, klass_info, annotation_col_map), on Query.selected, on the iterables of querysets and on
get_related_populators; tests/db/test_compiled.py would show that one of them changed."""

import re
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from operator import itemgetter
from typing import Any, Generic, NamedTuple, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import CharField, Expression, Field, Lookup, QuerySet, prefetch_related_objects
from django.db.models.fields.related import ForeignObject
from django.db.models.query import (
    FlatValuesListIterable,
    ModelIterable,
    ValuesIterable,
    ValuesListIterable,
    get_related_populators,
)

from lapor.db.sql_literal import quoted
from lapor.db.sql_parts import SQL

MOST = 100  # shapes of one statement, the last used ones: some 30 kB each

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

    def __str__(self) -> str:
        """Raises TypeError: a look-up that made a text of it would silently look for that text."""
        raise TypeError(f"{self.gap.name} is known at each call only")


class GivenLiteral(Expression):
    """A text that each call gives and that stands in the statement itself (db.sql_literal)."""

    def __init__(self, name: str) -> None:
        super().__init__(output_field=CharField())
        self.name = name

    def as_sql(self, _compiler: Any, _connection: Any) -> tuple[str, tuple[Any, ...]]:
        return f"/*literal:{self.name}*/", ()


_LITERAL = re.compile(r"/\*literal:(\w+)\*/")


class AnyOf(Lookup):
    """`column__any_of=Given("ids")`: one of a list that each call gives, however long it is."""

    lookup_name = "any_of"

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        column, column_params = self.process_lhs(compiler, connection)
        values, value_params = self.process_rhs(compiler, connection)
        return f"{column} = ANY({values})", (*column_params, *value_params)


Field.register_lookup(AnyOf)
ForeignObject.register_lookup(AnyOf)


class _Statement(NamedTuple):
    """What is kept of a queryset or statement. `sql`: divided at its literals, each second part is the name of one;
    `converters`: by column, of values that the driver gives otherwise than Django; `read`: a row as the queryset gives
    it."""

    using: str
    sql: "Sequence[str]"
    params: "tuple[Any, ...]"
    converters: "Sequence[tuple[int, Any]]"
    read: "Callable[[Sequence[Any]], Any]"
    prefetched: "Sequence[Any]"


class Compiled(Generic[Row]):
    """`build(*shape)` makes the queryset, or the statement of several, with Given where a value of each call belongs;
    `shape` is all else that it is made of, and nothing but it: what `build` read elsewhere would be believed for as
    long as the process lives. Rows of a statement are tuples."""

    def __init__(self, build: "Callable[..., QuerySet[Any, Row] | SQL]") -> None:
        self._build = build
        self._known: OrderedDict[tuple[Hashable, ...], _Statement] = OrderedDict()

    def rows(self, *shape: Hashable, **values: object) -> list[Row]:
        """`values`: as the driver takes them (numbers, texts, UUIDs, times, lists of these)."""
        kept = self._kept(shape)
        if kept.sql == _NO_SQL:
            return []
        filled: tuple[Any, ...] = tuple(values[one.name] if type(one) is _Gap else one for one in kept.params)
        if None in filled:
            raise ValueError("Nothing is equal to NULL")
        connection = connections[kept.using]
        with connection.cursor() as cursor:
            cursor.execute(_with_literals(kept.sql, values), filled)
            found = cursor.fetchall()
        if kept.converters:
            found = [_converted(row, kept.converters, connection) for row in found]
        rows = [kept.read(row) for row in found]
        if kept.prefetched and rows:
            prefetch_related_objects(rows, *kept.prefetched)
        return rows

    def first(self, *shape: Hashable, **values: object) -> Row | None:
        """Of what there is one of at most."""
        return next(iter(self.rows(*shape, **values)), None)

    def _kept(self, shape: tuple[Hashable, ...]) -> _Statement:
        found = self._known.pop(shape, None) or _statement(self._build(*shape))
        self._known[shape] = found  # behind those that were used before it
        if len(self._known) > MOST:
            self._known.popitem(last=False)
        return found


_NO_SQL = [""]  # nothing can fit


def _with_literals(sql: Sequence[str], values: dict[str, Any]) -> str:
    if len(sql) == 1:
        return sql[0]
    return "".join(quoted(values[part]) if place % 2 else part for place, part in enumerate(sql))


def _statement(built: "QuerySet[Any, Any] | SQL") -> _Statement:
    if isinstance(built, SQL):
        params = tuple(one.gap if isinstance(one, Given) else one for one in built.params)
        return _Statement(DEFAULT_DB_ALIAS, _LITERAL.split(built.text), params, (), tuple, ())
    return _statement_of(built)


def _statement_of(queryset: "QuerySet[Any, Any]") -> _Statement:
    compiler = queryset.query.get_compiler(queryset.db)
    try:
        sql, params = compiler.as_sql()
    except EmptyResultSet:
        return _Statement(queryset.db, _NO_SQL, (), (), tuple, ())
    converters = compiler.get_converters([one[0] for one in compiler.select[: compiler.col_count]])
    return _Statement(
        using=queryset.db,
        sql=_LITERAL.split(sql),
        params=params,
        converters=list(converters.items()),
        read=_reader(queryset, compiler),
        prefetched=queryset._prefetch_related_lookups,  # type: ignore[attr-defined]
    )


def _converted(row: Sequence[Any], converters: Sequence[tuple[int, Any]], connection: Any) -> Sequence[Any]:
    values = list(row)
    for column, (steps, expression) in converters:
        for step in steps:
            values[column] = step(values[column], expression, connection)
    return values


def _reader(queryset: "QuerySet[Any, Any]", compiler: Any) -> Callable[[Sequence[Any]], Any]:
    """As the queryset's own iterable reads a row, with what it looks up for each call looked up once. Raises TypeError
    for a kind that nothing here asks for."""
    kind = queryset._iterable_class
    if kind is ModelIterable:
        return _model_reader(queryset.db, compiler)
    if kind is ValuesListIterable:
        count = compiler.col_count  # what only the order asks for stands behind them
        return lambda row: tuple(row[:count])
    if kind is ValuesIterable:
        query = queryset.query
        names = list(query.selected or (*query.values_select, *query.annotation_select))
        return lambda row: dict(zip(names, row, strict=False))
    if kind is FlatValuesListIterable:
        return itemgetter(0)
    raise TypeError(f"{kind.__name__} is not kept")


def _model_reader(using: str, compiler: Any) -> Callable[[Sequence[Any]], Any]:
    model, fields = compiler.klass_info["model"], compiler.klass_info["select_fields"]
    begin, end = fields[0], fields[-1] + 1
    names = [one[0].target.attname for one in compiler.select[begin:end]]
    related = get_related_populators(compiler.klass_info, compiler.select, using)  # type: ignore[call-arg]  # of a later Django
    annotated = list(compiler.annotation_col_map.items())

    def read(row: Sequence[Any]) -> Any:
        made = model.from_db(using, names, row[begin:end])
        for one in related:
            one.populate(row, made)
        for name, column in annotated:
            setattr(made, name, row[column])
        return made

    return read
