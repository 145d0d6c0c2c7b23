"""The public read model: one row for each report that the public may know of. Made from events, can be made anew at any time."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models.expressions import RawSQL

from lapor.agencies.models import Agency, Area, Category
from lapor.reports.vocabulary import Kind, Publication, State


class PublicReport(models.Model):
    """Number, state and place of a report that is not confidential; its words and point only once they are published."""

    id = models.UUIDField(primary_key=True)
    tracking_id = models.CharField(max_length=10, unique=True)
    former_number = models.CharField(max_length=40, blank=True)
    root = models.ForeignKey(Agency, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    state = models.CharField(max_length=20, choices=State.choices)
    publication = models.CharField(max_length=10, choices=Publication.choices)
    title = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)
    category = models.ForeignKey(Category, models.SET_NULL, null=True, related_name="+")
    category_text = models.CharField(max_length=200, blank=True)
    agency = models.ForeignKey(Agency, models.SET_NULL, null=True, related_name="+")
    agency_text = models.CharField(max_length=200, blank=True)
    area = models.ForeignKey(Area, models.SET_NULL, null=True, related_name="+")
    area_text = models.CharField(max_length=200, blank=True)
    latitude = models.FloatField(null=True)  # once the words are published, like them
    longitude = models.FloatField(null=True)
    channel = models.CharField(max_length=10)
    filed_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    search = models.GeneratedField(
        expression=SearchVector("title", "text", config=RawSQL("'indonesian'::regconfig", [])),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    class Meta:
        indexes = [
            models.Index(fields=["root", "-filed_at", "-id"], name="public_recent"),
            models.Index(fields=["root", "state", "-filed_at", "-id"], name="public_by_state"),
            models.Index(fields=["root", "category", "-filed_at", "-id"], name="public_by_category"),
            models.Index(fields=["root", "agency", "-filed_at", "-id"], name="public_by_agency"),
            models.Index(fields=["root", "area", "-filed_at", "-id"], name="public_by_area"),
            models.Index(fields=["former_number"], name="public_former", condition=~models.Q(former_number="")),
            GinIndex(fields=["search"], name="public_search"),
        ]
