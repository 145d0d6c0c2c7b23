"""The public read model: one row for each report that the public may know of.

Made from events, can be made anew at any time."""

from django.contrib.postgres.indexes import GinIndex, GistIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from lapor.agencies.models import Agency, Area, Category
from lapor.db.search_text import search_vector
from lapor.reports.vocabulary import Kind, Publication, State


class PublicReport(models.Model):
    """Number, state and place of a report that is not confidential; its words and point only once they are
    published."""

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
    changed_at = models.DateTimeField(null=True)  # by the last act that others may know of; null: before this was kept
    supporters_count = models.PositiveIntegerField(default=0)
    is_before_head = models.BooleanField(default=False)  # the head of the city decides who handles it
    search = models.GeneratedField(
        expression=search_vector("title", "text"),
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
            models.Index(fields=["root", "-supporters_count", "-filed_at", "-id"], name="public_by_support"),
            models.Index(fields=["former_number"], name="public_former", condition=~models.Q(former_number="")),
            GinIndex(fields=["search"], name="public_search"),
        ]


class MapCell(models.Model):
    """How many published reports lie in a cell of the map: in all, and for each value of each filter.

    Kept by events (cells.py).

    Cells are tiles of the web's map (x, y at `level`); level 0 is everything, reports without a point too. The sums of
    the points, in millionths of a degree, say where the middle of a cluster lies.
    """

    id = models.BigAutoField(primary_key=True)
    root = models.ForeignKey(Agency, models.CASCADE, related_name="+")
    level = models.PositiveSmallIntegerField()
    facet = models.CharField(max_length=8)  # "all", or the filter
    value = models.CharField(max_length=36)
    x = models.PositiveIntegerField()
    y = models.PositiveIntegerField()
    opened = models.IntegerField(default=0)  # still open
    closed = models.IntegerField(default=0)
    latitudes = models.BigIntegerField(default=0)
    longitudes = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["root", "level", "facet", "value", "x", "y"], name="map_cell_row")
        ]


class PublicWord(models.Model):
    """A word of the published texts and in how many of them it stands: for plans of searches and for words typed wrong
    (words.py)."""

    id = models.BigAutoField(primary_key=True)
    root = models.ForeignKey(Agency, models.CASCADE, related_name="+")
    word = models.CharField(max_length=30)
    stem = models.CharField(max_length=30)
    documents = models.IntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["root", "word"], name="public_word_row")]
        indexes = [
            models.Index(fields=["root", "stem"], name="public_word_stem"),
            GistIndex(OpClass("word", name="gist_trgm_ops"), name="public_word_likeness"),
        ]


class SaidPlace(models.Model):
    """A street with its landmark as it stands in a published text, with that report's published point: offered to
    whoever writes the same place (said_places.py). Gone with the words or the point."""

    report = models.OneToOneField(PublicReport, models.CASCADE, primary_key=True, related_name="+")
    root = models.ForeignKey(Agency, models.CASCADE, related_name="+")
    name = models.CharField(max_length=120)
    folded = models.CharField(max_length=140)
    latitude = models.FloatField()
    longitude = models.FloatField()
    area = models.ForeignKey(Area, models.SET_NULL, null=True, related_name="+")

    class Meta:
        indexes = [GinIndex(OpClass("folded", name="gin_trgm_ops"), name="said_place_words")]
