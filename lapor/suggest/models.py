"""What was learned, and what was suggested for a report. Both can be made anew at any time."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lapor.agencies.models import Agency
from lapor.core.ids import new_id


class SuggestionKind(models.TextChoices):
    CATEGORY = "category", _("Category")
    AGENCY = "agency", _("Agency responsible")


class LearnedModel(models.Model):
    """One version of what a city's reports teach; the newest is in use. Its numbers are files (storage.py)."""

    id = models.UUIDField(primary_key=True, default=new_id)
    root = models.ForeignKey(Agency, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=8, choices=SuggestionKind.choices)
    version = models.CharField(max_length=32)
    digest = models.CharField(max_length=64)  # SHA-256 of its manifest
    reports = models.PositiveIntegerField()  # it was learned from
    classes = models.PositiveIntegerField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["root", "kind", "version"], name="learned_model_version")]


class Suggestion(models.Model):
    """What was suggested for a report, and what the office chose: where they differ, the next model learns from it.

    `words`: those of the report that speak for it, of many reports each; `confidence` is null where nothing was learned
    yet and the preset's words spoke."""

    id = models.UUIDField(primary_key=True, default=new_id)
    report_id = models.UUIDField()
    kind = models.CharField(max_length=8, choices=SuggestionKind.choices)
    code = models.SlugField(max_length=60, blank=True)
    confidence = models.FloatField(null=True)
    is_sure = models.BooleanField(default=False)
    words = models.JSONField(default=list)
    model_version = models.CharField(max_length=32, blank=True)
    made_at = models.DateTimeField()
    chosen_code = models.SlugField(max_length=60, blank=True)
    chosen_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report_id", "kind"], name="one_suggestion_of_a_kind")]
