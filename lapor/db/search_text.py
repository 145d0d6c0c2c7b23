"""What a text is searched by: its words, as a generated column makes them."""

from functools import reduce

from django.contrib.postgres.search import SearchVector
from django.db.models import Expression, F, Func, TextField, Value
from django.db.models.expressions import RawSQL

from lapor.core.neighbourhoods import PLAIN


def search_vector(*columns: str) -> SearchVector:
    """Indonesian stems of these columns, every RT and RW in one way of writing (core.neighbourhoods).

    A change of it is a migration of each table that has it, which writes the table anew."""
    return SearchVector(
        *(reduce(_replaced, PLAIN, F(name)) for name in columns), config=RawSQL("'indonesian'::regconfig", [])
    )


def _replaced(text: Expression | F, rule: tuple[str, str]) -> Expression:
    pattern, to = rule
    values = Value(pattern.replace(r"\b", r"\y")), Value(to), Value("gi")
    return Func(text, *values, function="regexp_replace", output_field=TextField())
