"""An event that is added only where its actor has not added one like it lately."""

import uuid
from datetime import timedelta

import pytest
from django.db import transaction

from lapor.core import clock
from lapor.ledger.actions import append, append_once
from lapor.ledger.models import Event, Stream
from lapor.ledger.verifying import verify

pytestmark = pytest.mark.usefixtures("clean_ledger")
HOUR = timedelta(hours=1)


def note(stream, actor, name="case.read"):
    what = {"stream_id": stream, "kind": Stream.Kind.REPORT, "name": name, "actor_kind": "officer"}
    with transaction.atomic():
        return append_once(since=clock.now() - HOUR, actor_id=actor, **what)


def test_one_of_each_actor_name_and_stream_within_the_time():
    stream, other, first, second = (uuid.uuid4() for _n in range(4))
    assert note(stream, first) is not None
    assert note(stream, first) is None
    assert all((note(stream, second), note(other, first), note(stream, first, "case.opened")))
    with clock.at(clock.now() + HOUR + timedelta(seconds=1)):
        assert note(stream, first) is not None
        assert note(stream, first) is None
    assert Event.objects.filter(stream_id=stream).count() == 4


def test_nothing_that_is_not_added_moves_the_stream():
    stream, actor = uuid.uuid4(), uuid.uuid4()
    note(stream, actor)
    before = Stream.objects.get(pk=stream)
    note(stream, actor)
    after = Stream.objects.get(pk=stream)
    assert (after.length, bytes(after.head)) == (before.length, bytes(before.head))
    with transaction.atomic():
        append(stream_id=stream, kind=Stream.Kind.REPORT, name="report.filed", actor_kind="system")
    assert list(Event.objects.filter(stream_id=stream).values_list("sequence", flat=True)) == [1, 2]
    assert verify().faults == []
