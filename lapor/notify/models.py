"""What has become public lately, for digests of who follows something (reporters.Follow); what officers hear of, and
how they want to."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lapor.agencies.models import Agency, Officer
from lapor.core.ids import new_id
from lapor.reports.vocabulary import State


class PublicNews(models.Model):
    """One thing that the public may know of a report since `at`: that it was published, or its new state.

    Digests are made of these; whether it may still be told is asked of the report when it is told."""

    id = models.UUIDField(primary_key=True, default=new_id)
    root = models.ForeignKey(Agency, models.CASCADE, related_name="+")
    report_id = models.UUIDField()
    is_new = models.BooleanField()  # the report became public; else it went on
    state = models.CharField(max_length=20, choices=State.choices)
    category_id = models.UUIDField(null=True)
    area_code = models.CharField(max_length=16, blank=True)
    district_code = models.CharField(max_length=16, blank=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    at = models.DateTimeField()
    dedupe_key = models.CharField(max_length=80, unique=True)

    class Meta:
        indexes = [
            models.Index(fields=["root", "at"], name="news_of_a_time"),
            models.Index(fields=["at"], name="news_old"),
        ]


class OfficerNotice(models.Model):
    """One thing that an officer hears of, as the bell shows it.

    No word of a report is in it: `kind` and `facts` make the words (officer_words)."""

    id = models.UUIDField(primary_key=True, default=new_id)
    root = models.ForeignKey(Agency, models.CASCADE, related_name="+")
    officer = models.ForeignKey(Officer, models.CASCADE, related_name="+")
    report_id = models.UUIDField(null=True)
    kind = models.CharField(max_length=24)
    facts = models.JSONField(default=dict)
    page = models.CharField(max_length=200)  # where to look
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    waits_for_digest = models.BooleanField(default=False)
    dedupe_key = models.CharField(max_length=120, unique=True)  # an event tells an officer once

    class Meta:
        indexes = [
            models.Index(fields=["officer", "-at"], name="notice_of_officer"),
            models.Index(fields=["officer", "report_id"], name="notice_unread", condition=models.Q(read_at=None)),
            models.Index(fields=["officer", "at"], name="notice_for_digest", condition=models.Q(waits_for_digest=True)),
            models.Index(fields=["at"], name="notice_old"),
        ]


class OfficerChoice(models.Model):
    """How an officer wants to hear of things; without a row: at once, by mail, at any hour."""

    class Rhythm(models.TextChoices):
        AT_ONCE = "at_once", _("At once")
        DIGEST = "digest", _("Twice a day, at 7 and at 13 o'clock")

    officer = models.OneToOneField(Officer, models.CASCADE, primary_key=True, related_name="+")
    rhythm = models.CharField(max_length=8, choices=Rhythm.choices, default=Rhythm.AT_ONCE)
    quiet_from = models.PositiveSmallIntegerField(null=True)  # hours of the city's day, both or none
    quiet_until = models.PositiveSmallIntegerField(null=True)
    by_mail = models.BooleanField(default=True)
