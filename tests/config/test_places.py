"""A job that finds all places of its kind taken waits in the queue, not in the worker: there it would keep the others
out."""

import uuid
from typing import Any

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from lapor.core import clock
from lapor.gateway import tasks as gateway
from lapor.gateway.jobs import acquire_slot
from lapor.intake import tasks as intake

JOBS: list[tuple[Any, ...]] = [
    (gateway.send, {"channel": "telegram"}, "message_id", gateway._places["telegram"]),
    (gateway.fetch, {}, "file_id", gateway._places["files"]),
    (intake.prepare, {}, "attachment_id", intake._free),
    (intake.read_print, {}, "upload_id", intake._free),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("job", "more", "of", "places"), JOBS, ids=[job.name for job, *_rest in JOBS])
def test_job_without_a_place_is_put_back(job, more, of, places):
    one = str(uuid.uuid4())  # of a row that is not there: whoever looked for it would fail
    with acquire_slot(places) as first, acquire_slot(places) as second:
        job(**{of: one}, **more)
        assert first
        assert second
    waiting = ProcrastinateJob.objects.get(task_name=job.name, status="todo", args__contains={of: one})
    assert waiting.scheduled_at > clock.now()
    with acquire_slot(places) as first, acquire_slot(places) as second:
        assert (first, second) == (True, True)  # all were given back
