"""What officers typed and have not sent, by report and act: theirs alone, on every device of theirs."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from lapor.agencies.models import Officer
from lapor.casework.models import ActDraft
from lapor.core import clock
from lapor.core.text import clean_text
from lapor.intake.filing.actions import MAX_TEXT
from lapor.ledger.holding import forget_memory_of
from lapor.reports.models import Report

KEEP = timedelta(days=30)


def keep_draft(report: Report, officer: Officer, act: str, text: str) -> None:
    """Empty words end it."""
    own, words = officer.person, clean_text(text)[:MAX_TEXT]
    if not words:
        forget_draft(report, officer, act)
        return
    ActDraft.objects.bulk_create(
        [ActDraft(report=report, officer=own, act=act, text=words, at=clock.now())],
        update_conflicts=True,
        unique_fields=["report", "officer", "act"],
        update_fields=["text", "at"],
    )


def drafts_of(report: Report, officer: Officer) -> dict[str, str]:
    """By the name of the act."""
    rows = ActDraft.objects.filter(report=report, officer=officer.person)
    return dict(rows.values_list("act", "text"))


def forget_draft(report: Report, officer: Officer, act: str) -> None:
    ActDraft.objects.filter(report=report, officer=officer.person, act=act).delete()


def forget_drafts_about(report_ids: list[UUID]) -> None:
    """Before a person is erased whom they may speak of; words that an undo would set back too."""
    forget_memory_of(report_ids)
    ActDraft.objects.filter(report__in=report_ids).delete()


def old_drafts(before: datetime) -> QuerySet[ActDraft]:
    """For the retention table."""
    return ActDraft.objects.filter(at__lt=before)
