"""What the desk itself keeps: the word from shift to shift, and the visitors who wait.

No name of a visitor stands in either."""

from django.db import models

from lapor.agencies.models import Agency, Officer
from lapor.core.ids import new_id


class HandOver(models.Model):
    """What one shift leaves the next to know."""

    id = models.UUIDField(primary_key=True, default=new_id)
    agency = models.ForeignKey(Agency, models.CASCADE, related_name="+")
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    text = models.TextField()
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["agency", "-at"], name="hand_over_newest")]


class Room(models.Model):
    """A desk that gives waiting numbers; without this row it gives none."""

    agency = models.OneToOneField(Agency, models.CASCADE, primary_key=True, related_name="+")
    is_open = models.BooleanField(default=False)
    day = models.DateField(null=True)  # of the numbers below
    last_number = models.PositiveSmallIntegerField(default=0)  # given out today


class Ticket(models.Model):
    """A visitor who waits, by number only."""

    class State(models.TextChoices):
        WAITING = "waiting"
        CALLED = "called"
        ABSENT = "absent"  # called and not there

    id = models.UUIDField(primary_key=True, default=new_id)
    room = models.ForeignKey(Room, models.CASCADE, related_name="tickets")
    day = models.DateField()
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    taken_at = models.DateTimeField()
    called_at = models.DateTimeField(null=True)
    officer = models.ForeignKey(Officer, models.SET_NULL, null=True, related_name="+")  # who called

    class Meta:
        constraints = [models.UniqueConstraint(fields=["room", "day", "number"], name="ticket_once_a_day")]
