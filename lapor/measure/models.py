"""Figures kept up to date by events, so that no page ever counts reports. Can be made anew at any time."""

from django.db import models

from lapor.agencies.models import Agency
from lapor.reports.models import Report
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
    is_due = models.BooleanField(default=False)  # it has an answer, or should have one by now
    is_protected = models.BooleanField()
    # confidential or protected: in no public list, so in no figure beside one
    is_hidden = models.BooleanField(default=False)
    is_unreachable = models.BooleanField(default=False)
    is_repeated = models.BooleanField(default=False)  # its answer went out word for word before (sent_words.py)
    # how the photos of its result were taken: "in_app" where all of them were, "" without any (reports.evidence)
    evidence = models.CharField(max_length=7, blank=True)
    is_questioned = models.BooleanField(default=False)  # there was something to ask about them
    # a deadline of the answer, or of the check, has passed and still runs: late now
    is_overdue = models.BooleanField(default=False)
    is_check_overdue = models.BooleanField(default=False)
    # local days of the city: by when it has to be answered (before that: checked), the first response, its end
    due_on = models.DateField(null=True)
    first_response_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    supporters = models.PositiveIntegerField(default=0)
    category_id = models.UUIDField(null=True)
    channel = models.CharField(max_length=10, blank=True, default="")
    # For the scorecards, see scoring.py.
    area_code = models.CharField(max_length=16, blank=True)
    district_code = models.CharField(max_length=16, blank=True)
    rejected = models.PositiveSmallIntegerField(default=0)
    reopened = models.PositiveSmallIntegerField(default=0)
    returned = models.JSONField(default=dict)
    rating = models.PositiveSmallIntegerField(default=0)
    # what the call-back heard last, and of which agency's answer
    asked = models.CharField(max_length=12, blank=True, default="")
    asked_agency_id = models.UUIDField(null=True)
    verify_days = models.PositiveSmallIntegerField(null=True)
    response_days = models.PositiveSmallIntegerField(null=True)
    answer_days = models.PositiveSmallIntegerField(null=True)
    whole_days = models.PositiveSmallIntegerField(null=True)


class StateCount(models.Model):
    """How many reports an agency has in each state: the numbers of the inbox."""

    id = models.BigAutoField(primary_key=True)
    root = models.ForeignKey(Agency, models.CASCADE, related_name="+")
    agency = models.ForeignKey(Agency, models.CASCADE, null=True, related_name="+")
    state = models.CharField(max_length=20, choices=State.choices)
    is_protected = models.BooleanField()
    reports = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["root", "agency", "state", "is_protected"], name="state_count_row", nulls_distinct=False
            )
        ]


class ScoreCount(models.Model):
    """How many reports of a month fall under a measure, for a subject: the city, an agency, a district or a village."""

    id = models.BigAutoField(primary_key=True)
    root = models.ForeignKey(Agency, models.CASCADE, related_name="+")
    subject = models.CharField(max_length=50)
    month = models.DateField()  # its first day
    measure = models.CharField(max_length=20)
    is_hidden = models.BooleanField()
    reports = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["root", "subject", "month", "measure", "is_hidden"], name="score_count_row")
        ]
        indexes = [models.Index(fields=["root", "measure", "month"], name="score_of_a_measure")]


class DayCount(models.Model):
    """How many reports of a subject (the city, an agency) were filed on a day, and how many ended on it: by these the
    backlog of any day is known (backlog.py)."""

    id = models.BigAutoField(primary_key=True)
    root = models.ForeignKey(Agency, models.CASCADE, related_name="+")
    subject = models.CharField(max_length=50)
    day = models.DateField()
    measure = models.CharField(max_length=6)  # "filed" or "closed"
    reports = models.IntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["root", "subject", "day", "measure"], name="day_count_row")]


class SentWords(models.Model):
    """That an agency sent certain words on a report: their digest, and when they went out on it first."""

    id = models.BigAutoField(primary_key=True)
    report = models.ForeignKey(Report, models.CASCADE, related_name="+", db_index=False)
    agency = models.ForeignKey(Agency, models.CASCADE, related_name="+", db_index=False)
    digest = models.BinaryField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "agency", "digest"], name="sent_words_once")]
        indexes = [models.Index(fields=["agency", "digest", "at"], name="sent_words_again")]
