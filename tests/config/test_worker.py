"""The worker: jobs that follow from events belong to the transaction that read them."""

import uuid

import procrastinate
import pytest
from django.db import connection, transaction

from lapor.config import worker
from lapor.gateway.tasks import queue_send


@pytest.mark.django_db(transaction=True)
def test_job_queued_beside_a_running_worker_is_not_seen_before_its_transaction_ends(monkeypatch):
    seen = []

    def instead_of_running(self, **options):
        message = uuid.uuid4()
        with transaction.atomic():
            queue_send(message)
            seen.append(jobs_for(message))
            transaction.set_rollback(True)
        seen.append(jobs_for(message))

    for reader in ("read_events", "read_inbound"):
        monkeypatch.setattr(worker, reader, lambda *_: None)
    monkeypatch.setattr(procrastinate.App, "run_worker", instead_of_running)
    assert worker.main() == 0
    assert seen == [1, 0]


def jobs_for(message):
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE args->>'message_id' = %s", [str(message)])
        return cursor.fetchone()[0]
