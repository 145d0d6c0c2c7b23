"""The words of open reports by an index of their own: a few among the many that were ever closed. A million reports took
a second."""

from django.contrib.postgres.indexes import GinIndex
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reports", "0014_neighbourhoods")]

    operations = [
        migrations.AddIndex(
            "report",
            GinIndex(fields=["search"], name="report_search_open", condition=models.Q(queue_key__lt=50_000_000_000)),
        ),
    ]
