"""Append-only history: events in hash chains, one chain a stream.

`Event` is partitioned by month; the application's database role may only read and insert it (runtime.grants), a trigger
refuses changes by any role. Events hold ids, codes and salted commitments, never personal data.
"""

from typing import ClassVar

from django.db import models


class Stream(models.Model):
    """The head of one chain. Its row is the lock that puts the events of a stream in order."""

    class Kind(models.TextChoices):
        REPORT = "report"
        REPORTER = "reporter"
        CONVERSATION = "conversation"
        INSTALLATION = "installation"

    id = models.UUIDField(primary_key=True)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    length = models.PositiveIntegerField(default=0)
    head = models.BinaryField(default=b"")


class Event(models.Model):
    """One thing that happened. `hash` covers every field and the hash of the event before it."""

    pk = models.CompositePrimaryKey("recorded_at", "id")
    id = models.BigIntegerField()
    recorded_at = models.DateTimeField()
    stream_id = models.UUIDField()
    stream_kind = models.CharField(max_length=12)
    sequence = models.PositiveIntegerField()
    name = models.CharField(max_length=40)
    actor_kind = models.CharField(max_length=10)
    actor_id = models.UUIDField(null=True)
    data = models.JSONField(default=dict)
    hash = models.BinaryField()

    class Meta:
        managed = False
        db_table = "ledger_event"

    objects: ClassVar[models.Manager["Event"]] = models.Manager()


class DatabaseIdentity(models.Model):
    """The database in which this ledger goes on (epochs.py); one row. A copy brings the words of the one it is from."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    cluster = models.CharField(max_length=60)  # system identifier and number of the database
    timeline = models.CharField(max_length=20)


class Cursor(models.Model):
    """How far a consumer has read. Moves in the transaction that holds the consumer's own writes."""

    consumer = models.CharField(max_length=40, primary_key=True)
    position = models.BigIntegerField(default=0)  # of the last event that was read (sequencer.py)
    moved_at = models.DateTimeField(null=True)
    failures = models.PositiveSmallIntegerField(default=0)  # in a row, at the event after this position


class SetAsideEvent(models.Model):
    """An event that a consumer could not read, however often it tried: kept apart, so that those behind it go on.

    `lapor events`."""

    consumer = models.CharField(max_length=40)
    event_id = models.BigIntegerField()
    recorded_at = models.DateTimeField()
    error = models.CharField(max_length=300)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["consumer", "event_id"], name="set_aside_once")]
        ordering = ["id"]


class HeldEvent(models.Model):
    """An event that no consumer is handed before `until`, and none ever once it was recalled (holding.py)."""

    event_id = models.BigIntegerField(primary_key=True)
    recorded_at = models.DateTimeField()
    stream_id = models.UUIDField()
    sequence = models.PositiveIntegerField()
    actor_id = models.UUIDField(null=True)
    until = models.DateTimeField()
    recalled_at = models.DateTimeField(null=True)
    before = models.JSONField(null=True)  # what the one who recalls it needs to know; emptied when that time is over

    class Meta:
        indexes = [
            models.Index(fields=["stream_id", "sequence"], name="held_of_stream"),
            models.Index(fields=["until"], name="held_with_memory", condition=~models.Q(before=None)),
        ]


class DailyHead(models.Model):
    """The signed document published for a day (heads.py): it covers every event committed until it was made."""

    day = models.DateField(primary_key=True)
    document = models.JSONField()


class TimedHead(models.Model):
    """A signed head made between two daily ones (witness.py); append-only too."""

    made_at = models.DateTimeField(primary_key=True)
    document = models.JSONField()
