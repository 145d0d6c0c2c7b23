"""In the public row whether the head of the city is to decide, which its state alone does not say, and when something
last happened, for feeds."""

from django.db import migrations, models

FILL = (
    "UPDATE publish_publicreport p SET is_before_head = true FROM reports_report r"
    " WHERE r.id = p.id AND r.state = 'received' AND (r.awaits_decision OR (r.refusals >= 3 AND NOT r.is_decided))"
)


class Migration(migrations.Migration):
    dependencies = [
        ("publish", "0003_supporters"),
        ("reports", "0010_second_rejection"),
    ]

    operations = [
        migrations.AddField(
            model_name="publicreport",
            name="is_before_head",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="publicreport",
            name="changed_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
