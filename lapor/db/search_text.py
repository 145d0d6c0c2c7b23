"""What a text is searched by: its words, as a generated column makes them."""

from django.contrib.postgres.search import SearchVector
from django.db.models import Expression, F, Func, TextField, Value
from django.db.models.expressions import RawSQL

from lapor.core.plain_addresses import PLAIN


def search_vector(*columns: str) -> SearchVector:
    """Indonesian stems of these columns, addresses in one way of writing (core.plain_addresses).

    A change of it is a migration of each table that has it, which writes the table anew."""
    return SearchVector(*map(_plain, columns), config=RawSQL("'indonesian'::regconfig", []))


def _plain(column: str) -> Expression | F:
    text: Expression | F = F(column)
    for pattern, to in PLAIN:
        values = Value(pattern.replace(r"\b", r"\y")), Value(to), Value("gi")
        text = Func(text, *values, function="regexp_replace", output_field=TextField())
    return text
