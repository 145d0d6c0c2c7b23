"""What was proposed in a lent role is done in it when it is approved: which role, of which agency, and whose."""

import django.db.models.deletion
from django.db import migrations, models


def _nobody_or(model):
    return models.ForeignKey(model, django.db.models.deletion.PROTECT, null=True, related_name="+")


class Migration(migrations.Migration):
    dependencies = [("reports", "0015_search_of_open_reports"), ("agencies", "0001_schema")]

    operations = [
        migrations.AddField("proposal", "lent_role", models.CharField(max_length=24, blank=True, default="")),
        migrations.AddField("proposal", "lent_agency", _nobody_or("agencies.agency")),
        migrations.AddField("proposal", "lender", _nobody_or("agencies.officer")),
    ]
