"""Who is responsible: agencies, their officers, what is reported (categories), where (areas), and the rules in force.

A root agency is a jurisdiction: its brand, timezone, calendar, categories and areas are its own.
"""

from datetime import time
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, UserManager
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from lapor.agencies.category_icons import category_icon
from lapor.agencies.checklists import ChecklistItem, item_from
from lapor.agencies.questions import Question, question_from
from lapor.agencies.roles import role_choices
from lapor.calendars.shifts import Shift
from lapor.core.ids import new_id
from lapor.ui.language import reads_english


class Agency(models.Model):
    """An office, a unit of it, or (without a parent) a whole jurisdiction."""

    id = models.UUIDField(primary_key=True, default=new_id)
    root = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="units")
    path = ArrayField(models.UUIDField(), default=list)  # from the root to itself
    code = models.SlugField(max_length=60)
    kind = models.CharField(max_length=24)
    name = models.CharField(max_length=120)
    email = models.EmailField(blank=True)
    area_code = models.CharField(max_length=16, blank=True)  # a district office serves one area
    # of a root: name, tagline, hues, emergency lines … (agencies.brand): its preset's; what its administrator changed
    preset_brand = models.JSONField(default=dict)
    own_brand = models.JSONField(default=dict)
    # of a root: host names under which it is shown
    hosts = ArrayField(models.CharField(max_length=120), default=list, blank=True)
    timezone = models.CharField(max_length=40, default="Asia/Jakarta")
    # of a root: grows with each import of boundaries; 0 = none
    boundaries_version = models.PositiveIntegerField(default=0)
    approves_answers = models.BooleanField(default=False)  # its head approves an answer before it goes out
    # Names of the rule sets it works by, its own or the nearest ancestor's (the preset works that out); "" = those of
    # the root.
    calendar = models.SlugField(max_length=40, blank=True, default="")
    policy = models.SlugField(max_length=40, blank=True, default="")
    is_active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["root", "code"], name="agency_code_in_root", nulls_distinct=False)
        ]
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def brand(self) -> dict[str, Any]:
        """As it is shown: what the administrator changed stands before what the preset says."""
        return {**self.preset_brand, **self.own_brand}


class BrandFile(models.Model):
    """A picture or a font of a city's brand: a file of its preset by that file's name, or one that the administrator
    uploaded (`own-hero-…`; `draft-hero-…` until it is published)."""

    root = models.ForeignKey(Agency, models.CASCADE, related_name="+")
    name = models.CharField(max_length=60)
    digest = models.CharField(max_length=64)  # SHA-256, hex; stands in the address
    media_type = models.CharField(max_length=30)
    public_content = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["root", "name"], name="brand_file_name")]
        indexes = [models.Index(fields=["digest"], name="brand_file_digest")]


class Officer(AbstractBaseUser):
    """A person who works in an agency. Django's user model; has one role in one agency and its units below."""

    id = models.UUIDField(primary_key=True, default=new_id)
    username = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    email = models.EmailField(blank=True)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="officers")
    role = models.CharField(max_length=24, choices=role_choices)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(auto_now_add=True)

    session_epoch = models.PositiveIntegerField(default=0)  # sessions of an earlier one have ended

    objects = UserManager()
    stands_in_for: "Officer | None" = (
        None  # whose role and agency these are for the moment (agencies.officers.delegations.standing_in)
    )
    in_own_right: "Officer | None" = (
        None  # the same person with their own role and agency, while they stand in for somebody
    )

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    @property
    def person(self) -> "Officer":
        """Who this is, whomever they stand in for."""
        return self.in_own_right or self

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Besides the password: once the account was switched off, no session of before lives again."""
        value = f"{self.password}\x1f{self.session_epoch}"
        return salted_hmac("lapor.agencies.Officer.session", value, secret=secret, algorithm="sha256").hexdigest()

    def __str__(self) -> str:
        return self.name


class Delegation(models.Model):
    """An officer's role lent to another for a time (pelaksana harian): leave, illness. The lender keeps it."""

    id = models.UUIDField(primary_key=True, default=new_id)
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="+")  # whose role and agency
    substitute = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    made_by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+")  # None: by command
    made_at = models.DateTimeField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)  # taken back before its time

    class Meta:
        indexes = [
            models.Index(fields=["substitute", "ends_at"], name="delegation_to"),
            models.Index(fields=["officer", "ends_at"], name="delegation_of"),
        ]


class Team(models.Model):
    """Officers of one agency who share cases: one is given to the team, one of them takes it. With a shift they are
    told of it when it begins (calendars.shifts.Shift); without weekdays at once."""

    id = models.UUIDField(primary_key=True, default=new_id)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="teams")
    name = models.CharField(max_length=60)
    members = models.ManyToManyField(Officer, related_name="teams")
    weekdays = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True)  # ISO: 1 = Monday
    begins = models.TimeField(default=time.min)  # of the city's day
    ends = models.TimeField(default=time.min)
    is_active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "name"], condition=models.Q(is_active=True), name="team_name_in_agency"
            )
        ]
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def shift(self) -> Shift:
        return Shift(frozenset(self.weekdays), self.begins, self.ends)


class Category(models.Model):
    """What a report is about (Open311 calls it a service); decides who gets it and how long it may take."""

    id = models.UUIDField(primary_key=True, default=new_id)
    root = models.ForeignKey(Agency, models.PROTECT, related_name="categories")
    code = models.SlugField(max_length=60)
    group_code = models.SlugField(max_length=40)
    group_name = models.CharField(max_length=80)
    group_name_en = models.CharField(max_length=80)
    name = models.CharField(max_length=100)
    name_en = models.CharField(max_length=100)
    deadline_class = models.CharField(max_length=12)
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+")
    by_area = models.BooleanField(default=False)  # the district office of the place, instead of `agency`
    is_urgent = models.BooleanField(default=False)
    is_protected = models.BooleanField(default=False)
    needs_evidence = models.BooleanField(default=False)
    # its place is often somebody's home: the public sees the kelurahan, never the point
    is_private = models.BooleanField(default=False)
    # metres within which another report may be the same
    duplicate_radius = models.PositiveSmallIntegerField(default=100)
    duplicate_days = models.PositiveSmallIntegerField(default=30)
    questions = models.JSONField(default=list)  # of its own; see questions.py
    checklist = models.JSONField(default=list)  # what is ticked before an answer; see checklists.py
    icon = models.CharField(max_length=20, blank=True, default="")  # "" = of its group; see category_icons.py
    position = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["root", "code"], name="category_code_in_root")]
        ordering = ["position"]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """Its name in the language of the reader."""
        return self.name_en if reads_english() else self.name

    @property
    def group_label(self) -> str:
        return self.group_name_en if reads_english() else self.group_name

    @property
    def picture(self) -> str:
        """Its icon's name in the sprite."""
        return category_icon(self.group_code, self.icon)

    def own_checklist(self) -> list[ChecklistItem]:
        return [item_from(data) for data in self.checklist]

    def own_questions(self) -> list[Question]:
        return [question_from(data) for data in self.questions]


class Area(models.Model):
    """A city, district (kecamatan) or village (kelurahan), known by its official code; names are not unique."""

    code = models.CharField(max_length=16, primary_key=True)
    root = models.ForeignKey(Agency, models.PROTECT, related_name="areas")
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="parts")
    level = models.CharField(max_length=10)
    name = models.CharField(max_length=80)
    latitude = models.FloatField()
    longitude = models.FloatField()
    cell = models.JSONField(null=True)  # a ring, approximate, made from the points
    boundary = models.JSONField(null=True)  # GeoJSON geometry, once boundaries are imported

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class RuleSet(models.Model):
    """A version of a jurisdiction's calendar, policy, watched words, escalation or routing. Never changed: a new
    version is a new row.

    `name`: "" is the jurisdiction's own; a named calendar or policy is that of the agencies which name it; a layer is
    known by its name (agencies.routing). A version is used once.
    """

    class Kind(models.TextChoices):
        CALENDAR = "calendar"
        POLICY = "policy"
        WORDS = "words"
        ROUTING = "routing"
        LAYER = "layer"
        ESCALATION = "escalation"
        CALLBACK = "callback"

    root = models.ForeignKey(Agency, models.PROTECT, related_name="rule_sets")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    name = models.SlugField(max_length=40, blank=True, default="")
    version = models.CharField(max_length=40)
    content = models.JSONField()
    valid_from = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["root", "kind", "version"], name="rule_set_version")]


class ApiToken(models.Model):
    """A bearer token of an officer for the REST interface; only its hash is kept."""

    officer = models.ForeignKey(Officer, models.CASCADE, related_name="tokens")
    token_hash = models.BinaryField(unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    last_used_on = models.DateField(null=True)


class PageText(models.Model):
    """One version of a text of the public pages as the city wrote it, in Markdown.

    Never changed: a new version is a new row, empty words bring back the text that came with the program."""

    id = models.UUIDField(primary_key=True, default=new_id)
    root = models.ForeignKey(Agency, models.CASCADE, related_name="+")
    name = models.SlugField(max_length=40)
    language = models.CharField(max_length=5)
    title = models.CharField(max_length=120, blank=True)
    body = models.TextField(blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Officer, models.SET_NULL, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["root", "name", "language", "-made_at"], name="page_text_newest")]


class BaseMap(models.Model):
    """One choice of what lies below the reports on a city's maps. Never changed: another choice is a new row."""

    class Kind(models.TextChoices):
        NONE = "none", _("Outlines of the kelurahan only")
        OSM = "osm", _("OpenStreetMap")
        SERVER = "server", _("A tile server of your own")
        FILE = "file", _("A map file on this server")

    id = models.UUIDField(primary_key=True, default=new_id)
    root = models.ForeignKey(Agency, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    url = models.CharField(max_length=300, blank=True)  # of a server's tiles, with {z}, {x} and {y}
    file = models.CharField(max_length=64, blank=True)  # SHA-256 of what lies in the folder `maps`
    credit = models.CharField(max_length=200, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Officer, models.SET_NULL, null=True, related_name="+")  # None: by command

    class Meta:
        indexes = [models.Index(fields=["root", "-made_at"], name="base_map_newest")]


class NamedPlace(models.Model):
    """A street, landmark, school or market that the city knows by name: a line of its gazetteer
    (agencies.areas.gazetteer)."""

    class Kind(models.TextChoices):
        STREET = "street", _("Street")
        LANDMARK = "landmark", _("Landmark")
        SCHOOL = "school", _("School")
        MARKET = "market", _("Market")
        HEALTH = "health", _("Health centre")
        WORSHIP = "worship", _("Place of worship")
        OFFICE = "office", _("Government office")
        STOP = "stop", _("Stop or station")
        NEIGHBOURHOOD = "neighbourhood", _("Neighbourhood")

    id = models.BigAutoField(primary_key=True)
    root = models.ForeignKey(Agency, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=14, choices=Kind.choices)
    name = models.CharField(max_length=120)
    folded = models.CharField(max_length=140)  # as words are looked for in it: core.place_words.with_glued
    latitude = models.FloatField()
    longitude = models.FloatField()
    area = models.ForeignKey(Area, models.SET_NULL, null=True, related_name="+")

    class Meta:
        indexes = [GinIndex(OpClass("folded", name="gin_trgm_ops"), name="place_words")]


class Asset(models.Model):
    """A registered thing on which a sticker leads to the form: a lamp, a stop, a school (agencies.assets)."""

    id = models.BigAutoField(primary_key=True)
    root = models.ForeignKey(Agency, models.CASCADE, related_name="+", db_index=False)
    code = models.CharField(max_length=40)  # as it stands on the sticker, in capital letters
    name = models.CharField(max_length=120)  # with its place in words
    category = models.ForeignKey(Category, models.PROTECT, related_name="+")
    latitude = models.FloatField()
    longitude = models.FloatField()
    is_active = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["root", "code"], name="asset_code_in_root")]
