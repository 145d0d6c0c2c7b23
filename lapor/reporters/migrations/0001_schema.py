import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models

import lapor.core.ids


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("reporters", "0001_initial"),
        ("reporters", "0002_conversations"),
        ("reporters", "0003_unreachable"),
        ("reporters", "0004_follow"),
        ("reporters", "0005_signed_in"),
        ("reporters", "0006_person_key"),
        ("reporters", "0007_codes_and_proofs"),
    ]

    dependencies = [
        ("agencies", "0001_schema"),
    ]

    operations = [
        migrations.CreateModel(
            name="PersonKey",
            fields=[
                ("id", models.UUIDField(default=lapor.core.ids.new_id, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[("email", "Email"), ("phone", "Phone"), ("channel", "Channel")], max_length=10
                    ),
                ),
                ("address", models.BinaryField()),
                ("lookup", models.BinaryField(db_index=True)),
                ("credential_id", models.BinaryField(unique=True)),
                ("credential", models.BinaryField()),
                ("made_at", models.DateTimeField()),
                ("used_on", models.DateField(db_index=True)),
            ],
        ),
        migrations.CreateModel(
            name="Reporter",
            fields=[
                ("id", models.UUIDField(default=lapor.core.ids.new_id, primary_key=True, serialize=False)),
                ("name", models.BinaryField(default=b"")),
                ("language", models.CharField(default="id", max_length=5)),
                ("created_at", models.DateTimeField()),
                ("proofs_ended_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="SignedIn",
            fields=[
                ("id", models.UUIDField(default=lapor.core.ids.new_id, primary_key=True, serialize=False)),
                ("token_hash", models.BinaryField(unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[("email", "Email"), ("phone", "Phone"), ("channel", "Channel")], max_length=10
                    ),
                ),
                ("address", models.BinaryField()),
                ("lookup", models.BinaryField(db_index=True)),
                ("used_on", models.DateField(db_index=True)),
                ("created_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="SignInCode",
            fields=[
                ("id", models.UUIDField(default=lapor.core.ids.new_id, primary_key=True, serialize=False)),
                ("lookup", models.BinaryField()),
                ("browser_hash", models.BinaryField(db_index=True, default=b"")),
                ("code_hash", models.BinaryField()),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("expires_at", models.DateTimeField(db_index=True)),
            ],
        ),
        migrations.CreateModel(
            name="ContactPoint",
            fields=[
                ("id", models.UUIDField(default=lapor.core.ids.new_id, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[("email", "Email"), ("phone", "Phone"), ("channel", "Channel")], max_length=10
                    ),
                ),
                ("address", models.BinaryField()),
                ("account_id", models.UUIDField(null=True)),
                ("lookup", models.BinaryField(db_index=True)),
                ("opted_out_at", models.DateTimeField(null=True)),
                ("unreachable_at", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField()),
                (
                    "reporter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="contact_points",
                        to="reporters.reporter",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Follow",
            fields=[
                ("id", models.UUIDField(default=lapor.core.ids.new_id, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("report", "A report"),
                            ("category", "A category"),
                            ("area", "An area"),
                            ("circle", "A place and what is around it"),
                        ],
                        max_length=8,
                    ),
                ),
                ("target", models.CharField(max_length=80)),
                ("report_id", models.UUIDField(null=True)),
                ("number", models.CharField(blank=True, max_length=10)),
                ("is_own", models.BooleanField(default=False)),
                ("latitude", models.FloatField(null=True)),
                ("longitude", models.FloatField(null=True)),
                ("metres", models.PositiveIntegerField(null=True)),
                (
                    "way",
                    models.CharField(choices=[("email", "Email"), ("push", "Notice on this device")], max_length=5),
                ),
                ("address", models.BinaryField()),
                ("lookup", models.BinaryField()),
                (
                    "rhythm",
                    models.CharField(
                        choices=[
                            ("at_once", "At once"),
                            ("daily", "Once a day, in the morning"),
                            ("weekly", "Once a week, on Monday morning"),
                        ],
                        default="at_once",
                        max_length=8,
                    ),
                ),
                ("language", models.CharField(default="id", max_length=5)),
                ("created_at", models.DateTimeField()),
                ("confirmed_at", models.DateTimeField(null=True)),
                ("told_until", models.DateTimeField(null=True)),
                (
                    "area",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="agencies.area"
                    ),
                ),
                (
                    "category",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="agencies.category"
                    ),
                ),
                (
                    "root",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="agencies.agency"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("report_id", None), _negated=True),
                        fields=["report_id"],
                        name="follow_report",
                    ),
                    models.Index(condition=models.Q(("kind", "category")), fields=["category"], name="follow_category"),
                    models.Index(condition=models.Q(("kind", "area")), fields=["area"], name="follow_area"),
                    models.Index(
                        condition=models.Q(("kind", "circle")), fields=["root", "latitude"], name="follow_circle"
                    ),
                    models.Index(
                        condition=models.Q(("rhythm", "at_once"), _negated=True),
                        fields=["rhythm", "told_until"],
                        name="follow_digest",
                    ),
                    models.Index(
                        condition=models.Q(("confirmed_at", None)), fields=["created_at"], name="follow_unconfirmed"
                    ),
                    django.contrib.postgres.indexes.HashIndex(fields=["lookup"], name="follow_lookup"),
                ],
                "constraints": [models.UniqueConstraint(fields=("lookup", "root", "target"), name="follow_once")],
            },
        ),
    ]
