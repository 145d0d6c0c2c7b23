"""People who report, and who follow what is reported.

Who they are stands only here, sealed; a report knows no more than the reporter's id."""

from django.contrib.postgres.indexes import HashIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from lapor.agencies.models import Agency, Area, Category
from lapor.core.ids import new_id

FURTHEST_METRES = 5000  # of a circle: what is farther away is no neighbourhood


class Reporter(models.Model):
    """One person, as far as known. `name` is sealed by the vault."""

    id = models.UUIDField(primary_key=True, default=new_id)
    name = models.BinaryField(default=b"")
    name_lookup = models.BinaryField(default=b"")  # keyed hash of the folded name; empty: none, or not made yet
    language = models.CharField(max_length=5, default="id")
    created_at = models.DateTimeField()
    # receipt codes typed into browsers before that count no more there
    proofs_ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["name_lookup"], name="reporter_by_name", condition=~models.Q(name_lookup=b"")),
            models.Index(
                fields=["id"],
                name="reporter_without_lookup",
                condition=models.Q(name_lookup=b"") & ~models.Q(name=b""),
            ),
        ]


class ContactPoint(models.Model):
    """A way to reach a reporter. `address` is sealed; `lookup` is a keyed hash that finds it again."""

    class Kind(models.TextChoices):
        EMAIL = "email"
        PHONE = "phone"
        CHANNEL = "channel"  # a conversation on an account of ours: `account_id` says which

    id = models.UUIDField(primary_key=True, default=new_id)
    reporter = models.ForeignKey(Reporter, models.CASCADE, related_name="contact_points")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    address = models.BinaryField()
    account_id = models.UUIDField(null=True)
    lookup = models.BinaryField(db_index=True)
    opted_out_at = models.DateTimeField(null=True)
    # a mail server said that nobody is there; until they write from it again
    unreachable_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()


class Follow(models.Model):
    """One thing that one address wants to hear of: a report, a category, an area (with those in it) or a circle on the
    map."""

    class Kind(models.TextChoices):
        REPORT = "report", _("A report")
        CATEGORY = "category", _("A category")
        AREA = "area", _("An area")
        CIRCLE = "circle", _("A place and what is around it")

    class Way(models.TextChoices):
        EMAIL = "email", _("Email")
        PUSH = "push", _("Notice on this device")

    class Rhythm(models.TextChoices):
        AT_ONCE = "at_once", _("At once")
        DAILY = "daily", _("Once a day, in the morning")
        WEEKLY = "weekly", _("Once a week, on Monday morning")

    id = models.UUIDField(primary_key=True, default=new_id)
    root = models.ForeignKey(Agency, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    target = models.CharField(max_length=80)  # one word for the same thing, so that nobody follows it twice
    report_id = models.UUIDField(null=True)
    number = models.CharField(max_length=10, blank=True)  # of the report
    is_own = models.BooleanField(default=False)  # of a report: whoever follows showed its receipt code
    category = models.ForeignKey(Category, models.CASCADE, null=True, related_name="+")
    area = models.ForeignKey(Area, models.CASCADE, null=True, related_name="+")
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    metres = models.PositiveIntegerField(null=True)
    way = models.CharField(max_length=5, choices=Way.choices)
    address = models.BinaryField()  # sealed: a mail address, or a browser's push subscription as JSON
    lookup = models.BinaryField()  # keyed hash of the address
    rhythm = models.CharField(max_length=8, choices=Rhythm.choices, default=Rhythm.AT_ONCE)
    language = models.CharField(max_length=5, default="id")
    created_at = models.DateTimeField()
    # null: the owner of the address has not said yes yet, nothing is sent
    confirmed_at = models.DateTimeField(null=True)
    told_until = models.DateTimeField(null=True)  # of a digest: what it has told

    class Meta:
        constraints = [models.UniqueConstraint(fields=["lookup", "root", "target"], name="follow_once")]
        indexes = [
            models.Index(fields=["report_id"], name="follow_report", condition=~models.Q(report_id=None)),
            models.Index(fields=["category"], name="follow_category", condition=models.Q(kind="category")),
            models.Index(fields=["area"], name="follow_area", condition=models.Q(kind="area")),
            models.Index(fields=["root", "latitude"], name="follow_circle", condition=models.Q(kind="circle")),
            models.Index(fields=["rhythm", "told_until"], name="follow_digest", condition=~models.Q(rhythm="at_once")),
            models.Index(fields=["created_at"], name="follow_unconfirmed", condition=models.Q(confirmed_at=None)),
            HashIndex(fields=["lookup"], name="follow_lookup"),
        ]


class SignInCode(models.Model):
    """A code that was sent to an address, to show that whoever asks can read what comes there: in the browser that
    asked for it, for ten minutes and five tries. Others may be asked for meanwhile, from elsewhere too, without ending
    it. Also made, and told nobody, for unknown addresses."""

    id = models.UUIDField(primary_key=True, default=new_id)
    lookup = models.BinaryField()  # of the address
    browser_hash = models.BinaryField(default=b"", db_index=True)
    code_hash = models.BinaryField()
    tries = models.PositiveSmallIntegerField(default=0)
    expires_at = models.DateTimeField(db_index=True)


class SignedIn(models.Model):
    """A browser that showed that it can read what comes to an address.

    Ended by the person, here or everywhere, or by half a year of silence."""

    id = models.UUIDField(primary_key=True, default=new_id)
    token_hash = models.BinaryField(unique=True)
    kind = models.CharField(max_length=10, choices=ContactPoint.Kind.choices)
    address = models.BinaryField()  # sealed
    lookup = models.BinaryField(db_index=True)
    used_on = models.DateField(db_index=True)
    created_at = models.DateTimeField()


class PersonKey(models.Model):
    """A passkey of a person's device, made while they were signed in: it opens what a code to the address opens.

    Nothing secret stands here but the address."""

    id = models.UUIDField(primary_key=True, default=new_id)
    kind = models.CharField(max_length=10, choices=ContactPoint.Kind.choices)
    address = models.BinaryField()  # sealed
    lookup = models.BinaryField(db_index=True)
    credential_id = models.BinaryField(unique=True)
    # attested credential data as in WebAuthn 6.5.2: the public key, as the device gave it
    credential = models.BinaryField()
    made_at = models.DateTimeField()
    used_on = models.DateField(db_index=True)
