"""Two functions of the owner do what nobody else may: delete an import that is undone, mask words at an erasure. Each
looks itself whether the history tells of it."""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.fields.json
from django.conf import settings
from django.db import migrations, models

import lapor.core.ids
import lapor.reports.models
import lapor.reports.vocabulary

TAKE_OUT_IMPORT = """
CREATE FUNCTION reports_take_out_import(ids uuid[]) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
DECLARE
    gone uuid[];
BEGIN
    SELECT array_agg(r.id) INTO gone FROM reports_report r WHERE r.id = ANY (ids) AND r.is_imported
        AND EXISTS (SELECT FROM ledger_event e JOIN ledger_stream s ON s.id = e.stream_id
                    WHERE e.stream_id = r.id AND e.sequence = s.length AND e.name = 'report.import_undone')
        AND NOT EXISTS (SELECT FROM reports_entry e WHERE e.report_id = r.id AND e.act <> 'import')
        AND NOT EXISTS (SELECT FROM reports_report c WHERE c.parent_id = r.id);
    DELETE FROM intake_submission WHERE report_id = ANY (gone);
    DELETE FROM intake_importedreport WHERE report_id = ANY (gone);
    DELETE FROM casework_identityopening WHERE report_id = ANY (gone);
    UPDATE intake_conversation SET report_id = NULL WHERE report_id = ANY (gone);
    DELETE FROM reports_attachment WHERE report_id = ANY (gone);
    DELETE FROM reports_clock WHERE report_id = ANY (gone);
    DELETE FROM reports_entry WHERE report_id = ANY (gone);
    DELETE FROM reports_report WHERE id = ANY (gone);
    RETURN coalesce(array_length(gone, 1), 0);
END $$;
REVOKE ALL ON FUNCTION reports_take_out_import(uuid[]) FROM PUBLIC;
"""
MASK_WORDS = """
CREATE FUNCTION reports_is_masked(before text, after text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT before LIKE replace(replace(replace(replace(after, '\\', '\\\\'), '%', '\\%'), '_', '\\_'), '•••', '%')
$$;
CREATE FUNCTION reports_mask_words(of_report uuid, words jsonb, entries jsonb, assignments jsonb, proposals jsonb, feedback text) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    masked integer;
    done integer;
BEGIN
    IF NOT EXISTS (SELECT FROM ledger_event e JOIN ledger_stream s ON s.id = e.stream_id WHERE e.stream_id = of_report AND e.sequence = s.length
                   AND e.name IN ('reporter.erased', 'report.words_erased') AND e.transaction_id >= pg_current_xact_id()) THEN
        RAISE EXCEPTION 'no event of this transaction tells that words are masked';
    END IF;
    UPDATE reports_report SET title = words->>'title', text = words->>'text', address = words->>'address', answers = words->'answers'
        WHERE id = of_report AND reports_is_masked(title, words->>'title') AND reports_is_masked(text, words->>'text')
        AND reports_is_masked(address, words->>'address') AND reports_is_masked(answers::text, (words->'answers')::text);
    GET DIAGNOSTICS masked = ROW_COUNT;
    UPDATE reports_entry e SET text = n.text FROM jsonb_to_recordset(entries) AS n(id uuid, text text)
        WHERE e.id = n.id AND e.report_id = of_report AND reports_is_masked(e.text, n.text);
    GET DIAGNOSTICS done = ROW_COUNT;
    masked := masked + done;
    UPDATE reports_assignment a SET reason = n.text FROM jsonb_to_recordset(assignments) AS n(id uuid, text text)
        WHERE a.id = n.id AND a.report_id = of_report AND reports_is_masked(a.reason, n.text);
    GET DIAGNOSTICS done = ROW_COUNT;
    masked := masked + done;
    UPDATE reports_proposal p SET data = n.data FROM jsonb_to_recordset(proposals) AS n(id uuid, data jsonb)
        WHERE p.id = n.id AND p.report_id = of_report AND reports_is_masked(p.data::text, n.data::text);
    GET DIAGNOSTICS done = ROW_COUNT;
    masked := masked + done;
    UPDATE reports_feedback SET text = feedback WHERE report_id = of_report AND reports_is_masked(text, feedback);
    GET DIAGNOSTICS done = ROW_COUNT;
    masked := masked + done;
    IF masked <> 1 + jsonb_array_length(entries) + jsonb_array_length(assignments) + jsonb_array_length(proposals) + (feedback IS NOT NULL)::int THEN
        RAISE EXCEPTION 'words can only be masked';
    END IF;
END $$;
REVOKE ALL ON FUNCTION reports_mask_words(uuid, jsonb, jsonb, jsonb, jsonb, text) FROM PUBLIC;
"""


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("reports", "0001_initial"),
        ("reports", "0002_tracking_numbers"),
        ("reports", "0003_full_workflow"),
        ("reports", "0004_report_extra_working_days"),
        ("reports", "0005_answers"),
        ("reports", "0006_files_of_every_kind"),
        ("reports", "0007_report_post"),
        ("reports", "0008_ready_numbers"),
        ("reports", "0009_publication_of_every_word"),
        ("reports", "0010_no_file_names"),
        ("reports", "0011_take_out_import"),
        ("reports", "0012_officer_call"),
        ("reports", "0013_mask_words"),
        ("reports", "0014_words_without_a_migration"),
    ]

    dependencies = [
        ("agencies", "0001_schema"),
        ("reporters", "0001_schema"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Report",
            fields=[
                ("id", models.UUIDField(default=lapor.core.ids.new_id, primary_key=True, serialize=False)),
                ("tracking_id", models.CharField(max_length=10, unique=True)),
                ("former_number", models.CharField(blank=True, max_length=40)),
                ("receipt_hash", models.BinaryField(null=True)),
                ("salt", models.BinaryField(default=lapor.reports.models.new_salt)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("complaint", "Complaint"),
                            ("aspiration", "Aspiration"),
                            ("information_request", "Information request"),
                        ],
                        default="complaint",
                        max_length=20,
                    ),
                ),
                (
                    "identity",
                    models.CharField(
                        choices=[("named", "With my name, seen only by officers"), ("anonymous", "Anonymous")],
                        default="named",
                        max_length=10,
                    ),
                ),
                (
                    "visibility",
                    models.CharField(
                        choices=[("public", "Public"), ("confidential", "Confidential")],
                        default="public",
                        max_length=12,
                    ),
                ),
                (
                    "publication",
                    models.CharField(
                        choices=[
                            ("pending", "Waiting for the privacy check"),
                            ("published", "Published"),
                            ("withheld", "Withheld"),
                        ],
                        default="pending",
                        max_length=10,
                    ),
                ),
                (
                    "urgency",
                    models.CharField(
                        choices=[("normal", "Normal"), ("urgent", "Urgent")], default="normal", max_length=8
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("solved", "Solved"),
                            ("partly", "Partly"),
                            ("not_possible", "Not possible"),
                            ("adopted", "Adopted"),
                            ("planned", "Planned"),
                            ("declined", "Declined"),
                            ("granted", "Granted"),
                            ("refused", "Refused"),
                            ("not_held", "Information not held"),
                        ],
                        max_length=14,
                    ),
                ),
                ("is_protected", models.BooleanField(default=False)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("received", "Not yet verified"),
                            ("awaiting_reporter", "Waiting for the reporter"),
                            ("forwarded", "Not yet followed up"),
                            ("in_progress", "In progress"),
                            ("scheduled", "Scheduled"),
                            ("answered", "Answered, waiting for confirmation"),
                            ("resolved", "Resolved, confirmed"),
                            ("closed_unconfirmed", "Closed without confirmation"),
                            ("merged", "Merged"),
                            ("archived", "Archived"),
                            ("referred", "Referred outside"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "return_state",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("received", "Not yet verified"),
                            ("awaiting_reporter", "Waiting for the reporter"),
                            ("forwarded", "Not yet followed up"),
                            ("in_progress", "In progress"),
                            ("scheduled", "Scheduled"),
                            ("answered", "Answered, waiting for confirmation"),
                            ("resolved", "Resolved, confirmed"),
                            ("closed_unconfirmed", "Closed without confirmation"),
                            ("merged", "Merged"),
                            ("archived", "Archived"),
                            ("referred", "Referred outside"),
                        ],
                        max_length=20,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "archive_reason",
                    models.CharField(
                        blank=True, choices=lapor.reports.vocabulary.archive_reason_choices, max_length=20
                    ),
                ),
                ("refusals", models.PositiveSmallIntegerField(default=0)),
                ("is_decided", models.BooleanField(default=False)),
                ("has_appealed", models.BooleanField(default=False)),
                ("has_objected", models.BooleanField(default=False)),
                ("is_extended", models.BooleanField(default=False)),
                ("is_unreachable", models.BooleanField(default=False)),
                ("children_count", models.PositiveIntegerField(default=0)),
                (
                    "verdict",
                    models.CharField(
                        blank=True, choices=[("confirmed", "Confirmed"), ("rejected", "Rejected")], max_length=10
                    ),
                ),
                ("supporters_count", models.PositiveIntegerField(default=0)),
                ("promised_on", models.DateField(null=True)),
                ("extra_working_days", models.PositiveSmallIntegerField(default=0)),
                ("has_proposal", models.BooleanField(default=False)),
                ("has_helpers", models.BooleanField(default=False)),
                ("has_exclusions", models.BooleanField(default=False)),
                (
                    "officer_call",
                    models.CharField(
                        blank=True,
                        choices=[("open", "Asks for an officer"), ("answered", "Asked for an officer, who answered")],
                        default="",
                        max_length=8,
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=200)),
                ("text", models.TextField()),
                ("answers", models.JSONField(default=list)),
                ("published_text", models.TextField(blank=True)),
                ("published_title", models.CharField(blank=True, max_length=200)),
                ("findings", models.JSONField(null=True)),
                ("has_unchecked", models.BooleanField(default=False)),
                ("category_text", models.CharField(blank=True, max_length=200)),
                ("agency_text", models.CharField(blank=True, max_length=200)),
                ("area_text", models.CharField(blank=True, max_length=200)),
                ("address", models.CharField(blank=True, max_length=300)),
                ("latitude", models.FloatField(null=True)),
                ("longitude", models.FloatField(null=True)),
                ("happened_at", models.DateTimeField(null=True)),
                ("channel", models.CharField(choices=lapor.reports.vocabulary.channel_choices, max_length=10)),
                ("provenance", models.JSONField(default=dict)),
                ("language", models.CharField(default="id", max_length=5)),
                ("is_imported", models.BooleanField(default=False)),
                ("filed_at", models.DateTimeField()),
                ("state_since", models.DateTimeField()),
                ("held_since", models.DateTimeField(null=True)),
                ("remind_at", models.DateTimeField(null=True)),
                ("first_response_at", models.DateTimeField(null=True)),
                ("answered_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                ("due_at", models.DateTimeField(null=True)),
                (
                    "search",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.contrib.postgres.search.SearchVector(
                            "title", "text", config=django.db.models.expressions.RawSQL("'indonesian'::regconfig", [])
                        ),
                        output_field=django.contrib.postgres.search.SearchVectorField(),
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.agency"
                    ),
                ),
                (
                    "archived_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "area",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.area"
                    ),
                ),
                (
                    "category",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.category"
                    ),
                ),
                (
                    "officer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="reports.report",
                    ),
                ),
                (
                    "reporter",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="reports",
                        to="reporters.reporter",
                    ),
                ),
                (
                    "root",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.agency"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("id", models.UUIDField(default=lapor.core.ids.new_id, primary_key=True, serialize=False)),
                ("act", models.CharField(max_length=20)),
                ("at", models.DateTimeField()),
                (
                    "state_after",
                    models.CharField(
                        choices=[
                            ("received", "Not yet verified"),
                            ("awaiting_reporter", "Waiting for the reporter"),
                            ("forwarded", "Not yet followed up"),
                            ("in_progress", "In progress"),
                            ("scheduled", "Scheduled"),
                            ("answered", "Answered, waiting for confirmation"),
                            ("resolved", "Resolved, confirmed"),
                            ("closed_unconfirmed", "Closed without confirmation"),
                            ("merged", "Merged"),
                            ("archived", "Archived"),
                            ("referred", "Referred outside"),
                        ],
                        max_length=20,
                    ),
                ),
                ("actor_kind", models.CharField(max_length=10)),
                (
                    "audience",
                    models.CharField(
                        choices=[("public", "Public"), ("reporter", "Reporter"), ("internal", "Internal")],
                        max_length=10,
                    ),
                ),
                (
                    "publication",
                    models.CharField(
                        choices=[
                            ("pending", "Waiting for the privacy check"),
                            ("published", "Published"),
                            ("withheld", "Withheld"),
                        ],
                        default="withheld",
                        max_length=10,
                    ),
                ),
                ("text", models.TextField(blank=True)),
                ("published_text", models.TextField(blank=True)),
                ("findings", models.JSONField(null=True)),
                ("details", models.JSONField(default=dict)),
                (
                    "agency",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="agencies.agency"
                    ),
                ),
                (
                    "officer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="entries", to="reports.report"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Feedback",
            fields=[
                (
                    "report",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="feedback",
                        serialize=False,
                        to="reports.report",
                    ),
                ),
                ("rating", models.PositiveSmallIntegerField()),
                ("text", models.TextField(blank=True)),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Exclusion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "agency",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.agency"
                    ),
                ),
                (
                    "officer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="exclusions", to="reports.report"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Clock",
            fields=[
                ("id", models.UUIDField(default=lapor.core.ids.new_id, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("verify", "Verification"),
                            ("response", "First response"),
                            ("resolution", "Resolution"),
                            ("confirmation", "Reporter's confirmation"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("running", "Running"), ("paused", "Paused"), ("stopped", "Stopped")],
                        default="running",
                        max_length=8,
                    ),
                ),
                ("started_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("working_days", models.PositiveSmallIntegerField(default=0)),
                ("calendar_hours", models.PositiveSmallIntegerField(default=0)),
                ("calendar_version", models.CharField(max_length=40)),
                ("policy_version", models.CharField(max_length=40)),
                ("paused_at", models.DateTimeField(null=True)),
                ("pause_reason", models.CharField(blank=True, max_length=20)),
                ("left_working_days", models.SmallIntegerField(default=0)),
                ("left_seconds", models.IntegerField(default=0)),
                ("stopped_at", models.DateTimeField(null=True)),
                ("reminded", models.PositiveSmallIntegerField(default=0)),
                ("remind_at", models.DateTimeField(null=True)),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="clocks", to="reports.report"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Attachment",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                (
                    "publication",
                    models.CharField(
                        choices=[
                            ("pending", "Waiting for the privacy check"),
                            ("published", "Published"),
                            ("withheld", "Withheld"),
                        ],
                        default="withheld",
                        max_length=10,
                    ),
                ),
                ("is_evidence", models.BooleanField(default=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[("photo", "photo"), ("pdf", "PDF"), ("audio", "sound"), ("video", "video")],
                        default="photo",
                        max_length=5,
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("preparing", "Preparing"), ("ready", "Ready"), ("failed", "Failed")],
                        default="ready",
                        max_length=9,
                    ),
                ),
                ("is_masked", models.BooleanField(default=False)),
                ("sha256", models.CharField(blank=True, max_length=64)),
                ("original_sha256", models.CharField(max_length=64)),
                ("width", models.PositiveIntegerField()),
                ("height", models.PositiveIntegerField()),
                ("seconds", models.PositiveSmallIntegerField(default=0)),
                ("pages", models.PositiveSmallIntegerField(default=0)),
                ("created_at", models.DateTimeField()),
                (
                    "entry",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attachments",
                        to="reports.entry",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="attachments", to="reports.report"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Assignment",
            fields=[
                ("id", models.UUIDField(default=lapor.core.ids.new_id, primary_key=True, serialize=False)),
                ("reason", models.TextField(blank=True)),
                ("began_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("was_refused", models.BooleanField(default=False)),
                (
                    "from_agency",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.agency"
                    ),
                ),
                (
                    "to_agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.agency"
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="assignments", to="reports.report"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Proposal",
            fields=[
                ("id", models.UUIDField(default=lapor.core.ids.new_id, primary_key=True, serialize=False)),
                ("act", models.CharField(max_length=20)),
                ("approver", models.CharField(max_length=24)),
                ("data", models.JSONField()),
                ("proposed_at", models.DateTimeField()),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("approved", "Approved"),
                            ("declined", "Declined"),
                            ("void", "Void"),
                        ],
                        default="open",
                        max_length=8,
                    ),
                ),
                ("decided_at", models.DateTimeField(null=True)),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="reports.entry"
                    ),
                ),
                (
                    "officer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="proposals", to="reports.report"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ReadyNumber",
            fields=[
                ("key", models.BinaryField(primary_key=True, serialize=False)),
                ("tracking_id", models.CharField(max_length=10, unique=True)),
                ("made_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField(db_index=True)),
                ("used_at", models.DateTimeField(null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="agencies.agency"
                    ),
                ),
                (
                    "officer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Support",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("supporter", models.BinaryField()),
                ("at", models.DateTimeField()),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="supports", to="reports.report"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SupportingAgency",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.agency"
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="helpers", to="reports.report"
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(fields=["root", "state", "due_at", "id"], name="report_inbox"),
        ),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(fields=["agency", "state", "due_at", "id"], name="report_agency_inbox"),
        ),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(fields=["root", "-filed_at", "id"], name="report_filed"),
        ),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(
                condition=models.Q(("remind_at", None), _negated=True), fields=["remind_at"], name="report_remind"
            ),
        ),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(
                condition=models.Q(("parent", None), _negated=True), fields=["parent"], name="report_children"
            ),
        ),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(
                condition=models.Q(("former_number", ""), _negated=True), fields=["former_number"], name="report_former"
            ),
        ),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(
                condition=models.Q(("state__in", ["awaiting_reporter", "answered"])),
                fields=["state", "state_since"],
                name="report_waiting",
            ),
        ),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(
                condition=models.Q(("has_unchecked", True)), fields=["root", "due_at", "id"], name="report_unchecked"
            ),
        ),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(
                condition=models.Q(("officer_call", "open")), fields=["root", "due_at", "id"], name="report_called"
            ),
        ),
        migrations.AddIndex(
            model_name="report",
            index=django.contrib.postgres.indexes.GinIndex(fields=["search"], name="report_search"),
        ),
        migrations.AddIndex(
            model_name="report",
            index=django.contrib.postgres.indexes.HashIndex(fields=["receipt_hash"], name="report_receipt"),
        ),
        migrations.AddIndex(
            model_name="report",
            index=django.contrib.postgres.indexes.HashIndex(
                django.db.models.fields.json.KeyTextTransform("post", "provenance"), name="report_post"
            ),
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(fields=["report", "at", "id"], name="entry_story"),
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(
                condition=models.Q(("act", "file"), ("actor_kind", "officer")),
                fields=["agency", "at", "id"],
                name="entry_typed",
            ),
        ),
        migrations.AddIndex(
            model_name="clock",
            index=models.Index(
                condition=models.Q(("remind_at", None), _negated=True), fields=["remind_at"], name="clock_remind"
            ),
        ),
        migrations.AddConstraint(
            model_name="clock",
            constraint=models.UniqueConstraint(fields=("report", "kind"), name="one_clock_of_a_kind"),
        ),
        migrations.AddIndex(
            model_name="attachment",
            index=models.Index(
                condition=models.Q(("status", "preparing")), fields=["created_at"], name="attachments_to_prepare"
            ),
        ),
        migrations.AddConstraint(
            model_name="assignment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None)), fields=("report",), name="one_holder_at_a_time"
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status", "open")), fields=("report",), name="one_open_proposal"
            ),
        ),
        migrations.AddConstraint(
            model_name="support",
            constraint=models.UniqueConstraint(fields=("report", "supporter"), name="support_counts_once"),
        ),
        migrations.AddConstraint(
            model_name="supportingagency",
            constraint=models.UniqueConstraint(fields=("report", "agency"), name="helper_once"),
        ),
        # The sequence behind the tracking numbers, and the nearest-neighbour index of places.
        migrations.RunSQL("CREATE SEQUENCE reports_tracking_number MINVALUE 0 MAXVALUE 999999999 START 0"),
        migrations.RunSQL(
            "CREATE INDEX report_place ON reports_report USING gist (point(longitude, latitude))"
            " WHERE latitude IS NOT NULL"
        ),
        migrations.RunSQL(TAKE_OUT_IMPORT),
        migrations.RunSQL(MASK_WORDS),
    ]
