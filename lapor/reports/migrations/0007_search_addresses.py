"""Officers find a report by its address too. Before PostgreSQL 17 what a generated column is made of cannot be changed:
it is dropped and made again, which writes the table anew; nobody can read it meanwhile."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import migrations, models
from django.db.models.expressions import RawSQL


class Migration(migrations.Migration):
    dependencies = [("reports", "0006_handed_on")]

    operations = [
        migrations.RemoveIndex("report", "report_search"),
        migrations.RemoveField("report", "search"),
        migrations.AddField(
            "report",
            "search",
            models.GeneratedField(
                db_persist=True,
                expression=SearchVector("title", "text", "address", config=RawSQL("'indonesian'::regconfig", [])),
                output_field=SearchVectorField(),
            ),
        ),
        migrations.AddIndex("report", GinIndex(fields=["search"], name="report_search")),
    ]
