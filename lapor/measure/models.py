"""Figures kept up to date by events, so that no page ever counts reports. Can be made anew at any time."""

from django.db import models

from lapor.agencies.models import Agency
from lapor.reports.vocabulary import State


class ReportFigure(models.Model):
    """What one report adds to the figures now; taken off again before it is changed."""

    id = models.UUIDField(primary_key=True)
    root_id = models.UUIDField()
    agency_id = models.UUIDField(null=True)
    state = models.CharField(max_length=20)
    filed_on = models.DateField()
    outcome = models.CharField(max_length=14, blank=True)
    is_answered = models.BooleanField()
    is_answered_in_time = models.BooleanField()
    is_protected = models.BooleanField()
    is_unreachable = models.BooleanField(default=False)


class DailyCount(models.Model):
    """Reports by the day they were filed, their agency and their state today."""

    id = models.BigAutoField(primary_key=True)
    root = models.ForeignKey(Agency, models.CASCADE, related_name="+")
    filed_on = models.DateField()
    agency = models.ForeignKey(Agency, models.CASCADE, null=True, related_name="+")
    state = models.CharField(max_length=20, choices=State.choices)
    is_protected = models.BooleanField(default=False)
    reports = models.IntegerField(default=0)
    unreachable = models.IntegerField(default=0)  # closed at once, since nobody could be asked
    answered = models.IntegerField(default=0)
    answered_in_time = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["root", "filed_on", "agency", "state", "is_protected"], name="daily_count_row", nulls_distinct=False)
        ]


class StateCount(models.Model):
    """How many reports an agency has in each state: the numbers of the inbox."""

    id = models.BigAutoField(primary_key=True)
    root = models.ForeignKey(Agency, models.CASCADE, related_name="+")
    agency = models.ForeignKey(Agency, models.CASCADE, null=True, related_name="+")
    state = models.CharField(max_length=20, choices=State.choices)
    is_protected = models.BooleanField()
    reports = models.IntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["root", "agency", "state", "is_protected"], name="state_count_row", nulls_distinct=False)]
