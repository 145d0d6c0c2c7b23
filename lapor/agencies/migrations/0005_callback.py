"""The draw of the call-back is a kind of rules."""

from django.db import migrations, models

KINDS = ("calendar", "policy", "words", "routing", "layer", "escalation", "callback")


class Migration(migrations.Migration):
    dependencies = [("agencies", "0004_escalation")]

    operations = [
        migrations.AlterField(
            "ruleset", "kind", models.CharField(max_length=10, choices=[(kind, kind.title()) for kind in KINDS])
        ),
    ]
