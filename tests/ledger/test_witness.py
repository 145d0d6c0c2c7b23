"""The newest events cannot be cut off unseen: heads of the running day, and words of single events in a second
place."""

import json
import syslog

import pytest

from lapor.casework.identities import ask_to_open, open_identity
from lapor.ledger.models import DailyHead, TimedHead
from lapor.ledger.verifying import verify
from lapor.ledger.verifying_heads import NotAHead, read_saved
from lapor.ledger.witness import make_timed_head, witness_of
from tests.ledger.conftest import tamper, write

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("clean_ledger")]


def cut(event):
    """The end of a stream taken away as the database's owner can, its row set back."""
    tamper("DELETE FROM ledger_event WHERE stream_id = %s AND sequence >= %s", event.stream_id, event.sequence)
    tamper(
        "UPDATE ledger_stream s SET length = e.sequence, head = e.hash FROM ledger_event e "
        "WHERE s.id = %s AND e.stream_id = s.id AND e.sequence = %s",
        event.stream_id,
        event.sequence - 1,
    )


def saved(tmp_path, document):
    (tmp_path / "saved.json").write_text(json.dumps(document), encoding="utf-8")
    return read_saved(tmp_path / "saved.json")


def test_a_tail_cut_after_the_hourly_head_is_seen_here_and_with_a_saved_one(tmp_path, monkeypatch):
    told = []
    monkeypatch.setattr(syslog, "syslog", lambda _level, line: told.append(line))
    *_, last = write(3)
    head = make_timed_head()
    assert make_timed_head() is None  # nothing was added
    assert verify().faults == []
    cut(last)
    assert any(
        "rewritten" in str(fault) or "missing" in str(fault) or "does not follow" in str(fault)
        for fault in verify().faults
    )
    tamper("TRUNCATE ledger_timedhead")
    [gap] = verify().faults
    assert "some were taken away" in str(gap)
    tamper("DELETE FROM ledger_position WHERE event_id = %s", last.id)
    assert verify().faults == []  # what stands here alone cannot show it any more
    assert verify(saved=saved(tmp_path, head)).faults != []
    [line] = told
    assert verify(saved=saved(tmp_path, json.loads(line.removeprefix("lapor ")))).faults != []


def test_a_witnessed_event_that_was_cut_is_named(tmp_path):
    *_, last = write(2)
    document = witness_of(last)
    assert verify(saved=saved(tmp_path, document)).faults == []
    cut(last)
    assert verify().faults == []
    [fault] = verify(saved=saved(tmp_path, document)).faults
    assert (fault.stream_id, fault.sequence) == (str(last.stream_id), 2)
    assert "missing since it was witnessed" in fault.what


def test_a_changed_witness_is_none(tmp_path):
    [event] = write(1)
    with pytest.raises(NotAHead):
        saved(tmp_path, {**witness_of(event), "sequence": 9})


@pytest.mark.parametrize("change", ["UPDATE ledger_timedhead SET made_at = now()", "DELETE FROM ledger_timedhead"])
def test_timed_heads_are_append_only(change):
    from django.db import DatabaseError, connection  # noqa: PLC0415

    write(1)
    make_timed_head()
    with pytest.raises(DatabaseError), connection.cursor() as cursor:
        cursor.execute(change)
    assert TimedHead.objects.count() == 1
    assert not DailyHead.objects.exists()


def test_an_opening_is_told_to_the_system_and_to_overseers_at_once(
    filed, liaison, triage, monkeypatch, root, caught_up
):
    from lapor.agencies.actions import create_officer  # noqa: PLC0415
    from lapor.agencies.models import Agency  # noqa: PLC0415
    from lapor.agencies.roles import Role  # noqa: PLC0415
    from lapor.gateway.models import OutboundMessage  # noqa: PLC0415

    told = []
    monkeypatch.setattr(syslog, "syslog", lambda _level, line: told.append(line))
    inspektorat = Agency.objects.get(code="inspektorat")
    create_officer(
        username="awas",
        password="Rahasia-2026-x",
        name="Awas",
        agency=inspektorat,
        role=Role.OVERSEER,
        email="awas@kota.example",
    )
    opening = ask_to_open(filed.report, by=triage, reason="Perlu menghubungi pelapor segera")
    open_identity(opening.pk, by=triage)
    documents = [json.loads(line.removeprefix("lapor ")) for line in told]
    assert [document["name"] for document in documents] == ["identity.requested", "identity.opened"]
    assert filed.report.tracking_id not in "".join(told)
    caught_up()
    [mail] = OutboundMessage.objects.filter(cause="identity.opened")
    assert documents[-1]["hash"] in mail.said.text
    assert "{" not in mail.said.subject
