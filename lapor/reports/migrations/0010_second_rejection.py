"""How often the answer to a report was rejected, and that from the second time on it waits for the head of the city.
The generated column of whose turn it is knows this now; the database makes it anew of every row."""

from django.db import migrations, models
from django.db.models import Q, Value, When

CLOSED = ("resolved", "closed_unconfirmed", "archived", "referred", "merged")
COUNT = """
UPDATE reports_report r SET rejections = n.found FROM (
    SELECT report_id, count(*) AS found FROM reports_entry
    WHERE act IN ('reject', 'reopen') AND state_after <> 'merged' GROUP BY report_id
) n WHERE n.report_id = r.id
"""


def waits_for(*first: When) -> models.GeneratedField:
    is_called = Q(officer_call="open")
    is_paused = Q(state__in=("awaiting_reporter", "answered"))
    is_heard = ~Q(unanswered_act="") & is_paused
    with_agency = Q(agency__isnull=False) & ~Q(state__in=("received", *CLOSED))
    return models.GeneratedField(
        expression=models.Case(
            When(Q(approver="head"), then=Value("head")),
            When(Q(approver="triage_officer"), then=Value("triage")),
            *first,
            When((is_called | is_heard) & with_agency, then=Value("agency")),
            When(is_called | is_heard, then=Value("triage")),
            When(Q(state="received", refusals__gte=3, is_decided=False), then=Value("city_head")),
            When(Q(state="received"), then=Value("triage")),
            When(is_paused, then=Value("reporter")),
            When(Q(state="referred"), then=Value("outside")),
            When(Q(state__in=CLOSED), then=Value("")),
            When(Q(has_objected=True), then=Value("head")),
            default=Value("agency"),
        ),
        output_field=models.CharField(max_length=10),
        db_persist=True,
    )


def index(name: str, *turns: str) -> models.Index:
    return models.Index(fields=["root", "queue_key", "id"], name=name, condition=Q(waits_for__in=turns))


TO_HEAD = When(Q(state="received", awaits_decision=True), then=Value("city_head"))


class Migration(migrations.Migration):
    dependencies = [("reports", "0009_evidence")]

    operations = [
        migrations.AddField("report", "rejections", models.PositiveSmallIntegerField(default=0)),
        migrations.AddField("report", "awaits_decision", models.BooleanField(default=False)),
        migrations.RunSQL(COUNT, migrations.RunSQL.noop),
        migrations.RemoveIndex("report", "report_for_triage"),
        migrations.RemoveIndex("report", "report_for_head"),
        migrations.RemoveField("report", "waits_for"),
        migrations.AddField("report", "waits_for", waits_for(TO_HEAD)),
        migrations.AddIndex("report", index("report_for_triage", "triage", "city_head")),
        migrations.AddIndex("report", index("report_for_head", "head", "city_head")),
    ]
