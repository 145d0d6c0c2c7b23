"""Tokens end: those that are there, a year after they were made, but not before a month from now."""

from django.db import migrations, models

ENDS = (
    "UPDATE agencies_apitoken SET expires_at = greatest(created_at + interval '365 days', now() + interval '30 days')"
)


class Migration(migrations.Migration):
    dependencies = [("agencies", "0010_session_epoch")]
    operations = [
        migrations.AddField("apitoken", "expires_at", models.DateTimeField(null=True)),
        migrations.RunSQL(ENDS, migrations.RunSQL.noop),
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.AlterField("apitoken", "expires_at", models.DateTimeField()),
    ]
