from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_positions")]

    operations = [
        migrations.CreateModel(
            name="HeldEvent",
            fields=[
                ("event_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("recorded_at", models.DateTimeField()),
                ("stream_id", models.UUIDField()),
                ("sequence", models.PositiveIntegerField()),
                ("actor_id", models.UUIDField(null=True)),
                ("until", models.DateTimeField()),
                ("recalled_at", models.DateTimeField(null=True)),
                ("before", models.JSONField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["stream_id", "sequence"], name="held_of_stream"),
                    models.Index(
                        condition=models.Q(("before", None), _negated=True), fields=["until"], name="held_with_memory"
                    ),
                ],
            },
        ),
    ]
