"""People who report. Who they are stands only here, sealed; a report knows no more than the reporter's id."""

from django.db import models

from lapor.core.ids import new_id


class Reporter(models.Model):
    """One person, as far as known. `name` is sealed by the vault."""

    id = models.UUIDField(primary_key=True, default=new_id)
    name = models.BinaryField(default=b"")
    language = models.CharField(max_length=5, default="id")
    created_at = models.DateTimeField()


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
    unreachable_at = models.DateTimeField(null=True)  # a mail server said that nobody is there; until they write from it again
    created_at = models.DateTimeField()
