"""When a report last changed, for feeds: by what everybody may know of, and never by what an office does inside."""

import xml.etree.ElementTree as ET
from datetime import timedelta

import pytest
from django.test import Client

from lapor.core import clock
from lapor.publish.models import PublicReport
from lapor.publish.public_rows import publish_events
from lapor.reports.actions import perform_action
from lapor.reports.workflow.acting import ActData, officer_actor

pytestmark = pytest.mark.django_db


def test_feeds_say_when_others_could_last_know_of_something(root, make, triage):
    report = make("Lampu mati di depan pasar")
    forwarded = PublicReport.objects.get(pk=report.pk).changed_at
    with clock.at(clock.now() + timedelta(days=1)):
        act = perform_action(report.pk, "work_note", actor=officer_actor(triage), data=ActData(text="Cek besok"))
        assert act.entry.audience == "internal"
        publish_events([act.event])
    assert PublicReport.objects.get(pk=report.pk).changed_at == forwarded
    with clock.at(clock.now() + timedelta(days=2)):
        done = perform_action(
            report.pk, "refer", actor=officer_actor(triage), data=ActData(destination="PLN", text="Tiang milik PLN")
        )
        publish_events([done.event])
    changed = PublicReport.objects.get(pk=report.pk).changed_at
    assert changed == done.event.recorded_at
    assert forwarded is not None
    assert changed > forwarded
    feed = ET.fromstring(Client().get("/laporan/atom.xml").content)  # noqa: S314 - our own
    entry = feed.find("{http://www.w3.org/2005/Atom}entry")
    assert entry is not None
    assert entry.findtext("{http://www.w3.org/2005/Atom}updated", "")[:10] == changed.date().isoformat()
