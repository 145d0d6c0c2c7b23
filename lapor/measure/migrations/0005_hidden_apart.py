"""Confidential reports, like protected ones, are in no figure beside the public list. The figures are made anew from the events."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("measure", "0004_due")]

    operations = [
        migrations.AddField("reportfigure", "is_hidden", models.BooleanField(default=False)),
        migrations.RemoveConstraint("scorecount", "score_count_row"),
        migrations.RenameField("scorecount", "is_protected", "is_hidden"),
        migrations.AddConstraint(
            "scorecount",
            models.UniqueConstraint(
                fields=("root", "subject", "month", "measure", "is_hidden"), name="score_count_row"
            ),
        ),
        # Until that is done the pages show less.
        migrations.RunSQL(
            *[
                "TRUNCATE measure_reportfigure, measure_statecount, measure_scorecount; DELETE FROM ledger_cursor WHERE consumer = 'measure'"
            ]
            * 2
        ),
    ]
