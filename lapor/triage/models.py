"""A disaster or disruption that many report at once: one parent report stands for all of them."""

from django.db import models

from lapor.agencies.models import Agency, Area, Category, Officer
from lapor.core.ids import new_id
from lapor.reports.models import Report


class Incident(models.Model):
    """Declared by a head: where, what and since when; what changes for the clocks is published with it."""

    id = models.UUIDField(primary_key=True, default=new_id)
    root = models.ForeignKey(Agency, models.PROTECT, related_name="incidents")
    parent = models.OneToOneField(Report, models.PROTECT, related_name="incident")
    title = models.CharField(max_length=120)
    areas = models.ManyToManyField(Area, related_name="+")  # none = the whole jurisdiction
    categories = models.ManyToManyField(Category, related_name="+")
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    clock_note = models.TextField(blank=True)  # the published change of clocks, in words
    declared_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    declared_at = models.DateTimeField()

    class Meta:
        ordering = ["-declared_at"]

    def __str__(self) -> str:
        return self.title
