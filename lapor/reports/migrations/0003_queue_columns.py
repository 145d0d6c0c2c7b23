"""Whose turn a report is and its place in officers' lists (models.queue). The two generated columns write the table
anew, which nobody can read meanwhile."""

import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models

# The role that an open proposal waits for.
APPROVERS = """
UPDATE reports_report r SET approver = p.approver FROM reports_proposal p WHERE p.report_id = r.id AND p.status = 'open'
"""
# What was done last, of what officers did and what waits for one of them.
UNANSWERED = """
UPDATE reports_report r SET unanswered_act = last.act FROM (
    SELECT DISTINCT ON (report_id) report_id, act FROM reports_entry WHERE officer_id IS NOT NULL OR act = ANY(%s)
    ORDER BY report_id, at DESC, id DESC
) last WHERE last.report_id = r.id AND last.act = ANY(%s)
"""
ACTS = ["reply", "late_reply", "note", "reject", "reopen", "object", "appeal", "refuse"]


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0001_schema"),
        ("reporters", "0001_schema"),
        ("reports", "0002_masking_by_tail"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="assignment",
            index=models.Index(fields=["began_at"], name="assignment_began"),
        ),
        migrations.RemoveIndex(
            model_name="report",
            name="report_inbox",
        ),
        migrations.RemoveIndex(
            model_name="report",
            name="report_agency_inbox",
        ),
        migrations.RemoveIndex(
            model_name="report",
            name="report_unchecked",
        ),
        migrations.RemoveIndex(
            model_name="report",
            name="report_called",
        ),
        migrations.AddField(
            model_name="report",
            name="approver",
            field=models.CharField(blank=True, default="", max_length=24),
        ),
        migrations.AddField(
            model_name="report",
            name="unanswered_act",
            field=models.CharField(blank=True, default="", max_length=20),
        ),
        migrations.RunSQL([APPROVERS, (UNANSWERED, [ACTS, ACTS])], migrations.RunSQL.noop),
        migrations.RemoveField(
            model_name="report",
            name="has_proposal",
        ),
        migrations.AlterField(
            model_name="report",
            name="agency",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="agencies.agency",
            ),
        ),
        migrations.AlterField(
            model_name="report",
            name="area",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="agencies.area",
            ),
        ),
        migrations.AlterField(
            model_name="report",
            name="category",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="agencies.category",
            ),
        ),
        migrations.AlterField(
            model_name="report",
            name="officer",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="report",
            name="root",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.agency"
            ),
        ),
        migrations.AddField(
            model_name="report",
            name="queue_key",
            field=models.GeneratedField(
                db_persist=True,
                expression=models.Case(
                    models.When(
                        models.Q(
                            ("state__in", ("resolved", "closed_unconfirmed", "archived", "referred", "merged")),
                            models.Q(("officer_call", "open"), _negated=True),
                        ),
                        then=django.db.models.expressions.CombinedExpression(
                            models.Value(90000000000),
                            "-",
                            models.Func(
                                models.F("state_since"),
                                models.Value(9999999999),
                                arg_joiner=" - '2000-01-01 00:00:00+00'::timestamptz)::bigint, ",
                                output_field=models.BigIntegerField(),
                                template="COALESCE(EXTRACT(EPOCH FROM %(expressions)s)",
                            ),
                        ),
                    ),
                    default=django.db.models.expressions.CombinedExpression(
                        models.Case(
                            models.When(
                                models.Q(("urgency", "urgent"), ("is_protected", True), _connector="OR"),
                                then=models.Value(0),
                            ),
                            models.When(
                                models.Q(
                                    models.Q(("unanswered_act", ""), _negated=True),
                                    ("officer_call", "open"),
                                    _connector="OR",
                                ),
                                then=models.Value(10000000000),
                            ),
                            default=models.Value(20000000000),
                            output_field=models.BigIntegerField(),
                        ),
                        "+",
                        models.Func(
                            models.F("due_at"),
                            models.Value(9999999999),
                            arg_joiner=" - '2000-01-01 00:00:00+00'::timestamptz)::bigint, ",
                            output_field=models.BigIntegerField(),
                            template="COALESCE(EXTRACT(EPOCH FROM %(expressions)s)",
                        ),
                    ),
                    output_field=models.BigIntegerField(),
                ),
                output_field=models.BigIntegerField(),
            ),
        ),
        migrations.AddField(
            model_name="report",
            name="waits_for",
            field=models.GeneratedField(
                db_persist=True,
                expression=models.Case(
                    models.When(models.Q(("approver", "head")), then=models.Value("head")),
                    models.When(models.Q(("approver", "triage_officer")), then=models.Value("triage")),
                    models.When(
                        models.Q(
                            models.Q(
                                ("officer_call", "open"),
                                models.Q(
                                    models.Q(("unanswered_act", ""), _negated=True),
                                    ("state__in", ("awaiting_reporter", "answered")),
                                ),
                                _connector="OR",
                            ),
                            ("agency__isnull", False),
                            models.Q(
                                (
                                    "state__in",
                                    ("received", "resolved", "closed_unconfirmed", "archived", "referred", "merged"),
                                ),
                                _negated=True,
                            ),
                        ),
                        then=models.Value("agency"),
                    ),
                    models.When(
                        models.Q(
                            ("officer_call", "open"),
                            models.Q(
                                models.Q(("unanswered_act", ""), _negated=True),
                                ("state__in", ("awaiting_reporter", "answered")),
                            ),
                            _connector="OR",
                        ),
                        then=models.Value("triage"),
                    ),
                    models.When(
                        models.Q(("is_decided", False), ("refusals__gte", 3), ("state", "received")),
                        then=models.Value("city_head"),
                    ),
                    models.When(models.Q(("state", "received")), then=models.Value("triage")),
                    models.When(
                        models.Q(("state__in", ("awaiting_reporter", "answered"))), then=models.Value("reporter")
                    ),
                    models.When(models.Q(("state", "referred")), then=models.Value("outside")),
                    models.When(
                        models.Q(("state__in", ("resolved", "closed_unconfirmed", "archived", "referred", "merged"))),
                        then=models.Value(""),
                    ),
                    models.When(models.Q(("has_objected", True)), then=models.Value("head")),
                    default=models.Value("agency"),
                ),
                output_field=models.CharField(max_length=10),
            ),
        ),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(fields=["root", "queue_key", "id"], name="report_by_root"),
        ),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(fields=["root", "state", "queue_key", "id"], name="report_by_state"),
        ),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(fields=["agency", "queue_key", "id"], name="report_by_agency"),
        ),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(fields=["category", "queue_key", "id"], name="report_by_category"),
        ),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(fields=["area", "queue_key", "id"], name="report_by_area"),
        ),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(
                condition=models.Q(("officer", None), _negated=True),
                fields=["officer", "queue_key", "id"],
                name="report_by_officer",
            ),
        ),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(
                condition=models.Q(("waits_for__in", ("triage", "city_head"))),
                fields=["root", "queue_key", "id"],
                name="report_for_triage",
            ),
        ),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(
                condition=models.Q(("waits_for__in", ("head", "city_head"))),
                fields=["root", "queue_key", "id"],
                name="report_for_head",
            ),
        ),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(
                condition=models.Q(("is_protected", True)), fields=["root", "queue_key", "id"], name="report_protected"
            ),
        ),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(
                condition=models.Q(("has_unchecked", True)), fields=["root", "queue_key", "id"], name="report_unchecked"
            ),
        ),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(
                condition=models.Q(("officer_call", "open")), fields=["root", "queue_key", "id"], name="report_called"
            ),
        ),
    ]
