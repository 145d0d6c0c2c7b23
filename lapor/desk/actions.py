"""Writes of the desk: waiting numbers. Each day begins with 1; a number says nothing of who holds it."""

from datetime import datetime, timedelta

from django.db import transaction

from lapor.agencies.models import Agency, Officer
from lapor.core import clock
from lapor.desk.models import HandOver, Room, Ticket
from lapor.desk.queries import today_of

KEEP_NOTES = timedelta(days=365)
KEEP_TICKETS = timedelta(days=31)


def set_room(agency: Agency, *, is_open: bool) -> None:
    """The office wants waiting numbers, or does not any more."""
    Room.objects.update_or_create(agency=agency, defaults={"is_open": is_open})


@transaction.atomic
def take_ticket(agency: Agency) -> Ticket | None:
    """The next number of today; None where the office gives none.

    The room's row is locked, so that no number is given twice."""
    room = Room.objects.select_for_update().filter(agency=agency, is_open=True).first()
    if room is None:
        return None
    today = today_of(agency)
    room.last_number = room.last_number + 1 if room.day == today else 1
    room.day = today
    room.save(update_fields=["day", "last_number"])
    return Ticket.objects.create(room=room, day=today, number=room.last_number, taken_at=clock.now())


@transaction.atomic
def call_next(officer: Officer) -> Ticket | None:
    """The lowest number that waits; None where nobody does.

    Two officers who press at once call two different visitors."""
    waiting = Ticket.objects.filter(room=officer.agency_id, day=today_of(officer.agency), state=Ticket.State.WAITING)
    ticket = waiting.select_for_update(skip_locked=True).order_by("number").first()
    if ticket is not None:
        ticket.state, ticket.called_at, ticket.officer = Ticket.State.CALLED, clock.now(), officer
        ticket.save(update_fields=["state", "called_at", "officer"])
    return ticket


def mark_absent(officer: Officer, number: int) -> bool:
    """Called and not there: no more shown on the screen of the room."""
    called = Ticket.objects.filter(
        room=officer.agency_id, day=today_of(officer.agency), number=number, state=Ticket.State.CALLED
    )
    return bool(called.update(state=Ticket.State.ABSENT))


def forget_notes(before: datetime) -> int:
    """Notes for the next shift; called by ops.retention."""
    return HandOver.objects.filter(at__lt=before).delete()[0]


def forget_tickets(before: datetime) -> int:
    """Waiting numbers; called by ops.retention."""
    return Ticket.objects.filter(taken_at__lt=before).delete()[0]
