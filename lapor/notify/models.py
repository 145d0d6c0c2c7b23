"""What has become public lately, for digests of who follows something (reporters.Follow)."""

from django.db import models

from lapor.agencies.models import Agency
from lapor.core.ids import new_id
from lapor.reports.vocabulary import State


class PublicNews(models.Model):
    """One thing that the public may know of a report since `at`: that it was published, or its new state. Digests are made of these;
    whether it may still be told is asked of the report when it is told."""

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
        indexes = [models.Index(fields=["root", "at"], name="news_of_a_time"), models.Index(fields=["at"], name="news_old")]
