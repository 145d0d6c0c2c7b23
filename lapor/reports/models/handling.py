"""Who handles a report and until when: offices, deadlines, proposals, helpers, those who are kept out."""

from django.db import models

from lapor.agencies.models import Agency, Officer
from lapor.core.ids import new_id
from lapor.reports.models.report import Report
from lapor.reports.models.story import Entry
from lapor.reports.vocabulary import (
    ClockKind,
)


class Assignment(models.Model):
    """Disposisi: which agency held a report, from when to when, and why it moved."""

    id = models.UUIDField(primary_key=True, default=new_id)
    report = models.ForeignKey(Report, models.CASCADE, related_name="assignments")
    from_agency = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+")
    to_agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    was_refused = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report"], condition=models.Q(ended_at=None), name="one_holder_at_a_time")
        ]
        indexes = [
            models.Index(fields=["began_at"], name="assignment_began"),
            models.Index(fields=["to_agency", "ended_at"], name="assignment_ended"),
        ]


class Clock(models.Model):
    """One deadline of a report, with the calendar and policy it was computed with; it never moves when those change."""

    class Status(models.TextChoices):
        RUNNING = "running"
        PAUSED = "paused"
        STOPPED = "stopped"

    id = models.UUIDField(primary_key=True, default=new_id)
    report = models.ForeignKey(Report, models.CASCADE, related_name="clocks")
    kind = models.CharField(max_length=12, choices=ClockKind.choices)
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.RUNNING)
    started_at = models.DateTimeField()
    due_at = models.DateTimeField()
    working_days = models.PositiveSmallIntegerField(default=0)
    calendar_hours = models.PositiveSmallIntegerField(default=0)
    calendar_version = models.CharField(max_length=40)
    policy_version = models.CharField(max_length=40)
    paused_at = models.DateTimeField(null=True)
    pause_reason = models.CharField(max_length=20, blank=True)
    left_working_days = models.SmallIntegerField(default=0)
    left_seconds = models.IntegerField(default=0)
    stopped_at = models.DateTimeField(null=True)
    # What the sweep has said of it, and when it has to look again (null: never).
    reminded = models.PositiveSmallIntegerField(default=0)
    remind_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "kind"], name="one_clock_of_a_kind")]
        indexes = [models.Index(fields=["remind_at"], name="clock_remind", condition=~models.Q(remind_at=None))]

    @property
    def was_late(self) -> bool | None:
        """Whether it ended after its time; None while it has not ended."""
        return self.stopped_at > self.due_at if self.stopped_at else None


class Proposal(models.Model):
    """An act that needs approval: kept as it was proposed, done when it is approved, void when the report moves on or
    another office gets it."""

    class Status(models.TextChoices):
        OPEN = "open"
        APPROVED = "approved"
        DECLINED = "declined"
        VOID = "void"

    id = models.UUIDField(primary_key=True, default=new_id)
    report = models.ForeignKey(Report, models.CASCADE, related_name="proposals")
    entry = models.ForeignKey(Entry, models.CASCADE, related_name="+")  # holds the proposed photos
    act = models.CharField(max_length=20)
    approver = models.CharField(max_length=24)  # the role whose approval it needs
    data = models.JSONField()
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    # proposed in a role that was lent: which one, of which agency, and whose
    lent_role = models.CharField(max_length=24, blank=True, default="")
    lent_agency = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+")
    lender = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+")
    proposed_at = models.DateTimeField()
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.OPEN)
    decided_by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report"], condition=models.Q(status="open"), name="one_open_proposal")
        ]


class SupportingAgency(models.Model):
    """An agency that was asked to help: sees the report, may report progress, is not responsible."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="helpers")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "agency"], name="helper_once")]


class Exclusion(models.Model):
    """An accused agency (with all below it) or officer that may not see a protected report."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="exclusions")
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+")
    officer = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+")
