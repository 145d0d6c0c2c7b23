"""Words that were put to the wrong report go to the right one, or become a report of their own; histories say so."""

import base64
import json

import pytest
from django.test import Client

from lapor.agencies.actions import create_token
from lapor.agencies.models import Agency, Category
from lapor.gateway.accounts.accounts import make_account, opened
from lapor.gateway.inbound.receiving import store
from lapor.gateway.models import InboundMessage, OutboundMessage
from lapor.intake.conversations.reading import read_channel
from lapor.intake.models import Conversation
from lapor.ledger.models import Event
from lapor.ledger.verifying import verify
from lapor.reports import reporter_actions
from lapor.reports.actions import ActRefused, perform_action
from lapor.reports.models import Attachment, Entry, Report
from lapor.reports.workflow.acting import ActData, officer_actor
from lapor.triage.entry_moves import move_entry
from tests.contract.channels import SPOKEN
from tests.makers import photo
from tests.reports.conftest import new_report

pytestmark = pytest.mark.django_db


@pytest.fixture
def account(root):
    return make_account(
        "webhook", "uji", root=root, settings={"send_url": "http://127.0.0.1:9/"}, secrets={"secret": "rahasia-sekali"}
    )


@pytest.fixture
def budi(account):
    """Says something on the channel; gives the newest message's row."""
    count = iter(range(1, 100))

    def says(text, **more):
        one = {"id": f"b-{next(count)}", "from": "budi", "text": text, **more}
        store(opened(account), SPOKEN["webhook"].call(json.dumps({"messages": [one]}).encode()))
        read_channel("webhook")
        return InboundMessage.objects.order_by("-received_at", "-id").first()

    return says


@pytest.fixture
def two_reports(budi):
    """Budi's two reports, the second one written about last; and a note that went to it by mistake."""
    for text in ("Ada kebakaran di pasar", "Ada kebakaran di sekolah"):
        budi(text)
        Conversation.objects.update(report=None)
    first, second = Report.objects.order_by("filed_at")
    Conversation.objects.update(report=second)
    budi("Api di pasar sudah padam")
    return first, second, Entry.objects.get(act="note")


def signed_in(officer):
    client = Client()
    client.force_login(officer, backend="lapor.agencies.officers.backend.OfficerBackend")
    return client


def test_moved_words_are_the_other_report_s_and_the_conversation_goes_on_there(two_reports, triage, budi):
    first, second, entry = two_reports
    assert entry.report_id == second.pk
    page = signed_in(triage).post(f"/konsol/pindah/{entry.pk}", {"parent": first.tracking_id, "text": "Tentang pasar"})
    assert page.status_code == 302
    taken_in = Entry.objects.get(act="take_in")
    assert (taken_in.report_id, taken_in.text) == (first.pk, "Api di pasar sudah padam")
    assert InboundMessage.objects.get(entry_id=taken_in.pk).report_id == first.pk
    budi("Tiangnya nomor 9")
    assert Entry.objects.get(text="Tiangnya nomor 9").report_id == first.pk
    assert set(
        Event.objects.filter(name__in=["report.move_out", "report.take_in"]).values_list("stream_id", flat=True)
    ) == {first.pk, second.pk}
    assert verify().faults == []


def test_moved_words_are_no_longer_read_on_the_first_report(two_reports, triage):
    first, second, entry = two_reports
    Report.objects.update(publication="published")
    perform_action(second.pk, "publish_entry", actor=officer_actor(triage), data=ActData(entry=entry))
    before = Client().get(f"/laporan/{second.tracking_id}").content.decode()
    assert "Api di pasar" in before
    move_entry(ActData(entry=entry, parent=first, text="Tentang pasar"), actor=officer_actor(triage))
    assert "Api di pasar" not in Client().get(f"/laporan/{second.tracking_id}").content.decode()
    officers = signed_in(triage).get(f"/konsol/laporan/{second.tracking_id}").content.decode()
    assert "Api di pasar" in officers
    assert first.tracking_id in officers


def test_without_a_number_they_become_a_report_of_their_own_and_the_person_gets_its_number_and_code(
    two_reports, triage, budi
):
    _first, second, entry = two_reports
    before = set(OutboundMessage.objects.values_list("pk", flat=True))
    move_entry(ActData(entry=entry, text="Hal lain"), actor=officer_actor(triage))
    new = Report.objects.order_by("filed_at").last()
    assert (new.text, new.reporter_id, new.provenance["moved_from"]) == (
        "Api di pasar sudah padam",
        second.reporter_id,
        second.tracking_id,
    )
    told = OutboundMessage.objects.exclude(pk__in=before).get()
    assert new.tracking_id in told.said.text.replace(" ", "")
    assert "Kode rahasia" in told.said.text
    budi("Tiangnya nomor 9")
    assert Entry.objects.get(text="Tiangnya nomor 9").report_id == new.pk


def test_files_move_along(two_reports, triage, budi):
    first, _second, _entry = two_reports
    budi("Ini fotonya", media=[{"name": "a.jpg", "content": base64.b64encode(photo()).decode()}])
    entry = Entry.objects.get(text="Ini fotonya")
    move_entry(ActData(entry=entry, parent=first, text="Tentang pasar"), actor=officer_actor(triage))
    assert list(Attachment.objects.values_list("report_id", "entry__act")) == [(first.pk, "take_in")]


def test_words_move_once_and_only_words_that_came_after_filing(two_reports, triage):
    first, second, entry = two_reports
    move_entry(ActData(entry=entry, parent=first, text="Tentang pasar"), actor=officer_actor(triage))
    entry.refresh_from_db()
    filing = Entry.objects.get(report=second, act="file")
    for wrong in (entry, filing):
        with pytest.raises(ActRefused):
            move_entry(ActData(entry=wrong, parent=first, text="Lagi"), actor=officer_actor(triage))
        assert signed_in(triage).get(f"/konsol/pindah/{wrong.pk}").status_code == 404


def test_words_never_move_to_where_more_people_read_them(root, triage, two_reports):
    first, second, entry = two_reports
    Report.objects.filter(pk=second.pk).update(visibility="confidential", publication="withheld")
    with pytest.raises(ActRefused, match=r".+") as refused:
        move_entry(ActData(entry=entry, parent=first, text="Tentang pasar"), actor=officer_actor(triage))
    assert refused.value.field == "parent"
    assert Entry.objects.filter(act="take_in").count() == 0


def test_liaison_moves_only_between_reports_of_the_own_office(root, triage, liaison):
    perkim = Agency.objects.get(code="perkim")
    mine, foreign = new_report(root), new_report(root)
    category = Category.objects.get(code="lampu-jalan-baru")
    perform_action(
        mine.pk,
        "forward",
        actor=officer_actor(triage),
        data=ActData(category=category, agency=perkim, publication="withheld"),
    )
    entry = reporter_actions.add_comment(mine, "Salah alamat").taken.entry
    with pytest.raises(ActRefused):
        move_entry(ActData(entry=entry, parent=foreign, text="x"), actor=officer_actor(liaison))
    assert Entry.objects.filter(act="move_out").count() == 0


def test_rest_moves_words_too(two_reports, triage, client):
    first, second, entry = two_reports
    answer = client.post(
        f"/api/v1/reports/{second.tracking_id}/acts",
        json.dumps({"act": "move_out", "entry": str(entry.pk), "parent": first.tracking_id, "text": "Tentang pasar"}),
        content_type="application/json",
        headers={"Authorization": f"Bearer {create_token(triage)}"},
    )
    assert answer.status_code == 200, answer.content
    assert Entry.objects.get(act="take_in").report_id == first.pk
