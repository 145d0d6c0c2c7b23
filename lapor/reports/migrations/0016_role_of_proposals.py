"""Who proposed an act keeps the role and agency in which they did, and whose place they took: approved, it is done so."""

import django.db.models.deletion
from django.db import migrations, models

# Those before are as their officer is now, which is how they were done until then.
FILL = """
UPDATE reports_proposal p SET role = o.role, agency_id = o.agency_id FROM agencies_officer o WHERE o.id = p.officer_id
"""


class Migration(migrations.Migration):
    dependencies = [("reports", "0015_search_of_open_reports"), ("agencies", "0001_schema")]

    operations = [
        migrations.AddField("proposal", "role", models.CharField(max_length=24, default=""), preserve_default=False),
        migrations.AddField(
            "proposal",
            "agency",
            models.ForeignKey("agencies.agency", django.db.models.deletion.PROTECT, null=True, related_name="+"),
        ),
        migrations.AddField(
            "proposal",
            "lender",
            models.ForeignKey("agencies.officer", django.db.models.deletion.PROTECT, null=True, related_name="+"),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        # constraints of the rows just written are looked at before the table is changed again
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.AlterField(
            "proposal",
            "agency",
            models.ForeignKey("agencies.agency", django.db.models.deletion.PROTECT, related_name="+"),
        ),
    ]
