"""An office that sent a report back or on can read what it knew of it, and nothing more, on no way."""

import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from lapor.agencies.actions import create_officer
from lapor.agencies.models import Agency
from lapor.agencies.roles import Role
from lapor.casework.inbox import Inbox, InboxFilters, QueueName, queues_of
from lapor.core import clock
from lapor.reports.handed_on import READABLE_FOR, handed_on_at, may_read_file
from lapor.reports.models import Attachment, Report
from tests.reports.conftest import do, forward, new_report

pytestmark = pytest.mark.django_db
SENT_BACK, LATER = "Ini jalan provinsi, bukan tugas kami", "Catatan dalam kantor lain"


def open_report(officer, report, **query):
    client = Client()
    client.force_login(officer)
    return client.get(reverse("console:report", args=[report.tracking_id]), query)


@pytest.fixture
def stranger(root):
    """Of an office that never held it."""
    agency = Agency.objects.create(root=root, parent=root, code="lain", name="Dinas Lain", kind="dinas")
    agency.path = [root.pk, agency.pk]
    agency.save()
    return create_officer(
        username="lain", password="Rahasia-2026-x", name="Lain", agency=agency, role=Role.LIAISON_OFFICER
    )


def listed(officer, queue):
    return [report.tracking_id for report in Inbox(officer, InboxFilters(queue=queue)).page().rows]


@pytest.fixture
def sent_back(root, people):
    """Hana's office sent it back; another one has it now and has written inside."""
    report = forward(new_report(root), people).report
    do(report, "work_note", people["hana"], text="Sudah kami lihat")
    do(report, "refuse", people["hana"], text=SENT_BACK, proposed_agency=Agency.objects.get(code="bappeda"))
    report = forward(report, people, code="bappeda").report
    do(report, "work_note", people["lia"], text=LATER)
    return Report.objects.get(pk=report.pk)


def test_it_stands_in_a_queue_of_its_own_and_is_read_as_it_was(sent_back, people):
    assert QueueName.HANDED_ON in queues_of(people["hana"])
    assert QueueName.HANDED_ON not in queues_of(people["vera"])
    assert listed(people["hana"], "handed_on") == listed(people["kepala"], "handed_on") == [sent_back.tracking_id]
    assert listed(people["hana"], "open") == listed(people["lia"], "handed_on") == []
    page = open_report(people["hana"], sent_back, queue="handed_on").content.decode()
    assert "Kantor Anda melepas laporan ini" in page
    for words in (sent_back.text, SENT_BACK, "Sudah kami lihat", "Bappeda"):
        assert words in page
    assert LATER not in page
    assert 'name="act"' not in page


def test_what_the_public_reads_later_is_read_here_too(sent_back, people):
    do(sent_back, "start", people["lia"], text="Kami kerjakan pekan ini")
    assert "Kami kerjakan pekan ini" in open_report(people["hana"], sent_back).content.decode()


def test_nothing_can_be_done_there_and_nothing_else_of_it_be_seen(sent_back, people):
    number, client = sent_back.tracking_id, Client()
    client.force_login(people["hana"])
    assert client.post(reverse("console:report", args=[number]), {"act": "work_note", "text": "x"}).status_code == 404
    others = [
        reverse("console:act_form", args=[number, "answer"]),
        reverse("console:write", args=[number, "answer"]),
        reverse("console:similar", args=[number]),
        reverse("console:identity", args=[number]),
    ]
    assert {client.get(url).status_code for url in others} <= {403, 404}
    assert {client.post(reverse(f"console:{name}", args=[number])).status_code for name in ("presence", "draft")} == {
        404
    }


@pytest.mark.parametrize(
    "changed", [{"is_protected": True}, {"visibility": "confidential"}, {"text": "x", "root": None}], ids=str
)
def test_of_a_protected_or_confidential_one_and_of_another_citys_nothing_is_read(sent_back, people, changed):
    if "root" in changed:
        changed = {"root": Agency.objects.create(code="kota-lain", name="Kota lain", kind="root")}
    Report.objects.filter(pk=sent_back.pk).update(**changed)
    report = Report.objects.get(pk=sent_back.pk)
    assert handed_on_at(people["hana"], report) is None
    assert not Inbox(people["hana"], InboxFilters(queue=QueueName.HANDED_ON)).page().rows
    assert open_report(people["hana"], report).status_code == 404


def test_who_never_held_it_and_who_held_it_long_ago_read_nothing(sent_back, people, stranger):
    assert open_report(stranger, sent_back).status_code == 404
    with clock.at(clock.now() + READABLE_FOR + timedelta(seconds=1)):
        assert handed_on_at(people["hana"], sent_back) is None
        assert listed(people["hana"], "handed_on") == []


def test_files_of_its_time_and_no_later_ones(sent_back, people, stranger):
    early, late = sent_back.entries.get(act="file"), sent_back.entries.get(text=LATER)
    made = {
        "report": sent_back,
        "sha256": "0" * 64,
        "original_sha256": "1" * 64,
        "width": 1,
        "height": 1,
        "created_at": clock.now(),
    }
    files = [Attachment.objects.create(id=uuid.uuid4(), entry=entry, **made) for entry in (early, late)]
    assert [may_read_file(people["hana"], file) for file in files] == [True, False]
    assert [may_read_file(people["lia"], file) for file in files] == [True, True]
    assert not may_read_file(stranger, files[0])


def test_what_came_back_is_theirs_again(sent_back, people):
    do(sent_back, "refuse", people["lia"], text="Bukan kami", proposed_agency=people["hana"].agency)
    forward(sent_back, people)
    assert listed(people["hana"], "handed_on") == []
    assert listed(people["lia"], "handed_on") == [sent_back.tracking_id]
    assert 'name="act"' in open_report(people["hana"], sent_back).content.decode()
