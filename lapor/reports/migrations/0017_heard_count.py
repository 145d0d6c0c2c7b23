"""How often the reporter or a partner did something: ends what an officer put off. What was said before is not counted."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reports", "0016_role_of_proposals")]

    operations = [migrations.AddField("report", "heard_count", models.PositiveIntegerField(default=0))]
