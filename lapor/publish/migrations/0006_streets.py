"""The public finds streets and alleys however they are written. Before PostgreSQL 17 what a generated column is made of
cannot be changed: it is dropped and made again, which writes the table anew; nobody can read it meanwhile."""

from functools import reduce

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import migrations, models
from django.db.models.expressions import RawSQL

# as core.plain_addresses had them when this was written
PLAIN = (
    (r"\yrt\s*[/.,-]?\s*rw[\s.:]*0*(\d{1,3})\s*[/-]\s*0*(\d{1,3})\y", r" rt\1 rw\2 "),
    (r"\y(rt|rw)[\s.:]*0*(\d{1,3})\y", r" \1\2 "),
    (r"(\yrt\d{1,3})\s*[/-]\s*0*(\d{1,3})\y", r"\1 rw\2 "),
    (r"\yjln?\y\.?", " jalan "),
    (r"\ygg\y\.?", " gang "),
)


def _plain(name):
    return reduce(
        lambda text, rule: models.Func(
            text,
            models.Value(rule[0]),
            models.Value(rule[1]),
            models.Value("gi"),
            function="regexp_replace",
            output_field=models.TextField(),
        ),
        PLAIN,
        models.F(name),
    )


class Migration(migrations.Migration):
    dependencies = [("publish", "0005_neighbourhoods")]

    operations = [
        migrations.RemoveIndex("publicreport", "public_search"),
        migrations.RemoveField("publicreport", "search"),
        migrations.AddField(
            "publicreport",
            "search",
            models.GeneratedField(
                db_persist=True,
                expression=SearchVector(
                    *(_plain(name) for name in ("title", "text")), config=RawSQL("'indonesian'::regconfig", [])
                ),
                output_field=SearchVectorField(),
            ),
        ),
        migrations.AddIndex("publicreport", GinIndex(fields=["search"], name="public_search")),
    ]
