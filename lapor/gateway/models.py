"""What goes out (and, with the intake issue, what comes in): accounts, messages, attempts, and the counters of the doors."""

from django.db import models

from lapor.core.ids import new_id


class OutboundMessage(models.Model):
    """One message to one address. The address is sealed; the words hold no more than the receiver may know."""

    class Status(models.TextChoices):
        WAITING = "waiting"
        SENT = "sent"
        FAILED = "failed"

    id = models.UUIDField(primary_key=True, default=new_id)
    channel = models.CharField(max_length=10)
    report_id = models.UUIDField(null=True)
    cause = models.CharField(max_length=40)  # the event's name
    address = models.BinaryField()  # sealed by the vault
    subject = models.CharField(max_length=200, blank=True)
    text = models.TextField()
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    dedupe_key = models.CharField(max_length=120, unique=True)  # an event tells a person once, however often it is read

    class Meta:
        indexes = [
            models.Index(fields=["-created_at", "id"], name="outbound_recent"),
            models.Index(fields=["report_id"], name="outbound_report"),
        ]


class DeliveryAttempt(models.Model):
    """One try to send: when, with what result. `answer` is the provider's word or the error, for the delivery log."""

    message = models.ForeignKey(OutboundMessage, models.CASCADE, related_name="delivery_attempts")
    at = models.DateTimeField()
    outcome = models.CharField(max_length=14)
    answer = models.CharField(max_length=300, blank=True)


class RateCount(models.Model):
    """How often somebody came through a door in a window of time. `key` is a keyed hash; rows live for hours (table is unlogged)."""

    key = models.BinaryField(primary_key=True)
    window_ends_at = models.DateTimeField(db_index=True)
    count = models.PositiveIntegerField()
