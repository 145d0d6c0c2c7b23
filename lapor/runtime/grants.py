"""What the application's database role may do: everything but changing the ledger, deleting a report or what hangs on
it, and changing of these more than acts change. Called by `lapor migrate`.

Runs after every migration, so that a new table or partition never stays open or shut by accident.
"""

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

# Rows that are never deleted; of each the columns that an act, a job or the erasure of a person changes. The rest stays
# as it was written. What undoes an import, and what masks a person's words at their erasure, asks functions of the
# owner's (reports.migrations).
CHANGEABLE: dict[str, tuple[str, ...]] = {
    "reports_report": (
        "reporter_id",
        "visibility",
        "publication",
        "urgency",
        "outcome",
        "is_protected",
        "state",
        "return_state",
        "version",
        "archive_reason",
        "archived_by_id",
        "refusals",
        "is_decided",
        "rejections",
        "awaits_decision",
        "has_appealed",
        "has_objected",
        "is_extended",
        "is_unreachable",
        "parent_id",
        "children_count",
        "verdict",
        "supporters_count",
        "promised_on",
        "extra_working_days",
        "officer_id",
        "team_id",
        "approver",
        "has_helpers",
        "has_exclusions",
        "has_partners",
        "officer_call",
        "unanswered_act",
        "heard_count",
        "published_text",
        "published_title",
        "public_from",
        "findings",
        "has_unchecked",
        "category_id",
        "agency_id",
        "state_since",
        "held_since",
        "remind_at",
        "first_response_at",
        "answered_at",
        "closed_at",
        "due_at",
    ),
    "reports_entry": ("audience", "publication", "published_text", "details"),
    "reports_attachment": (
        "report_id",
        "entry_id",
        "publication",
        "is_evidence",
        "status",
        "is_masked",
        "sha256",
        "width",
        "height",
        "seconds",
        "pages",
    ),
    "reports_challenge": (),
    "reports_capture": ("place",),  # ends, or is sealed anew
    "reports_clock": (
        "status",
        "started_at",
        "due_at",
        "working_days",
        "calendar_hours",
        "calendar_version",
        "policy_version",
        "paused_at",
        "pause_reason",
        "left_working_days",
        "left_seconds",
        "stopped_at",
        "reminded",
        "remind_at",
    ),
    "reports_assignment": ("ended_at", "was_refused"),
    "reports_photofingerprint": (),
    "reports_partnerlink": ("ended_at", "opened_at"),
    "reports_proposal": ("status", "decided_by_id", "decided_at"),
    "reports_feedback": (),
    "reports_support": (),
    "reports_supportingagency": (),
    "reports_exclusion": (),
    "ledger_stream": ("length", "head"),
}
FUNCTIONS = (
    "reports_take_out_import(uuid[])",
    "reports_take_out_undone(uuid, uuid[], uuid[])",
    "reports_mask_words(uuid, jsonb, jsonb, jsonb, jsonb, text)",
)
# the events with their monthly partitions, and the published heads
LEDGER_PREFIXES = [
    "ledger_event",
    "ledger_position",
    "ledger_dailyhead",
    "ledger_timedhead",
]


QUEUE = "ledger_tail"  # filled by the ledger's trigger; the sequencer takes out


def role_of(url: str) -> str:
    """The role that a database URL logs in as, empty where it names none."""
    return str(conninfo_to_dict(url).get("user") or "")


def grant(connection: BaseDatabaseWrapper, *, role: str) -> bool:
    """Give `role` its rights in the schema; False where it is the owner itself and nothing can be withheld from it."""
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:  # nobody works with half of it
        cursor.execute("SELECT current_user")
        if not role or cursor.fetchone()[0] == role:
            return False
        cursor.execute(
            "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
            " WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND c.relname ^@ ANY (%s) ORDER BY c.relname",
            [LEDGER_PREFIXES],
        )
        for statement in statements(role, ledger_tables=[str(row[0]) for row in cursor.fetchall()]):
            cursor.execute(statement.as_string(connection.connection))
    return True


def statements(role: str, *, ledger_tables: list[str]) -> list[sql.Composed]:
    """In this order: all rights, then those on the ledger and on reports taken back, but for the columns that acts
    change."""
    to = sql.Identifier(role)
    return [
        sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(to),
        sql.SQL("GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {}").format(to),
        sql.SQL("GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {}").format(to),
        *(
            sql.SQL("REVOKE UPDATE, DELETE, TRUNCATE ON {} FROM {}").format(sql.Identifier(table), to)
            for table in ledger_tables
        ),
        *(
            sql.SQL("REVOKE UPDATE, DELETE, TRUNCATE ON {} FROM {}").format(sql.Identifier(table), to)
            for table in CHANGEABLE
        ),
        sql.SQL("REVOKE INSERT, UPDATE, TRUNCATE ON {} FROM {}").format(sql.Identifier(QUEUE), to),
        *(
            sql.SQL("GRANT UPDATE ({}) ON {} TO {}").format(
                sql.SQL(", ").join(map(sql.Identifier, columns)), sql.Identifier(table), to
            )
            for table, columns in CHANGEABLE.items()
            if columns
        ),
        *(sql.SQL("GRANT EXECUTE ON FUNCTION {} TO {}").format(sql.SQL(name), to) for name in FUNCTIONS),
    ]
